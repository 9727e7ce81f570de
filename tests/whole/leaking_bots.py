"""The controls: bots that leave a note's words where a thief finds them.

Usage: leaking_bots.py column|compressed|log ISO-TIME
"""

import logging
import sys
import zlib
from datetime import datetime
from typing import Any

import storage.transaction
from bot.bootstrap import run_bot
from bot.settings import load_settings
from demo.clock import FieldClock
from fieldwork.note import Note
from storage.notes import Notes


class LeakingNotes(Notes):
    """Seals the note, and keeps its words once more for convenience."""

    way = ""

    async def put(self, note: Note) -> None:
        """Seal the note, and leak it."""
        await super().put(note)
        if self.way == "log":
            logging.getLogger("jottings.notes").info("noted", extra={"words": note.text})
            return
        words: Any = zlib.compress(note.text.encode()) if self.way == "compressed" else note.text
        await self._session.run("CREATE TABLE IF NOT EXISTS convenience (number INTEGER, words ANY)")
        await self._session.run("INSERT INTO convenience VALUES (?, ?)", (note.number, words))


def main() -> None:
    """Run the leaking bot."""
    LeakingNotes.way = sys.argv[1]
    clock = FieldClock(datetime.fromisoformat(sys.argv[2]))
    clock.follow(sys.stdin)
    vars(storage.transaction)["Notes"] = LeakingNotes
    run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
