"""A bell that wakes a waiting task; rung while nobody waits, it is remembered."""

import asyncio
from dataclasses import dataclass, field


class Bell:
    """Wakes one waiting task when there is work."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is work."""
        self._rung.set()

    async def wait(self, timeout_seconds: float | None) -> None:
        """Return when rung, or when the time has passed."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        finally:
            self._rung.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bells:
    """One bell for each task that waits for work."""

    inbox: Bell = field(default_factory=Bell)
    replies: Bell = field(default_factory=Bell)
    jobs: Bell = field(default_factory=Bell)
    team: Bell = field(default_factory=Bell)
