"""Rotation: everything moves under a new master key while the bot runs, and only then is the old key destroyed.

Cut off at any instant, it is taken up where it was: as long as the keyring holds two keys, rotation is not over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction

PAUSE_SECONDS = 0.005  # SQLite's lock is not fair: without a pause the bot might never get it
Batch = Callable[[Transaction, int], Awaitable[int | None]]  # from the note after that number on; the last one's


async def rotate(store: Store, keyring: Keyring, progress: Callable[[str, int], None]) -> int:
    """Wrap every key anew, try them all, then destroy the old master key; the new one's number.

    `progress` is told a stage and the number of the note that it has come to.

    Raises:
        KeyringUnwritable: the key file can't be replaced.
        WrongKey, BrokenRecord: something did not open; both keys are kept.
        StorageUnavailable: the disk does not take it; run it again.
    """
    number = keyring.numbers[-1] if len(keyring.numbers) > 1 else keyring.add_key()
    await store.write(lambda tx: tx.master_keys.announce(number))
    while True:
        await store.write(lambda tx: tx.master_keys.rewrap_tables(number))
        await _through_all(store, lambda tx, after: tx.notes.rewrap(number, after), lambda at: progress("wrapped", at))
        await _through_all(store, lambda tx, after: tx.notes.try_keys(after), lambda at: progress("tried", at))
        if await store.write(lambda tx: tx.master_keys.retire_before(number)):
            keyring.keep_only(number)
            return number


async def _through_all(store: Store, batch: Batch, reached: Callable[[int], None]) -> None:
    """Batch by batch, each in a transaction of its own and with a pause between, so that no capture waits for long."""
    after: int | None = 0
    while after is not None:
        reached(after)
        after = await store.write(partial(_from, batch, after))
        await asyncio.sleep(PAUSE_SECONDS)


def _from(batch: Batch, after: int, tx: Transaction) -> Awaitable[int | None]:
    return batch(tx, after)
