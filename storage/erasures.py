"""The erasure list: a line for each erased note, kept beside the backups, so that `restore` can erase it again.

A line names the note by a mark that only the study's keys can make: nobody can have a note erased by adding one.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.codec import Codec, Moment, UnreadableRecord
from storage.errors import StorageUnavailable
from storage.keyring import PRIVATE_FILE, PRIVATE_FOLDER

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """That a note is no more."""

    at: Moment
    note: int
    mark: str  # HMAC-SHA-256 of its data key, in hex


ERASURE: Codec[Erasure] = Codec(Erasure)


class ErasureList:
    """The file; lines are only ever added."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Have the list there, even if it is empty.

        Raises:
            StorageUnavailable: it can't be written.
        """
        self._add(b"")

    def append(self, erasure: Erasure) -> None:
        """Add a line and see it on the disk.

        Raises:
            StorageUnavailable: it can't be written.
        """
        self._add(ERASURE.pack(erasure) + b"\n")

    def _add(self, line: bytes) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            with os.fdopen(handle, "ab") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            raise StorageUnavailable(f"the erasure list {self._path} can't be written") from None


def read_erasures(path: Path) -> tuple[list[Erasure], list[int]]:
    """The erasures of a list, and the numbers of the lines that can't be read.

    Raises:
        StorageUnavailable: the file can't be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        raise StorageUnavailable(f"the erasure list {path} can't be read") from None
    erasures, unreadable = [], []
    for number, line in enumerate(lines, 1):
        try:
            erasures.append(ERASURE.unpack(line))
        except UnreadableRecord:
            unreadable.append(number)
    return erasures, unreadable


def newest(erasures: list[Erasure]) -> datetime | None:
    """When the last of them was."""
    return max((erasure.at for erasure in erasures), default=None)
