"""A reply to a card: on one's own it corrects the note, on somebody else's it is a remark for its author."""

from telegram import Update

from fieldwork.access import may_change, may_read
from fieldwork.member import Member
from fieldwork.note import Note
from fieldwork.reply import is_polite, read_reply
from fieldwork.wish import Delete, ReplaceText
from handlers import questions, undo
from handlers.context import FieldContext
from handlers.corrections import Correction, correction_of
from handlers.incoming import read_text
from handlers.replies import card, correction
from handlers.replies.correction import RemarkRead
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
    """Correct one's own note, pass a remark on or ask on; a reply to anything else is a note, save for a thank you."""
    incoming, terms = read_text(update), context.terms
    note = await replied_note(incoming, context)
    if note is None and (remark := correction.remark_read(incoming.answers)):
        await _answer_remark(incoming, remark, context)
    elif note is None and incoming.answers and is_polite(incoming.text):
        await context.answer(incoming)
    elif note is None and (answer := await questions.ask_on(incoming, context)):
        await context.answer(incoming, answer, what="asked")
    elif note is None and (own := _own_message(incoming, context)):
        await _correct(incoming, own, context)
    elif note is None:
        await context.services.capture.text(
            incoming, context.member, lambda saved: card.card(terms, saved, incoming.chat_id)
        )
    elif may_change(context.member, note):
        await _correct(incoming, note, context)
    else:
        await _remark(incoming, note, context)


def _own_message(incoming: IncomingText, context: FieldContext) -> Note | None:
    """One's own note whose message is answered, not its card, where the reply is no text: that is another note."""
    if incoming.reply_to is None:
        return None
    note = context.study.notebook.of_message(incoming.chat_id, incoming.reply_to)
    if note is None or note.hidden or not may_change(context.member, note):
        return None
    wish = read_reply(incoming.text, context.study.codebook, note_text=note.text, quote=incoming.quote)
    return None if isinstance(wish, ReplaceText) else note


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
    author = reader_of_remarks(note, context)
    if author is None:
        await context.answer(incoming, correction.remark_not_sent(note, incoming.chat_id))
        return
    says: tuple[Say, ...] = correction.remark_to_author(note, context.member, incoming.text, author.telegram_id)
    await context.answer(incoming, *says, correction.remark_sent(note, incoming.chat_id), what="remarked")


async def _answer_remark(incoming: IncomingText, remark: RemarkRead, context: FieldContext) -> None:
    """What somebody answers to a remark goes back to whoever made it, and so on."""
    other, note = context.study.team.by_label(remark.label), context.study.notebook.get(remark.number)
    gone = other is None or not other.active or note is None
    if gone or other is None or note is None or not (may_read(other, note) and may_read(context.member, note)):
        await context.answer(incoming, correction.answer_not_sent(remark, incoming.chat_id))
        return
    says = correction.remark_answered(note, context.member, incoming.text, other.telegram_id)
    await context.answer(incoming, *says, correction.answer_sent(other, note, incoming.chat_id), what="remarked")


def reader_of_remarks(note: Note, context: FieldContext) -> Member | None:
    """The author, if they are still here and the note is still open to whoever remarks on it."""
    author = None if note.author is None else context.study.team.by_id(note.author)
    return author if author is not None and author.active and may_read(context.member, note) else None
