"""Acknowledged means kept; what is kept can't be read, altered, moved or put back unnoticed."""

import asyncio
import base64
import json
import shutil
import sqlite3
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fieldwork.member import Role
from fieldwork.note import Note, NoteNumber
from storage.cards import MESSAGE, Card
from storage.errors import (
    BrokenRecord,
    ChainBroken,
    DatabaseNewer,
    KeyringDamaged,
    KeyringExposed,
    KeyringMissing,
    NoteErased,
    StaleRevision,
    WrongKey,
)
from storage.jobs import JobKind
from storage.keyring import Keyring
from storage.notes import READ_AT_ONCE
from storage.store import Store
from storage.transaction import Transaction
from tests.storage.conftest import NOW, SECRET, a_note


async def put(note: Note, tx: Transaction) -> None:
    await tx.notes.put(note)


async def take_in(update: dict[str, Any], tx: Transaction) -> int | None:
    return await tx.inbox.add(update)


async def test_a_note_and_every_revision_come_back(store: Store) -> None:
    first, second = a_note(1), a_note(1, revision=2, text="corrected")
    await store.write(lambda tx: tx.notes.put(first))
    await store.write(lambda tx: tx.notes.put(second))
    assert await store.write(lambda tx: tx.notes.history(first.number)) == [first, second]
    assert await store.write(lambda tx: tx.notes.all()) == [second]


async def test_a_revision_that_skips_one_is_refused(store: Store) -> None:
    await store.write(lambda tx: tx.notes.put(a_note(1)))
    with pytest.raises(StaleRevision):
        await store.write(lambda tx: tx.notes.put(a_note(1, revision=3)))


async def test_a_failed_transaction_leaves_nothing_behind(store: Store) -> None:
    async def half(tx: Transaction) -> None:
        await tx.notes.put(a_note(1))
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(half)
    assert await store.write(lambda tx: tx.notes.all()) == []


async def test_a_cancelled_caller_leaves_a_whole_transaction(store: Store) -> None:
    async def slowly(tx: Transaction) -> None:
        await tx.notes.put(a_note(1))
        await asyncio.sleep(0.05)
        await tx.notes.put(a_note(2))

    caller = asyncio.create_task(store.write(slowly))
    await asyncio.sleep(0.02)
    caller.cancel()
    assert len(await store.write(lambda tx: tx.notes.all())) == 2


async def test_no_word_can_be_read_in_any_file(store: Store, path: Path) -> None:
    async def day(tx: Transaction) -> None:
        await tx.notes.put(a_note(1))
        await tx.members.add(Role.PI, "Priya Secretname", 110201543, NOW)
        await tx.jobs.add(JobKind.REPLY, SECRET.encode(), due=NOW, unique="digest:1")
        await tx.inbox.add({"update_id": 1, "message": {"chat": {"id": 1}, "message_id": 1, "text": SECRET}})
        await tx.audit.add(NOW, "R1", "captured", NoteNumber(1))

    await store.write(day)
    for phrase in (SECRET, "Secretname", "110201543", "trust", "captured"):
        for disguise in (phrase.encode(), phrase.encode("utf-16-le"), base64.b64encode(phrase.encode())[:-4]):
            for file in path.parent.iterdir():
                assert disguise not in file.read_bytes()


async def test_a_wrong_key_refuses_and_writes_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    await store.close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        await Store.open(path, Keyring.create(tmp_path / "other" / "keyring.json"))
    assert path.read_bytes() == before


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keyring.json"
    Keyring.create(file)
    file.chmod(0o644)
    with pytest.raises(KeyringExposed, match="chmod 600"):
        Keyring.load(file)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"format": "jottings-keyring-1", "keys": {"1": "AAAA"}}', b"\xff\xfe"]
)
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keyring.json"
    Keyring.create(file)
    file.write_bytes(content)
    with pytest.raises(KeyringDamaged):
        Keyring.load(file)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyringMissing):
        Keyring.load(tmp_path / "none.json")


async def test_a_newer_database_is_refused(store: Store, path: Path, keyring: Keyring) -> None:
    await store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DatabaseNewer):
        await Store.open(path, keyring)


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM revisions WHERE note = 2; DELETE FROM notes WHERE number = 2",
        "UPDATE notes SET revision = 1 WHERE number = 1",
        "DELETE FROM chain WHERE seq = 2",
        "UPDATE chain SET revision = 1 WHERE note = 1 AND revision = 2",
    ],
)
async def test_a_row_removed_or_put_back_is_found(store: Store, path: Path, keyring: Keyring, tampering: str) -> None:
    for note in (a_note(1), a_note(2), a_note(1, revision=2)):
        await store.write(partial(put, note))
    await store.close()
    with sqlite3.connect(path) as connection:
        connection.executescript(tampering)
    connection.close()
    with pytest.raises(ChainBroken):
        await Store.open(path, keyring)


async def test_records_exchanged_between_notes_do_not_open(store: Store, path: Path, keyring: Keyring) -> None:
    for number in (1, 2):
        await store.write(partial(put, a_note(number)))
    await store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE revisions SET sealed = (SELECT sealed FROM revisions WHERE note = 2) WHERE note = 1")
    connection.close()
    again = await Store.open(path, keyring)
    try:
        with pytest.raises(BrokenRecord):
            await again.write(lambda tx: tx.notes.all())
    finally:
        await again.close()


