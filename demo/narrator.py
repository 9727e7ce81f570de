"""Prints the chats as people see them, from nothing but what the local Telegram received."""

import re
import textwrap
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from demo.sent import Deed, Event, Sent
from demo.telegram import LocalTelegram

WIDTH = 76
WORDS_FOR = {
    "voice": "▶ voice message, {seconds} s",
    "audio": "♪ audio file {file_name}",
    "video_note": "◉ video note",
    "document": "▤ file {file_name}",
    "photo": "▣ photo",
    "sticker": "☺ sticker",
    "location": "⌖ location",
    "contact": "☎ contact",
    "press": "presses [{text}]",
}


def shown(sent: Sent) -> str:
    """The text as people see it, with lines under words drawn as a terminal can."""
    if "<u>" not in sent.html:
        return sent.text
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</?u>", "_", sent.html)))


class Narrator:
    """A pair of eyes on every chat."""

    def __init__(self, telegram: LocalTelegram, console: Console, timezone: ZoneInfo) -> None:
        self._console = console
        self._timezone = timezone
        self._names: dict[int, str] = {}
        telegram.on_event = self.see

    def see(self, event: Event) -> None:
        """Print one thing that a person or the bot did."""
        if isinstance(event, Deed):
            self._deed(event)
        elif event.kind == "answer":
            if event.text:
                self._say(event.at, "Jottings", self._name(event.chat_id), "cyan", f"({event.text})")
        else:
            self._bot(event)

    def heading(self, words: str) -> None:
        """A line between the scenes."""
        self._console.print()
        self._console.rule(Text(words, style="bold"), style="dim")

    def aside(self, words: str, style: str = "dim") -> None:
        """A remark of the demo itself, in nobody's chat."""
        self._console.print(Text(textwrap.indent(textwrap.fill(words, WIDTH), "    · ", lambda _: True), style=style))

    def _deed(self, deed: Deed) -> None:
        if deed.chat_id == deed.person_id:
            self._names[deed.chat_id] = deed.name
        shape = WORDS_FOR.get(deed.kind, "{text}")
        said = shape.format(seconds=deed.seconds, file_name=deed.file_name, text=deed.text)
        if deed.kind not in ("text", "press") and deed.text and "{text}" not in shape:
            said += f"\n{deed.text}"
        if deed.kind == "edit":
            said = f"(edits) {deed.text}"
        if deed.quote:
            said = f"> {deed.quote}\n{said}"
        self._say(deed.at, deed.name, "Jottings" if deed.chat_id == deed.person_id else "the group", "green", said)

    def _bot(self, sent: Sent) -> None:
        said = {"photo": "▣ picture\n", "document": f"▤ {sent.file_name}\n", "voice": "▶ voice\n"}.get(sent.kind, "")
        body = said + shown(sent)
        if sent.kind == "delete":
            body = "(message deleted)"
        if sent.kind == "edit":
            body = f"(the same message now)\n{body}"
        buttons = "\n".join(" ".join(f"[{button.label}]" for button in row) for row in sent.buttons)
        self._say(sent.at, "Jottings", self._name(sent.chat_id), "cyan", f"{body}\n{buttons}".strip())

    def _name(self, chat_id: int) -> str:
        return self._names.get(chat_id, "the group" if chat_id < 0 else "somebody")

    def _say(self, at: datetime, who: str, to: str, style: str, said: str) -> None:
        head = Text(f"{at.astimezone(self._timezone):%H:%M} ", style="dim")
        head.append(who, style=f"bold {style}").append(f" → {to}", style="dim")
        self._console.print()
        self._console.print(head)
        for line in said.splitlines():
            wrapped = textwrap.wrap(line, WIDTH) or [""]
            for piece in wrapped:
                self._console.print(Text(f"      {piece}"))
