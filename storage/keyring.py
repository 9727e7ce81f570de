"""The keyring: the study's master keys, in a file of their own outside the data directory."""

import base64
import binascii
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from storage.envelope import KEY_BYTES, new_key
from storage.errors import KeyringDamaged, KeyringExposed, KeyringMissing

FORMAT = "jottings-keyring-1"
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Keyring:
    """Master keys by number; the newest wraps what is new, the older ones still open what they wrapped."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self._keys = dict(keys)

    def __repr__(self) -> str:
        return f"Keyring({len(self._keys)} keys)"

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a keyring with one random key; never in place of an existing file.

        Raises:
            FileExistsError: there is one already.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        keyring = cls({1: new_key()})
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(keyring._encoded())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
        return keyring

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a keyring.

        Raises:
            KeyringMissing, KeyringExposed, KeyringDamaged: with the remedy in the sentence.
        """
        try:
            mode = path.stat().st_mode
            content = path.read_bytes()
        except FileNotFoundError:
            raise KeyringMissing(path) from None
        except OSError:
            raise KeyringDamaged(path) from None
        if mode & READABLE_BY_OTHERS:
            raise KeyringExposed(path)
        return cls(_decoded(content, path))

    @property
    def current(self) -> tuple[int, bytes]:
        """The newest key and its number."""
        number = max(self._keys)
        return number, self._keys[number]

    def key(self, number: int) -> bytes | None:
        """The key of that number, None when this keyring has none."""
        return self._keys.get(number)

    def _encoded(self) -> bytes:
        keys = {str(number): base64.b64encode(key).decode() for number, key in self._keys.items()}
        return json.dumps({"format": FORMAT, "keys": keys}, indent=1).encode() + b"\n"


def _decoded(content: bytes, path: Path) -> dict[int, bytes]:
    try:
        document = json.loads(content)
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in document["keys"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise KeyringDamaged(path) from None
    if document.get("format") != FORMAT or not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyringDamaged(path)
    return keys


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
