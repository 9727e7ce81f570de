"""A SQLite connection of apsw's, dressed as one of `sqlite3`, so that aiosqlite can own it."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import aiosqlite
import apsw

_KINDS: dict[type[apsw.Error], type[sqlite3.DatabaseError]] = {
    apsw.ConstraintError: sqlite3.IntegrityError,
    apsw.CorruptError: sqlite3.DatabaseError,
    apsw.NotADBError: sqlite3.DatabaseError,
}


def as_sqlite3(error: apsw.Error) -> sqlite3.DatabaseError:
    """The same error as `sqlite3` would raise it."""
    translated = _KINDS.get(type(error), sqlite3.OperationalError)("SQLite failed")
    translated.sqlite_errorcode = getattr(error, "extendedresult", 0)
    return translated


class Cursor:
    """A statement that has been run; its rows are there."""

    def __init__(self, rows: list[tuple[Any, ...]], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows

    def close(self) -> None:
        """Nothing is held."""


class Connection:
    """As much of `sqlite3.Connection` as aiosqlite and the store use."""

    def __init__(self, path: Path, vfs: str) -> None:
        self._db = apsw.Connection(str(path), vfs=vfs)

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Cursor:
        try:
            rows = list(self._db.execute(sql, tuple(parameters)))
            return Cursor(rows, self._db.changes())
        except apsw.Error as error:
            raise as_sqlite3(error) from None

    def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Cursor:
        for values in parameters:
            self.execute(sql, values)
        return Cursor([], self._db.changes())

    def close(self) -> None:
        try:
            self._db.close(force=True)
        except apsw.Error as error:
            raise as_sqlite3(error) from None


def connector(vfs: str) -> Callable[[Path], aiosqlite.Connection]:
    """A `Connect` for the store over that VFS."""

    def connect(path: Path) -> aiosqlite.Connection:
        dressed: Any = lambda: Connection(path, vfs)  # noqa: E731 - a connector is a function without arguments
        return aiosqlite.Connection(dressed, iter_chunk_size=64)

    return connect
