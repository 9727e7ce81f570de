"""The vault: seals rows under their table's key and notes under their own, and makes keyed hashes for equality."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.envelope import Place, new_key, open_sealed, open_with, seal
from storage.errors import BrokenRecord, WrongKey
from storage.keyring import Keyring

KEY_CHECK = b"this key belongs to this database"


class WrappedKey(NamedTuple):
    """A data key sealed under a master key."""

    key_number: int
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Everything that needs a key, for one database."""

    deployment: bytes
    keyring: Keyring = field(repr=False)
    table_keys: Mapping[str, bytes] = field(repr=False)

    def place(self, table: str, column: str, row: object, revision: int = 0) -> Place:
        """A place in this database."""
        return Place(self.deployment, table, column, str(row), revision)

    def seal_row(self, table: str, row: object, content: bytes) -> bytes:
        """Seal a row of a table that holds no note, under that table's key."""
        return seal(self.table_keys[table], content, self.place(table, "sealed", row))

    def open_row(self, table: str, row: object, sealed: bytes) -> bytes:
        """What `seal_row` sealed."""
        return open_sealed(self.table_keys[table], sealed, self.place(table, "sealed", row))

    def lookup(self, purpose: str, value: bytes) -> bytes:
        """A keyed hash: equal values can be found, nothing else can be learned from it."""
        return hmac.digest(self.table_keys["lookup"], purpose.encode() + b"\0" + value, hashlib.sha256)

    def chain_mac(self, before: bytes, note: int, revision: int) -> bytes:
        """The chain's next link."""
        content = before + note.to_bytes(8, "big") + revision.to_bytes(8, "big")
        return hmac.digest(self.table_keys["chain"], content, hashlib.sha256)

    def wrap(self, key: bytes, table: str, row: object, *, master: int) -> WrappedKey:
        """Seal a data key under the master key of that number."""
        return wrap_key(self.keyring, master, key, self.place(table, "wrapped", row))

    def unwrap(self, wrapped: WrappedKey, table: str, row: object) -> bytes:
        """What `wrap` wrapped."""
        return unwrap_key(self.keyring, wrapped, self.place(table, "wrapped", row))


def wrap_key(keyring: Keyring, number: int, key: bytes, place: Place) -> WrappedKey:
    """Seal a data key under the master key of that number.

    Raises:
        WrongKey: the keyring has no such key.
    """
    return WrappedKey(key_number=number, wrapped=seal(_master(keyring, number), key, place))


def unwrap_key(keyring: Keyring, wrapped: WrappedKey, place: Place) -> bytes:
    """Open a data key.

    Raises:
        WrongKey: the keyring has no such key.
        BrokenRecord: the wrapped key was altered or moved.
    """
    return open_with(_master_cipher(_master(keyring, wrapped.key_number)), wrapped.wrapped, place)


def _master(keyring: Keyring, number: int) -> bytes:
    master = keyring.key(number)
    if master is None:
        raise WrongKey
    return master


@lru_cache(maxsize=1)
def _master_cipher(master: bytes) -> AESGCM:
    """Made once for all the data keys of a start; a key that was replaced makes room for its successor."""
    return AESGCM(master)


def sealed_check(keyring: Keyring, number: int, deployment: bytes) -> WrappedKey:
    """A value that only the master key of that number opens in this database."""
    place = Place(deployment=deployment, table="key_checks", column="sealed", row=str(number))
    return wrap_key(keyring, number, KEY_CHECK, place)


def verify_checks(keyring: Keyring, deployment: bytes, checks: Iterable[WrappedKey]) -> None:
    """Whether the keyring opens every check value.

    Raises:
        WrongKey: it does not.
    """
    for check in checks:
        place = Place(deployment=deployment, table="key_checks", column="sealed", row=str(check.key_number))
        try:
            unwrap_key(keyring, check, place)
        except BrokenRecord:
            raise WrongKey from None


def new_table_keys(tables: Iterable[str]) -> dict[str, bytes]:
    """A random key for each table."""
    return {table: new_key() for table in tables}
