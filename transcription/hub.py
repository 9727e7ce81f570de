"""The model hub: what it says that a model is made of, downloading that, and seeing that it is what came."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

from fieldwork.errors import FieldworkError
from transcription.shelf import WEIGHTS, sha256_of

POLL_SECONDS = 0.2
FILES = ("config.json", "preprocessor_config.json", WEIGHTS, "tokenizer.json", "vocabulary.*")

Progress = Callable[[int, int], None]  # bytes done, bytes in all as far as known


class ChecksumWrong(FieldworkError):
    """A file is not the one that was published, or expected."""

    def __init__(self, file: str) -> None:
        super().__init__(f"The checksum of {file} is wrong: it was damaged on the way, or altered. Nothing was kept.")
        self.file = file


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file as the hub lists it."""

    name: str
    size: int
    sha256: str  # of a large file; "" for a small one
    blob: str  # its id in git: SHA-1 over a header and the bytes


def from_hub(repository: str, place: Path, progress: Progress, *, endpoint: str | None = None) -> None:
    """Download a repository of the hub; progress is read off the disk, which works for each of its transports.

    The engine's own function is of no use here: it passes an argument that the hub's library has dropped.

    Raises:
        ChecksumWrong: what came is not what the hub lists.
    """
    commit, files = listing(repository, endpoint)
    total = sum(file.size for file in files)
    with ThreadPoolExecutor(1) as pool:
        download = pool.submit(
            import_module("huggingface_hub").snapshot_download,
            repository,
            revision=commit,
            local_dir=place,
            allow_patterns=[file.name for file in files],
            endpoint=endpoint,
        )
        while not wait([download], timeout=POLL_SECONDS).done:
            progress(min(size_on_disk(place), total), total)  # the client keeps small files of its own beside
        download.result()
    shutil.rmtree(place / ".cache", ignore_errors=True)
    check(place, files)
    progress(total, total)


def listing(repository: str, endpoint: str | None) -> tuple[str | None, list[Listed]]:
    """The newest version of a repository and those of its files that an engine opens."""
    found = import_module("huggingface_hub").HfApi(endpoint=endpoint).model_info(repository, files_metadata=True)
    wanted = [file for file in found.siblings or [] if any(fnmatch(file.rfilename, name) for name in FILES)]
    return found.sha, [as_listed(file) for file in wanted]


def as_listed(file: Any) -> Listed:
    """The library's value as ours."""
    sha256 = file.lfs.sha256 if file.lfs else ""
    return Listed(name=file.rfilename, size=file.size or 0, sha256=sha256, blob=file.blob_id or "")


def check(place: Path, files: Sequence[Listed]) -> None:
    """See that each file has the checksum that the hub gives for it.

    Raises:
        ChecksumWrong: one has not, or is missing, or the hub gives none.
    """
    for file in files:
        if not (place / file.name).is_file() or not is_as_listed(place / file.name, file):
            raise ChecksumWrong(file.name)


def is_as_listed(path: Path, file: Listed) -> bool:
    """Whether the bytes are those that the hub lists."""
    if file.sha256:
        return sha256_of(path) == file.sha256
    return blob_id(path.read_bytes()) == file.blob


def blob_id(content: bytes) -> str:
    """What git calls these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def size_on_disk(place: Path) -> int:
    """Bytes that have arrived, unfinished files included."""
    return sum(size_of(file) for file in place.rglob("*"))


def size_of(file: Path) -> int:
    """Bytes of a file; none of one that has just been renamed."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0
