"""What can be seen in the chats: what people do, and what the bot does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from demo.errors import NoSuchButton

SentKind = Literal["message", "edit", "photo", "document", "voice", "audio", "delete", "answer", "reaction"]
SHOWN: frozenset[SentKind] = frozenset({"message", "edit", "photo", "document", "voice", "audio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button under a message."""

    label: str
    data: str = ""
    copies: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One thing that the bot did, as people see it; as a message's state, with its last edit in it."""

    kind: SentKind
    chat_id: int
    message_id: int  # of the message sent, edited, deleted, reacted to, or whose button was pressed
    at: datetime  # by the clock that the server was given
    monotonic: float  # seconds, real time
    html: str = ""  # as the bot wrote it: the text or the caption
    text: str = ""  # plain, after parsing; of an answer the toast, of a reaction the emoji
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: int | None = None
    protected: bool = False  # may not be forwarded, copied or saved
    silent: bool = False  # no buzz
    alert: bool = False  # an answer shown as a window
    press: str = ""  # the callback query that was answered
    file_id: str = ""
    file_name: str = ""
    content: bytes = field(default=b"", repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all buttons, row by row."""
        return tuple(button.label for row in self.buttons for button in row)

    def button(self, label: str) -> Button:
        """The first button whose label begins with `label`; a whole label goes first.

        Raises:
            NoSuchButton: none does.
        """
        shown = [button for row in self.buttons for button in row]
        whole = [button for button in shown if button.label == label]
        begun = [button for button in shown if button.label.startswith(label)]
        if not whole + begun:
            raise NoSuchButton(label, self.labels)
        return (whole + begun)[0]


DeedKind = Literal[
    "text",
    "voice",
    "audio",
    "video_note",
    "document",
    "photo",
    "sticker",
    "location",
    "contact",
    "edit",
    "press",
    "copy",
    "delete",
    "reaction",
    "block",
    "unblock",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that a person did."""

    kind: DeedKind
    person_id: int
    name: str
    chat_id: int
    message_id: int
    at: datetime
    text: str = ""  # the text or caption; the button's label; what was copied; the emoji
    seconds: int = 0  # of a voice message
    file_name: str = ""
    reply_to: int | None = None
    quote: str = ""


Event = Deed | Sent
