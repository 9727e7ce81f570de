"""A model on this machine: the bot's own pipeline over the memos of the demo."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.memos import DEMO, mean_error, memos_in
from bench.transcription import decoded, peak_bytes
from transcription.local import LocalTranscriber
from transcription.measured import Measurement
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
