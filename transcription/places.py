"""Room for a few side by side, or for one alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


class Places:
    """As many places as may be taken at once; whoever waits longest is next."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._free = asyncio.Semaphore(count)
        self._door = asyncio.Lock()  # two that want all would each hold half

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place beside others."""
        async with self._free:
            yield

    @asynccontextmanager
    async def all(self) -> AsyncIterator[None]:
        """Every place: nobody else has one meanwhile."""
        async with self._door, AsyncExitStack() as taken:
            for _ in range(self._count):
                await taken.enter_async_context(self._free)
            yield
