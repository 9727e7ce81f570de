"""`/health`: is anything waiting or stuck?"""

from telegram import Update

from fieldwork.note import Note, Status
from handlers.context import FieldContext
from handlers.incoming import read_text
from handlers.people import looks_after_team
from handlers.replies import health, refusals


async def health_command(update: Update, context: FieldContext) -> None:
    """Numbers only, for whoever looks after the study."""
    incoming, study = read_text(update), context.study
    if not looks_after_team(context.member):
        await context.answer(incoming, refusals.not_for_you("a PI or an administrator", incoming.chat_id))
        return
    inbox, aside = await study.store.write(lambda tx: tx.inbox.counts())
    state = health.State(
        inbox=max(0, inbox - 1),  # this very question is in it
        set_aside=aside,
        waiting=_with_status(study.notebook.all(), Status.WAITING),
        failed=_with_status(study.notebook.all(), Status.FAILED),
        now=study.clock(),
    )
    await context.answer(incoming, health.health(context.terms, state, incoming.chat_id))


def _with_status(notes: list[Note], status: Status) -> tuple[Note, ...]:
    found = [note for note in notes if note.status is status and not note.hidden]
    return tuple(sorted(found, key=lambda note: note.recorded_at))
