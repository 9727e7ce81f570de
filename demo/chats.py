"""The chats: who is in them and what stands in them now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from demo.entities import utf16_length
from demo.errors import BadRequest, Forbidden, NoSuchMessage, QuoteNotInMessage
from demo.sent import Sent

User = dict[str, Any]
Payload = dict[str, Any]  # a Bot API Message


@dataclass(slots=True, kw_only=True)
class Message:
    """One message as it stands now."""

    payload: Payload
    shown: Sent | None = None  # of the bot's own messages

    @property
    def id(self) -> int:
        """Its number in the chat."""
        return int(self.payload["message_id"])

    @property
    def text(self) -> str:
        """Its text or caption."""
        return str(self.payload.get("text") or self.payload.get("caption") or "")

    def quoted(self, words: str) -> Payload:
        """The `quote` of a reply that quotes `words` by hand."""
        start = self.text.find(words)
        if start < 0 or not words:
            raise QuoteNotInMessage(self.id)
        return {"text": words, "position": utf16_length(self.text[:start]), "is_manual": True}


@dataclass(slots=True, kw_only=True)
class Chat:
    """One private chat or group, with the bot in it."""

    id: int
    type: str = "private"
    title: str = ""  # of a group
    members: dict[int, User] = field(default_factory=dict)  # without the bot
    next_message_id: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    refusal: str = ""  # why the bot may not write here, in Telegram's words
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.type == "private"

    def described(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        if not self.is_private:
            return {"id": self.id, "type": self.type, "title": self.title}
        (user,) = self.members.values()
        names = {name: user[name] for name in ("first_name", "username") if name in user}
        return {"id": self.id, "type": self.type} | names

    def check_writable(self) -> None:
        """Whether the bot may act here at all.

        Raises:
            Forbidden: blocked, or thrown out.
            BadRequest: the group has moved, with its new id.
        """
        if self.migrated_to is not None:
            moved = {"migrate_to_chat_id": self.migrated_to}
            raise BadRequest("group chat was upgraded to a supergroup chat", moved)
        if self.refusal:
            raise Forbidden(self.refusal)

    def add(self, sender: User, date: int, content: Mapping[str, Any], reply: Mapping[str, Any]) -> Message:
        """A new message under the next number."""
        head = {"message_id": self.next_message_id, "from": sender, "chat": self.described(), "date": date}
        message = Message(payload=head | dict(reply) | dict(content))
        self.messages[message.id] = message
        self.next_message_id += 1
        return message

    def message(self, message_id: int) -> Message:
        """The message of this number.

        Raises:
            NoSuchMessage: never sent, or deleted.
        """
        if message_id not in self.messages:
            raise NoSuchMessage(self.id, message_id)
        return self.messages[message_id]

    def replied(self, message_id: int) -> Payload:
        """The message as it is carried in a reply to it: without what it replied to itself."""
        payload = self.message(message_id).payload
        return {name: value for name, value in payload.items() if name not in {"reply_to_message", "quote"}}

    def shown(self) -> tuple[Sent, ...]:
        """The bot's messages as they stand now, in order."""
        return tuple(message.shown for message in self.messages.values() if message.shown)

    def redraw(self, message: Message, sent: Sent) -> None:
        """Let the bot's message look as the edit `sent` says."""
        before = message.shown or sent
        message.shown = replace(sent, kind=before.kind, reply_to=before.reply_to, at=before.at)
