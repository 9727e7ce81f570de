"""Whatever somebody sends as a recording ends in sound or in a refusal, and reaches nothing on its way."""

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fieldwork.transcript import RecordingUnreadable
from tests.conftest import Figure
from transcription.decoder import Decoder
from transcription.media import Media, media_of
from transcription.sound import SAMPLE_RATE

HERE = Path(__file__).parent
KINDS = (("mp3", "libmp3lame"), ("mp4", "aac"), ("mov", "pcm_s16le"), ("wav", "pcm_s16le"), ("flac", "flac"))
SIDE_BY_SIDE = 2
PROCESSOR_SECONDS = 20.0
MEMORY_BYTES = 1 << 30


@dataclass(slots=True, kw_only=True)
class Listener:
    """A server on loopback and what it was asked."""

    port: int = 0
    calls: list[bytes] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note the call and hang up."""
        self.calls.append(await reader.read(100))
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listening = Listener()
    server = await asyncio.start_server(listening.answer, "127.0.0.1")
    listening.port = server.sockets[0].getsockname()[1]
    async with server:
        yield listening


@pytest.fixture
def lures(listener: Listener) -> dict[str, bytes]:
    """Texts that make FFmpeg look elsewhere, by the demuxer that falls for them."""
    call = f"http://127.0.0.1:{listener.port}/a.ts"
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\n{}\n#EXT-X-ENDLIST\n"
    session = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=memo\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"
    texts = {
        "hls": playlist.format(call),
        "concat": f"ffconcat version 1.0\nfile {call}\n",
        "concat of a file": "ffconcat version 1.0\nfile canary.wav\n",
        "sdp": session,
    }
    return {name: text.encode() for name, text in texts.items()}


@pytest.fixture
def folder(tmp_path: Path, memos: Any, tone: Any, encode: Callable[..., bytes], lures: dict[str, bytes]) -> Path:
    """Samples of every kind, the lures, and an empty place to live in."""
    for name in ("samples", "texts", "empty"):
        (tmp_path / name).mkdir()
    recordings = [*(memo.recording for memo in memos), *(encode(tone, *kind) for kind in (*KINDS, ("webm", "libopus")))]
    recordings.append(b"#!AMR\n" + b"".join(b"\x3c" + random.randbytes(31) for _ in range(150)))
    for number, recording in enumerate(recordings):
        (tmp_path / "samples" / str(number)).write_bytes(recording)
    for number, text in enumerate(lures.values()):
        (tmp_path / "texts" / str(number)).write_bytes(text)
    (tmp_path / "canary.wav").write_bytes(encode(tone, "wav", "pcm_s16le"))
    return tmp_path


async def fed(folder: Path, seed: int, first: int, count: int) -> list[dict[str, Any]]:
    """What a feeder says of that many mutations."""
    empty = str(folder / "empty")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", str(HERE / "feeder.py"), str(folder), *map(str, (seed, first, count))),
        env={"HOME": empty, "TMPDIR": empty},
        cwd=empty,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("trials", [60, pytest.param(5000, marks=pytest.mark.torture)])
async def test_a_recording_that_somebody_tampered_with_is_decoded_or_refused_and_nothing_else_happens(
    trials: int, folder: Path, listener: Listener, figure: Figure
) -> None:
    seed, each, before = random.getrandbits(32), trials // SIDE_BY_SIDE, names(Path("/"))
    feeders = [fed(folder, seed, start, each) for start in range(0, trials, each)]
    rows = [row for feeder in await asyncio.gather(*feeders) for row in feeder]
    endings = Counter(row["ending"] for row in rows)
    cpu, peak = max(row["cpu"] for row in rows), max(row["peak"] for row in rows)
    figure(
        f"{len(rows):,} mutated recordings: {endings['sound']:,} decoded, {endings['refused']:,} refused,"
        f" {len(rows) - endings['sound'] - endings['refused']} ended otherwise; per decoder child at most"
        f" {cpu:.1f} s of processor time and {peak >> 20} MiB; {len(listener.calls)} connections,"
        f" {len(names(folder / 'empty'))} files"
    )
    strange = [row for row in rows if row["ending"] not in {"sound", "refused"}]
    assert strange == [], f"seed {seed}"
    assert len(rows) == trials
    assert cpu < PROCESSOR_SECONDS
    assert peak < MEMORY_BYTES
    assert listener.calls == []
    assert names(folder / "empty") == set()
    assert names(Path("/")) == before
    assert min(endings["sound"], endings["refused"]) > trials // 10  # else the mutator is too wild or too tame


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_no_text_that_points_elsewhere_is_followed_whatever_its_first_bytes_say(
    lures: dict[str, bytes], listener: Listener
) -> None:
    for lure in lures.values():
        with pytest.raises(RecordingUnreadable):
            media_of(lure)
        for media in Media:
            async with Decoder(lure, media) as decoder:
                with pytest.raises(RecordingUnreadable):
                    await decoder.read(SAMPLE_RATE)
    assert listener.calls == []


async def careless(folder: Path, recording: bytes, demuxer: str = "", *, rights: str = "free") -> dict[str, int]:
    """What becomes of a recording where nobody fixes its format; `rights` is "free" or "caged"."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", str(HERE / "plain_open.py"), rights, demuxer),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    out, _ = await process.communicate(recording)
    found: dict[str, int] = json.loads(out)
    return found


async def test_control_where_ffmpeg_chooses_the_format_a_recording_opens_sockets_and_reads_files(
    folder: Path, lures: dict[str, bytes], listener: Listener
) -> None:
    assert (await careless(folder, lures["sdp"]))["sockets"] > 0
    assert (await careless(folder, lures["concat of a file"]))["samples"] > SAMPLE_RATE
    assert listener.calls == []
    await careless(folder, lures["concat"])
    await careless(folder, lures["hls"], "hls")
    assert len(listener.calls) == 2


async def test_even_a_wrong_choice_of_format_reaches_nothing_from_inside_the_decoder_child(
    folder: Path, lures: dict[str, bytes], listener: Listener
) -> None:
    for name, lure in lures.items():
        found = await careless(folder, lure, "hls" if name == "hls" else "", rights="caged")
        assert found == {"samples": 0, "sockets": 0}
    assert listener.calls == []


async def test_a_matroska_file_that_is_named_ogg_is_read_as_what_it_is(
    tone: Any, encode: Callable[[Any, str, str], bytes]
) -> None:
    recording = encode(tone, "matroska", "libopus")
    assert media_of(recording) is Media.WEBM
    async with Decoder(recording, media_of(recording)) as decoder:
        assert len(await decoder.read(10 * SAMPLE_RATE)) == pytest.approx(2 * tone.size, abs=SAMPLE_RATE // 5)
