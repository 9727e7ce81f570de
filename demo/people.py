"""The people in the chats: what they write, say, send, correct and press."""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from demo.chats import Chat, Message, User
from demo.entities import find_entities, utf16_length
from demo.errors import NoSuchButton, ScriptError, TooLongToType
from demo.files import FileContent
from demo.sending import MAX_TEXT_UNITS, photo_sizes
from demo.sent import Deed, DeedKind
from demo.world import Press, World

_PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF"  # nobody looks further


class Person:
    """One person with a phone.

    Every message goes to the private chat with the bot unless `chat` names another; each method returns the
    message's number in that chat. Writing opens the chat, as pressing *Start* does.
    """

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user

    @property
    def id(self) -> int:
        """Their Telegram id, and the id of their private chat with the bot."""
        return int(self.user["id"])

    @property
    def name(self) -> str:
        """Their first name."""
        return str(self.user["first_name"])

    def writes(
        self,
        text: str,
        chat: Chat | None = None,
        reply_to: int | None = None,
        quote: str | None = None,
    ) -> int:
        """Send `text`; `quote` is a piece of the message replied to.

        Raises:
            TooLongToType: see `pastes`.
            NoSuchMessage: there is nothing of that number to reply to.
            QuoteNotInMessage: it does not say so.
        """
        if utf16_length(text) > MAX_TEXT_UNITS:
            raise TooLongToType(utf16_length(text))
        return self._send("text", _marked("text", text), chat=chat, reply_to=reply_to, quote=quote)

    def pastes(self, text: str, chat: Chat | None = None) -> tuple[int, ...]:
        """Send a text of any length, cut as a client cuts it: after at most 4096 characters."""
        pieces = [text[start : start + MAX_TEXT_UNITS] for start in range(0, len(text), MAX_TEXT_UNITS)]
        return tuple(self.writes(piece, chat) for piece in pieces)

    def speaks(
        self,
        recording: FileContent,
        duration: int,
        mime: str = "audio/ogg",
        caption: str | None = None,
        reply_to: int | None = None,
        chat: Chat | None = None,
    ) -> int:
        """Send a voice message of `duration` seconds."""
        file = self._world.files.add("voice", recording, mime=mime)
        content = {"voice": file.described(duration=duration, mime_type=mime)} | _marked("caption", caption)
        return self._send("voice", content, chat=chat, reply_to=reply_to, seconds=duration)

    def sends_audio(
        self,
        recording: FileContent,
        file_name: str,
        mime: str = "audio/mpeg",
        caption: str | None = None,
        duration: int = 0,
    ) -> int:
        """Send a sound file."""
        file = self._world.files.add("music", recording, name=file_name, mime=mime)
        described = file.described(duration=duration, file_name=file_name, mime_type=mime)
        return self._send("audio", {"audio": described} | _marked("caption", caption), file_name=file_name)

    def sends_video_note(self, recording: FileContent, duration: int = 10) -> int:
        """Send a round video."""
        file = self._world.files.add("video_notes", recording, name="note.mp4")
        described = file.described(duration=duration, length=240)
        return self._send("video_note", {"video_note": described}, seconds=duration)

    def sends_document(
        self,
        content: FileContent,
        file_name: str,
        mime: str = "application/octet-stream",
        caption: str | None = None,
    ) -> int:
        """Send a file."""
        file = self._world.files.add("documents", content, name=file_name, mime=mime)
        described = file.described(file_name=file_name, mime_type=mime)
        return self._send("document", {"document": described} | _marked("caption", caption), file_name=file_name)

    def sends_photo(
        self, caption: str | None = None, media_group_id: str | None = None, chat: Chat | None = None
    ) -> int:
        """Send a picture, one of an album if `media_group_id` names one."""
        file = self._world.files.add("photos", _PICTURE)
        album = {"media_group_id": media_group_id} if media_group_id else {}
        return self._send("photo", {"photo": photo_sizes(file)} | album | _marked("caption", caption), chat=chat)

    def sends_sticker(self, emoji: str = "👍") -> int:
        """Send a sticker."""
        file = self._world.files.add("stickers", b"RIFF", name="sticker.webp")
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send("sticker", {"sticker": file.described(emoji=emoji) | kind}, text=emoji)

    def sends_location(self, latitude: float = 51.5, longitude: float = -0.1) -> int:
        """Send where they are."""
        return self._send("location", {"location": {"latitude": latitude, "longitude": longitude}})

    def sends_contact(self, first_name: str = "Sam", phone_number: str = "+441632960000") -> int:
        """Send somebody's telephone number."""
        return self._send("contact", {"contact": {"first_name": first_name, "phone_number": phone_number}})

    def edits(self, message_id: int, new_text: str, chat: Chat | None = None) -> None:
        """Change the text, or the caption, of what they sent."""
        where = self._chat(chat)
        message = self._own(where, message_id)
        name = "text" if "text" in message.payload else "caption"
        kept = {key: value for key, value in message.payload.items() if not key.endswith("entities")}
        message.payload = kept | _marked(name, new_text) | {"edit_date": self._world.date}
        self._tell("edit", where, message_id, text=new_text)
        self._world.deliver(where, message, "edited_message")

    def deletes(self, message_id: int, chat: Chat | None = None) -> None:
        """Delete a message for both sides; Telegram tells no bot of it."""
        where = self._chat(chat)
        where.message(message_id)
        del where.messages[message_id]
        self._tell("delete", where, message_id)

    def presses(self, message_id: int, label: str, chat: Chat | None = None) -> str:
        """Press the button whose label begins with `label`; returns the callback query's id.

        Raises:
            NoSuchMessage: the message is gone.
            NoSuchButton: no such button that a bot hears of.
        """
        message = self._chat(chat).message(message_id)
        if message.shown is None:
            raise NoSuchButton(label, ())
        button = message.shown.button(label)
        if not button.data:
            raise NoSuchButton(label, message.shown.labels)
        return self._press(self._chat(chat), message, button.data, button.label)

    def presses_data(self, message_id: int, data: str, chat: Chat | None = None) -> str:
        """Press a button that is no longer there, or never was; returns the callback query's id."""
        where = self._chat(chat)
        return self._press(where, where.message(message_id), data, "")

    def copies(self, message_id: int, label: str, chat: Chat | None = None) -> str:
        """Tap a button that copies; returns what is on the clipboard then. The bot hears nothing of it.

        Raises:
            NoSuchButton: no such button, or not one that copies.
        """
        where = self._chat(chat)
        shown = where.message(message_id).shown
        copied = shown.button(label).copies if shown else ""
        if not copied:
            raise NoSuchButton(label, shown.labels if shown else ())
        self._tell("copy", where, message_id, text=copied)
        return copied

    def reacts(self, message_id: int, emoji: str, chat: Chat | None = None) -> None:
        """React to a message; a bot hears of it only if it asked for such updates."""
        where = self._chat(chat)
        reaction = {
            "chat": where.described(),
            "message_id": where.message(message_id).id,
            "user": self.user,
            "date": self._world.date,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        self._world.updates.push("message_reaction", reaction)
        self._tell("reaction", where, message_id, text=emoji)

    def blocks_bot(self) -> None:
        """Stop the bot: it may no longer write to them."""
        where = self._chat(None)
        where.refusal = "bot was blocked by the user"
        self._status(where, "member", "kicked")
        self._tell("block", where, 0)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        where = self._chat(None)
        where.refusal = ""
        self._status(where, "kicked", "member")
        self._tell("unblock", where, 0)

    def _chat(self, chat: Chat | None) -> Chat:
        if chat is None:
            return self._world.chats.setdefault(self.id, Chat(id=self.id, members={self.id: self.user}))
        if self.id not in chat.members:
            raise ScriptError(f"{self.name} is not in chat {chat.id}.")
        return chat

    def _own(self, chat: Chat, message_id: int) -> Message:
        message = chat.message(message_id)
        if message.payload["from"]["id"] != self.id:
            raise ScriptError(f"Message {message_id} is not {self.name}'s.")
        return message

    def _send(
        self,
        kind: DeedKind,
        content: Mapping[str, Any],
        *,
        chat: Chat | None = None,
        reply_to: int | None = None,
        quote: str | None = None,
        **told: Any,
    ) -> int:
        where = self._chat(chat)
        reply: dict[str, Any] = {"reply_to_message": where.replied(reply_to)} if reply_to else {}
        if reply_to and quote:
            reply["quote"] = where.message(reply_to).quoted(quote)
        message = where.add(self.user, self._world.date, content, reply)
        facts = {"text": message.text, "reply_to": reply_to, "quote": quote or ""} | told
        self._tell(kind, where, message.id, **facts)
        self._world.deliver(where, message)
        return message.id

    def _press(self, chat: Chat, message: Message, data: str, label: str) -> str:
        query_id = str(secrets.randbits(62))
        self._world.presses[query_id] = Press(chat_id=chat.id, message_id=message.id, since=time.monotonic())
        self._tell("press", chat, message.id, text=label)
        query = {"id": query_id, "from": self.user, "message": message.payload, "data": data}
        self._world.updates.push("callback_query", query | {"chat_instance": str(chat.id)})
        return query_id

    def _status(self, chat: Chat, before: str, after: str) -> None:
        change: dict[str, Any] = {"chat": chat.described(), "from": self.user, "date": self._world.date}
        for name, status in (("old_chat_member", before), ("new_chat_member", after)):
            until = {"until_date": 0} if status == "kicked" else {}
            change[name] = {"status": status, "user": self._world.bot} | until
        self._world.updates.push("my_chat_member", change)

    def _tell(self, kind: DeedKind, chat: Chat, message_id: int, **facts: Any) -> None:
        deed = Deed(
            kind=kind,
            person_id=self.id,
            name=self.name,
            chat_id=chat.id,
            message_id=message_id,
            at=self._world.clock(),
            **facts,
        )
        self._world.tell(deed)


def _marked(name: str, text: str | None) -> dict[str, Any]:
    if not text:
        return {}
    marks, written = find_entities(text), "caption_entities" if name == "caption" else "entities"
    return {name: text} | ({written: marks} if marks else {})
