"""An erased note leaves nothing: no byte of its key, its versions, its recording or its cards in any file."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from fieldwork.note import NoteNumber
from storage import database
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.records import fill, records, session_of

NOTES, DOOMED = 12, 5
WINDOW_BYTES = 16


async def remains_of(tx: Transaction) -> list[bytes]:
    """What stands for the doomed note on the disk: its wrapped key and everything sealed with it."""
    session = session_of(tx)
    blobs = [
        await record.content(session)
        async for record in records(tx, NOTES)
        if record.table in ("notes", "revisions", "audio", "cards") and record.values[0] == DOOMED
    ]
    jobs = await session.rows("SELECT sealed FROM jobs WHERE note = ?", (DOOMED,))
    return blobs + [bytes(row[0]) for row in jobs]


def found_in(folder: Path, blobs: list[bytes]) -> int:
    """How many windows of those bytes are in any file of the folder."""
    windows = {blob[at : at + WINDOW_BYTES] for blob in blobs for at in range(len(blob) - WINDOW_BYTES + 1)}
    contents = [file.read_bytes() for file in folder.iterdir() if file.is_file()]
    return sum(any(window in content for content in contents) for window in windows)


async def erased(store: Store, folder: Path) -> tuple[int, int]:
    """Windows found before the erasure and after."""
    await store.write(lambda tx: fill(tx, NOTES))
    blobs = await store.write(remains_of)
    assert len(blobs) == 6
    before = found_in(folder, blobs)
    await store.write(lambda tx: tx.notes.erase(NoteNumber(DOOMED)))
    return before, found_in(folder, blobs)


async def test_no_byte_of_an_erased_note_is_left_in_database_journal_or_free_pages(
    store: Store, path: Path, figure: Figure
) -> None:
    before, after = await erased(store, path.parent)
    assert before > 500
    assert after == 0
    figure(f"erasing a note: {before} windows of 16 bytes of its key and records before, {after} after, in any file")


@pytest.fixture
async def forgetful(path: Path, keyring: Keyring) -> AsyncIterator[Store]:
    """The control: a store over a SQLite that leaves what is deleted where it was."""

    class Careless(aiosqlite.Connection):
        async def execute_fetchall(self, sql: str, parameters: object = None) -> object:  # type: ignore[override]
            found = await super().execute_fetchall(sql, parameters)
            if sql.startswith("PRAGMA secure_delete="):
                await super().execute_fetchall("PRAGMA secure_delete=OFF")
            return [(1,)] if sql == "PRAGMA secure_delete" else found

    def connect(file: Path) -> aiosqlite.Connection:
        usual = database.connect_to(file)
        return Careless(usual._connector, iter_chunk_size=64)

    await Store.create(path, keyring)
    store = await Store.open(path, keyring, connect=connect)
    yield store
    await store.close()


async def test_control_without_secure_delete_bytes_are_found(forgetful: Store, path: Path) -> None:
    before, after = await erased(forgetful, path.parent)
    assert 0 < after <= before


async def test_a_copy_of_the_database_from_before_needs_the_keyring_of_before(
    store: Store, path: Path, keyring: Keyring, tmp_path: Path
) -> None:
    await store.write(lambda tx: fill(tx, NOTES))
    shutil.copy(path, tmp_path / "thiefs-copy.db")
    await store.write(lambda tx: tx.notes.erase(NoteNumber(DOOMED)))
    copy = await Store.open(tmp_path / "thiefs-copy.db", keyring)
    assert await copy.write(lambda tx: tx.notes.get(NoteNumber(DOOMED))) is not None  # as the threat model says
    await copy.close()
