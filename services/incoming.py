"""What a person did in chat, as values without any Telegram type."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who did it, as Telegram names them."""

    telegram_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What every message has."""

    row: int  # its row in the inbox, settled in the transaction that deals with it
    sender: Sender
    chat_id: int
    message_id: int
    sent_at: datetime  # aware
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingText(Incoming):
    """A written message, new or edited."""

    text: str
    reply_to: int | None = None  # message_id that it answers
    quote: str | None = None  # the piece of that message that it quotes
    answers: str = ""  # the words of that message, where it is one of ours
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingVoice(Incoming):
    """A recording: voice message, audio file, video note or audio document."""

    file_id: str
    file_size: int | None  # bytes, as Telegram says
    seconds: float | None
    mime: str = ""
    caption: str = ""
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingOther(Incoming):
    """Something that can't be kept: a photo, a sticker, a place, a contact, a document."""

    what: str
    caption: str = ""
    album: str | None = None  # one answer for all its pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPress(Incoming):
    """A button under one of our messages; `message_id` is that message's."""

    press: str  # callback_query id
    data: str
