"""An engine child that runs: who waits for what, and what they are told when it goes."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

from fieldwork.transcript import EngineUnavailable
from transcription.child import Child
from transcription.frames import BrokenFrameError, next_frame

STOP_SECONDS = 2.0


class Interrupted(EngineUnavailable):
    """The child went down while it was busy with more than one stretch: nobody knows whose fault it was."""


@dataclass(slots=True, kw_only=True)
class Running:
    """A child that answers."""

    child: Child
    asked: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)  # until the child has answered
    hotwords: str = ""  # that it was started with
    listener: asyncio.Task[None] | None = None
    down: bool = False  # it is going, or gone
    crowded: bool = False  # when it went down
    dismissed: bool = False  # it was told to go

    @property
    def busy(self) -> bool:
        """Whether somebody waits for an answer; who was cancelled does not."""
        return any(not future.done() for future in self.asked.values())

    def end(self, reason: str) -> EngineUnavailable:
        """What whoever waits is told when it goes down: the blame falls only on who was alone with it."""
        self.down = True
        self.crowded = self.crowded or len(self.asked) > 1
        return Interrupted(reason) if self.crowded and not self.dismissed else EngineUnavailable(reason)


async def listen(running: Running) -> None:
    """Hand each answer to whoever asked; when the child goes, tell all who wait."""
    with contextlib.suppress(BrokenFrameError):
        while frame := await next_frame(running.child.out):
            future = running.asked.pop(frame.header["id"], None)
            if future and not future.done():
                future.set_result(frame.header)
    error = running.end("it stopped in the middle")
    running.child.kill()
    await running.child.process.wait()
    for future in running.asked.values():
        if not future.done():
            future.set_exception(error)


async def tell(running: Running, message: bytes) -> None:
    """Write to the child; that it is gone is heard from the listener."""
    with contextlib.suppress(ConnectionError):
        running.child.to.write(message)
        await running.child.to.drain()


async def stop(running: Running) -> None:
    """Close the child's stdin, which ends it, and help where it does not listen."""
    running.child.to.close()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await running.child.process.wait()
    except TimeoutError:
        running.child.kill()
    if running.listener:
        await running.listener
