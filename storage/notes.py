"""The notes: each under a random data key of its own, every revision kept until the key is destroyed."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldwork.note import Note, NoteNumber
from storage.chain import ERASED, Chain
from storage.database import Row, Session
from storage.envelope import new_key, open_with, seal
from storage.errors import NoteErased, StaleRevision
from storage.master_keys import MasterKeys
from storage.records import NOTE
from storage.table import Table
from storage.vault import Vault, WrappedKey

BATCH = 500  # rows worked on in one transaction, so that no other process waits for long
READ_AT_ONCE = 2_000  # rows only read: 30 ms; each transaction more costs a start as much as a hundred rows


class Notes(Table):
    """Heads, revisions and data keys."""

    def __init__(self, session: Session, vault: Vault, ciphers: dict[int, AESGCM] | None = None) -> None:
        super().__init__(session, vault)
        self._chain = Chain(session, vault)
        self._ciphers = {} if ciphers is None else ciphers  # of data keys unwrapped in this transaction

    async def new_number(self) -> NoteNumber:
        """The next number; none is ever used twice, for an erased note keeps its row."""
        row = await self._session.row("SELECT coalesce(max(number), 0) + 1 FROM notes")
        return NoteNumber(row[0] if row else 1)

    async def put(self, note: Note) -> None:
        """Store a new note, or the next revision of a known one.

        Raises:
            StaleRevision: the head is not the revision before this one.
            NoteErased: its key is destroyed.
        """
        head = await self._session.row("SELECT revision, wrapped FROM notes WHERE number = ?", (note.number,))
        if note.revision != (1 if head is None else head[0] + 1):
            raise NoteErased(note.number) if head is not None and head[1] is None else StaleRevision(note.number)
        key = await self._new_note(note) if head is None else await self.data_key(note.number)
        place = self._vault.place("revisions", "sealed", note.number, note.revision)
        await self._session.run(
            "INSERT INTO revisions (note, revision, sealed) VALUES (?, ?, ?)",
            (note.number, note.revision, seal(key, NOTE.pack(note), place)),
        )
        await self._session.run(
            "UPDATE notes SET revision = ?, change = ? WHERE number = ?",
            (note.revision, await self._next_change(), note.number),
        )
        await self._chain.extend(note.number, note.revision)

    async def _new_note(self, note: Note) -> bytes:
        key = new_key()
        master = await MasterKeys(self._session, self._vault).current()
        wrapped = self._vault.wrap(key, "notes", note.number, master=master)
        await self._session.run(
            "INSERT INTO notes (number, revision, change, key_number, wrapped) VALUES (?, 0, 0, ?, ?)",
            (note.number, wrapped.key_number, wrapped.wrapped),
        )
        return key

    async def data_key(self, number: int) -> bytes:
        """The note's data key.

        Raises:
            NoteErased: it is destroyed.
        """
        row = await self._session.row("SELECT key_number, wrapped FROM notes WHERE number = ?", (number,))
        if row is None or row[1] is None:
            raise NoteErased(number)
        return self._vault.unwrap(WrappedKey(key_number=row[0], wrapped=row[1]), "notes", number)

    async def get(self, number: NoteNumber) -> Note | None:
        """The newest revision."""
        revisions = await self.history(number)
        return revisions[-1] if revisions else None

    async def history(self, number: NoteNumber) -> list[Note]:
        """Every revision, oldest first."""
        rows = await self._session.rows(
            "SELECT n.number, r.revision, n.key_number, n.wrapped, r.sealed FROM notes n"
            " JOIN revisions r ON r.note = n.number WHERE n.number = ? ORDER BY r.revision",
            (number,),
        )
        return self.opened(rows)

    async def all(self) -> list[Note]:
        """The newest revision of every note."""
        return await self.changed_since(-1)

    async def changed_since(self, change: int) -> list[Note]:
        """The newest revision of every note that was touched after that change."""
        notes: list[Note] = []
        after = 0
        while rows := await self.sealed(after, change):
            notes += self.opened(rows)
            after = rows[-1][0]
        return notes

    async def sealed(self, after: int, change: int = -1) -> list[Row]:
        """The newest revisions of a batch of notes behind that number, touched after that change, still sealed."""
        return await self._session.rows(
            "SELECT n.number, r.revision, n.key_number, n.wrapped, r.sealed FROM notes n"
            " JOIN revisions r ON r.note = n.number AND r.revision = n.revision"
            " WHERE n.change > ? AND n.number > ? ORDER BY n.number LIMIT ?",
            (change, after, READ_AT_ONCE),
        )

    def opened(self, rows: Iterable[Row]) -> list[Note]:
        """What was sealed in these rows; also when their transaction is over.

        One kind of work after the other, for a tenth less time: first every key, then every content, then every note.
        """
        rows = list(rows)
        for number, _, key_number, wrapped, _ in rows:
            self.cipher(number, key_number, wrapped)
        return list(map(NOTE.unpack, [self._content(row) for row in rows]))

    async def last_change(self) -> int:
        """The number of the last change to anything."""
        row = await self._session.row("SELECT number FROM changes WHERE id = 1")
        return int(row[0]) if row else 0

    async def numbers(self) -> list[NoteNumber]:
        """The numbers of all that were not erased."""
        rows = await self._session.rows("SELECT number FROM notes WHERE wrapped IS NOT NULL ORDER BY number")
        return [NoteNumber(row[0]) for row in rows]

    async def count(self) -> int:
        """How many there are that were not erased."""
        row = await self._session.row("SELECT count(*) FROM notes WHERE wrapped IS NOT NULL")
        return int(row[0]) if row else 0

    async def erased(self) -> list[NoteNumber]:
        """The numbers of notes that are no more."""
        return [
            NoteNumber(row[0]) for row in await self._session.rows("SELECT number FROM notes WHERE wrapped IS NULL")
        ]

    async def mark(self, number: int) -> str:
        """What names exactly this note in the erasure list: a keyed hash of its data key, in hex.

        Raises:
            NoteErased: it has none any more.
        """
        return self._vault.lookup("erasure", await self.data_key(number)).hex()

    async def erase(self, number: NoteNumber) -> None:
        """Destroy the data key and everything that was sealed with it."""
        self._ciphers.pop(number, None)
        await self._session.run("DELETE FROM revisions WHERE note = ?", (number,))
        await self._session.run("DELETE FROM audio WHERE note = ?", (number,))
        await self._session.run("DELETE FROM cards WHERE note = ?", (number,))
        await self._session.run("DELETE FROM jobs WHERE note = ?", (number,))
        await self._session.run(
            "UPDATE notes SET wrapped = NULL, revision = ?, change = ? WHERE number = ?",
            (ERASED, await self._next_change(), number),
        )
        await self._chain.extend(number, ERASED)

    async def rewrap(self, master: int, after: int) -> int | None:
        """Wrap a batch of data keys under that master key; the last note's number, None when there are no more."""
        rows = await self._session.rows(
            "SELECT number, key_number, wrapped FROM notes"
            " WHERE number > ? AND key_number < ? AND wrapped IS NOT NULL ORDER BY number LIMIT ?",
            (after, master, BATCH),
        )
        moved = []
        for number, before, wrapped in rows:
            key = self._vault.unwrap(WrappedKey(key_number=before, wrapped=wrapped), "notes", number)
            moved.append((master, self._vault.wrap(key, "notes", number, master=master).wrapped, number))
        await self._session.run_many("UPDATE notes SET key_number = ?, wrapped = ? WHERE number = ?", moved)
        return moved[-1][2] if moved else None

    async def try_keys(self, after: int) -> int | None:
        """Open every revision of a batch of notes; the last note's number, None when there are no more.

        Raises:
            WrongKey, BrokenRecord: one does not open.
        """
        numbers = await self._session.rows(
            "SELECT number FROM notes WHERE number > ? AND wrapped IS NOT NULL ORDER BY number LIMIT ?", (after, BATCH)
        )
        if not numbers:
            return None
        last = int(numbers[-1][0])
        rows = await self._session.rows(
            "SELECT n.number, r.revision, n.key_number, n.wrapped, r.sealed FROM notes n"
            " JOIN revisions r ON r.note = n.number WHERE n.number > ? AND n.number <= ? AND n.wrapped IS NOT NULL",
            (after, last),
        )
        for row in rows:
            self._content(row)
        return last

    def _content(self, row: Row) -> bytes:
        number, revision, key_number, wrapped, sealed = row
        cipher = self.cipher(number, key_number, wrapped)
        return open_with(cipher, sealed, self._vault.place("revisions", "sealed", number, revision))

    def cipher(self, number: int, key_number: int, wrapped: bytes) -> AESGCM:
        """What opens everything of a row's note; its data key is unwrapped once in a transaction."""
        cipher = self._ciphers.get(number)
        if cipher is None:
            if len(self._ciphers) >= READ_AT_ONCE:
                self._ciphers.clear()  # 2.4 kilobytes each, and one transaction may open every note
            cipher = AESGCM(self._vault.unwrap(WrappedKey(key_number, wrapped), "notes", number))
            self._ciphers[number] = cipher
        return cipher
