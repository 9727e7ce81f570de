"""What the bot will say, as values: stored as jobs in the note's own transaction, sent after the commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldwork.note import NoteNumber
from storage.codec import Codec, UnreadableRecord
from storage.jobs import JobKind
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button under a message: it sends `data` back, or copies `copies`, or opens `url`."""

    label: str
    data: str = ""  # at most 64 bytes, see handlers/buttons.py
    copies: str = ""  # at most 256 characters
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One message to one chat.

    `card_of` names the note that the message is a card of: a reply to it is about that note. With `edits_card`
    the note's newest card in this chat is edited instead of a new message sent; with `edits_message` that message.
    If the message to edit is gone, a new one is sent.
    """

    chat_id: int
    html: str  # Telegram HTML, at most 4096 characters after parsing
    buttons: tuple[tuple[Button, ...], ...] = ()
    card_of: NoteNumber | None = None
    edits_card: bool = False
    edits_message: int | None = None
    replies_to: int | None = None  # the member's message, quoted above ours
    protected: bool = False  # may not be forwarded or copied
    photo: str = ""  # a PNG in base64; html is then its caption, at most 1024 characters
    document: str = ""  # bytes in base64, sent as a file
    file_name: str = ""
    voice: str = ""  # OGG/Opus in base64, played back to its author
    answers_press: str = ""  # callback_query id: the button stops spinning
    toast: str = ""  # shown over the chat for a moment, with answers_press
    of_digest: bool = False  # a digest that came at its hour: where nothing reaches its reader, it was none


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """Only the answer to a button press, nothing in the chat."""

    press: str  # callback_query id
    text: str = ""


_SAY: Codec[Say] = Codec(Say)
_TOAST: Codec[Toast] = Codec(Toast)


def pack(say: Say | Toast) -> bytes:
    """The job's payload."""
    return _SAY.pack(say) if isinstance(say, Say) else _TOAST.pack(say)


def unpack(payload: bytes) -> Say | Toast:
    """What `pack` packed."""
    try:
        return _SAY.unpack(payload)
    except UnreadableRecord:
        return _TOAST.unpack(payload)


async def add_replies(tx: Transaction, says: Iterable[Say | Toast], now: datetime) -> None:
    """Store what is to be said as jobs in this transaction; words of a note are sealed under that note's key."""
    for say in says:
        note = say.card_of if isinstance(say, Say) else None
        await tx.jobs.add(JobKind.REPLY, pack(say), due=now, note=note)
