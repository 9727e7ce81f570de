"""The decoder child: a recording on stdin, 16 kHz mono int16 on stdout, then nothing is left of it.

It parses bytes that anyone may have sent, so it gives up what it could do harm with before it reads the first
one: no environment, no descriptors but its three (so no file and no socket can be opened), no file growth, 1 GiB
of address space, 20 s of processor time, and on Linux no system call but those for memory, pipes and threads.
It imports nothing else of the project.

On stdout: a tag byte, a big-endian u32 length, that many bytes. P is sound, E the end, X one of `REASONS`.
"""

import io
import os
import resource
import struct
import sys
from collections.abc import Iterator

import av
import av.audio.resampler
import av.error

from transcription.cage import close_cage

SAMPLE_RATE = 16_000  # Hz, what Whisper was trained on
STRETCH_BYTES = 2 * SAMPLE_RATE  # one second a frame
ADDRESS_SPACE_BYTES = 1 << 30
PROCESSOR_SECONDS = 20
GRACE_SECONDS = 5  # between SIGXCPU, which says why, and SIGKILL, which does not
OPEN_DESCRIPTORS = 3  # stdin, stdout, stderr
MAX_RECORDING_BYTES = 64_000_000  # three times what a bot can download
MAX_BAD_PACKETS = 500

SOUND, END, REFUSED = b"P", b"E", b"X"
REASONS = ("no-sound", "broken", "too-long")


class RefusedError(Exception):
    """The recording can't be decoded; the argument is one of `REASONS`."""


def give_up_rights() -> None:
    """Lower the limits and close the cage; nothing can undo either."""
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_CPU, PROCESSOR_SECONDS, GRACE_SECONDS)
    if sys.platform.startswith("linux"):  # elsewhere a process has mapped more than that before it starts
        lower(resource.RLIMIT_AS, ADDRESS_SPACE_BYTES)
    lower(resource.RLIMIT_NOFILE, OPEN_DESCRIPTORS)
    close_cage()


def lower(limit: int, value: int, grace: int = 0) -> None:
    """Set a limit, unless somebody has set a stricter one."""
    _, hard = resource.getrlimit(limit)
    ceiling = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(limit, (min(value, ceiling), ceiling))


def to_int16() -> av.audio.resampler.AudioResampler:
    """A converter to what the engines read."""
    return av.audio.resampler.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)


def sound_of(frames: list[av.AudioFrame]) -> bytes:
    """The samples of converted frames; planes are padded, so only what counts."""
    return b"".join(bytes(frame.planes[0])[: frame.samples * 2] for frame in frames)


def open_sound(recording: bytes, demuxer: str) -> tuple[av.container.InputContainer, av.AudioStream]:
    """The first stream of sound, read with this demuxer and no other."""
    container = av.open(io.BytesIO(recording), "r", format=demuxer)
    if not container.streams.audio:
        raise RefusedError("no-sound")
    return container, container.streams.audio[0]


def frames_of(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """All frames; a damaged packet loses its own sound and no more."""
    bad = 0
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            if bad > MAX_BAD_PACKETS:
                return


def converted(frames: Iterator[av.AudioFrame]) -> Iterator[bytes]:
    """The frames as int16; a chained file may change its rate or channels on the way."""
    resampler, shape = to_int16(), None
    for frame in frames:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape not in {None, now}:
            yield sound_of(resampler.resample(None))
            resampler = to_int16()
        shape = now
        yield sound_of(resampler.resample(frame))
    if shape is not None:
        yield sound_of(resampler.resample(None))


def stretches(recording: bytes, demuxer: str) -> Iterator[bytes]:
    """The sound in pieces of a second; a file that ends too early gives what it has."""
    gathered = bytearray()
    try:
        for piece in converted(frames_of(*open_sound(recording, demuxer))):
            gathered += piece
            while len(gathered) >= STRETCH_BYTES:
                yield bytes(gathered[:STRETCH_BYTES])
                del gathered[:STRETCH_BYTES]
    except (av.error.FFmpegError, ValueError):
        pass  # whoever asks counts what came
    if gathered:
        yield bytes(gathered)


def send(tag: bytes, payload: bytes = b"") -> None:
    """One frame to the parent."""
    sys.stdout.buffer.write(tag + struct.pack(">I", len(payload)) + payload)
    sys.stdout.buffer.flush()


def decode(recording: bytes, demuxer: str, max_samples: int) -> None:
    """Send the whole sound, or stop where it is longer than allowed."""
    samples = 0
    for stretch in stretches(recording, demuxer):
        samples += len(stretch) // 2
        if samples > max_samples:
            raise RefusedError("too-long")
        send(SOUND, stretch)
    if not samples:
        raise RefusedError("broken")


def warm_up() -> None:
    """Decode one silent sample: what the library imports on first use must be open before the doors close."""
    fields = (b"RIFF", 38, b"WAVEfmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16, b"data", 2, 0)
    for _ in stretches(struct.pack("<4sI8sIHHIIHH4sIh", *fields), "wav"):
        pass


def recording_from_parent() -> bytes:
    """All that stdin holds."""
    recording = sys.stdin.buffer.read(MAX_RECORDING_BYTES + 1)
    if len(recording) > MAX_RECORDING_BYTES:
        raise RefusedError("too-long")
    return recording


def main(demuxer: str, max_samples: str) -> None:
    """Decode what stdin holds."""
    warm_up()
    give_up_rights()
    try:
        decode(recording_from_parent(), demuxer, int(max_samples))
        send(END)
    except RefusedError as refused:
        send(REFUSED, str(refused).encode())
    except MemoryError:
        send(REFUSED, b"broken")
    except BrokenPipeError:
        os._exit(0)  # the parent lost interest
