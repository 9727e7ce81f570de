"""The parent's side of the decoder child: one child per recording, read at the pace of the engine."""

import asyncio
import contextlib
import signal
import struct
from types import TracebackType
from typing import ClassVar, Self

from fieldwork.transcript import EngineUnavailable, RecordingUnreadable
from transcription.child import start_child
from transcription.media import Media
from transcription.sound import MAX_SOUND_SECONDS, SAMPLE_BYTES, SAMPLE_RATE, STRETCH_SAMPLES

READ_LIMIT_SECONDS = 120.0  # the child has 20 s of processor time; the rest is for a busy machine
FEED_BYTES = 1 << 20

FRAME = struct.Struct(">cI")  # tag and length, as in decoder_child
SOUND, END, REFUSED = b"P", b"E", b"X"
MAX_FRAME_BYTES = 1 << 17  # four seconds; the child sends one at a time, and what it parses may have taken it over


def length_in_words(seconds: float) -> str:
    """As a person says it: "3 hours", "90 minutes", "45 seconds"."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{seconds:g} seconds"


class Decoder:
    """The sound of one recording; an asynchronous context manager that leaves no child behind.

    Args:
        recording: a whole media file.
        media: the one container that it may be.
        max_seconds: a longer recording is refused.
    """

    program: ClassVar[str] = "transcription.decoder_child"  # a name: imported, it would bring the parsers along

    def __init__(self, recording: bytes, media: Media, *, max_seconds: float = MAX_SOUND_SECONDS) -> None:
        self._recording = recording
        self._media = media
        self._max_seconds = max_seconds
        self._waiting = bytearray()
        self._room = int(max_seconds * SAMPLE_RATE) * SAMPLE_BYTES  # the child counts too, but it may be taken over
        self._ended = False

    async def __aenter__(self) -> Self:
        samples = str(int(self._max_seconds * SAMPLE_RATE))
        self._child = await start_child(self.program, self._media.value, samples, environment={})
        self._feeder = asyncio.create_task(self._feed())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._feeder.cancel()
        self._child.kill()
        with contextlib.suppress(asyncio.CancelledError):
            await self._feeder
        await self._child.process.communicate()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.process.pid

    async def read(self, samples: int) -> bytes:
        """The next `samples` of sound; fewer only at the end.

        Raises:
            RecordingUnreadable: it can't be decoded, is too long, or the decoder died of it.
            EngineUnavailable: the decoder failed for a reason of its own.
        """
        wanted = samples * SAMPLE_BYTES
        while len(self._waiting) < wanted and not self._ended:
            await self._next_frame()
        sound = bytes(self._waiting[:wanted])
        del self._waiting[:wanted]
        return sound

    async def skip(self, samples: int) -> None:
        """Leave out the next `samples`, a little at a time.

        Raises:
            RecordingUnreadable, EngineUnavailable: as `read`.
        """
        while samples > 0 and (sound := await self.read(min(samples, STRETCH_SAMPLES))):
            samples -= len(sound) // SAMPLE_BYTES

    async def _feed(self) -> None:
        """Hand over the recording, piece by piece."""
        pipe = self._child.to
        with contextlib.suppress(ConnectionError):  # the end of stdout says why
            for start in range(0, len(self._recording), FEED_BYTES):
                pipe.write(self._recording[start : start + FEED_BYTES])
                await pipe.drain()
            pipe.close()

    async def _next_frame(self) -> None:
        try:
            async with asyncio.timeout(READ_LIMIT_SECONDS):
                tag, payload = await self._receive()
        except asyncio.IncompleteReadError:
            raise self._death(await self._child.process.wait()) from None
        except TimeoutError:
            raise EngineUnavailable("the decoder did not answer") from None
        self._room -= len(payload)
        if self._room < 0:
            tag, payload = REFUSED, b"too-long"
        if tag == REFUSED:
            raise self._refusal(payload)
        self._waiting += payload
        self._ended = tag == END

    async def _receive(self) -> tuple[bytes, bytes]:
        tag, size = FRAME.unpack(await self._child.out.readexactly(FRAME.size))
        if tag not in {SOUND, END, REFUSED} or size > MAX_FRAME_BYTES:
            return REFUSED, b"broken"
        return tag, await self._child.out.readexactly(size)

    def _refusal(self, reason: bytes) -> RecordingUnreadable:
        sentences = {
            b"no-sound": "it has no sound in it",
            b"too-long": f"it is longer than {length_in_words(self._max_seconds)}",
        }
        return RecordingUnreadable(sentences.get(reason, "it is damaged"))

    @staticmethod
    def _death(code: int) -> RecordingUnreadable | EngineUnavailable:
        """What the way in which the child died says about the recording."""
        if code == -signal.SIGXCPU:
            return RecordingUnreadable("it takes too long to decode")
        if code in {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL}:
            return RecordingUnreadable("the decoder crashed on it")
        return EngineUnavailable("the decoder was stopped")
