"""A snapshot: a whole copy of the database while the bot goes on writing to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import DatabaseMissing, StorageUnavailable

PAGES_A_STEP = 2000  # 8 MB: the bot's commits wait for a few milliseconds at most
RESTARTS = 20  # a commit in between makes SQLite begin again; after so many, one step holds the bot up instead


class _TooManyRestarts(Exception):
    """The bot writes faster than the copy goes."""


class _Patience:
    """Counts how often the copy had to begin again."""

    def __init__(self) -> None:
        self._least, self._restarts = 1 << 62, 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        del status, total
        self._restarts += remaining > self._least
        self._least = remaining
        if self._restarts > RESTARTS:
            raise _TooManyRestarts


def snapshot(database: Path, copy: Path) -> None:
    """Copy the database as it is at one instant.

    Raises:
        DatabaseMissing: there is none.
        StorageUnavailable: it can't be read, or the copy can't be written.
    """
    if not database.exists():
        raise DatabaseMissing(database)
    copy.unlink(missing_ok=True)  # left by a run that was cut off
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA journal_mode=OFF")
            try:
                source.backup(target, pages=PAGES_A_STEP, progress=_Patience(), sleep=0.01)
            except _TooManyRestarts:
                source.backup(target)
    except sqlite3.Error:
        raise StorageUnavailable("no snapshot of it can be made") from None
