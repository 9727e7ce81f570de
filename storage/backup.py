"""A backup: one file with database, keyring and codebook, encrypted with age to the study's recovery recipient.

The file is a tar archive inside an age stream, so that `age` and `tar` alone open it when Jottings is gone.
"""

import io
import os
import tarfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pyrage

from storage.codec import Codec, Moment, UnreadableRecord
from storage.errors import BackupDamaged, IdentityRefused, RecipientRefused, StorageUnavailable
from storage.keyring import PRIVATE_FILE

FORMAT = "jottings-backup-1"
MANIFEST, KEYRING, CODEBOOK, DATABASE = "manifest.json", "keyring.json", "codebook.toml", "jottings.db"
LARGEST_SMALL_FILE = 16_000_000  # bytes: everything but the database is read into memory
PART = ".part"  # behind the name of a file that is not whole yet
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the backup says of itself."""

    made_at: Moment
    notes: int  # that were not erased
    settings: Mapping[str, str]  # by their names in the environment; no secret among them
    format: str = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What is in a backup beside the database."""

    manifest: Manifest
    keyring: bytes = field(repr=False)
    codebook: bytes | None = None  # None: the study uses the one that comes with Jottings


_MANIFEST: Codec[Manifest] = Codec(Manifest)


def new_identity() -> tuple[str, str]:
    """A recovery identity, which opens backups, and its recipient, which only makes them."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def write_backup(target: Path, recipient: str, backup: Backup, database: Path) -> None:
    """Encrypt it all into one file, which has its name only when it is whole and on the disk.

    Raises:
        RecipientRefused: no age recipient.
        StorageUnavailable: the file can't be written.
    """
    part = target.with_name(target.name + PART)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
            pyrage.encrypt_io(_Chunks(_archive(backup, database)), file, [_recipient(recipient)])
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        raise StorageUnavailable(f"the backup {target} can't be written") from None
    finally:
        part.unlink(missing_ok=True)


def read_backup(source: Path, identity: str, database: Path) -> Backup:
    """Decrypt a backup; its database is put at `database`, which must not exist.

    Raises:
        IdentityRefused: no age identity, or not the one that this backup was made for.
        BackupDamaged: cut off, altered, or no backup; what was written at `database` is worth nothing.
        StorageUnavailable: a file can't be read or written.
    """
    secret = _identity(identity)
    incoming, outgoing = os.pipe()
    failures: list[Exception] = []
    decrypting = threading.Thread(target=_decrypt, args=(source, secret, outgoing, failures), daemon=True)
    decrypting.start()
    try:
        with os.fdopen(incoming, "rb") as stream:
            found = _unpacked(stream, database)
            stream.read()  # to the end, where a cut is found
    except (tarfile.TarError, UnreadableRecord, KeyError):
        failures.append(BackupDamaged(source))
    finally:
        decrypting.join()
    if failures:
        raise _named(failures[0], source)
    return found


def _recipient(recipient: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError:
        raise RecipientRefused(recipient) from None


def _identity(text: str) -> pyrage.x25519.Identity:
    """The identity in a key file of age's: lines that begin with # are comments."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0] if lines else "")
    except pyrage.IdentityError:
        raise IdentityRefused from None


def _archive(backup: Backup, database: Path) -> Iterator[bytes]:
    small = {MANIFEST: _MANIFEST.pack(backup.manifest), KEYRING: backup.keyring}
    if backup.codebook is not None:
        small[CODEBOOK] = backup.codebook
    for name, content in small.items():
        yield from _member(name, len(content), [content])
    yield from _member(DATABASE, database.stat().st_size, _read_in_chunks(database))
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, size: int, content: Iterable[bytes]) -> Iterator[bytes]:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, PRIVATE_FILE
    yield header.tobuf()
    yield from content
    yield bytes(-size % tarfile.BLOCKSIZE)


def _read_in_chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        yield from iter(lambda: opened.read(CHUNK_BYTES), b"")


class _Chunks(io.RawIOBase):
    """Pieces of bytes as something to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what io calls it with
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _decrypt(source: Path, secret: pyrage.x25519.Identity, outgoing: int, failures: list[Exception]) -> None:
    with closing(os.fdopen(outgoing, "wb")) as plain:
        try:
            with source.open("rb") as sealed:
                pyrage.decrypt_io(sealed, plain, [secret])
        except (OSError, pyrage.DecryptError) as error:
            failures.append(error)


def _named(error: Exception, source: Path) -> Exception:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return IdentityRefused()
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return StorageUnavailable(f"the backup {source} can't be read")
    return BackupDamaged(source)


def _unpacked(stream: io.BufferedReader, database: Path) -> Backup:
    small: dict[str, bytes] = {}
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is None:
                continue
            if member.name == DATABASE:
                _write(database, iter(partial(content.read, CHUNK_BYTES), b""))
            else:
                small[member.name] = content.read(LARGEST_SMALL_FILE)
    manifest = _MANIFEST.unpack(small[MANIFEST])
    return Backup(manifest=manifest, keyring=small[KEYRING], codebook=small.get(CODEBOOK))


def _write(database: Path, pieces: Iterator[bytes]) -> None:
    try:
        with os.fdopen(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise StorageUnavailable(f"{database} can't be written") from None
