"""A voice message, audio file, video note or audio document."""

from telegram import Update

from fieldwork.note import NoteNumber
from handlers.context import FieldContext
from handlers.incoming import read_voice
from handlers.replies import refusals
from handlers.reply import own_card
from services.incoming import IncomingVoice
from services.outgoing import Say

MAX_VOICE_BYTES = 20 * 1024 * 1024  # Bot API, getFile: 20 MB; Telegram counts in binary megabytes


async def recording(update: Update, context: FieldContext) -> None:
    """Order the recording, or refuse it at once; in reply to one's own card it is dictated again."""
    incoming = read_voice(update)
    refusal = refused(incoming)
    if refusal is not None:
        await context.answer(incoming, refusal)
        return
    await context.services.capture.voice(incoming, await _dictated_again(incoming, context))


def refused(incoming: IncomingVoice) -> Say | None:
    """Why a recording can't be fetched, judged by what Telegram says of it; None when it can."""
    if incoming.file_size is not None and incoming.file_size > MAX_VOICE_BYTES:
        return refusals.too_large(incoming.file_size, incoming.chat_id)
    return refusals.empty_file(incoming.chat_id) if incoming.file_size == 0 else None


async def _dictated_again(incoming: IncomingVoice, context: FieldContext) -> NoteNumber | None:
    note = await own_card(incoming.chat_id, incoming.reply_to, context)
    return None if note is None else note.number
