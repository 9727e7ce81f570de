"""[Check today's]: the day's unchecked memos one after another, each with a ✓."""

from fieldwork.access import may_change
from fieldwork.note import Note, NoteNumber, Status
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.edits import right
from handlers.replies import check, refusals
from services.incoming import ButtonPress
from services.outgoing import Say, Toast


def unchecked_today(context: FieldContext) -> list[Note]:
    """One's own memos of today that nobody has confirmed, oldest first."""
    day, terms = context.study.today(), context.terms
    own = context.study.notebook.by_author(context.member.id)
    return [
        note
        for note in own
        if note.status is Status.UNCHECKED and not note.hidden and terms.local(note.recorded_at).date() == day
    ]


async def check_today(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """The first memo; or behind one that was confirmed or skipped, the next, as a message of its own."""
    if not press.subject:
        await context.press_answer(incoming, _next(NoteNumber(0), incoming.chat_id, context))
        return
    note = None if press.number is None else context.study.notebook.get(press.number)
    if note is None or note.hidden or not may_change(context.member, note):
        await context.answer(incoming, refusals.note_is_gone(incoming.press))
    elif press.argument == check.RIGHT:
        await _confirm(incoming, note, context)
    else:
        skipped = redrawn(incoming, check.skipped(note, incoming.chat_id))
        await context.answer(incoming, skipped, _next(note.number, incoming.chat_id, context))


async def _confirm(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    def says(changed: Note) -> list[Say | Toast]:
        ticked = redrawn(incoming, check.confirmed(changed, incoming.chat_id))
        return [ticked, _next(changed.number, incoming.chat_id, context)]

    await context.services.changes.change(incoming.row, note, right, says, who=context.member.label, what="checked")


def _next(after: NoteNumber, chat_id: int, context: FieldContext) -> Say:
    """A message of its own for each, so that a reply to it is about its own note."""
    waiting = [note for note in unchecked_today(context) if note.number > after]
    if waiting:
        return check.memo(context.terms, waiting[0], len(waiting), chat_id)
    return check.done([note for note in unchecked_today(context) if note.number < after], chat_id)
