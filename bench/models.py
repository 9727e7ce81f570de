"""A model on this machine: the bot's own pipeline over the memos of the demo.

Usage: python -m bench.models NAME     keeps what it measures in the model directory
"""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.memos import DEMO, mean_error, memos_in
from bench.transcription import decoded, peak_bytes
from bot.cli.session import progress
from bot.hearing import local_engine, on_this_machine, vocabulary
from bot.settings import Settings, load_settings
from bot.study import read_codebook
from fieldwork.errors import FieldworkError
from transcription.catalogue import MEGABYTE
from transcription.local import LocalTranscriber
from transcription.measured import Measurement, keep_measured, this_machine
from transcription.shelf import default_shelf
from transcription.sound import SAMPLE_RATE

ROUNDS = 2  # over the memos, behind one memo that warms up


async def measure(engine: LocalTranscriber, name: str, heard_one: Callable[[], None]) -> Measurement:
    """Speed with two memos at once, memory, word error; `heard_one` is called `steps()` times."""
    memos = memos_in(DEMO)
    files = [memo.recording for memo in memos]

    async def hear(file: bytes) -> str:
        text = (await engine.transcribe(file)).text
        heard_one()
        return text

    await hear(files[0])
    started = time.perf_counter()
    texts = await asyncio.gather(*map(hear, files * ROUNDS))
    seconds = time.perf_counter() - started
    length = sum(len(decoded(file)) for file in files) * ROUNDS / SAMPLE_RATE
    return Measurement(
        times_real_time=length / seconds,
        memory_bytes=peak_bytes(engine.engine_pid),
        word_error=mean_error(memos, texts[: len(memos)]),
        engine=name,
        measured_on=datetime.now(UTC).date().isoformat(),
    )


def steps() -> int:
    """How many memos one model is given."""
    return 1 + ROUNDS * len(memos_in(DEMO))


async def _measured(settings: Settings, name: str) -> Measurement:
    words = vocabulary(read_codebook(settings.codebook))
    engine = on_this_machine(settings, name, lambda: words)
    try:
        with progress() as bar:
            task = bar.add_task(f"Measuring {name}", total=steps())
            return await measure(engine, local_engine(settings), lambda: bar.advance(task))
    finally:
        await engine.close()


def main() -> int:
    """Measure the model that the command line names."""
    settings, name = load_settings(), sys.argv[1]
    try:
        found = asyncio.run(_measured(settings, name))
    except FieldworkError as error:
        print(error, file=sys.stderr)
        return 1
    keep_measured(settings.model_dir or default_shelf(), this_machine(), name, found)
    memory = f"{found.memory_bytes / MEGABYTE:.0f} MB of memory" if found.memory_bytes else "memory not told"
    print(f"{name}: {found.times_real_time:.1f} times real time, {memory}, {found.word_error:.1%} word error")
    return 0


if __name__ == "__main__":
    sys.exit(main())
