"""One figure and what it stands beside."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, the limit or rival of the same run, and how the two compare."""

    what: str
    measured: str
    rival: str
    ratio: float  # measured over rival, in the unit of both


async def median_seconds(act: Callable[[], Awaitable[object]], times: int) -> float:
    """Median duration of `act`: the machine is noisy."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        await act()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)
