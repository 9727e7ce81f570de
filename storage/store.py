"""The store: a database and the keys that open it."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from fieldwork.note import Note
from storage.cards import Card
from storage.chain import Chain
from storage.database import Connect, Database, Row, Session, connect_to
from storage.errors import DatabaseMissing, DatabaseNewer, KeyReplaced, StorageUnavailable, WrongKey
from storage.keyring import PRIVATE_FILE, PRIVATE_FOLDER, Keyring
from storage.master_keys import MasterKeys
from storage.schema import NEWEST, STEPS
from storage.sharing import Sharing
from storage.transaction import Transaction
from storage.vault import Vault, WrappedKey, new_table_keys, verify_checks

T = TypeVar("T")
Sealed = Callable[[Transaction, int], Awaitable[list[Row]]]  # the rows behind one, still sealed

DEPLOYMENT_BYTES = 16
KEYED = (
    "inbox", "quarantine", "jobs", "members", "invitations", "state", "audit", "questions", "lookup", "chain",
    "codebook",
)  # fmt: skip


class Store:
    """Everything that is kept; `write` is the one way in and out."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._shut_out = asyncio.Event()

    @classmethod
    async def create(cls, path: Path, keyring: Keyring, *, connect: Connect = connect_to) -> None:
        """Make a new, empty database that only this keyring opens.

        Raises:
            FileExistsError: there is one already.
            StorageUnavailable: it can't be written there.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        except FileExistsError:
            raise
        except OSError as error:
            raise StorageUnavailable(os.strerror(error.errno or 0).lower()) from None
        database = await Database.open(path, connect)
        try:
            await database.write(lambda session: _found(session, keyring))
        finally:
            await database.close()

    @classmethod
    async def open(cls, path: Path, keyring: Keyring, *, connect: Connect = connect_to) -> "Store":
        """Open the database; the key is tried before anything is written.

        Raises:
            DatabaseMissing, DatabaseNewer, WrongKey, ChainBroken, StorageUnavailable: each says what to do.
        """
        if not path.exists():
            raise DatabaseMissing(path)
        database = await Database.open(path, connect)
        try:
            vault = await database.write(lambda session: _unlocked(session, keyring))
            await database.write(lambda session: Chain(session, vault).verify())
        except BaseException:
            await database.close()
            raise
        return cls(database, vault)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction, to its end even when the caller is cancelled.

        Raises:
            StorageUnavailable: nothing of it was kept; also whatever `work` raises, likewise.
        """
        transactions: list[Transaction] = []

        async def within(session: Session) -> T:
            transaction = Transaction(session, self._vault)
            transactions.append(transaction)
            return await work(transaction)

        def committed() -> None:
            transactions[0].committed()

        try:
            return await self._database.write(within, committed)
        except WrongKey:
            self._shut_out.set()
            raise

    async def opened(self) -> AsyncIterator[list[Note]]:
        """Every note's newest revision, batch by batch.

        A batch is read in a transaction of its own and decrypted behind it: no capture of a running bot waits for a
        command that opens everything. What changes meanwhile may come as it was before: `changed_since` has it.
        """
        sharing = Sharing()
        async for tx, rows in self._batches(lambda tx, after: tx.notes.sealed(after)):
            yield list(map(sharing.note, tx.notes.opened(rows)))

    async def cards(self) -> AsyncIterator[list[Card]]:
        """Every message of ours that shows a note, batch by batch, likewise."""
        async for tx, rows in self._batches(lambda tx, after: tx.cards.sealed(after)):
            yield tx.cards.opened(rows)

    async def _batches(self, sealed: Sealed) -> AsyncIterator[tuple[Transaction, list[Row]]]:
        after = 0
        while (batch := await self.write(partial(_batch, sealed, after)))[1]:
            yield batch
            after = batch[1][-1][0]

    async def until_shut_out(self) -> None:
        """Wait until another process has put a master key in place that this one can't read, if ever.

        Raises:
            KeyReplaced: then; only a new start helps.
        """
        await self._shut_out.wait()
        raise KeyReplaced

    async def changed_elsewhere(self) -> bool:
        """Whether another process has committed since this was last asked."""
        return await self._database.changed_elsewhere()

    async def close(self) -> None:
        """Finish what is under way and close the file."""
        await self._database.close()


async def _batch(sealed: Sealed, after: int, tx: Transaction) -> tuple[Transaction, list[Row]]:
    return tx, await sealed(tx, after)


async def _found(session: Session, keyring: Keyring) -> None:
    deployment = os.urandom(DEPLOYMENT_BYTES)
    for step in STEPS:
        await session.script(step)
    await session.run(f"PRAGMA user_version = {NEWEST}")
    await session.run("INSERT INTO deployment (id, identity) VALUES (1, ?)", (deployment,))
    master = keyring.numbers[-1]
    empty = Vault(deployment=deployment, keyring=keyring, table_keys={})
    await MasterKeys(session, empty).announce(master)
    await _add_table_keys(session, empty, KEYED, master)


async def _add_table_keys(session: Session, vault: Vault, tables: Iterable[str], master: int) -> dict[str, bytes]:
    keys = new_table_keys(tables)
    for name, key in keys.items():
        wrapped = vault.wrap(key, "table_keys", name, master=master)
        await session.run(
            "INSERT INTO table_keys (name, key_number, wrapped) VALUES (?, ?, ?)",
            (name, wrapped.key_number, wrapped.wrapped),
        )
    return keys


async def _unlocked(session: Session, keyring: Keyring) -> Vault:
    [(version,)] = await session.rows("PRAGMA user_version")
    if version > NEWEST:
        raise DatabaseNewer(version, NEWEST)
    if version == 0:
        raise StorageUnavailable("the file is no Jottings database")
    [(deployment,)] = await session.rows("SELECT identity FROM deployment")
    checks = await session.rows("SELECT key_number, sealed FROM key_checks")
    verify_checks(keyring, deployment, [WrappedKey(key_number=n, wrapped=w) for n, w in checks])
    empty = Vault(deployment=deployment, keyring=keyring, table_keys={})
    keys = {
        name: empty.unwrap(WrappedKey(key_number=number, wrapped=wrapped), "table_keys", name)
        for name, number, wrapped in await session.rows("SELECT name, key_number, wrapped FROM table_keys")
    }
    for step in STEPS[version:]:
        await session.script(step)
    if version < NEWEST:
        await session.run(f"PRAGMA user_version = {NEWEST}")
        newer = [name for name in KEYED if name not in keys]
        keys |= await _add_table_keys(session, empty, newer, await MasterKeys(session, empty).current())
    return Vault(deployment=deployment, keyring=keyring, table_keys=keys)
