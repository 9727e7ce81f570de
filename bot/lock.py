"""The lock: one running bot for each data directory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldwork.errors import FieldworkError


class AlreadyRunning(FieldworkError):
    """Another bot runs on this data directory."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another `jottings run` is using {folder}. Stop it first; two would answer everything twice.")


class Unwritable(FieldworkError):
    """The data directory can't be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The data directory {folder} can't be written. Give it to the user that runs the bot.")


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the data directory; the lock ends with the process, however it ends.

    Raises:
        AlreadyRunning, Unwritable: each with its remedy.
    """
    try:
        handle = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise Unwritable(folder) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise AlreadyRunning(folder) from None
    try:
        yield
    finally:
        os.close(handle)
