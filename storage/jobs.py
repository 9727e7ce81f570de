"""The jobs: what is still to be done, as rows with a lease.

open --lease--> leased --settle--> settled (the row stays only for its unique key)
  ^                 |
  +---- give back, postpone, release (a crash)
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldwork.note import NoteNumber
from storage.database import Row
from storage.envelope import open_sealed, seal
from storage.notes import Notes
from storage.table import Table, from_milliseconds, milliseconds


class JobKind(StrEnum):
    """What there is to do."""

    REPLY = "reply"
    FETCH = "fetch"
    TRANSCRIBE = "transcribe"
    ERASE = "erase"
    ENLIST = "enlist"
    DIGEST = "digest"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do."""

    id: int
    kind: JobKind
    payload: bytes
    note: NoteNumber | None
    attempts: int  # tries that failed
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A job that anybody may take, still sealed."""

    id: int
    note: NoteNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is due and not done."""

    count: int = 0
    oldest: datetime | None = None  # when that fell due, or falls due again after a try that failed


COLUMNS = "id, kind, sealed, note, attempts, due"


class Jobs(Table):
    """Payloads are sealed with their note's data key, or under the table's key when they belong to no note."""

    async def add(
        self, kind: JobKind, payload: bytes, *, due: datetime, note: NoteNumber | None = None, unique: str = ""
    ) -> int | None:
        """Order a job; None when one with that unique key was ever ordered."""
        uniqueness = self._vault.lookup("job", unique.encode()) if unique else None
        job_id = await self._returned_id(
            "INSERT INTO jobs (kind, note, due, uniqueness) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (uniqueness) DO NOTHING RETURNING id",
            (kind.value, note, milliseconds(due), uniqueness),
        )
        if job_id is not None:
            sealed = await self._seal(job_id, note, payload)
            await self._session.run("UPDATE jobs SET sealed = ? WHERE id = ?", (sealed, job_id))
        return job_id

    async def open(self, kind: JobKind, *, after: int = 0) -> list[Job]:
        """All that are not settled, oldest first; ids grow, so `after` the newest known one are the new ones."""
        rows = await self._session.rows(
            f"SELECT {COLUMNS} FROM jobs WHERE kind = ? AND id > ? AND due IS NOT NULL ORDER BY id",
            (kind.value, after),
        )
        return [await self._opened(row) for row in rows]

    async def of_note(self, kind: JobKind, note: NoteNumber) -> Job | None:
        """What is still to be done with that note."""
        row = await self._session.row(
            f"SELECT {COLUMNS} FROM jobs WHERE kind = ? AND note = ? AND due IS NOT NULL ORDER BY id DESC LIMIT 1",
            (kind.value, note),
        )
        return None if row is None else await self._opened(row)

    async def takeable(self, kind: JobKind, now: datetime) -> list[Ticket]:
        """All that are due and not leased, oldest first."""
        moment = milliseconds(now)
        rows = await self._session.rows(
            "SELECT id, note FROM jobs WHERE kind = ? AND due <= ? AND leased_until <= ? ORDER BY id",
            (kind.value, moment, moment),
        )
        return [Ticket(id=job_id, note=note) for job_id, note in rows]

    async def lease(self, job_id: int, until: datetime) -> Job | None:
        """The job, nobody else's until then; None when it is settled."""
        row = await self._session.row(
            f"UPDATE jobs SET leased_until = ? WHERE id = ? AND due IS NOT NULL RETURNING {COLUMNS}",
            (milliseconds(until), job_id),
        )
        return None if row is None else await self._opened(row)

    async def is_open(self, job_id: int) -> bool:
        """Whether it is still to be done."""
        return bool(await self._session.row("SELECT 1 FROM jobs WHERE id = ? AND due IS NOT NULL", (job_id,)))

    async def note_down(self, job: Job, payload: bytes) -> None:
        """Keep how far an open job is."""
        sealed = await self._seal(job.id, job.note, payload)
        await self._session.run("UPDATE jobs SET sealed = ? WHERE id = ? AND due IS NOT NULL", (sealed, job.id))

    async def give_back(self, job_id: int) -> None:
        """Anybody may take it again; no try failed."""
        await self._session.run("UPDATE jobs SET leased_until = 0 WHERE id = ? AND due IS NOT NULL", (job_id,))

    async def release(self, kind: JobKind) -> None:
        """Free every lease of that kind: whoever held them is gone."""
        await self._session.run("UPDATE jobs SET leased_until = 0 WHERE kind = ? AND due IS NOT NULL", (kind.value,))

    async def settle(self, job_id: int) -> None:
        """Done: the payload goes; the row stays only if it guards a unique key."""
        await self._session.run("DELETE FROM jobs WHERE id = ? AND uniqueness IS NULL", (job_id,))
        await self._session.run(
            "UPDATE jobs SET due = NULL, sealed = NULL, note = NULL, leased_until = 0 WHERE id = ?", (job_id,)
        )

    async def postpone(self, job_id: int, due: datetime) -> None:
        """A try failed; the next one is due then."""
        await self._session.run(
            "UPDATE jobs SET due = ?, leased_until = 0, attempts = attempts + 1 WHERE id = ? AND due IS NOT NULL",
            (milliseconds(due), job_id),
        )

    async def waiting(self, now: datetime) -> Waiting:
        """What is due by now, of every kind."""
        row = await self._session.row(
            "SELECT count(*), min(due) FROM jobs WHERE due IS NOT NULL AND due <= ?", (milliseconds(now),)
        )
        count, oldest = row or (0, None)
        return Waiting(count=count, oldest=None if oldest is None else from_milliseconds(oldest))

    async def next_due(self, kind: JobKind) -> datetime | None:
        """When the next unleased one falls due."""
        row = await self._session.row(
            "SELECT min(due) FROM jobs WHERE kind = ? AND due IS NOT NULL AND leased_until = 0", (kind.value,)
        )
        return None if row is None or row[0] is None else from_milliseconds(row[0])

    async def drop(self, kind: JobKind, note: NoteNumber) -> None:
        """Forget what was to be done with that note."""
        await self._session.run("DELETE FROM jobs WHERE kind = ? AND note = ?", (kind.value, note))

    async def _seal(self, job_id: int, note: NoteNumber | None, payload: bytes) -> bytes:
        if note is None:
            return self._vault.seal_row("jobs", job_id, payload)
        key = await Notes(self._session, self._vault).data_key(note)
        return seal(key, payload, self._vault.place("jobs", "sealed", job_id))

    async def _opened(self, row: Row) -> Job:
        job_id, kind, sealed, note, attempts, due = row
        if note is None:
            payload = self._vault.open_row("jobs", job_id, sealed)
        else:
            key = await Notes(self._session, self._vault).data_key(note)
            payload = open_sealed(key, sealed, self._vault.place("jobs", "sealed", job_id))
        return Job(
            id=job_id, kind=JobKind(kind), payload=payload, note=note, attempts=attempts, due=from_milliseconds(due)
        )
