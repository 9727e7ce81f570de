"""A disk that is full, failing or read-only: nothing half is kept, the error is named, and it goes on when it can."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from storage.database import Session
from storage.errors import StorageUnavailable
from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.conftest import a_note, put
from tests.storage.failing_disk import Disk, Fault
from tests.storage.records import session_of
from tests.storage.test_power_loss import Study, as_it_is, capture, found, mounted, study_on

RECORDING = bytes(9000)


def error(kind: type[apsw.Error], code: int) -> apsw.Error:
    failure = kind()
    vars(failure)["extendedresult"] = code
    return failure


def full(operation: str) -> Exception | None:
    return error(apsw.FullError, apsw.SQLITE_FULL) if operation in ("write", "open") else None


def failing(operation: str) -> Exception | None:
    del operation
    return error(apsw.IOError, apsw.SQLITE_IOERR)


def read_only(operation: str) -> Exception | None:
    return None if operation == "sync" else error(apsw.ReadOnlyError, apsw.SQLITE_READONLY)


def locked(operation: str) -> Exception | None:
    return error(apsw.BusyError, apsw.SQLITE_BUSY) if operation in ("write", "open") else None


SENTENCES: dict[Callable[[str], Exception | None], str] = {
    full: "the disk is full",
    failing: "the disk reports an error",
    read_only: "it is read-only",
    locked: "another program holds it",
}


def from_operation(disk: Disk, first: int, fault: Fault, *, once: bool) -> Fault:
    """That fault at the n-th operation from now on, or from there on."""
    began = disk.operations

    def at(operation: str) -> Exception | None:
        position = disk.operations - began - 1
        return fault(operation) if position == first or (position > first and not once) else None

    return at


async def tried(store: Store, number: int) -> str:
    """Capture; "" when it was acknowledged, else why not."""
    try:
        await store.write(lambda tx: capture(tx, number, 1, RECORDING))
    except StorageUnavailable as failure:
        return failure.reason
    return ""


async def at_every_operation(study: Study, fault: Callable[[str], Exception | None], *, once: bool) -> tuple[int, int]:
    """Break each operation of a capture in turn; how many there were, and how many captures failed."""
    first, failures = 0, 0
    while True:
        disk = study.disk.copy()
        with mounted(disk) as connect:
            store = await Store.open(study.path, study.keyring, connect=connect)
            assert await tried(store, 1) == ""
            began = disk.operations
            disk.fault = from_operation(disk, first, fault, once=once)
            why = await tried(store, 2)
            reached = disk.operations - began > first
            disk.fault = lambda _: None
            assert why in ("", SENTENCES[fault])
            expected = {1: 1, 3: 1} if why else {1: 1, 2: 1, 3: 1}
            assert await tried(store, 3) == "", "it does not go on when the disk is well again"
            assert await store.write(found) == expected, f"after a fault at operation {first}"
            await store.close()
            disk.sync_directory()
        assert await study.start_again(disk.copy()) == expected
        if not reached:
            return first, failures
        first, failures = first + 1, failures + bool(why)


FAULTS = [
    *((fault, once) for fault in (full, failing, read_only) for once in (True, False)),
    (locked, True),
    pytest.param(locked, False, marks=pytest.mark.torture),  # each time patience has to end first
]


@pytest.mark.parametrize(("fault", "once"), FAULTS)
async def test_a_fault_at_every_operation_keeps_nothing_half_and_is_named(
    path: Path, fault: Callable[[str], Exception | None], *, once: bool, figure: Figure
) -> None:
    operations, failures = await at_every_operation(await study_on(path, as_it_is), fault, once=once)
    assert failures > 3
    what = f"disk {fault.__name__.replace('_', ' ')}, {'once' if once else 'lasting'}"
    figure(f"{what}, at each of {operations} operations of a capture: {failures} refused by name, "
           "none half kept, all went on without a restart")  # fmt: skip


async def test_a_full_file_is_named_and_taken_up_when_there_is_room(store: Store, path: Path) -> None:
    session = await store.write(session_below)
    with closing(sqlite3.connect(path)) as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
    await session.rows(f"PRAGMA max_page_count={pages + 1}")
    saved = 0
    while await tried(store, saved + 1) == "":
        saved += 1
    assert await tried(store, saved + 1) == "the disk is full"
    assert len(await store.write(lambda tx: tx.notes.all())) == saved
    await session.rows("PRAGMA max_page_count=1000000")
    assert await tried(store, saved + 1) == ""
    assert len(await store.write(lambda tx: tx.notes.all())) == saved + 1


async def session_below(tx: Transaction) -> Session:
    return session_of(tx)


async def test_a_lock_held_for_longer_than_patience_is_named_and_then_taken_up(store: Store, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    waiting = asyncio.create_task(put(store, 1))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    await waiting
    assert await store.write(lambda tx: tx.notes.get(a_note(1).number)) == a_note(1)
