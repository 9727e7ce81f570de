"""A written message: a note, an edit of one, or words behind a command that nobody knows."""

from dataclasses import replace

from telegram import Update

from fieldwork.note import Kind, Note
from fieldwork.reading import read_note
from handlers.context import FieldContext
from handlers.edits import with_codes
from handlers.incoming import read_text, words_after_command
from handlers.open_note import number_asked
from handlers.replies import card, refusals
from handlers.reply import replied_note, reply
from services.incoming import IncomingText
from services.outgoing import Say


async def text_note(update: Update, context: FieldContext) -> None:
    """Save what was written; the card that says so goes out after the commit."""
    incoming, terms = read_text(update), context.terms
    await context.services.capture.text(incoming, context.member, lambda note: card.card(terms, note, incoming.chat_id))


async def edited_text(update: Update, context: FieldContext) -> None:
    """An edit of a known message is a revision; an edited reply is read again; an edited command does nothing."""
    incoming = read_text(update)
    known = context.study.notebook.of_message(incoming.chat_id, incoming.message_id)
    if known is None and await replied_note(incoming, context) is not None:
        await reply(update, context)
    elif known is not None and known.kind is Kind.VOICE:
        await _edited_caption(incoming, known, context)
    elif known is not None or not _is_order(incoming.text):
        await _edited_note(incoming, context)
    else:
        await context.answer(incoming)


def _is_order(text: str) -> bool:
    """Whether a message was a command or asked for a note, and so was never a note itself."""
    return not text.strip() or text.startswith("/") or number_asked(text) is not None


async def _edited_note(incoming: IncomingText, context: FieldContext) -> None:
    terms = context.terms
    words = words_after_command(incoming.text) if incoming.text.startswith("/") else incoming.text

    def tick(note: Note) -> Say:
        shown = card.edited if note.revision > 1 else card.card
        return shown(terms, note, incoming.chat_id)

    await context.services.capture.text(
        replace(incoming, text=words or incoming.text),
        context.member,
        tick,
        of_rest=lambda rest: card.again(terms, rest, incoming.chat_id),
        of_hidden=lambda hidden: card.edit_of_taken_back(hidden, incoming.chat_id),
    )


async def _edited_caption(incoming: IncomingText, note: Note, context: FieldContext) -> None:
    """The caption of a recording is read for codes; the words of the recording stay."""
    terms, study = context.terms, context.study
    sent_at = note.observed_at.astimezone(study.timezone)
    codes = read_note(incoming.text, study.codebook, sent_at=sent_at, dictated=False).codes
    await context.services.changes.change(
        incoming.row,
        note,
        lambda current: with_codes(current, codes),
        lambda changed: [card.edited(terms, changed, incoming.chat_id)],
        who=context.member.label,
        what="caption edited",
    )


async def unknown_command(update: Update, context: FieldContext) -> None:
    """Say that nobody knows it; words after it are saved, for they are most likely a note."""
    incoming, terms = read_text(update), context.terms
    command, words = incoming.text.split(maxsplit=1)[0], words_after_command(incoming.text)
    if not words:
        await context.answer(incoming, refusals.unknown_command(command, incoming.chat_id))
        return
    await context.services.capture.text(
        replace(incoming, text=words),
        context.member,
        lambda note: card.after_unknown_command(terms, note, incoming.chat_id, command),
    )
