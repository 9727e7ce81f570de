"""Small files that would be days of sound or gigabytes of memory cost a limit and a sentence."""

import io
import resource
import struct
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from fieldwork.transcript import RecordingUnreadable
from tests.conftest import Figure
from tests.transcription.pages import silence
from transcription.decoder import Decoder
from transcription.local import LocalTranscriber
from transcription.media import media_of
from transcription.sound import MAX_SOUND_SECONDS, SAMPLE_BYTES, SAMPLE_RATE, STRETCH_SAMPLES

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


async def stretches(decoder: Decoder) -> AsyncIterator[int]:
    """The lengths of what comes, as the engine would ask for it."""
    while sound := await decoder.read(STRETCH_SAMPLES):
        yield len(sound) // SAMPLE_BYTES


def held_and_spent(pid: int) -> tuple[int, float]:
    """The most that a process ever held, in MiB, and the processor seconds it took."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    clock = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return peak >> 10, (int(clock[11]) + int(clock[12])) / 100


@dataclass(slots=True)
class Toll:
    """What a recording took until it ended."""

    samples: int = 0
    megabytes: int = 0
    processor_seconds: float = 0.0

    async def paid(self, decoder: Decoder) -> None:
        """Read to the end, or to the refusal."""
        async for count in stretches(decoder):
            self.samples += count
            self.megabytes, self.processor_seconds = held_and_spent(decoder.pid)


@LINUX
@pytest.mark.parametrize(
    ("hours", "limit", "words"),
    [(30.0, 1800.0, "30 minutes"), pytest.param(222.0, MAX_SOUND_SECONDS, "3 hours", marks=pytest.mark.torture)],
)
async def test_days_of_silence_in_a_few_megabytes_are_refused_in_a_sentence(
    hours: float, limit: float, words: str, figure: Figure
) -> None:
    bomb, toll, before = silence(hours), Toll(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with Decoder(bomb, media_of(bomb), max_seconds=limit) as decoder:
        with pytest.raises(RecordingUnreadable) as refused:
            await toll.paid(decoder)
    ours = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    figure(
        f"{hours:,.0f} hours of Opus silence in {len(bomb) / 1e6:.1f} MB: refused after {words}"
        f" ({toll.processor_seconds:.1f} s of processor time, {toll.megabytes} MiB; {ours} MiB more in the parent)"
    )
    assert str(refused.value) == f"This recording can't be decoded: it is longer than {words}."
    assert toll.samples <= limit * SAMPLE_RATE
    assert toll.processor_seconds < 20
    assert toll.megabytes < 1024
    assert ours < 256


async def test_days_of_silence_never_become_a_transcript() -> None:
    transcriber = LocalTranscriber("faster-whisper", "tiny.en", max_seconds=900)
    with pytest.raises(RecordingUnreadable, match="it is longer than 15 minutes"):
        await transcriber.transcribe(silence(30))
    await transcriber.close()


def constant_flac() -> bytes:
    """Eight channels at 655,350 Hz that say nothing: 65,535 samples of each in a few bytes."""
    target = io.BytesIO()
    with av.open(target, "w", format="flac") as file:
        stream: Any = file.add_stream("flac", rate=655_350)
        stream.layout = "7.1"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8 * 65_535), np.int16), format="s16", layout="7.1")
        frame.sample_rate = 655_350
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    whole = target.getvalue()
    start = whole.index(b"\xff\xf8")
    return whole[:start] + whole[start:] * (3_000_000 // len(whole[start:]))


def atom(name: bytes, body: bytes, size: int | None = None) -> bytes:
    """A box of MP4, with a size of its own or a false one."""
    return struct.pack(">I", 8 + len(body) if size is None else size) + name + body


def packed_index() -> bytes:
    """An MP4 whose index is compressed a thousandfold, and says that it will be four gigabytes."""
    squeezed = zlib.compress(bytes(200_000_000), 9)
    inside = atom(b"dcom", b"zlib") + atom(b"cmvd", struct.pack(">I", 0xF000_0000) + squeezed)
    return atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", atom(b"cmov", inside))


def endless_table() -> bytes:
    """An MP4 that announces four thousand million samples."""
    table = atom(b"stsz", struct.pack(">III", 0, 1, 0xFFFF_FFFF))
    track = atom(b"trak", atom(b"mdia", atom(b"minf", atom(b"stbl", table))))
    return atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", track)


def boundless_wav() -> bytes:
    """A WAV with 65,535 channels at four gigahertz."""
    form = struct.pack("<HHIIHH", 1, 0xFFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF, 32)
    return b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", 16) + form + b"data\xff\xff\xff\xff" + bytes(100_000)


async def verdict(recording: bytes, *, max_seconds: float) -> str:
    """Why it was refused, or "" where it gave sound to its end."""
    toll = Toll()
    try:
        async with Decoder(recording, media_of(recording), max_seconds=max_seconds) as decoder:
            await toll.paid(decoder)
    except RecordingUnreadable as refused:
        return refused.reason
    return ""


@LINUX
@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        (constant_flac, "it is longer than 30 seconds"),
        (packed_index, "it is damaged"),
        (endless_table, "it has no sound in it"),
        (boundless_wav, "it is damaged"),
    ],
)
async def test_a_file_that_promises_gigabytes_is_refused_in_a_sentence(bomb: Callable[[], bytes], reason: str) -> None:
    assert await verdict(bomb(), max_seconds=30) == reason


@LINUX
@pytest.mark.torture
async def test_sound_that_is_costly_to_decode_ends_at_the_limit_of_processor_time() -> None:
    assert await verdict(constant_flac(), max_seconds=MAX_SOUND_SECONDS) == "it takes too long to decode"
