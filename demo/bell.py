"""Waking everybody who waits for news, from synchronous code."""

import asyncio


class Bell:
    """Rung by whoever changed something; those who wait look again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wake all who wait now."""
        for event in self._waiting:
            event.set()

    async def wait(self, deadline: float) -> None:
        """Return at the next ring, or at `deadline` (the loop's time) if none comes before."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout_at(deadline):
                await event.wait()
        except TimeoutError:
            return
        finally:
            self._waiting.discard(event)
