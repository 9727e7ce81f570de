"""[Check today's]: the day's unchecked memos one after another, each with a ✓; [Check the 3]: all of one's own."""

from fieldwork.access import may_change
from fieldwork.note import Note, NoteNumber
from fieldwork.your_day import unchecked
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.edits import right
from handlers.replies import check, refusals
from services.incoming import ButtonPress
from services.outgoing import Say, Toast


def unchecked_today(context: FieldContext) -> list[Note]:
    """One's own memos of today that nobody has confirmed, oldest first."""
    day, terms = context.study.today(), context.terms
    return [note for note in unchecked_ever(context) if terms.local(note.recorded_at).date() == day]


def unchecked_ever(context: FieldContext) -> list[Note]:
    """All of one's own that nobody has confirmed, oldest first."""
    own = context.study.notebook.by_author(context.member.id)
    return sorted(unchecked(own), key=lambda note: note.number)


async def check_today(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """The first memo; or behind one that was confirmed or skipped, the next, as a message of its own."""
    act, scope = _act(press.argument)
    if not press.subject:
        await context.press_answer(incoming, _next(NoteNumber(0), scope, incoming.chat_id, context))
        return
    note = None if press.number is None else context.study.notebook.get(press.number)
    if note is None or note.hidden or not may_change(context.member, note):
        await context.answer(incoming, refusals.note_is_gone(incoming.press))
    elif act == check.RIGHT:
        await _confirm(incoming, note, scope, context)
    else:
        skipped = redrawn(incoming, check.skipped(note, incoming.chat_id))
        await context.answer(incoming, skipped, _next(note.number, scope, incoming.chat_id, context))


def _act(argument: str) -> tuple[str, str]:
    """`ra` is ✓, and then the next of all."""
    scope = check.ALL if argument.endswith(check.ALL) else ""
    return argument.removesuffix(check.ALL), scope


async def _confirm(incoming: ButtonPress, note: Note, scope: str, context: FieldContext) -> None:
    def says(changed: Note) -> list[Say | Toast]:
        ticked = redrawn(incoming, check.confirmed(changed, incoming.chat_id))
        return [ticked, _next(changed.number, scope, incoming.chat_id, context, confirmed=True)]

    await context.services.changes.change(incoming.row, note, right, says, who=context.member.label, what="checked")


def _next(after: NoteNumber, scope: str, chat_id: int, context: FieldContext, *, confirmed: bool = False) -> Say:
    """A message of its own for each, so that a reply to it is about its own note."""
    memos = unchecked_ever(context) if scope == check.ALL else unchecked_today(context)
    waiting = [note for note in memos if note.number > after]
    if waiting:
        return check.memo(context.terms, waiting[0], len(waiting), chat_id, scope=scope)
    # The notebook still has the one that is being confirmed as it was; one that was skipped stays.
    left = [note for note in memos if not (confirmed and note.number == after)]
    return check.done(left, chat_id, scope=scope)
