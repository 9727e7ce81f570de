"""One job's misfortune in the engine child is not another's."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from fieldwork.transcript import EngineUnavailable
from tests.transcription.fragile_child import DEADLY
from transcription.answer import Answer
from transcription.child import ROOT
from transcription.decoder import Decoder
from transcription.engine import EngineProcess, Limits, Setup
from transcription.engine_child import JOB_BYTES
from transcription.media import media_of
from transcription.models import resolve
from transcription.places import Places
from transcription.sound import SAMPLE_RATE

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
UNDER_WAY_SECONDS = 0.5


@pytest.fixture(scope="session")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """Small real weights, two jobs."""
    model = resolve("tiny.en", engine="faster-whisper", shelf=tmp_path_factory.mktemp("models"))
    return Setup(engine="faster-whisper", model=model)


@pytest.fixture
async def sounds(memos: Any) -> list[bytes]:
    """Two spoken memos as samples."""
    return [await pcm(memo.recording) for memo in memos]


async def pcm(recording: bytes) -> bytes:
    async with Decoder(recording, media_of(recording)) as decoder:
        return await decoder.read(600 * SAMPLE_RATE)


@asynccontextmanager
async def running(kind: type[EngineProcess], setup: Setup, **limits: float) -> AsyncIterator[EngineProcess]:
    """An engine of that kind, warm."""
    engine = kind(setup, limits=Limits(**limits))
    try:
        await engine.hear(b"", last=True, language="en")
        yield engine
    finally:
        await engine.close()


def hear(engine: EngineProcess, sound: bytes) -> Awaitable[Answer]:
    return engine.hear(sound, last=True, language="en")


def words(answer: Answer | BaseException) -> str:
    assert isinstance(answer, Answer), repr(answer)
    return " ".join(segment.text for segment in answer.segments)


class Fragile(EngineProcess):
    """Some sounds bring its child down."""

    program = "tests.transcription.fragile_child"


class Unforgiving(Fragile):
    """The control: whoever was there when it happened fails too."""

    async def hear(self, sound: bytes, *, last: bool, language: str) -> Answer:
        return await self._hear({"kind": "stretch", "last": last, "language": language}, sound)


async def beside_a_deadly_one(
    kind: type[EngineProcess], setup: Setup, sound: bytes
) -> tuple[Answer | BaseException, Answer | BaseException]:
    """What becomes of a stretch that brings the child down, and of an innocent one beside it."""
    async with running(kind, setup) as engine:
        deadly = DEADLY + bytes(SAMPLE_RATE)
        return await asyncio.gather(hear(engine, deadly), hear(engine, sound * 2), return_exceptions=True)


async def test_a_memo_that_crashes_the_engine_fails_alone_and_the_one_beside_it_gets_its_words(
    setup: Setup, sounds: list[bytes]
) -> None:
    deadly, innocent = await beside_a_deadly_one(Fragile, setup, sounds[0])
    assert isinstance(deadly, EngineUnavailable)
    assert len(words(innocent).split()) > 40


async def test_control_where_nobody_is_heard_again_the_innocent_memo_loses_a_try(
    setup: Setup, sounds: list[bytes]
) -> None:
    ended = await beside_a_deadly_one(Unforgiving, setup, sounds[0])
    assert all(isinstance(end, EngineUnavailable) for end in ended)


@pytest.mark.parametrize(
    ("blow", "floor_seconds"),
    [(signal.SIGKILL, 120.0), pytest.param(signal.SIGSTOP, 30.0, marks=pytest.mark.torture)],
)
async def test_two_memos_survive_that_the_engine_is_killed_or_frozen_under_them(
    setup: Setup, sounds: list[bytes], blow: signal.Signals, floor_seconds: float
) -> None:
    async with running(EngineProcess, setup, floor_seconds=floor_seconds, times_length=0.0) as engine:
        first = engine.pid
        jobs = [asyncio.ensure_future(hear(engine, sound * 2)) for sound in sounds]
        await asyncio.sleep(UNDER_WAY_SECONDS)
        assert first is not None
        os.kill(first, blow)
        heard = await asyncio.gather(*jobs)
        assert engine.pid not in {None, first}
        assert all(len(words(answer).split()) > 40 for answer in heard)


async def test_an_engine_that_is_told_to_go_does_not_come_back_for_those_who_wait(
    setup: Setup, sounds: list[bytes]
) -> None:
    async with running(EngineProcess, setup) as engine:
        jobs = [asyncio.ensure_future(hear(engine, sound * 3)) for sound in sounds]
        await asyncio.sleep(UNDER_WAY_SECONDS)
        await engine.close()
        ended = await asyncio.gather(*jobs, return_exceptions=True)
        assert all(isinstance(end, EngineUnavailable) for end in ended)
        assert engine.pid is None


def processor_seconds(pid: int | None) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def cost(engine: EngineProcess, act: Callable[[], Awaitable[object]]) -> float:
    """Processor seconds of the child for `act`, until it computes for nobody any more."""
    before = processor_seconds(engine.pid)
    await act()
    while engine._running is not None and engine._running.asked:
        await asyncio.sleep(0.05)
    return processor_seconds(engine.pid) - before


@LINUX
async def test_a_cancelled_memo_is_not_heard_to_its_end_and_the_one_beside_it_is(
    setup: Setup, sounds: list[bytes]
) -> None:
    long = sounds[0] * 8

    async def cancelled() -> None:
        job = asyncio.ensure_future(hear(engine, long))
        await asyncio.sleep(UNDER_WAY_SECONDS)
        job.cancel()

    async with running(EngineProcess, setup) as engine:
        whole = await cost(engine, lambda: hear(engine, long))
        assert await cost(engine, cancelled) < whole / 2
        first = engine.pid
        _, beside = await asyncio.gather(cancelled(), hear(engine, sounds[1]))
        assert words(beside)
        assert engine.pid == first


@LINUX
async def test_the_engine_has_so_much_memory_for_each_job_and_leaves_no_core(setup: Setup) -> None:
    async with running(EngineProcess, setup) as engine:
        rows = Path(f"/proc/{engine.pid}/limits").read_text(encoding="ascii").splitlines()
    limits = {row[:26].strip(): row[26:].split()[0] for row in rows}
    assert limits["Max core file size"] == "0"
    assert limits["Max file size"] == "0"
    assert setup.jobs * JOB_BYTES < int(limits["Max data size"]) < 2 * setup.jobs * JOB_BYTES


@LINUX
def test_a_job_that_wants_more_memory_gets_an_error_and_not_the_machine() -> None:
    greedy = (
        f"import sys; sys.path.append({str(ROOT)!r})\n"
        "from transcription.engine_child import JOB_BYTES, bound_memory\n"
        "bound_memory(jobs=1)\n"
        "room = bytearray(JOB_BYTES // 2)\n"
        "try:\n    bytearray(2 * JOB_BYTES)\n"
        "except MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", greedy], env={}, capture_output=True, check=False, timeout=60)
    assert done.stdout == b"refused\n"


async def test_whoever_wants_all_places_waits_for_the_others_and_is_alone() -> None:
    places, inside, most_beside = Places(2), set[str](), dict[str, int]()

    async def visit(name: str, *, alone: bool) -> None:
        async with places.all() if alone else places.one():
            inside.add(name)
            await asyncio.sleep(0.01)
            most_beside[name] = len(inside) - 1
            inside.discard(name)

    await asyncio.gather(*(visit(f"{number}", alone=number % 3 == 0) for number in range(12)))
    assert [most_beside[f"{number}"] for number in (0, 3, 6, 9)] == [0, 0, 0, 0]
    assert max(most_beside.values()) == 1
