"""Rotation: everything moves under a new master key while the bot runs, and only then is the old key destroyed.

Cut off at any instant, it is taken up where it was: as long as the keyring holds two keys, rotation is not over.
"""

from collections.abc import Callable

from storage.keyring import Keyring
from storage.store import Store
from storage.walk import through_all


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
        await through_all(store, lambda tx, after: tx.notes.rewrap(number, after), lambda at: progress("wrapped", at))
        await through_all(store, lambda tx, after: tx.notes.try_keys(after), lambda at: progress("tried", at))
        if await store.write(lambda tx: tx.master_keys.retire_before(number)):
            keyring.keep_only(number)
            return number
