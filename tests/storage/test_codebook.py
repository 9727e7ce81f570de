"""The codebook's revisions are sealed, and a database from before them gets a place for them."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.codebook import CodebookRevision
from storage.errors import BrokenRecord
from storage.keyring import Keyring
from storage.schema import NEWEST
from storage.store import Store

NOON = datetime(2021, 11, 11, 12, 0, tzinfo=UTC)


def revision(number: int) -> CodebookRevision:
    return CodebookRevision(number=number, at=NOON, who="PI1", what="Finance is retired.", text="title = 'zebra'")


async def made(folder: Path) -> tuple[Path, Keyring]:
    """A new, empty database and its key."""
    path, keyring = folder / "data" / "jottings.db", Keyring.create(folder / "key.json")
    await Store.create(path, keyring)
    return path, keyring


async def test_revisions_are_kept_whole_and_in_order(tmp_path: Path) -> None:
    path, keyring = await made(tmp_path)
    store = await Store.open(path, keyring)
    assert await store.write(lambda tx: tx.codebook.newest_number()) == 0
    for number in (1, 2):
        await store.write(lambda tx, number=number: tx.codebook.add(revision(number)))  # type: ignore[misc]
    assert await store.write(lambda tx: tx.codebook.all()) == [revision(1), revision(2)]
    assert await store.write(lambda tx: tx.codebook.get(3)) is None
    await store.close()
    assert b"zebra" not in path.read_bytes()


async def test_a_revision_put_in_anothers_place_does_not_open(tmp_path: Path) -> None:
    path, keyring = await made(tmp_path)
    store = await Store.open(path, keyring)
    await store.write(lambda tx: tx.codebook.add(revision(1)))
    await store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE codebook SET revision = 2")
    connection.close()
    store = await Store.open(path, keyring)
    with pytest.raises(BrokenRecord):
        await store.write(lambda tx: tx.codebook.get(2))
    await store.close()


async def test_a_database_of_version_1_is_brought_up_to_date_when_it_is_opened(tmp_path: Path) -> None:
    path, keyring = await made(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE codebook")
        connection.execute("DELETE FROM table_keys WHERE name = 'codebook'")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    for _ in range(2):  # the second time there is nothing left to do
        store = await Store.open(path, keyring)
        number = await store.write(lambda tx: tx.codebook.newest_number())
        await store.write(lambda tx, number=number: tx.codebook.add(revision(number + 1)))  # type: ignore[misc]
        await store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert connection.execute("SELECT count(*) FROM codebook").fetchone() == (2,)
    connection.close()
