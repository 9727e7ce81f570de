"""`/undo`, [Delete] and [Put back]."""

from telegram import Update

from fieldwork.note import Note
from handlers.context import FieldContext, redrawn
from handlers.incoming import read_text
from handlers.replies import card
from services.incoming import ButtonPress, IncomingText


async def undo(update: Update, context: FieldContext) -> None:
    """Take back the last note of one's own."""
    incoming = read_text(update)
    own = [note for note in context.study.notebook.by_author(context.member.id) if not note.hidden]
    if not own:
        await context.answer(incoming, card.nothing_to_take_back(incoming.chat_id))
        return
    await take_back(incoming, own[-1], context)


async def take_back(incoming: IncomingText, note: Note, context: FieldContext) -> None:
    """Take that note back, as a message asks."""
    await context.services.changes.hide(
        incoming.row,
        note,
        lambda hidden: [card.taken_back(context.terms, hidden, incoming.chat_id, context.study.last_backup)],
        who=context.member,
    )


async def delete(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[Delete]."""
    await context.services.changes.hide(
        incoming.row,
        note,
        lambda hidden: [
            redrawn(incoming, card.taken_back(context.terms, hidden, incoming.chat_id, context.study.last_backup))
        ],
        who=context.member,
    )


async def put_back(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[Put back], as long as the note is there."""
    terms = context.terms
    await context.services.changes.put_back(
        incoming.row,
        note,
        lambda back: [redrawn(incoming, card.put_back(terms, back, incoming.chat_id))],
        who=context.member,
    )
