"""`/health`: is anything waiting, stuck, or due?"""

from dataclasses import replace

from telegram import Update

from handlers.context import FieldContext
from handlers.incoming import read_text
from handlers.people import looks_after_team
from handlers.replies import health, refusals
from services.health import look


async def health_command(update: Update, context: FieldContext) -> None:
    """Numbers only, for whoever looks after the study."""
    incoming = read_text(update)
    if not looks_after_team(context.member):
        await context.answer(incoming, refusals.not_for_you("a PI or an administrator", incoming.chat_id))
        return
    found = await look(context.study, context.services.machine)
    state = replace(
        found,
        inbox=max(0, found.inbox - 1),  # this very question is in it
        unread=context.services.questions.unread,
        by_meaning=context.study.suggesting.by_meaning,
    )
    await context.answer(incoming, health.health(context.terms, state, incoming.chat_id))
