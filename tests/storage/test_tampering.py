"""Somebody with write access to the database: whatever they alter, exchange, put back or remove is refused by name."""

import itertools
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldwork.errors import FieldworkError
from fieldwork.note import NoteNumber
from storage import envelope
from storage.codec import UnreadableRecord
from storage.envelope import Place
from storage.errors import BrokenRecord, ChainBroken, WrongKey
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.conftest import a_note
from tests.storage.records import Record, fill, records, session_of

ONE_OF_EACH = 3  # notes; every table has some of its own


class Undone(Exception):
    """Nothing of a test's tampering is to stay."""


async def in_a_filled_store(store: Store, notes: int, tamper: Callable[[Transaction, list[Record]], Any]) -> None:
    """Fill, tamper, and roll it all back."""

    async def work(tx: Transaction) -> None:
        await fill(tx, notes)
        await tamper(tx, [record async for record in records(tx, notes)])
        raise Undone

    with pytest.raises(Undone):
        await store.write(work)


async def refused(tx: Transaction, record: Record, content: object) -> bool:
    """Whether the product names that record when it meets this content there."""
    await record.put(session_of(tx), content)
    try:
        await record.read(tx)
    except BrokenRecord as error:
        return error.table == record.table or record.column == "wrapped"
    except WrongKey:
        return record.column == "wrapped"
    except (UnreadableRecord, ValueError, TypeError):  # it was opened, and only its shape betrays it
        return False
    return False


@pytest.mark.parametrize(("notes", "share"), [(ONE_OF_EACH, 10), pytest.param(42, 1, marks=pytest.mark.torture)])
async def test_a_byte_flipped_anywhere_in_any_record_is_refused(
    store: Store, notes: int, share: int, figure: Figure
) -> None:
    async def flip(tx: Transaction, found: list[Record]) -> None:
        flips = 0
        for record in found[:500] if share == 1 else found:
            whole = await record.content(session_of(tx))
            for place in range(random.Random(notes).randrange(share), len(whole), share):
                spoilt = whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :]
                assert await refused(tx, record, spoilt), f"{record.table} took a flip of byte {place}"
                flips += 1
            await record.put(session_of(tx), whole)
        figure(f"{flips:,} flipped bytes in {min(len(found), 500)} records of every table: all refused by name")

    await in_a_filled_store(store, notes, flip)


async def test_a_record_that_is_cut_off_emptied_or_lengthened_is_refused(store: Store) -> None:
    async def spoil(tx: Transaction, found: list[Record]) -> None:
        for record in found:
            whole = await record.content(session_of(tx))
            for content in (b"", whole[:1], whole[:12], whole[:13], whole[:28], whole[:-1], whole + b"\0", bytes(200)):
                assert await refused(tx, record, content), record.table
            await record.put(session_of(tx), whole)

    await in_a_filled_store(store, ONE_OF_EACH, spoil)


async def exchanged(tx: Transaction, found: list[Record]) -> tuple[int, list[str]]:
    """Put each record's content in each other's place; how many pairs, and which were taken."""
    contents = [await record.content(session_of(tx)) for record in found]
    taken, pairs = [], 0
    for here, there in itertools.permutations(range(len(found)), 2):
        pairs += 1
        if not await refused(tx, found[here], contents[there]):
            taken.append(f"{found[there].table} in {found[here].table}")
        await found[here].put(session_of(tx), contents[here])
    return pairs, taken


async def test_records_exchanged_between_columns_notes_and_revisions_are_refused(store: Store, figure: Figure) -> None:
    async def exchange(tx: Transaction, found: list[Record]) -> None:
        pairs, taken = await exchanged(tx, found)
        assert taken == []
        figure(f"{pairs:,} exchanges between {len(found)} records of every table: all refused by name")

    await in_a_filled_store(store, 2, exchange)


class NoPlace(Place):
    """The control: a place that binds nothing."""

    def additional_data(self) -> bytes:
        """Nothing."""
        return b""


async def test_control_without_additional_data_exchanges_are_taken(
    path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope.Place, "additional_data", NoPlace.additional_data)
    await Store.create(path, keyring)
    store = await Store.open(path, keyring)

    async def exchange(tx: Transaction, found: list[Record]) -> None:
        _, taken = await exchanged(tx, found)
        assert len(taken) > 100

    await in_a_filled_store(store, 2, exchange)
    await store.close()


# One note's rows put back, altered or removed, with the bot not running.

ROWS_OF_A_NOTE = {"notes": "number", "revisions": "note", "audio": "note", "cards": "note", "jobs": "note"}


