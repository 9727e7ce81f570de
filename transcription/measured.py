"""What was measured of the models on this machine: a small file in the model directory, with nothing of any note."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from transcription.shelf import made

FILE = "measured.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a model has to run on."""

    processor: str
    cores: int
    memory_bytes: int  # 0 where the system does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A model over the memos of the demo, two at once, by the bot's own pipeline."""

    times_real_time: float
    memory_bytes: int  # of the engine child at its peak; 0 where the system does not tell
    word_error: float
    engine: str  # "faster-whisper"
    measured_on: str  # ISO 8601 date


def this_machine() -> Machine:
    """Where this runs."""
    return Machine(processor=processor(), cores=cores(), memory_bytes=memory_bytes())


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Its name."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def memory_bytes() -> int:
    """All of its memory."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0


def read_measured(shelf: Path, machine: Machine) -> Mapping[str, Measurement]:
    """What was measured on this very machine, by the names of the models; nothing where the file is of no use."""
    try:
        kept = json.loads((shelf / FILE).read_text(encoding="utf-8"))
        if kept["machine"] != asdict(machine):
            return {}
        return {name: Measurement(**found) for name, found in kept["models"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep_measured(shelf: Path, machine: Machine, model: str, measurement: Measurement) -> None:
    """Add a measurement; those of another machine are forgotten."""
    models = {**read_measured(shelf, machine), model: measurement}
    kept = {"machine": asdict(machine), "models": {name: asdict(each) for name, each in models.items()}}
    partial = made(shelf) / f".{FILE}.partial"
    partial.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    partial.replace(shelf / FILE)
