"""Every sealed record of a filled database: where it lies, and the product's own way to read it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from fieldwork.member import Invitation, Role
from fieldwork.note import NoteNumber
from storage.database import Session
from storage.jobs import JobKind
from storage.state import StateName
from storage.transaction import Transaction
from tests.storage.conftest import NOW, a_note

Read = Callable[[Transaction], Awaitable[object]]
CODE = "an invitation's code {}"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One sealed value: which row of which column it is, and how the product reads it."""

    table: str
    column: str
    key: str  # the condition that finds the row
    values: tuple[object, ...]
    read: Read

    async def content(self, session: Session) -> bytes:
        row = await session.row(f"SELECT {self.column} FROM {self.table} WHERE {self.key}", self.values)  # noqa: S608
        assert row is not None
        return bytes(row[0])

    async def put(self, session: Session, content: object) -> None:
        """Write past the product, as somebody with a disk editor would."""
        await session.run(f"UPDATE {self.table} SET {self.column} = ? WHERE {self.key}", (content, *self.values))  # noqa: S608


def session_of(tx: Transaction) -> Session:
    """The connection below a transaction."""
    return tx.notes._session


async def fill(tx: Transaction, notes: int) -> None:
    """A study with something in every table."""
    for number in range(1, notes + 1):
        await tx.notes.put(a_note(number))
        await tx.notes.put(replace(a_note(number), revision=2, text=f"changed, {number}"))
        await tx.audio.put(NoteNumber(number), b"OggS" + bytes(40))
        await tx.cards.add(NoteNumber(number), 5001, number)
        await tx.jobs.add(JobKind.TRANSCRIBE, b"again", due=NOW, note=NoteNumber(number))
        await tx.jobs.add(JobKind.REPLY, b"a reply", due=NOW + timedelta(hours=number))
        await tx.inbox.add({"update_id": number, "message": {"message_id": number, "chat": {"id": 1}, "text": "hm"}})
        await tx.audit.add(NOW, "R1", "captured", NoteNumber(number))
        await tx.invitations.add(CODE.format(number), Invitation(role=Role.PI, name="", made_at=NOW, expires_at=NOW))
        await tx.members.add(Role.RESEARCHER, f"Amal {number}", 5000 + number, NOW)
        await tx.questions.add(b"what did we hear")
    for name in StateName:
        await tx.state.put(name, b"a state")


def of_note(table: str, column: str, key: str, number: int, read: Read) -> Record:
    return Record(table=table, column=column, key=key, values=(number,), read=read)


async def records(tx: Transaction, notes: int) -> AsyncIterator[Record]:
    """Every sealed value, with the reader that meets it."""
    session = session_of(tx)
    for number in range(1, notes + 1):
        note = NoteNumber(number)
        yield of_note("notes", "wrapped", "number = ?", number, _reads(lambda t, n=note: t.notes.get(n)))
        for revision in (1, 2):
            yield Record(
                table="revisions",
                column="sealed",
                key="note = ? AND revision = ?",
                values=(number, revision),
                read=_reads(lambda t, n=note: t.notes.history(n)),
            )
        yield of_note("audio", "sealed", "note = ?", number, _reads(lambda t, n=note: t.audio.get(n)))
        yield of_note("cards", "sealed", "note = ?", number, _reads(lambda t, n=note: t.cards.newest(n, 5001)))
    whole: dict[tuple[str, str], Read] = {
        ("jobs", "id"): _all_jobs,
        ("inbox", "seq"): _reads(lambda t: t.inbox.waiting()),
        ("audit", "seq"): _reads(lambda t: t.audit.all()),
        ("members", "id"): _reads(lambda t: t.members.all()),
    }
    for (table, key), read in whole.items():
        for (row,) in await session.rows(f"SELECT {key} FROM {table}"):  # noqa: S608
            yield Record(table=table, column="sealed", key=f"{key} = ?", values=(row,), read=read)
    for number in range(1, notes + 1):
        hashed = tx.invitations._hashed(CODE.format(number))
        found = _reads(lambda t, c=CODE.format(number): t.invitations.find(c))  # noqa: B008 - bound at once
        yield Record(table="invitations", column="sealed", key="code = ?", values=(hashed,), read=found)
    for name in StateName:
        yield Record(
            table="state",
            column="sealed",
            key="name = ?",
            values=(name.value,),
            read=_reads(lambda t, n=name: t.state.get(n)),
        )
    for (question,) in await session.rows("SELECT id FROM questions"):
        asked = _reads(lambda t, q=question: t.questions.get(q))
        yield Record(table="questions", column="sealed", key="id = ?", values=(question,), read=asked)


def _reads(read: Any) -> Read:
    return read  # type: ignore[no-any-return] # a lambda with its values bound


async def _all_jobs(tx: Transaction) -> object:
    return [await tx.jobs.open(kind) for kind in JobKind]
