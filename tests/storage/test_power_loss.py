"""Power fails at any write: what was acknowledged is there afterwards, whole, and the database opens."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from fieldwork.note import NoteNumber
from storage.database import Connect
from storage.errors import StorageUnavailable
from storage.jobs import JobKind
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.apsw_connection import connector
from tests.storage.conftest import NOW, a_note
from tests.storage.failing_disk import Disk, FailingVfs

TRANSACTIONS = 12
NAMES = itertools.count()
Dress = Callable[[Connect], Connect]


@contextmanager
def mounted(disk: Disk) -> Iterator[Connect]:
    """The way to a disk."""
    vfs = FailingVfs(f"failing-{next(NAMES)}", disk)
    try:
        yield connector(vfs.name)
    finally:
        vfs.unregister()


@dataclass(slots=True)
class Told:
    """What the store has acknowledged: each note's newest revision, 0 once it is erased; and the last one begun."""

    notes: dict[int, int] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)


async def capture(tx: Transaction, number: int, revision: int, recording: bytes) -> None:
    """A note, its recording, its job and its audit entry, as a capture writes them."""
    note = replace(a_note(number), revision=revision, text=f"note {number}, version {revision}")
    await tx.notes.put(note)
    await tx.audio.put(note.number, recording)
    await tx.jobs.add(JobKind.REPLY, b"Saved", due=NOW, note=note.number)
    await tx.inbox.add(
        {"update_id": number, "message": {"message_id": number, "chat": {"id": 1}, "text": str(revision)}}
    )
    await tx.audit.add(NOW, "R1", "captured", note.number)


async def work(store: Store, chance: random.Random, told: Told) -> None:
    """A few transactions, until the power fails."""
    for _ in range(TRANSACTIONS):
        living = [number for number, revision in told.notes.items() if revision]
        number = chance.choice([*living, len(told.notes) + 1])
        revision = told.notes.get(number, 0) + 1
        if revision > 1 and chance.random() < 0.3:
            told.begun = {number: 0}
            await store.write(lambda tx, doomed=NoteNumber(number): tx.notes.erase(doomed))  # type: ignore[misc] # noqa: B008 - bound at once
        else:
            recording = chance.randbytes(chance.choice([10, 3000, 20_000]))
            told.begun = {number: revision}
            await store.write(lambda tx, n=number, r=revision, b=recording: capture(tx, n, r, b))  # type: ignore[misc] # bound at once
        told.notes |= told.begun
        told.begun = {}


@dataclass(frozen=True, slots=True)
class Study:
    """An empty study on a disk, to be copied for each trial."""

    disk: Disk
    path: Path
    keyring: Keyring
    dress: Dress

    async def until_the_power_fails(self, seed: int, at: int) -> tuple[Disk, Told]:
        """Work on a copy until that operation; the disk as it is then, and what was acknowledged."""
        disk, told = self.disk.copy(), Told()
        with mounted(disk) as connect:
            store = await Store.open(self.path, self.keyring, connect=self.dress(connect))
            began = disk.operations
            disk.power_fails_at = -1 if at < 0 else began + at
            with suppress(StorageUnavailable):
                await work(store, random.Random(seed), told)
            disk.power_fails_at = 0  # nothing reaches the platter any more, not even by closing
            left = disk.after_a_power_cut(random.Random(seed))
            left.operations = disk.operations - began
            with suppress(Exception):  # the machine is off
                await store.close()
        return left, told

    async def start_again(self, disk: Disk) -> dict[int, int]:
        """Open what the power cut left, whole; the notes' newest revisions, 0 for erased ones."""
        disk.operations = 0
        with mounted(disk) as connect:
            store = await Store.open(self.path, self.keyring, connect=self.dress(connect))
            try:
                return await store.write(found)
            finally:
                await store.close()


