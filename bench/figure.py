"""One figure and what it stands beside."""

import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, the limit or rival of the same run, and how the two compare."""

    what: str
    measured: str
    rival: str
    ratio: float  # measured over rival, in the unit of both


def found_in(what: str, of: str, each: Sequence[Sequence[int]], both: Flags, alone: Flags, by: str) -> Figure:
    """In how many of `each` (indexes that belong together) there is one: by weights and `by`, and by that alone."""
    ours, theirs = (float(np.mean([found[at].any() for at in each])) for found in (both, alone))
    return Figure(
        what=f"{what} in {len(each)} {of}",
        measured=f"{ours:.1%} by the other writers' weights and by {by}",
        rival=f"{theirs:.1%} by {by} alone",
        ratio=ours / max(1e-4, theirs),
    )


def weights_beside(names: Iterable[str], fitted: Iterable[float], used: Iterable[float]) -> list[Figure]:
    """One row for each weight, so that the table in the code can be written again."""
    return [
        Figure(
            what=f"weight: {name}",
            measured=f"{now:.2f} fitted on these",
            rival=f"{ours:.2f} in use",
            ratio=now / (ours or 1),
        )
        for name, now, ours in zip(names, fitted, used, strict=True)
    ]


async def median_seconds(act: Callable[[], Awaitable[object]], times: int) -> float:
    """Median duration of `act`: the machine is noisy."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        await act()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)