async def test_an_erased_note_leaves_no_key_and_no_record(store: Store, path: Path) -> None:
    await store.write(lambda tx: tx.notes.put(a_note(1)))
    await store.write(lambda tx: tx.audio.put(NoteNumber(1), b"OggS" * 100))
    with sqlite3.connect(path) as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM notes").fetchone()
        (sealed,) = connection.execute("SELECT sealed FROM revisions").fetchone()
    connection.close()
    await store.write(lambda tx: tx.notes.erase(NoteNumber(1)))
    content = path.read_bytes()
    assert wrapped not in content
    assert sealed not in content
    assert await store.write(lambda tx: tx.notes.new_number()) == 2
    with pytest.raises(NoteErased):
        await store.write(lambda tx: tx.notes.put(a_note(1, revision=2)))


async def test_another_process_that_holds_the_database_is_waited_for(store: Store, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(store.write(lambda tx: tx.notes.put(a_note(1))))
    await asyncio.sleep(0.2)
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing


async def test_the_same_update_is_taken_in_once(store: Store) -> None:
    message = {"chat": {"id": 5}, "message_id": 9, "date": 1, "text": "once"}
    edited = {**message, "text": "twice", "edit_date": 2}
    updates: list[dict[str, Any]] = [
        {"update_id": 1, "message": message},
        {"update_id": 77, "message": message},
        {"update_id": 2, "edited_message": edited},
        {"update_id": 3, "callback_query": {"id": "a"}},
        {"update_id": 4, "callback_query": {"id": "a"}},
    ]
    taken = [await store.write(partial(take_in, update)) for update in updates]
    assert [seq is not None for seq in taken] == [True, False, True, True, False]
    assert len(await store.write(lambda tx: tx.inbox.waiting())) == 3


async def test_a_settled_update_leaves_only_its_hash(store: Store) -> None:
    update = {"update_id": 1, "message": {"chat": {"id": 5}, "message_id": 9, "text": "once"}}
    seq = await store.write(lambda tx: tx.inbox.add(update))
    await store.write(lambda tx: tx.inbox.settle(seq or 0))
    assert await store.write(lambda tx: tx.inbox.waiting()) == []
    assert await store.write(lambda tx: tx.inbox.add(update)) is None


async def test_a_job_is_leased_to_one_and_comes_back_after_a_crash(store: Store) -> None:
    await store.write(lambda tx: tx.jobs.add(JobKind.FETCH, b"one", due=NOW))
    (ticket,) = await store.write(lambda tx: tx.jobs.takeable(JobKind.FETCH, NOW))
    claimed = await store.write(lambda tx: tx.jobs.lease(ticket.id, NOW + timedelta(seconds=60)))
    assert claimed is not None
    assert claimed.payload == b"one"
    assert await store.write(lambda tx: tx.jobs.takeable(JobKind.FETCH, NOW)) == []
    await store.write(lambda tx: tx.jobs.release(JobKind.FETCH))
    assert await store.write(lambda tx: tx.jobs.takeable(JobKind.FETCH, NOW)) == [ticket]


async def test_a_job_with_a_unique_key_is_ordered_once_even_after_it_is_done(store: Store) -> None:
    first = await store.write(lambda tx: tx.jobs.add(JobKind.DIGEST, b"", due=NOW, unique="digest:1:2021-11-11"))
    await store.write(lambda tx: tx.jobs.settle(first or 0))
    assert await store.write(lambda tx: tx.jobs.add(JobKind.DIGEST, b"", due=NOW, unique="digest:1:2021-11-11")) is None


async def test_the_store_survives_a_copy_and_nothing_else_opens_it(store: Store, path: Path, tmp_path: Path) -> None:
    await store.write(lambda tx: tx.notes.put(a_note(1)))
    await store.close()
    copy = tmp_path / "copy" / "jottings.db"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    again = await Store.open(copy, Keyring.load(tmp_path / "key" / "keyring.json"))
    assert (await again.write(lambda tx: tx.notes.all()))[0].text == SECRET
    await again.close()


def test_a_keyring_shows_no_key(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path / "keyring.json")
    encoded = json.loads((tmp_path / "keyring.json").read_text())["keys"]["1"]
    assert encoded not in repr(keyring) + str(keyring)


async def test_more_notes_than_keys_are_kept_at_hand_open_in_one_transaction(store: Store) -> None:
    async def fill(tx: Transaction) -> None:
        for number in range(1, READ_AT_ONCE + 3):
            await tx.notes.put(a_note(number, text=f"P07, visit {number}"))
            await tx.cards.add(NoteNumber(number), 21, 1000 + number)

    await store.write(fill)
    notes = await store.write(lambda tx: tx.notes.all())
    assert [note.text for note in notes] == [f"P07, visit {number}" for number in range(1, READ_AT_ONCE + 3)]
    cards = [card async for batch in store.cards() for card in batch]
    assert cards == [Card(NoteNumber(n), 21, 1000 + n) for n in range(1, READ_AT_ONCE + 3)]


def test_cards_that_older_versions_wrote_are_read() -> None:
    assert MESSAGE.unpack(b"[-1001234567890, 4567]") == (-1001234567890, 4567)
