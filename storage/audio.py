"""The recordings: sealed with their note's data key."""

from fieldwork.note import NoteNumber
from storage.envelope import open_sealed, seal
from storage.notes import Notes
from storage.table import Table


class Audio(Table):
    """One recording a note."""

    async def put(self, number: NoteNumber, recording: bytes) -> None:
        """Keep a recording; a new dictation takes the place of the old."""
        key = await Notes(self._session, self._vault).data_key(number)
        sealed = seal(key, recording, self._vault.place("audio", "sealed", number))
        await self._session.run(
            "INSERT INTO audio (note, sealed) VALUES (?1, ?2) ON CONFLICT (note) DO UPDATE SET sealed = ?2",
            (number, sealed),
        )

    async def get(self, number: NoteNumber) -> bytes | None:
        """The recording, None when there is none."""
        row = await self._session.row("SELECT sealed FROM audio WHERE note = ?", (number,))
        if row is None:
            return None
        key = await Notes(self._session, self._vault).data_key(number)
        return open_sealed(key, row[0], self._vault.place("audio", "sealed", number))

    async def numbers(self) -> list[NoteNumber]:
        """Whose recordings there are."""
        return [NoteNumber(row[0]) for row in await self._session.rows("SELECT note FROM audio ORDER BY note")]

    async def try_next(self, after: int) -> int | None:
        """Open the first recording of a note after that one; its note's number, None when there is none.

        Raises:
            WrongKey, BrokenRecord: it does not open.
        """
        row = await self._session.row("SELECT min(note) FROM audio WHERE note > ?", (after,))
        if row is None or row[0] is None:
            return None
        await self.get(row[0])
        return int(row[0])

    async def drop(self, number: NoteNumber) -> None:
        """Delete the recording."""
        await self._session.run("DELETE FROM audio WHERE note = ?", (number,))
