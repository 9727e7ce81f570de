"""The lock: one process at a time for what must not be done twice at once."""

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


class AlreadyRotating(FieldworkError):
    """Another process rotates this keyring."""

    def __init__(self, key_file: Path) -> None:
        super().__init__(f"Another `jottings rotate-key` is changing {key_file}. Let it end.")


class FolderUnreadable(FieldworkError):
    """The folder can't be opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The folder {folder} can't be opened. Give it to the user that runs the bot.")


@contextmanager
def exclusive(folder: Path, busy: FieldworkError) -> Iterator[None]:
    """Hold a folder, without a file in it; the lock ends with the process, however it ends.

    Raises:
        FolderUnreadable: with the remedy; or `busy`: another process holds it.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise FolderUnreadable(folder) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise busy from None
    try:
        yield
    finally:
        os.close(handle)
