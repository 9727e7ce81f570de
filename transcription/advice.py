"""Which model for this machine: the most accurate one that is fast enough and has room, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from transcription.catalogue import KNOWN, MEGABYTE, Known
from transcription.measured import Machine, Measurement

ENOUGH = 5.0  # times real time: an hour of memos at the end of a day takes twelve minutes
CAREFUL = 4.0  # times real time on one core, of `base` on an old processor: where nothing was measured
SHARE_OF_MEMORY = 0.6  # what else runs needs some, and so does the bot
BASE_MEGABYTES = 330  # interpreter, libraries and two jobs' buffers
MEGABYTES_PER_MILLION = 5  # as between tiny.en and base, two jobs of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A model as this machine would run it."""

    known: Known
    speed: float  # times real time, two memos at once
    memory_bytes: int
    measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A model and one sentence."""

    model: str
    reason: str


def offers(machine: Machine, measured: Mapping[str, Measurement]) -> dict[str, Offer]:
    """What to expect of each model here: as measured, else worked out from one that was, else a careful guess."""
    base = speed_of_base(machine, measured)
    return {known.name: offer(known, base, measured.get(known.name)) for known in KNOWN.values()}


def offer(known: Known, base: float, measurement: Measurement | None) -> Offer:
    """What to expect of one model where `base` runs at so many times real time."""
    memory = measurement.memory_bytes if measurement else 0
    return Offer(
        known=known,
        speed=measurement.times_real_time if measurement else base / known.relative_work,
        memory_bytes=memory or expected_memory(known),
        measured=measurement is not None,
    )


def speed_of_base(machine: Machine, measured: Mapping[str, Measurement]) -> float:
    """How fast `base` is here, by what was measured of the model nearest to it."""
    known = [(abs(KNOWN[name].relative_work - 1), name) for name in measured if name in KNOWN]
    if not known:
        return CAREFUL * machine.cores
    _, nearest = min(known)
    return measured[nearest].times_real_time * KNOWN[nearest].relative_work


def expected_memory(known: Known) -> int:
    """The engine child's peak, roughly."""
    return (BASE_MEGABYTES + MEGABYTES_PER_MILLION * known.parameters) * MEGABYTE


def advise(machine: Machine, measured: Mapping[str, Measurement], *, english_only: bool = False) -> Advice:
    """The model for this machine; one that hears English alone only where nothing else is spoken."""
    found = [each for each in offers(machine, measured).values() if english_only or not each.known.english_only]
    fitting = [each for each in found if fits(each, machine) and each.speed >= ENOUGH]
    if fitting:
        best = min(fitting, key=lambda each: each.known.errors)
        return Advice(model=best.known.name, reason=because(best, found, machine))
    smallest = max(found, key=lambda each: each.speed)
    return Advice(
        model=smallest.known.name,
        reason=f"none keeps {ENOUGH:.0f} times ahead of speech in this memory; it comes nearest, {how_fast(smallest)}.",
    )


def fits(found: Offer, machine: Machine) -> bool:
    """Whether it leaves enough memory for the rest; unknown memory is no obstacle."""
    return not machine.memory_bytes or found.memory_bytes <= SHARE_OF_MEMORY * machine.memory_bytes


def because(best: Offer, found: list[Offer], machine: Machine) -> str:
    """Why not a more accurate one."""
    better = [each for each in found if each.known.errors < best.known.errors]
    start = f"the most accurate that keeps {ENOUGH:.0f} times ahead of speech here, {how_fast(best)}"
    if not better:
        return f"{start}; there is none better."
    nearest = max(better, key=lambda each: each.known.errors)
    return f"{start}; {nearest.known.name} {why_not(nearest, machine)}."


def why_not(found: Offer, machine: Machine) -> str:
    """What speaks against a model."""
    if not fits(found, machine):
        return f"takes {found.memory_bytes / 1e9:.1f} GB of memory"
    return f"is too slow, {how_fast(found)}"


def how_fast(found: Offer) -> str:
    """`38 times real time as measured here`."""
    source = "as measured here" if found.measured else "by estimate"
    return f"{found.speed:.2g} times real time {source}"
