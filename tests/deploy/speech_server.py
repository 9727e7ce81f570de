"""The speech server of `deploy/transcription` as a process of its own, for tests."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechServer:
    """Where it is."""

    url: str
    process: asyncio.subprocess.Process


@asynccontextmanager
async def alone(folder: Path, *arguments: str) -> AsyncIterator[SpeechServer]:
    """A server with small real weights on any free port, ended afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.transcription.alone", "--port", "0", "--model", "tiny.en"),
        *("--model-dir", str(folder), *arguments),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            url = (await process.stdout.readline()).decode().strip()
        yield SpeechServer(url=url, process=process)
    finally:
        process.terminate()
        await process.wait()