async def found(tx: Transaction) -> dict[int, int]:
    """Every note with its recording, jobs and audit entry: whole, or a test fails here."""
    notes = {note.number: note for note in await tx.notes.all()}
    audited = Counter(entry.note for entry in await tx.audit.all())
    replies = Counter(job.note for job in await tx.jobs.open(JobKind.REPLY))
    for number, note in notes.items():
        assert note.text == f"note {number}, version {note.revision}"
        assert await tx.audio.get(number) is not None
        assert replies[number] == note.revision
        assert audited[number] == note.revision
    return {**{number: note.revision for number, note in notes.items()}, **dict.fromkeys(await tx.notes.erased(), 0)}


def lost(told: Told, found: dict[int, int]) -> int:
    """How many acknowledged changes are missing; what was under way may be there or not."""
    return sum(
        found.get(number, -1) not in (revision, told.begun.get(number, revision))
        for number, revision in told.notes.items()
    )


async def study_on(path: Path, dress: Dress) -> Study:
    disk = Disk()
    keyring = Keyring.create(path.parents[1] / "key" / "keyring.json")
    with mounted(disk) as connect:
        await Store.create(path, keyring, connect=connect)
    disk.sync_directory()
    for image in disk.entries.values():
        image.sync()
    return Study(disk, path, keyring, dress)


@dataclass(slots=True)
class Outcome:
    """What many power cuts did."""

    acknowledged: int = 0
    lost: int = 0
    unopened: int = 0


async def power_cuts(study: Study, trials: int) -> Outcome:
    """As many power cuts, each at a random operation of another day's work."""
    outcome, chance = Outcome(), random.Random(trials)
    for trial in range(trials):
        seed = trial // 20
        if trial % 20 == 0:
            whole, _ = await study.until_the_power_fails(seed, -1)
        disk, told = await study.until_the_power_fails(seed, chance.randint(0, whole.operations))
        outcome.acknowledged += len(told.notes)
        try:
            outcome.lost += lost(told, await study.start_again(disk))
        except Exception:  # noqa: BLE001 - whatever keeps it from opening counts
            outcome.unopened += 1
    return outcome


def as_it_is(connect: Connect) -> Connect:
    return connect


def weakened(journal: str, synchronous: str) -> Dress:
    """A store whose SQLite syncs less than the product asks for, and says that it does as it is told."""

    class Hasty(aiosqlite.Connection):
        async def execute_fetchall(self, sql: str, parameters: Any = None) -> Any:  # type: ignore[override]
            if sql.startswith("PRAGMA journal_mode="):
                if journal == "WAL":
                    await super().execute_fetchall("PRAGMA locking_mode=EXCLUSIVE")  # the log's index in memory
                await super().execute_fetchall(f"PRAGMA journal_mode={journal}")
                await super().execute_fetchall(f"PRAGMA synchronous={synchronous}")
                return []
            told = {"PRAGMA journal_mode": [("delete",)], "PRAGMA synchronous": [(3,)]}
            if sql in told or sql.startswith("PRAGMA synchronous="):
                return told.get(sql, [])
            return await super().execute_fetchall(sql, parameters)

    return lambda connect: lambda path: Hasty(connect(path)._connector, iter_chunk_size=64)


@pytest.mark.parametrize("trials", [100, pytest.param(2000, marks=pytest.mark.torture)])
async def test_nothing_acknowledged_is_lost_when_the_power_fails_at_any_write(
    path: Path, trials: int, figure: Figure
) -> None:
    outcome = await power_cuts(await study_on(path, as_it_is), trials)
    assert (outcome.lost, outcome.unopened) == (0, 0)
    assert outcome.acknowledged > trials
    figure(f"{trials:,} power cuts at any write: {outcome.lost} of {outcome.acknowledged:,} acknowledged notes lost, "
           f"{outcome.unopened} databases that did not open")  # fmt: skip


@pytest.mark.parametrize(("journal", "synchronous"), [("WAL", "NORMAL"), ("DELETE", "FULL")])
async def test_control_a_commit_that_is_not_synced_is_lost(
    path: Path, journal: str, synchronous: str, figure: Figure
) -> None:
    outcome = await power_cuts(await study_on(path, weakened(journal, synchronous)), 100)
    assert outcome.lost > 0
    figure(f"control, {journal} and {synchronous}, 100 power cuts: "
           f"{outcome.lost} of {outcome.acknowledged} acknowledged notes lost")  # fmt: skip
