"""A raw update, of which nothing can be taken for granted: made safe to store, and read without trust in its shape."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

Raw = dict[str, Any]

MOST_LEVELS = 64  # Telegram's own updates have about ten
MOST = 2**53  # Bot API: no id has more significant bits
LAST_MOMENT = 253_402_300_799  # the end of the year 9999, in Unix seconds

_SENDER_FIELDS = (
    "message",
    "edited_message",
    "callback_query",
    "channel_post",
    "edited_channel_post",
    "my_chat_member",
    "inline_query",
    "message_reaction",
)


class _Unsafe(ValueError):
    """It can't be stored and read back."""


def safe(update: object) -> Raw | None:
    """The update as it can be stored: half characters replaced; None when it is no object, or too deep or too big."""
    try:
        made_safe = _safe(update, MOST_LEVELS)
    except _Unsafe:
        return None
    return made_safe if isinstance(made_safe, dict) else None


def _safe(value: object, levels: int) -> object:
    match value:
        case dict() | list() if not levels:
            raise _Unsafe
        case dict():
            return {_whole(str(name)): _safe(each, levels - 1) for name, each in value.items()}
        case list():
            return [_safe(each, levels - 1) for each in value]
        case str():
            return _whole(value)
        case bool() | None:
            return value
        case int() if abs(value) <= 2**63:
            return value
        case float() if math.isfinite(value):
            return value
    raise _Unsafe


def _whole(text: str) -> str:
    """The text without half of a surrogate pair, which UTF-8 can't hold."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def identifier(value: object) -> int | None:
    """The value as one of Telegram's ids, None when it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < MOST else None


def sender_of(update: Raw) -> int | None:
    """The Telegram id of whoever caused a raw update, None when it can't be read."""
    for body in _bodies(update):
        sender = body.get("from") or body.get("user")
        found = identifier(sender.get("id")) if isinstance(sender, dict) else None
        if found is not None:
            return found
    return None


def chat_of(update: Raw) -> int:
    """The chat that a raw update belongs to, 0 when it names none."""
    return next((number for chat in _chats(update) if (number := identifier(chat.get("id"))) is not None), 0)


def private_chat_of(update: Raw) -> int | None:
    """The same if it is somebody's private chat with the bot."""
    return next((identifier(chat.get("id")) for chat in _chats(update) if chat.get("type") == "private"), None)


def private_text(update: Raw) -> str | None:
    """The text of a new private message, None for anything else."""
    message = update.get("message")
    if not isinstance(message, dict) or private_chat_of({"message": message}) is None:
        return None
    text = message.get("text")
    return text if isinstance(text, str) else None


def group_moving(update: Raw) -> int | None:
    """The chat of which Telegram says that it has a new id, None for anything else."""
    message = update.get("message")
    moving = isinstance(message, dict) and identifier(message.get("migrate_to_chat_id")) is not None
    return chat_of(update) if moving else None


def sent_at(update: Raw) -> datetime | None:
    """When a message was sent or edited, as Telegram says; nobody says when a button was pressed."""
    for name in ("message", "edited_message"):
        message = update.get(name)
        stamp = (message.get("edit_date") or message.get("date")) if isinstance(message, dict) else None
        if isinstance(stamp, int) and 0 < stamp < LAST_MOMENT:
            return datetime.fromtimestamp(stamp, UTC)
    return None


def _bodies(update: Raw) -> Iterator[Raw]:
    return (body for name in _SENDER_FIELDS if isinstance(body := update.get(name), dict))


def _chats(update: Raw) -> Iterator[Raw]:
    for body in _bodies(update):
        message = body.get("message")
        for place in (body, message if isinstance(message, dict) else {}):
            if isinstance(chat := place.get("chat"), dict):
                yield chat
