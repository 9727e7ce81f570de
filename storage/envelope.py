"""The envelope: AES-256-GCM over padded content, bound to the one place in which it may stand."""

import os
import struct
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import BrokenRecord
from storage.padding import pad, unpad

FORMAT_VERSION = 1
KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # NIST SP 800-38D, 5.2.1.1
_HEAD = bytes([FORMAT_VERSION])
_NONCE_END = len(_HEAD) + NONCE_BYTES
_length = struct.Struct(">I").pack
_revision = struct.Struct(">Q").pack


class Place(NamedTuple):
    """Where a ciphertext stands; as additional data it keeps the ciphertext from standing anywhere else.

    A start makes three hundred thousand of them: a tuple takes a third of a dataclass's time.
    """

    deployment: bytes  # 16 random bytes of this database
    table: str
    column: str
    row: str
    revision: int = 0

    def additional_data(self) -> bytes:
        """Every part with its length in front, so that no two places give the same bytes."""
        row = self.row.encode()
        column = _framed_column(self.deployment, self.table, self.column)
        return column + _length(len(row)) + row + _revision(self.revision)


def _framed(part: bytes) -> bytes:
    return _length(len(part)) + part


@lru_cache(maxsize=256)
def _framed_column(deployment: bytes, table: str, column: str) -> bytes:
    """What all rows have in common: a start opens a hundred thousand."""
    return b"".join(map(_framed, (_HEAD, deployment, table.encode(), column.encode())))


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, content: bytes, place: Place) -> bytes:
    """Version (1) || nonce (12) || ciphertext and tag (16)."""
    nonce = os.urandom(NONCE_BYTES)
    return _HEAD + nonce + AESGCM(key).encrypt(nonce, pad(content), place.additional_data())


def open_sealed(key: bytes, sealed: bytes, place: Place) -> bytes:
    """What `seal` sealed there.

    Raises:
        BrokenRecord: altered, moved, cut off, or sealed with another key.
    """
    return open_with(AESGCM(key), sealed, place)


def open_with(cipher: AESGCM, sealed: bytes, place: Place) -> bytes:
    """What `seal` sealed there with this cipher's key; to make a cipher takes as long as to open a record.

    Raises:
        BrokenRecord: as `open_sealed`.
    """
    if sealed[: len(_HEAD)] != _HEAD or len(sealed) < _NONCE_END:
        raise BrokenRecord(place.table, place.row)
    try:
        padded = cipher.decrypt(sealed[len(_HEAD) : _NONCE_END], sealed[_NONCE_END:], place.additional_data())
    except InvalidTag:
        raise BrokenRecord(place.table, place.row) from None
    return unpad(padded)
