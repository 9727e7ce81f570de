"""One connection to SQLite, owned by one task that runs each transaction to its end."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.errors import PragmaRefused, StorageUnavailable

T = TypeVar("T")
Row = tuple[Any, ...]
Connect = Callable[[Path], aiosqlite.Connection]

BUSY_TRIES = 8
BUSY_FIRST_WAIT_SECONDS = 0.02
PRAGMAS: dict[str, tuple[str, object]] = {
    # name: (as it is set, as SQLite reads it back)
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "secure_delete": ("ON", 1),
    "foreign_keys": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "trusted_schema": ("OFF", 0),
    "busy_timeout": ("5000", 5000),  # milliseconds
}
# At DEBUG aiosqlite logs every parameter that is bound to a statement.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


def connect_to(path: Path) -> aiosqlite.Connection:
    """The usual connection: transactions begin and end when we say so."""
    return aiosqlite.connect(path, isolation_level=None)


class Session:
    """Statements within one transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement; how many rows it changed."""
        async with self._connection.execute(sql, values) as cursor:
            return cursor.rowcount

    async def run_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each of several sets of values."""
        async with self._connection.executemany(sql, values):
            return

    async def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows; the cursor is closed before anything is decrypted, for an open one holds up other commits."""
        return [tuple(row) for row in await self._connection.execute_fetchall(sql, values)]

    async def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, None when there is none."""
        found = await self.rows(sql, values)
        return found[0] if found else None

    async def script(self, sql: str) -> None:
        """Run several statements, one after the other, within the transaction."""
        for statement in sql.split(";"):
            if statement.strip():
                await self.run(statement)


Work = Callable[[Session], Awaitable[T]]


class Database:
    """The only way to the file: transactions queue up and none is ever left half done."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._queue: asyncio.Queue[tuple[Work[Any], Callable[[], None], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write_for_ever())
        self._data_version = 0

    @classmethod
    async def open(cls, path: Path, connect: Connect = connect_to) -> "Database":
        """Open the file with the settings that durability asks for, each read back.

        Raises:
            PragmaRefused: SQLite does not take one.
            StorageUnavailable: the file can't be opened.
        """
        try:
            connection = await connect(path)
            for name, (wanted, expected) in PRAGMAS.items():
                await connection.execute_fetchall(f"PRAGMA {name}={wanted}")
                found = [tuple(row) for row in await connection.execute_fetchall(f"PRAGMA {name}")]
                if found != [(expected,)]:
                    await connection.close()
                    raise PragmaRefused(name)
        except sqlite3.Error as error:
            raise StorageUnavailable(_reason(error)) from None
        return cls(connection)

    async def write(self, work: Work[T], committed: Callable[[], None] = lambda: None) -> T:
        """Run `work` in a transaction of its own; a cancelled caller does not stop it.

        `committed` is called after COMMIT and before the caller hears of it.

        Raises:
            StorageUnavailable: the disk is full, read-only or failing; nothing of it was kept.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((work, committed, future))
        return await asyncio.shield(future)

    async def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since this was last asked (9 microseconds).

        Raises:
            StorageUnavailable: the file can't be read now.
        """
        try:
            [(version,)] = [tuple(row) for row in await self._connection.execute_fetchall("PRAGMA data_version")]
        except sqlite3.OperationalError as error:
            raise StorageUnavailable(_reason(error)) from None
        changed = bool(version != self._data_version)
        self._data_version = version
        return changed

    async def close(self) -> None:
        """Finish what is queued and close."""
        await self._queue.join()
        self._writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._writer
        await self._connection.close()

    async def _write_for_ever(self) -> None:
        while True:
            work, committed, future = await self._queue.get()
            try:
                result = await self._transaction(work)
                committed()
            except Exception as error:
                if not future.cancelled():
                    future.set_exception(error)
                    future.exception()  # a cancelled caller never asks
            else:
                if not future.cancelled():
                    future.set_result(result)
            finally:
                self._queue.task_done()

    async def _transaction(self, work: Work[T]) -> T:
        try:
            await self._begin()
            try:
                result = await work(Session(self._connection))
                await self._retried("COMMIT")
            except BaseException:
                await self._roll_back()
                raise
        except sqlite3.OperationalError as error:
            raise StorageUnavailable(_reason(error)) from None
        else:
            return result

    async def _begin(self) -> None:
        await self._retried("BEGIN IMMEDIATE")

    async def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                await self._connection.execute_fetchall("ROLLBACK")

    async def _retried(self, statement: str) -> None:
        for attempt in range(BUSY_TRIES):
            try:
                await self._connection.execute_fetchall(statement)
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or attempt == BUSY_TRIES - 1:
                    raise
                await asyncio.sleep(BUSY_FIRST_WAIT_SECONDS * 2**attempt)
            else:
                return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _reason(error: sqlite3.Error) -> str:
    """A fixed phrase by SQLite's code: its own messages can name columns and values."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "it is read-only",
        sqlite3.SQLITE_IOERR: "the disk reports an error",
        sqlite3.SQLITE_BUSY: "another program holds it",
        sqlite3.SQLITE_LOCKED: "another program holds it",
        sqlite3.SQLITE_CANTOPEN: "the file can't be opened",
        sqlite3.SQLITE_NOTADB: "the file is no database",
        sqlite3.SQLITE_CORRUPT: "the file is damaged",
    }.get(code, f"SQLite error {code}")
