"""Files that commands read and write; what is written can be read by whoever ran the command alone."""

import os
from collections.abc import Iterable
from pathlib import Path

from fieldwork.errors import FieldworkError
from storage.keyring import PRIVATE_FILE


class FileRefused(FieldworkError):
    """A file can't be read or written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} can't be {what}.")


def lines_of(path: Path) -> list[str]:
    """The lines of a text file.

    Raises:
        FileRefused: it is not there, or no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise FileRefused(path, "read") from None


def write_privately(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file with mode 0600, also in place of one that others could read.

    Raises:
        FileRefused: the disk does not take it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), PRIVATE_FILE)
            file.writelines(pieces)
    except OSError:
        raise FileRefused(path, "written") from None
