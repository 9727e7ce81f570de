"""[Put back] and [Keep both] after a correction: told by its revision, so that pressing twice does it once."""

from dataclasses import replace

from fieldwork.note import Note
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.replies import correction, refusals
from services.incoming import ButtonPress, IncomingText


async def old_text(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    """The text as it was before that revision."""
    before, _ = await _texts(press, note, context)
    if before is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    terms = context.terms
    await context.services.changes.change(
        incoming.row,
        note,
        lambda current: _restored(current, before, context),
        lambda back: [redrawn(incoming, correction.old_text_back(terms, back, incoming.chat_id))],
        who=context.member.label,
        what="old text put back",
    )


async def keep_both(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    """The old text stays in the note, the new one becomes a note of its own."""
    before, after = await _texts(press, note, context)
    if before is None or after is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    if _has_own_note(after.text, note, context):
        await context.answer(incoming, refusals.kept_already(incoming.press))
        return
    back = await context.services.changes.change(
        None,
        note,
        lambda current: _restored(current, before, context) if current.text == after.text else current,
        lambda _: [],
        who=context.member.label,
        what="old text put back",
    )
    await _capture(incoming, after.text, back, context)


async def _texts(press: Press, note: Note, context: FieldContext) -> tuple[Note | None, Note | None]:
    """The revision that the button speaks of, and the last one before it with another text."""
    history = await context.services.changes.history(note)
    after = next((revision for revision in history if revision.revision == press.count), None)
    if after is None:
        return None, None
    earlier = [old for old in history if old.revision < after.revision and old.text != after.text]
    return (earlier[-1] if earlier else None), after


def _restored(current: Note, before: Note, context: FieldContext) -> Note:
    if current.text == before.text:
        return current
    return replace(context.services.capture.reworded(current, before.text), status=before.status)


def _has_own_note(text: str, beside: Note, context: FieldContext) -> bool:
    own = context.study.notebook.by_author(context.member.id)
    return any(note.text == text and note.number != beside.number and not note.hidden for note in own)


async def _capture(incoming: ButtonPress, text: str, old: Note, context: FieldContext) -> None:
    terms = context.terms
    written = IncomingText(
        row=incoming.row,
        sender=incoming.sender,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        sent_at=context.study.clock(),
        text=text,
    )
    await context.services.capture.text(
        written,
        context.member,
        # A message of its own: it is the new note's card, and the one pressed stays the old note's.
        lambda new: replace(correction.both_kept(terms, old, new, incoming.chat_id), answers_press=incoming.press),
    )
