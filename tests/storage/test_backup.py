"""A study comes back from its backup: all of it, without what was erased since, or not at all."""

import asyncio
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fieldwork.note import Note, NoteNumber
from storage.backup import Backup, Manifest, new_identity, write_backup
from storage.erasures import Erasure, ErasureList, read_erasures
from storage.errors import BackupDamaged, IdentityRefused, RecipientRefused, StudyExists
from storage.keyring import Keyring
from storage.restoration import Restored, restore
from storage.snapshot import snapshot
from storage.store import Store
from storage.transaction import Transaction
from tests.storage.conftest import NOW, SECRET, a_note, put

NOTES = 40
RECORDING = b"OggS" + bytes(5000)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A backup, and what is needed to use it."""

    file: Path
    identity: str
    bare: Path  # a machine with nothing on it

    async def restored(self, *erasures: Erasure, identity: str = "") -> Restored:
        database, key_file = self.bare / "data" / "jottings.db", self.bare / "key" / "keyring.json"
        return await restore(self.file, identity or self.identity, erasures, database=database, key_file=key_file)

    async def notes(self) -> dict[int, Note]:
        keyring = Keyring.load(self.bare / "key" / "keyring.json")
        store = await Store.open(self.bare / "data" / "jottings.db", keyring)
        try:
            assert await store.write(lambda tx: tx.audio.get(NoteNumber(1))) in (RECORDING, None)
            return {note.number: note for note in await store.write(lambda tx: tx.notes.all())}
        finally:
            await store.close()


@pytest.fixture
async def made(store: Store, path: Path, keyring: Keyring, tmp_path: Path) -> Made:
    async def work(tx: Transaction) -> None:
        for number in range(1, NOTES + 1):
            await tx.notes.put(a_note(number))
        await tx.notes.put(replace(a_note(3), revision=2, text="changed"))
        await tx.audio.put(NoteNumber(1), RECORDING)

    await store.write(work)
    identity, recipient = new_identity()
    copy, file = tmp_path / "copy.db", tmp_path / "backup.age"
    snapshot(path, copy)
    contents = Backup(manifest=Manifest(made_at=NOW, notes=NOTES, settings={}), keyring=keyring.content)
    write_backup(file, recipient, contents, copy)
    return Made(file=file, identity=identity, bare=tmp_path / "bare")


async def mark(store: Store, number: int) -> str:
    return await store.write(lambda tx: tx.notes.mark(number))


async def test_every_note_version_and_recording_comes_back(made: Made, store: Store) -> None:
    restored = await made.restored()
    assert (restored.tried.notes, restored.tried.recordings, restored.erased_again) == (NOTES, 1, 0)
    assert await made.notes() == {note.number: note for note in await store.write(lambda tx: tx.notes.all())}


async def test_a_backup_that_is_cut_off_or_altered_anywhere_is_refused_and_leaves_nothing(made: Made) -> None:
    whole = made.file.read_bytes()
    spoilt = [whole[: len(whole) * share // 20] for share in range(20)]
    spoilt += [whole[:-1], whole + b"\0", b"junk"]
    for place in range(300, len(whole), len(whole) // 40):
        spoilt.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for content in spoilt:
        made.file.write_bytes(content)
        with pytest.raises((BackupDamaged, IdentityRefused)):
            await made.restored()
        assert [file for file in made.bare.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    "identity", [new_identity()[0], "AGE-SECRET-KEY-1", "# only a comment", ""], ids=["new", "cut", "comment", "empty"]
)
async def test_another_identity_opens_nothing(made: Made, identity: str) -> None:
    with pytest.raises(IdentityRefused):
        await made.restored(identity=identity or "\n")


async def test_nothing_that_is_there_is_overwritten(made: Made) -> None:
    await made.restored()
    with pytest.raises(StudyExists):
        await made.restored()
    (made.bare / "data" / "jottings.db").unlink()
    await made.restored()  # the key there is the same one
    (made.bare / "data" / "jottings.db").unlink()
    (made.bare / "key" / "keyring.json").unlink()
    Keyring.create(made.bare / "key" / "keyring.json")
    with pytest.raises(StudyExists):
        await made.restored()
    assert not (made.bare / "data" / "jottings.db").exists()


async def test_what_was_erased_since_is_erased_again(made: Made, store: Store, tmp_path: Path) -> None:
    listed = ErasureList(tmp_path / "erasures.jsonl")
    for number in (5, 6):
        listed.append(Erasure(at=NOW, note=number, mark=await mark(store, number)))
    erasures, unreadable = read_erasures(tmp_path / "erasures.jsonl")
    assert unreadable == []
    assert (await made.restored(*erasures)).erased_again == 2
    assert set(await made.notes()) == set(range(1, NOTES + 1)) - {5, 6}


async def test_a_line_that_the_study_did_not_write_erases_nothing(made: Made) -> None:
    forged = Erasure(at=NOW, note=7, mark="00" * 32)
    assert (await made.restored(forged)).erased_again == 0
    assert 7 in await made.notes()


def test_a_spoilt_line_of_the_erasure_list_is_named_and_the_others_count(tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    ErasureList(file).append(Erasure(at=NOW, note=1, mark="ab"))
    file.write_bytes(file.read_bytes() + b'{"at": "no"}\n\xff\n')
    ErasureList(file).append(Erasure(at=NOW, note=2, mark="cd"))
    erasures, unreadable = read_erasures(file)
    assert ([erasure.note for erasure in erasures], unreadable) == ([1, 2], [2, 3])
    assert set(json.loads(file.read_bytes().splitlines()[0])) == {"at", "note", "mark"}
    assert oct(file.stat().st_mode & 0o777) == "0o600"


async def test_a_snapshot_is_whole_while_notes_come_in(store: Store, path: Path, keyring: Keyring) -> None:
    copy, number = path.with_name("copy.db"), 0
    for _ in range(5):
        copying = asyncio.create_task(asyncio.to_thread(snapshot, path, copy))
        while not copying.done():
            number += 1
            await put(store, number)
            await asyncio.sleep(0.002)
        await copying
        copied = await Store.open(copy, keyring)  # which verifies the chain
        notes = await copied.write(lambda tx: tx.notes.all())
        await copied.close()
        assert {note.text for note in notes} <= {SECRET}
        assert [note.number for note in notes] == list(range(1, len(notes) + 1))


def test_what_is_no_recipient_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"")
    contents = Backup(manifest=Manifest(made_at=NOW, notes=0, settings={}), keyring=b"")
    with pytest.raises(RecipientRefused):
        write_backup(tmp_path / "b.age", "age1nobody", contents, tmp_path / "copy.db")
    assert list(tmp_path.glob("b.age*")) == []
