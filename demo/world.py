"""Everything that Telegram knows: people, chats, files, updates, and what the bot has done so far."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo.bell import Bell
from demo.calls import Call
from demo.chats import Chat, Message, User
from demo.errors import BadRequest
from demo.faults import Faults
from demo.files import Files
from demo.sent import Deed, Event, Sent, SentKind
from demo.updates import Updates

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button press that waits for its answer."""

    chat_id: int
    message_id: int
    since: float  # monotonic seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One call of the bot's, refused or not."""

    method: str  # as the bot wrote it
    chat_id: str  # empty when it names none
    at: float  # monotonic seconds
    closed_until: float = 0.0  # when a 429 refused it: the end of the time in which it may not be repeated


class World:
    """The state behind the server; `demo.people` writes into it, the Bot API's methods too.

    Attributes:
        sent: everything the bot did, in order.
        calls: how often each method was called, refused calls included; `"download"` counts files.
        attempts: every call in order, with the time that a 429 asked for.
        on_event: told of everything that people and the bot do, as it happens.
        press_lifetime_seconds: how long (in real time) a button press may be answered.
        privacy_mode: in a group the bot hears commands, mentions and replies to it only.
    """

    def __init__(self, token: str, clock: Clock = real_clock, *, username: str = "jottings_bot") -> None:
        self.token = token
        self.clock = clock
        bot_id, _, _ = token.partition(":")
        self.bot: User = {"id": int(bot_id), "is_bot": True, "first_name": "Jottings", "username": username}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates(clock)
        self.faults = Faults(files=self.files, on_outage=self.updates.interrupt)
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.attempts: list[Attempt] = []
        self.presses: dict[str, Press] = {}
        self.settings: dict[str, Any] = {}  # what the bot said about itself: commands, descriptions
        self.news = Bell()
        self.on_event: Callable[[Event], None] | None = None
        self.press_lifetime_seconds = 60.0
        self.privacy_mode = True

    @property
    def date(self) -> int:
        """The clock in Telegram's form."""
        return int(self.clock().timestamp())

    def chat_of(self, call: Call) -> Chat:
        """The chat that the call names.

        Raises:
            BadRequest: the bot has never met it, or its number is no number.
        """
        if not call.text("chat_id"):
            raise BadRequest("chat_id is empty")
        written = call.text("chat_id")
        chat = self.chats.get(int(written)) if written.removeprefix("-").isdigit() else None
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def writable_chat(self, call: Call) -> Chat:
        """The same, if the bot may write there."""
        chat = self.chat_of(call)
        chat.check_writable()
        return chat

    def seen(self, kind: SentKind, chat_id: int, message_id: int, **more: Any) -> Sent:
        """What the bot does now, as a value."""
        return Sent(
            kind=kind,
            chat_id=chat_id,
            message_id=message_id,
            at=self.clock(),
            monotonic=time.monotonic(),
            **more,
        )

    def record(self, sent: Sent) -> None:
        """Keep what the bot did, tell those who wait for it."""
        self.sent.append(sent)
        self.news.ring()
        self.tell(sent)

    def tell(self, event: Deed | Sent) -> None:
        """Pass an event on to whoever prints it."""
        if self.on_event is not None:
            self.on_event(event)

    def deliver(self, chat: Chat, message: Message, kind: str = "message") -> None:
        """Hand a person's message, or its edit, to the bot, if it reaches the bot at all."""
        if not chat.refusal and (chat.is_private or not self.privacy_mode or self._concerns_bot(message)):
            self.updates.push(kind, message.payload)

    def _concerns_bot(self, message: Message) -> bool:
        name = f"@{self.bot['username']}"
        replied = message.payload.get("reply_to_message", {}).get("from", {})
        command, _, addressee = message.text.split(maxsplit=1)[0].partition("@") if message.text else ("", "", "")
        commanded = command.startswith("/") and addressee in ("", self.bot["username"])
        return commanded or name in message.text or bool(replied.get("id") == self.bot["id"])
