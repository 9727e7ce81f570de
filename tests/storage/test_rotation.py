"""The master key changes under a running study: everything stays readable, and the old key opens nothing any more."""

import asyncio
from pathlib import Path

import pytest

from storage.errors import KeyringUnwritable, WrongKey
from storage.keyring import Keyring
from storage.rotation import rotate
from storage.store import Store
from storage.transaction import Transaction
from tests.storage.conftest import SECRET, a_note, put

NOTES = 700  # more than one batch
DURING = 4  # notes that come in meanwhile, each in a step of its own


def silent(stage: str, at: int) -> None:
    """No bar."""


@pytest.fixture
def key_file(path: Path) -> Path:
    return path.parents[1] / "key" / "keyring.json"


async def filled(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        for number in range(1, NOTES + 1):
            await tx.notes.put(a_note(number))
        await tx.audio.put(a_note(1).number, b"a recording")
        await tx.notes.erase(a_note(2).number)

    await store.write(work)


async def texts(path: Path, keyring: Keyring) -> dict[int, str]:
    store = await Store.open(path, keyring)
    try:
        assert await store.write(lambda tx: tx.audio.get(a_note(1).number)) == b"a recording"
        return {note.number: note.text for note in await store.write(lambda tx: tx.notes.all())}
    finally:
        await store.close()


async def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(
    store: Store, path: Path, keyring: Keyring, key_file: Path
) -> None:
    await filled(store)
    old = Keyring.parsed(key_file.read_bytes(), path.with_name("old"))
    assert await rotate(store, keyring, silent) == 2
    assert Keyring.load(key_file).numbers == (2,)
    assert len(await texts(path, Keyring.load(key_file))) == NOTES - 1
    path.with_name("old").write_bytes(old.content)
    path.with_name("old").chmod(0o600)
    with pytest.raises(WrongKey):
        await Store.open(path, old)


async def test_a_running_bot_writes_on_while_the_key_changes(store: Store, path: Path, key_file: Path) -> None:
    await filled(store)
    bot = await Store.open(path, Keyring.load(key_file))
    loop, written = asyncio.get_running_loop(), NOTES

    def another_note(stage: str, at: int) -> None:
        """At each of the first steps of the rotation, which waits for it; for ever, and the walk would never end."""
        nonlocal written
        if written == NOTES + DURING:
            return
        written += 1
        asyncio.run_coroutine_threadsafe(put(bot, written), loop).result(timeout=60)

    async def elsewhere() -> None:
        keyring = Keyring.load(key_file)
        other = await Store.open(path, keyring)
        await rotate(other, keyring, another_note)
        await other.close()

    await asyncio.to_thread(asyncio.run, elsewhere())
    written += 1
    await put(bot, written)
    assert (await bot.write(lambda tx: tx.notes.get(a_note(1).number))) == a_note(1)
    await bot.close()
    found = await texts(path, Keyring.load(key_file))
    assert written == NOTES + DURING + 1
    assert len(found) == written - 1
    assert set(found.values()) == {SECRET}


async def test_a_rotation_that_was_cut_off_is_taken_up_with_the_same_key(
    store: Store, path: Path, keyring: Keyring, key_file: Path
) -> None:
    await filled(store)

    def cut_off(stage: str, at: int) -> None:
        if at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotate(store, keyring, cut_off)
    assert Keyring.load(key_file).numbers == (1, 2)
    assert len(await texts(path, Keyring.load(key_file))) == NOTES - 1
    assert await rotate(store, keyring, silent) == 2
    assert Keyring.load(key_file).numbers == (2,)


async def test_the_old_key_stays_until_every_note_was_opened(
    store: Store, path: Path, keyring: Keyring, key_file: Path
) -> None:
    await filled(store)

    async def spoil(tx: Transaction) -> None:
        session = tx.notes._session
        await session.run("UPDATE revisions SET sealed = zeroblob(length(sealed)) WHERE note = 650")

    await store.write(spoil)
    with pytest.raises(Exception, match="revisions, row 650"):
        await rotate(store, keyring, silent)
    assert Keyring.load(key_file).numbers == (1, 2)


async def test_a_key_file_that_cannot_be_replaced_is_said_and_nothing_changes(
    store: Store, keyring: Keyring, key_file: Path
) -> None:
    before = key_file.read_bytes()
    (key_file.parent / "keyring.json.new").mkdir()
    with pytest.raises(KeyringUnwritable):
        await rotate(store, keyring, silent)
    assert key_file.read_bytes() == before


async def test_a_key_that_is_kept_read_only_is_replaced_by_its_owner_and_stays_so(
    store: Store, keyring: Keyring, key_file: Path
) -> None:
    key_file.chmod(0o400)
    await rotate(store, keyring, silent)
    assert key_file.stat().st_mode & 0o777 == 0o400
    assert Keyring.load(key_file).numbers == (2,)
