"""Requests are given up at any instant: a transaction is whole or not there, and the writer goes on."""

import asyncio
import random
from contextlib import suppress

import pytest

from storage.store import Store
from storage.transaction import Transaction
from tests.conftest import Figure
from tests.storage.test_power_loss import capture, found

AT_ONCE = 20


async def nothing(tx: Transaction) -> None:
    """Only wait for one's turn."""


class GaveUp(Exception):
    """A use case that ends in the middle of its transaction."""


async def given_up_within(tx: Transaction, number: int) -> None:
    await capture(tx, number, 1, b"a recording")
    raise GaveUp


async def one(store: Store, number: int, chance: random.Random, acknowledged: set[int]) -> None:
    """A capture that somebody may give up, or that fails by itself."""
    fails = chance.random() < 0.2
    await store.write(lambda tx: given_up_within(tx, number) if fails else capture(tx, number, 1, b"a recording"))
    acknowledged.add(number)


async def cancelled(tasks: list[asyncio.Task[None]], chance: random.Random) -> int:
    """Cancel them at random instants; how many were still under way."""
    count = 0
    for task in chance.sample(tasks, len(tasks)):
        await asyncio.sleep(chance.choice([0, 0, 0.001, 0.01]))
        count += task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, GaveUp):
            await task
    return count


@pytest.mark.parametrize("wanted", [400, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_a_request_given_up_leaves_a_whole_transaction_or_none(store: Store, wanted: int, figure: Figure) -> None:
    chance, acknowledged = random.Random(wanted), set[int]()
    count, number = 0, 0
    while count < wanted:
        numbers = range(number + 1, number + 1 + AT_ONCE)
        tasks = [asyncio.create_task(one(store, each, chance, acknowledged)) for each in numbers]
        count += await cancelled(tasks, chance)
        number = numbers[-1]
        async with asyncio.timeout(30):
            await store.write(nothing)  # what was given up goes to its end first
    there = await store.write(found)  # which looks at every capture's parts
    assert acknowledged <= there.keys()
    figure(f"{count:,} cancellations of {number:,} captures under way: {len(there):,} there, each whole, "
           f"{len(acknowledged - there.keys())} acknowledged ones missing; the writer goes on")  # fmt: skip
