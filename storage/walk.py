"""A walk through all notes, batch by batch, beside a running bot."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from storage.store import Store
from storage.transaction import Transaction

PAUSE_SECONDS = 0.005  # SQLite's lock is not fair: without a pause the bot might never get it
Batch = Callable[[Transaction, int], Awaitable[int | None]]  # from the note after that number on; the last one's


async def through_all(store: Store, batch: Batch, reached: Callable[[int], None]) -> None:
    """Each batch in a transaction of its own and with a pause between, so that no capture waits for long.

    `reached` is told the number of the note that the walk has come to.
    """
    after: int | None = 0
    while after is not None:
        reached(after)
        after = await store.write(partial(_from, batch, after))
        await asyncio.sleep(PAUSE_SECONDS)


def _from(batch: Batch, after: int, tx: Transaction) -> Awaitable[int | None]:
    return batch(tx, after)
