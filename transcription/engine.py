"""The parent's side of the engine child: started with the first job, kept warm, restarted after a crash."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from fieldwork.transcript import EngineUnavailable
from transcription.answer import Answer, as_answer
from transcription.child import start_child
from transcription.frames import packed
from transcription.places import Places
from transcription.running import Interrupted, Running, listen, stop, tell
from transcription.sound import SAMPLE_BYTES, SAMPLE_RATE

# All that the child's environment holds: no token, no key, no home.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
}
START_LIMIT_SECONDS = 180.0  # a large model from a slow disk
NOT_INSTALLED = frozenset({"ImportError", "ModuleNotFoundError"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the child is started with."""

    engine: str  # "faster-whisper" | "openai-whisper"
    model: Path
    hotwords: Callable[[], str] = str  # names and terms of the study as it stands; a child keeps those it began with
    languages: tuple[str, ...] = ("en",)
    jobs: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long the child may take and stay."""

    floor_seconds: float = 120.0  # for any stretch
    times_length: float = 6.0  # more for each second of sound; `base` on one busy core needs a fifth of one
    idle_seconds: float = 600.0  # then the child goes and its memory with it

    def for_sound(self, sound: bytes) -> float:
        """Seconds that a stretch may take."""
        return self.floor_seconds + self.times_length * len(sound) / (SAMPLE_BYTES * SAMPLE_RATE)


class EngineProcess:
    """One warm engine."""

    program: ClassVar[str] = "transcription.engine_child"  # a name: imported, it would bring the engine along

    def __init__(self, setup: Setup, *, limits: Limits | None = None) -> None:
        self._setup = setup
        self._limits = limits or Limits()
        self._running: Running | None = None
        self._starting = asyncio.Lock()
        self._places = Places(setup.jobs)
        self._number = 0
        self._idle: asyncio.TimerHandle | None = None
        self._farewell: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._running.child.process.pid if self._running else None

    async def hear(self, sound: bytes, *, last: bool, language: str) -> Answer:
        """The words of a stretch of int16 samples.

        When the child goes down with several under way, each is heard again, alone: who did it fails then, the others
        never know.

        Raises:
            EngineUnavailable: the child is missing something, crashed, or ran out of time.
        """
        header = {"kind": "stretch", "last": last, "language": language}
        try:
            async with self._places.one():
                return await self._hear(header, sound)
        except Interrupted:
            async with self._places.all():
                return await self._hear(header, sound)

    async def close(self) -> None:
        """End the child; a later job starts another."""
        self._stay()
        running, self._running = self._running, None
        if running:
            running.dismissed = True
            await stop(running)

    async def _hear(self, header: dict[str, Any], sound: bytes) -> Answer:
        self._stay()
        running = await self._ready()
        try:
            return as_answer(await self._ask(running, header, sound, self._limits.for_sound(sound)))
        finally:
            self._leave_later()

    async def _ready(self) -> Running:
        async with self._starting:
            hotwords = self._setup.hotwords()
            if self._running and self._is_past(self._running, hotwords):
                await stop(self._running)
                self._running = None
            if self._running is None:
                self._running = await self._start(hotwords)
            return self._running

    def _is_past(self, running: Running, hotwords: str) -> bool:
        """Whether it is gone, or knows the study's words of yesterday and nobody waits for it."""
        gone = running.down or running.child.process.returncode is not None
        return gone or (running.hotwords != hotwords and not running.busy)

    async def _start(self, hotwords: str) -> Running:
        running = Running(child=await start_child(self.program, environment=ENVIRONMENT), hotwords=hotwords)
        running.listener = asyncio.create_task(listen(running))
        try:
            await self._ask(running, self._load_header(hotwords), b"", START_LIMIT_SECONDS)
        except BaseException:
            await stop(running)
            raise
        return running

    def _load_header(self, hotwords: str) -> dict[str, Any]:
        setup = self._setup
        return {
            "kind": "load",
            "engine": setup.engine,
            "model": str(setup.model),
            "hotwords": hotwords,
            "languages": setup.languages,
            "jobs": setup.jobs,
        }

    async def _ask(self, running: Running, header: dict[str, Any], sound: bytes, limit: float) -> dict[str, Any]:
        number = 0 if header["kind"] == "load" else self._next_number()
        future = asyncio.get_running_loop().create_future()
        running.asked[number] = future
        try:
            async with asyncio.timeout(limit):
                await tell(running, packed({**header, "id": number}, sound))
                answer: dict[str, Any] = await future
        except TimeoutError:
            running.child.kill()  # a thread that hangs can't be stopped alone
            raise running.end("it ran out of time") from None
        except asyncio.CancelledError:
            running.child.to.write(packed({"kind": "forget", "id": number}))
            raise
        if answer["kind"] == "failed":
            raise failure(self._setup.engine, answer["reason"])
        return answer

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _stay(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _leave_later(self) -> None:
        self._stay()
        if self._running and not self._running.busy:
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(self._limits.idle_seconds, self._leave)

    def _leave(self) -> None:
        if self._running and not self._running.busy:
            self._farewell = asyncio.get_running_loop().create_task(self.close())


def failure(engine: str, reason: str) -> EngineUnavailable:
    """What the name of an exception in the child means."""
    if reason in NOT_INSTALLED:
        return EngineUnavailable(f"{engine} is not installed")
    return EngineUnavailable(f"{engine} failed ({reason})")
