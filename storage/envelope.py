"""The envelope: AES-256-GCM over padded content, bound to the one place in which it may stand."""

import os
import struct
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import BrokenRecord
from storage.padding import pad, unpad

FORMAT_VERSION = 1
KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # NIST SP 800-38D, 5.2.1.1
_HEAD = bytes([FORMAT_VERSION])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a ciphertext stands; as additional data it keeps the ciphertext from standing anywhere else."""

    deployment: bytes  # 16 random bytes of this database
    table: str
    column: str
    row: str
    revision: int = 0

    def additional_data(self) -> bytes:
        """Every part with its length in front, so that no two places give the same bytes."""
        column = _framed_column(self.deployment, self.table, self.column)
        return column + _framed(self.row.encode()) + struct.pack(">Q", self.revision)


def _framed(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


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
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != _HEAD or len(nonce) != NONCE_BYTES:
        raise BrokenRecord(place.table, place.row)
    try:
        return unpad(AESGCM(key).decrypt(nonce, ciphertext, place.additional_data()))
    except InvalidTag:
        raise BrokenRecord(place.table, place.row) from None
