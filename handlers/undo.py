"""`/undo`, [Delete] and [Put back]."""

from datetime import timedelta

from telegram import Update

from fieldwork.access import may_change
from fieldwork.note import Note, NoteNumber
from handlers.context import FieldContext, redrawn
from handlers.incoming import read_text, words_after_command
from handlers.open_note import number_asked, readable
from handlers.replies import card, opened, refusals
from services.incoming import ButtonPress, IncomingText
from services.outgoing import Say

JUST_WRITTEN = timedelta(hours=1)  # whoever sends /undo means a note no older than that, or is asked


async def undo(update: Update, context: FieldContext) -> None:
    """Take back the last note of one's own, or the one that is named; an older or second one only when it is meant."""
    incoming = read_text(update)
    number = number_asked(words_after_command(incoming.text))
    if number is not None:
        await _take_back_number(incoming, number, context)
        return
    own = context.study.notebook.by_author(context.member.id)
    there = [note for note in own if not note.hidden]
    if not there:
        await context.answer(incoming, card.nothing_to_take_back(incoming.chat_id))
    elif own[-1].hidden or context.study.now() - there[-1].recorded_at > JUST_WRITTEN:
        await context.answer(incoming, card.is_it_meant(context.terms, there[-1], incoming.chat_id))
    else:
        await take_back(incoming, there[-1], context)


async def _take_back_number(incoming: IncomingText, number: NoteNumber, context: FieldContext) -> None:
    """`/undo 27`."""
    note = readable(context, number)
    if note is None:
        await context.answer(incoming, opened.not_there(number, incoming.chat_id))
    elif not may_change(context.member, note):
        await context.answer(incoming, refusals.not_yours(number, incoming.chat_id))
    else:
        await take_back(incoming, note, context)


async def take_back(incoming: IncomingText, note: Note, context: FieldContext) -> None:
    """Take that note back, as a message asks."""
    quoted = await context.services.digests.may_quote(note)
    await context.services.changes.hide(
        incoming.row,
        note,
        lambda hidden: [_taken_back(hidden, incoming, context, quoted=quoted)],
        who=context.member,
    )


async def delete(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[Delete]."""
    quoted = await context.services.digests.may_quote(note)
    await context.services.changes.hide(
        incoming.row,
        note,
        lambda hidden: [redrawn(incoming, _taken_back(hidden, incoming, context, quoted=quoted))],
        who=context.member,
    )


def _taken_back(hidden: Note, incoming: IncomingText | ButtonPress, context: FieldContext, *, quoted: bool) -> Say:
    return card.taken_back(context.terms, hidden, incoming.chat_id, context.study.last_backup, quoted=quoted)


async def put_back(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[Put back], as long as the note is there."""
    terms = context.terms
    await context.services.changes.put_back(
        incoming.row,
        note,
        lambda back: [redrawn(incoming, card.put_back(terms, back, incoming.chat_id))],
        who=context.member,
    )
