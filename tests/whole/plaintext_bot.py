"""The control: a bot that keeps one column in plain text, the note's first words beside its sealed record."""

import sys
from datetime import datetime

import storage.transaction
from bot.bootstrap import run_bot
from bot.settings import load_settings
from demo.clock import FieldClock
from fieldwork.note import Note
from storage.notes import Notes


class TalkativeNotes(Notes):
    """Writes the text once more, for convenience."""

    async def put(self, note: Note) -> None:
        """Seal the note, and keep its text readable as well."""
        await super().put(note)
        await self._session.run("CREATE TABLE IF NOT EXISTS convenience (number INTEGER, words TEXT)")
        await self._session.run("INSERT INTO convenience VALUES (?, ?)", (note.number, note.text))


def main() -> None:
    """Run the weakened bot."""
    clock = FieldClock(datetime.fromisoformat(sys.argv[1]))
    clock.follow(sys.stdin)

    vars(storage.transaction)["Notes"] = TalkativeNotes
    run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