def rows_of(path: Path, note: int) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {
            table: database.execute(f"SELECT * FROM {table} WHERE {key} = ?", (note,)).fetchall()  # noqa: S608
            for table, key in ROWS_OF_A_NOTE.items()
        }


def put_back(path: Path, note: int, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for table, key in reversed(ROWS_OF_A_NOTE.items()):
            database.execute(f"DELETE FROM {table} WHERE {key} = ?", (note,))  # noqa: S608
        for table in ROWS_OF_A_NOTE:
            for row in rows[table]:
                marks = ", ".join("?" * len(row))
                database.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608


async def opens(path: Path, keyring: Keyring) -> None:
    store = await Store.open(path, keyring)
    try:
        await store.write(lambda tx: tx.notes.all())
    finally:
        await store.close()


async def change(tx: Transaction) -> None:
    await tx.notes.put(replace(a_note(2), revision=3, text="changed once more"))


async def erase(tx: Transaction) -> None:
    await tx.notes.erase(NoteNumber(2))


@pytest.mark.parametrize("later", [change, erase])
async def test_an_older_state_of_one_note_put_back_with_its_key_is_found(
    store: Store, path: Path, keyring: Keyring, later: Callable[[Transaction], Any]
) -> None:
    await store.write(lambda tx: fill(tx, ONE_OF_EACH))
    older = rows_of(path, 2)
    await store.write(later)
    await opens(path, keyring)
    put_back(path, 2, older)
    with pytest.raises(ChainBroken, match="Note 2 "):
        await Store.open(path, keyring)


async def test_a_note_that_was_removed_with_all_its_rows_is_found(store: Store, path: Path, keyring: Keyring) -> None:
    await store.write(lambda tx: fill(tx, ONE_OF_EACH))
    put_back(path, 2, {table: [] for table in ROWS_OF_A_NOTE})
    with pytest.raises(ChainBroken, match="Note 2 "):
        await Store.open(path, keyring)


@pytest.mark.parametrize("revision", [1, 2])
async def test_a_single_version_that_was_removed_is_found(
    store: Store, path: Path, keyring: Keyring, revision: int
) -> None:
    await store.write(lambda tx: fill(tx, ONE_OF_EACH))
    rows = rows_of(path, 2)
    rows["revisions"] = [row for row in rows["revisions"] if row[1] != revision]
    put_back(path, 2, rows)
    with pytest.raises(ChainBroken, match="Note 2 "):
        await Store.open(path, keyring)


CLEAR = {
    # What stands in the clear and matters, altered with a disk editor: refused or found, by name.
    "the revision of a note": "UPDATE notes SET revision = 1 WHERE number = 2",
    "the number of a note": "UPDATE notes SET number = 9 WHERE number = 3",
    "the key number of a note": "UPDATE notes SET key_number = 7 WHERE number = 2",
    "the number of a version": "UPDATE revisions SET revision = 3 WHERE note = 2 AND revision = 2",
    "a link": "UPDATE chain SET revision = 9 WHERE seq = 2",
    "a link's note": "UPDATE chain SET note = 3 WHERE seq = 2",
    "a link's code": "UPDATE chain SET mac = zeroblob(32) WHERE seq = 2",
    "a link removed": "DELETE FROM chain WHERE seq = 2",
    "the last link removed": "DELETE FROM chain WHERE seq = (SELECT max(seq) FROM chain)",
    "the head of the chain": "UPDATE chain_head SET mac = zeroblob(32)",
    "the head removed": "DELETE FROM chain_head",
    "a key's check value": "UPDATE key_checks SET sealed = zeroblob(length(sealed))",
    "a table's key": "UPDATE table_keys SET wrapped = zeroblob(length(wrapped)) WHERE name = 'inbox'",
    "the database's identity": "UPDATE deployment SET identity = zeroblob(16)",
}


@pytest.mark.parametrize("what", CLEAR)
async def test_what_stands_in_the_clear_is_bound_too(store: Store, path: Path, keyring: Keyring, what: str) -> None:
    await store.write(lambda tx: fill(tx, ONE_OF_EACH))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(CLEAR[what])
    with pytest.raises(FieldworkError) as found:
        await opens(path, keyring)
    assert isinstance(found.value, ChainBroken | BrokenRecord | WrongKey)


async def test_the_records_of_another_study_with_the_same_key_are_refused(
    store: Store, path: Path, keyring: Keyring, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "jottings.db"
    await Store.create(other, keyring)
    second = await Store.open(other, keyring)
    await second.write(lambda tx: fill(tx, 1))
    await second.close()
    await store.write(lambda tx: fill(tx, 1))
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    put_back(copy, 1, rows_of(other, 1))
    with pytest.raises(BrokenRecord, match="notes, row 1"):
        await opens(copy, keyring)
