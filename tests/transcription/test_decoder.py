"""Recordings are decoded by a child that can do nothing else."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fieldwork.transcript import EngineUnavailable, RecordingUnreadable
from transcription import decoder, decoder_child
from transcription.cage import ALLOWED, MACHINES, REFUSE, RETURN, numbers, program, step
from transcription.child import ROOT
from transcription.decoder import Decoder, length_in_words
from transcription.media import Media, media_of
from transcription.sound import SAMPLE_RATE

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc and at Linux's limits")
CAGED = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.uname().machine not in MACHINES, reason="the cage is for Linux"
)
ENOUGH = 4 * 3600 * SAMPLE_RATE


async def samples_of(recording: bytes, *, max_seconds: float = 3600.0) -> int:
    async with Decoder(recording, media_of(recording), max_seconds=max_seconds) as child:
        return len(await child.read(ENOUGH)) // 2


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("ogg", "libopus"),
        ("mp4", "aac"),
        ("mov", "pcm_s16le"),
        ("mp3", "libmp3lame"),
        ("wav", "pcm_s16le"),
        ("flac", "flac"),
        ("webm", "libopus"),
    ],
)
async def test_each_kind_of_recording_gives_its_sound(
    tone: Any, encode: Callable[[Any, str, str], bytes], container: str, codec: str
) -> None:
    recording = encode(tone, container, codec)
    async with Decoder(recording, media_of(recording)) as child:
        sound = np.frombuffer(await child.read(ENOUGH), np.int16)
    assert sound.size == pytest.approx(tone.size, abs=SAMPLE_RATE // 5)
    spectrum = np.abs(np.fft.rfft(sound.astype(np.float64)))
    assert np.argmax(spectrum) * SAMPLE_RATE / sound.size == pytest.approx(440, abs=2)


async def test_a_recording_that_breaks_off_keeps_what_it_has(memos: Any) -> None:
    whole = memos[0].recording
    assert await samples_of(whole[: len(whole) // 2]) > 8 * SAMPLE_RATE


async def test_a_mark_with_nothing_behind_it_is_damaged() -> None:
    with pytest.raises(RecordingUnreadable, match="it is damaged"):
        await samples_of(b"OggS\0" + bytes(500))


async def test_a_container_is_only_read_as_what_it_claims_to_be(memos: Any) -> None:
    async with Decoder(memos[0].recording, Media.WAV) as child:
        with pytest.raises(RecordingUnreadable):
            await child.read(ENOUGH)


async def test_a_recording_longer_than_allowed_is_refused(tone: Any, encode: Callable[[Any, str, str], bytes]) -> None:
    with pytest.raises(RecordingUnreadable, match="it is longer than 2 seconds"):
        await samples_of(encode(tone, "ogg", "libopus"), max_seconds=2)


async def test_no_more_is_decoded_than_the_engine_has_asked_for(
    silent_hours: Callable[[float], bytes],
) -> None:
    async with Decoder(silent_hours(0.5), Media.OGG) as child:
        await child.read(SAMPLE_RATE)
        await asyncio.sleep(1.0)
        assert len(child._waiting) < 10 * 2 * SAMPLE_RATE


@LINUX
async def test_the_decoder_has_no_environment_and_no_open_file(memos: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOTTINGS_BOT_TOKEN", "1:canary")
    async with Decoder(memos[0].recording, Media.OGG) as child:
        await child.read(SAMPLE_RATE)
        environment, descriptors = held_by(child.pid)
    assert environment == b""
    assert descriptors == {0, 1, 2}


def held_by(pid: int) -> tuple[bytes, set[int]]:
    """The environment and the open descriptors of a process."""
    process = Path(f"/proc/{pid}")
    return (process / "environ").read_bytes(), {int(link.name) for link in (process / "fd").iterdir()}


ATTEMPTS = {
    "a socket": "socket.socket()",
    "a file to read": "open('/etc/passwd')",
    "a file to write": "open('decoder-was-here', 'w')",
    "a folder": "os.mkdir('decoder-was-here')",
    "another name for a file": "os.symlink('/etc/passwd', 'decoder-was-here')",
    "its limits back": "resource.setrlimit(resource.RLIMIT_CPU, (99, 99))",
    "two gigabytes": "bytes(2 << 30)",
    "a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "a process": "os.fork() or os._exit(0)",
    "a signal for whoever started it": "os.kill(os.getppid(), 0)",
}
RIGHTS = f"""
import os, resource, socket, sys
sys.path.append({str(ROOT)!r})
from transcription import decoder_child
"""
GIVEN_UP = f"{RIGHTS}decoder_child.give_up_rights()\n"


def attempted(setup: str, wanted: str, folder: Path) -> bytes:
    """What a process says that tries it after `setup`."""
    guarded = f"try:\n    {ATTEMPTS[wanted]}\nexcept (OSError, ValueError, MemoryError):\n    print('refused')\n"
    command = [sys.executable, "-I", "-c", setup + guarded]
    return subprocess.run(command, env={}, cwd=folder, capture_output=True, check=False, timeout=60).stdout


@CAGED
@pytest.mark.parametrize("wanted", ATTEMPTS)
def test_the_decoder_can_have_no(wanted: str, tmp_path: Path) -> None:
    assert attempted(GIVEN_UP, wanted, tmp_path) == b"refused\n"


@CAGED
@pytest.mark.parametrize("wanted", ATTEMPTS)
def test_control_a_process_with_all_its_rights_can_have(wanted: str, tmp_path: Path) -> None:
    assert attempted(RIGHTS, wanted, tmp_path) == b""


@CAGED
async def test_every_thread_of_the_decoder_is_in_the_cage(silent_hours: Callable[[float], bytes]) -> None:
    async with Decoder(silent_hours(0.5), Media.OGG) as child:
        await child.read(SAMPLE_RATE)
        statuses = [path.read_text() for path in Path(f"/proc/{child.pid}/task").glob("*/status")]
    assert statuses
    assert all("\nSeccomp:\t2\n" in status and "\nNoNewPrivs:\t1\n" in status for status in statuses)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_cage_ends_in_a_refusal_on_every_machine(machine: str) -> None:
    steps = program(machine)
    assert len(set(numbers(machine))) == len(ALLOWED)
    assert len(steps) % 8 == 0
    assert steps[-8:] == step(RETURN, REFUSE | 1)


@LINUX
def test_a_recording_that_takes_too_long_to_decode_is_said_to() -> None:
    setup = f"{RIGHTS}decoder_child.PROCESSOR_SECONDS = 1\ndecoder_child.give_up_rights()\nwhile True: pass\n"
    done = subprocess.run([sys.executable, "-I", "-c", setup], env={}, check=False, timeout=60)
    verdict = Decoder._death(done.returncode)
    assert isinstance(verdict, RecordingUnreadable)
    assert verdict.reason == "it takes too long to decode"


def test_parent_and_child_speak_of_the_same_frames() -> None:
    sent = (decoder_child.SOUND, decoder_child.END, decoder_child.REFUSED, decoder_child.SAMPLE_RATE)
    assert sent == (decoder.SOUND, decoder.END, decoder.REFUSED, SAMPLE_RATE)
    assert decoder_child.STRETCH_BYTES <= decoder.MAX_FRAME_BYTES


class TakenOver(Decoder):
    """Its child was taken over by the recording: it says that, over and over."""

    program = "tests.transcription.parrot_child"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"P\xff\xff\xff\xff", "it is damaged"),
        (b"?\0\0\0\0", "it is damaged"),
        (b"X\0\0\0\4rude", "it is damaged"),
        (b"P\0\0\x7d\0" + bytes(0x7D00), "it is longer than 1 minute"),
    ],
)
async def test_a_decoder_that_was_taken_over_can_not_fill_the_memory_of_the_bot(said: bytes, reason: str) -> None:
    async with TakenOver(said, Media.OGG, max_seconds=60) as child:
        with pytest.raises(RecordingUnreadable) as refused:
            await child.read(ENOUGH)
    assert refused.value.reason == reason


async def test_a_decoder_that_is_killed_is_worth_another_try(silent_hours: Callable[[float], bytes]) -> None:
    async with Decoder(silent_hours(0.5), Media.OGG) as child:
        await child.read(SAMPLE_RATE)
        os.kill(child.pid, 9)
        with pytest.raises(EngineUnavailable):
            await child.read(ENOUGH)


async def test_no_decoder_outlives_its_memo(memos: Any) -> None:
    async with Decoder(memos[0].recording, Media.OGG) as child:
        pid = child.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("seconds", "words"), [(10800, "3 hours"), (3600, "1 hour"), (5400, "90 minutes"), (2, "2 seconds")]
)
def test_a_length_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert length_in_words(seconds) == words


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8])
async def test_stopping_while_a_decoder_starts_does_not_hang(memos: Any, steps: int) -> None:
    decoder = Decoder(memos[0].recording, Media.OGG)
    starting = asyncio.ensure_future(decoder.__aenter__())
    for _ in range(steps):
        await asyncio.sleep(0)
    starting.cancel()
    await asyncio.wait([starting], timeout=20)
    assert starting.cancelled()
    await asyncio.sleep(0.2)  # the child that was under way is ended
