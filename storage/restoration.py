"""Restoration: a study comes back from a backup, or not at all."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.backup import PART, Backup, read_backup
from storage.erasures import Erasure
from storage.errors import StorageUnavailable, StudyExists
from storage.keyring import PRIVATE_FOLDER, Keyring
from storage.store import Store
from storage.transaction import Transaction
from storage.trial import Tried, open_everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back."""

    backup: Backup
    tried: Tried
    erased_again: int  # notes that the erasure list names


async def restore(
    source: Path, identity: str, erasures: Iterable[Erasure], *, database: Path, key_file: Path
) -> Restored:
    """Decrypt a backup, open every note and recording in it, erase what was erased since, then put it in place.

    The database takes its name last: a run that is cut off leaves none, and can be run again.

    Raises:
        StudyExists: there is a database or another keyring already; neither is ever overwritten.
        IdentityRefused, BackupDamaged: nothing was put in place.
        StorageUnavailable: a file can't be read or written.
    """
    _nothing_there(database)
    part = database.with_name(database.name + PART)
    _room_for(part)
    try:
        backup = read_backup(source, identity, part)
        keyring = Keyring.parsed(backup.keyring, key_file)
        store = await Store.open(part, keyring)
        try:
            tried = await open_everything(store)
            erased = await store.write(lambda tx: _erase_again(tx, {erasure.mark for erasure in erasures}))
        finally:
            await store.close()
        _place_key(key_file, backup.keyring)
        part.replace(database)
        _sync(database.parent)
    finally:
        part.unlink(missing_ok=True)
    return Restored(backup=backup, tried=tried, erased_again=erased)


def _nothing_there(database: Path) -> None:
    if database.exists():
        raise StudyExists(database)


def _room_for(part: Path) -> None:
    try:
        part.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        part.unlink(missing_ok=True)
    except OSError:
        raise StorageUnavailable(f"nothing can be made in {part.parent}") from None


async def _erase_again(tx: Transaction, marks: set[str]) -> int:
    if not marks:
        return 0
    doomed = [number for number in await tx.notes.numbers() if await tx.notes.mark(number) in marks]
    for number in doomed:
        await tx.notes.erase(number)
    return len(doomed)


def _place_key(key_file: Path, content: bytes) -> None:
    try:
        Keyring.restored(content, key_file)
    except FileExistsError:
        if key_file.read_bytes() != content:
            raise StudyExists(key_file) from None
    except OSError:
        raise StorageUnavailable(f"no key can be put at {key_file}") from None


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
