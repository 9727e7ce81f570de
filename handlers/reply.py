"""A reply to a card: on one's own it corrects the note, on somebody else's it is a remark for its author."""

from telegram import Update

from fieldwork.access import may_change, may_read
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber
from fieldwork.reply import read_reply
from fieldwork.wish import Delete
from handlers import undo
from handlers.context import FieldContext
from handlers.corrections import Correction, correction_of
from handlers.incoming import read_text
from handlers.replies import card, correction
from services.incoming import IncomingText
from services.outgoing import Say


async def replied_note(incoming: IncomingText, context: FieldContext) -> Note | None:
    """The note whose card a message answers, None when it answers anything else."""
    if incoming.reply_to is None:
        return None
    note = await context.study.note_of_card(incoming.chat_id, incoming.reply_to)
    return None if note is None or note.hidden else note


async def own_card(chat_id: int, reply_to: int | None, context: FieldContext) -> Note | None:
    """One's own note whose card is answered."""
    note = None if reply_to is None else await context.study.note_of_card(chat_id, reply_to)
    return note if note is not None and not note.hidden and may_change(context.member, note) else None


async def reply(update: Update, context: FieldContext) -> None:
    """Correct one's own note or pass a remark on; a reply to anything else is a note."""
    incoming, terms = read_text(update), context.terms
    note = await replied_note(incoming, context)
    if note is None:
        await context.services.capture.text(
            incoming, context.member, lambda saved: card.card(terms, saved, incoming.chat_id)
        )
    elif may_change(context.member, note):
        await _correct(incoming, note, context)
    else:
        await _remark(incoming, note, context)


async def _correct(incoming: IncomingText, note: Note, context: FieldContext) -> None:
    study = context.study
    wish = read_reply(incoming.text, study.codebook, note_text=note.text, quote=incoming.quote)
    if isinstance(wish, Delete):
        await undo.take_back(incoming, note, context)
        return
    change: Correction = correction_of(wish, note, context, incoming.chat_id)
    await context.services.changes.change(
        incoming.row,
        note,
        change.edit,
        change.says,
        who=context.member.label,
        what=change.what,
        of_rest=lambda rest: [card.again(context.terms, rest, incoming.chat_id)],
    )


async def _remark(incoming: IncomingText, note: Note, context: FieldContext) -> None:
    author = _reader(note, context)
    if author is None:
        await _keep_remark(incoming, note.number, context)
        return
    says: tuple[Say, ...] = correction.remark_to_author(note, context.member, incoming.text, author.telegram_id)
    await context.answer(incoming, *says, correction.remark_sent(note, incoming.chat_id), what="remarked")


def _reader(note: Note, context: FieldContext) -> Member | None:
    """The author, if they are still here and the note is still open to whoever remarks on it."""
    author = None if note.author is None else context.study.team.by_id(note.author)
    return author if author is not None and author.active and may_read(context.member, note) else None


async def _keep_remark(incoming: IncomingText, about: NoteNumber, context: FieldContext) -> None:
    terms = context.terms
    await context.services.capture.text(
        incoming,
        context.member,
        lambda saved: correction.remark_has_no_reader(terms, about, saved, incoming.chat_id),
    )
