"""A process that gives mutated recordings to decoder children one by one, and says how each ended and what it took.

    python feeder.py FOLDER SEED FIRST COUNT

FOLDER holds `samples/` and `texts/`. One line of JSON for each recording. It is a process of its own because the
system tells a parent only of all its children together: one at a time, the difference is that of one.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

from fieldwork.errors import FieldworkError
from fieldwork.transcript import RecordingUnreadable
from tests.transcription.mutation import Mutator
from transcription.decoder import Decoder
from transcription.media import media_of
from transcription.sound import MAX_SOUND_SECONDS, SAMPLE_RATE

ALL = 2 * MAX_SOUND_SECONDS * SAMPLE_RATE


async def ending(recording: bytes) -> str:
    """How it went: "sound", "refused" or what should never be."""
    try:
        async with Decoder(recording, media_of(recording)) as decoder:
            return "sound" if await decoder.read(ALL) else "nothing"
    except RecordingUnreadable:
        return "refused"
    except (FieldworkError, OSError, ValueError, RuntimeError) as error:
        return repr(error)


def spent() -> float:
    """Processor seconds of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak() -> int:
    """Bytes that the largest child so far had in memory; Linux counts in KiB, macOS in bytes."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024


def contents(folder: Path) -> list[bytes]:
    """Its files in a fixed order."""
    return [path.read_bytes() for path in sorted(folder.iterdir())]


async def feed(folder: Path, seed: int, numbers: range) -> None:
    """Decode one after another."""
    mutator = Mutator(seed=seed, samples=contents(folder / "samples"), texts=contents(folder / "texts"))
    for number in numbers:
        before = spent()
        how = await ending(mutator.recording(number))
        print(json.dumps({"number": number, "ending": how, "cpu": spent() - before, "peak": peak()}), flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    first = int(sys.argv[3])
    asyncio.run(feed(Path(sys.argv[1]), int(sys.argv[2]), range(first, first + int(sys.argv[4]))))
