"""Telegram's update as what a person did: read once; behind it there is no Telegram type."""

from datetime import UTC, datetime
from typing import Any

from telegram import (
    Audio,
    CallbackQuery,
    Document,
    Message,
    Update,
    User,
    VideoNote,
    Voice,
)
from telegram.constants import ChatType

from services.incoming import ButtonPress, IncomingOther, IncomingText, IncomingVoice, Sender
from services.raw_update import identifier

ROW = "jottings_row"  # the dispatcher puts the inbox row into the raw update
AUDIO_SUFFIXES = frozenset(
    (
        "aac",
        "aif",
        "aiff",
        "amr",
        "caf",
        "flac",
        "m4a",
        "mka",
        "mp3",
        "mp4a",
        "oga",
        "ogg",
        "opus",
        "wav",
        "weba",
        "wma",
    )
)

Recording = Voice | Audio | VideoNote | Document


class NotThatKind(ValueError):
    """An update is not what its filter took it for, or has an id that Telegram would never give."""


def row_of(update: Update) -> int:
    """The update's row in the inbox."""
    return int(update.api_kwargs[ROW])


def sender_of(user: User) -> Sender:
    """Who did it."""
    return Sender(telegram_id=_id(user.id), name=user.full_name)


def read_text(update: Update) -> IncomingText:
    """A written message or a caption, new or edited."""
    message = _message(update)
    return IncomingText(
        **_common(update, message),
        text=message.text or message.caption or "",
        reply_to=_reply_to(message),
        quote=message.quote.text if message.quote else None,
        answers=_answered(message),
        edited=update.edited_message is not None,
    )


def read_voice(update: Update) -> IncomingVoice:
    """A recording in any of the forms in which Telegram sends one."""
    message = _message(update)
    recording = recording_of(message)
    if recording is None:
        raise NotThatKind
    return IncomingVoice(
        **_common(update, message),
        file_id=recording.file_id,
        file_size=recording.file_size,
        seconds=_seconds(recording),
        mime=getattr(recording, "mime_type", None) or "",
        caption=message.caption or "",
        reply_to=_reply_to(message),
    )


def read_other(update: Update) -> IncomingOther:
    """Anything that can't be kept."""
    message = _message(update)
    return IncomingOther(
        **_common(update, message),
        what=kind_of(message),
        caption=message.caption or "",
        album=message.media_group_id,
    )


def read_press(update: Update) -> ButtonPress:
    """A button under one of our messages."""
    query = update.callback_query
    if query is None:
        raise NotThatKind
    return ButtonPress(
        row=row_of(update),
        sender=sender_of(query.from_user),
        chat_id=_id(query.message.chat.id if query.message else query.from_user.id),
        message_id=_id(query.message.message_id) if query.message else 0,
        sent_at=_pressed_at(query),
        private=query.message is None or query.message.chat.type == ChatType.PRIVATE,
        press=query.id,
        data=query.data or "",
    )


def recording_of(message: Message) -> Recording | None:
    """The sound in a message, None when there is none."""
    document = message.document
    audible = document if document is not None and _sounds(document) else None
    return message.voice or message.audio or message.video_note or audible


def _sounds(document: Document) -> bool:
    mime = document.mime_type or ""
    suffix = (document.file_name or "").rpartition(".")[2].lower()
    return mime.startswith("audio/") or mime == "application/ogg" or suffix in AUDIO_SUFFIXES


def kind_of(message: Message) -> str:
    """What a message is that can't be kept."""
    kinds = {
        "photo": message.photo,
        "video": message.video or message.animation,
        "sticker": message.sticker,
        "location": message.location or message.venue,
        "contact": message.contact,
        "document": message.document,
    }
    return next((name for name, found in kinds.items() if found), "other")


def words_after_command(text: str) -> str:
    """`riverside` of `/site riverside`."""
    words = text.split(maxsplit=1)
    return words[1].strip() if len(words) > 1 else ""


def _common(update: Update, message: Message) -> dict[str, Any]:
    if message.from_user is None:
        raise NotThatKind
    return {
        "row": row_of(update),
        "sender": sender_of(message.from_user),
        "chat_id": _id(message.chat.id),
        "message_id": _id(message.message_id),
        "sent_at": message.date,
        "private": message.chat.type == ChatType.PRIVATE,
    }


def _message(update: Update) -> Message:
    message = update.message or update.edited_message
    if message is None:
        raise NotThatKind
    return message


def _reply_to(message: Message) -> int | None:
    return _id(message.reply_to_message.message_id) if message.reply_to_message else None


def _answered(message: Message) -> str:
    """The words of a message of ours that this one answers."""
    ours = message.reply_to_message
    return (ours.text or "") if ours is not None and ours.from_user is not None and ours.from_user.is_bot else ""


def _id(value: object) -> int:
    """One of Telegram's ids; the library hands on whatever stood in the update."""
    number = identifier(value)
    if number is None:
        raise NotThatKind
    return number


def _pressed_at(query: CallbackQuery) -> datetime:
    # Telegram does not say when a button was pressed: the date of the message under which it stands.
    return query.message.date if query.message else datetime.fromtimestamp(0, UTC)


def _seconds(recording: Recording) -> float | None:
    # to_dict: the attribute itself warns about a type it will have one day.
    duration = recording.to_dict(recursive=False).get("duration")
    return None if duration is None else float(duration)
