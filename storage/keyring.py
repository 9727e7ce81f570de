"""The keyring: the study's master keys, in a file of their own outside the data directory."""

import base64
import binascii
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Self

from storage.envelope import KEY_BYTES, new_key
from storage.errors import KeyringDamaged, KeyringExposed, KeyringMissing, KeyringUnwritable
from storage.privacy import read_by_others

FORMAT = "jottings-keyring-1"
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class Keyring:
    """Master keys by number; more than one only while the newest takes over from the others (storage/rotation.py)."""

    def __init__(self, keys: Mapping[int, bytes], path: Path) -> None:
        self._keys = dict(keys)
        self._path = path

    def __repr__(self) -> str:
        return f"Keyring({len(self._keys)} keys)"

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a keyring with one random key; never in place of an existing file.

        Raises:
            FileExistsError: there is one already.
        """
        return cls.restored(encoded({1: new_key()}), path)

    @classmethod
    def restored(cls, content: bytes, path: Path) -> Self:
        """Put a keyring's bytes where there is none yet.

        Raises:
            FileExistsError: there is one already.
            KeyringDamaged: these are no keyring's bytes.
        """
        keyring = cls.parsed(content, path)
        _write_new(path, content)
        _sync_folder(path.parent)
        return keyring

    @classmethod
    def parsed(cls, content: bytes, path: Path) -> Self:
        """The keyring that these bytes are, for the file at `path`; nothing is written.

        Raises:
            KeyringDamaged: they are none.
        """
        return cls(_decoded(content, path), path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a keyring.

        Raises:
            KeyringMissing, KeyringExposed, KeyringDamaged: with the remedy in the sentence.
        """
        return cls(_read(path), path)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its keys, the newest last."""
        return tuple(sorted(self._keys))

    @property
    def content(self) -> bytes:
        """What its file holds; secret."""
        return encoded(self._keys)

    def key(self, number: int) -> bytes | None:
        """The key of that number, None when there is none.

        The file is read again for a number that is not known: another process may be rotating the keys.

        Raises:
            KeyringMissing, KeyringExposed, KeyringDamaged: that file is not in order any more.
        """
        if number not in self._keys:
            self._keys = _read(self._path)
        return self._keys.get(number)

    def add_key(self) -> int:
        """Add a random key, on disk first; its number."""
        number = max(self._keys) + 1
        self._replace({**self._keys, number: new_key()})
        return number

    def keep_only(self, number: int) -> None:
        """Destroy every key but that one, as far as the file system overwrites in place.

        Raises:
            KeyringUnwritable: the file can't be replaced; nothing was changed.
        """
        self._replace({number: self._keys[number]})

    def _replace(self, keys: Mapping[int, bytes]) -> None:
        """Put a new file in place of the old one, so that at every instant one of the two is there, whole."""
        beside = self._path.with_name(self._path.name + ".new")
        try:
            before = self._path.stat()
            self._path.chmod(PRIVATE_FILE)  # its owner may keep it 0400
            with self._path.open("r+b") as old:
                beside.unlink(missing_ok=True)  # left by a run that was cut off
                _write_new(beside, encoded(keys))
                _make_like(beside, before)
                beside.replace(self._path)
                _sync_folder(self._path.parent)
                _overwrite(old)
        except OSError:
            raise KeyringUnwritable(self._path) from None
        self._keys = dict(keys)


def encoded(keys: Mapping[int, bytes]) -> bytes:
    """A keyring as its file holds it."""
    texts = {str(number): base64.b64encode(key).decode() for number, key in keys.items()}
    return json.dumps({"format": FORMAT, "keys": texts}, indent=1).encode() + b"\n"


def _read(path: Path) -> dict[int, bytes]:
    try:
        exposed = read_by_others(path)
        content = path.read_bytes()
    except FileNotFoundError:
        raise KeyringMissing(path) from None
    except OSError:
        raise KeyringDamaged(path) from None
    if exposed:
        raise KeyringExposed(path)
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> dict[int, bytes]:
    try:
        document = json.loads(content)
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in document["keys"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise KeyringDamaged(path) from None
    if document.get("format") != FORMAT or not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyringDamaged(path)
    return keys


def _write_new(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_like(path: Path, before: os.stat_result) -> None:
    """The same mode and owner, so that whoever could read the old file reads the new one."""
    path.chmod(stat.S_IMODE(before.st_mode))
    if os.geteuid() == 0:
        os.chown(path, before.st_uid, before.st_gid)


def _overwrite(file: BinaryIO) -> None:
    """Random bytes over a file that has lost its name."""
    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    file.write(os.urandom(size))
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
