"""The speech server on Ray Serve: replicas die, no memo does; and nothing of a memo lies on Ray's disks."""

import asyncio
import io
import json
import os
import signal
import time
import wave
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jiwer
import pytest

from demo.thief import disguises
from fieldwork.transcript import EngineAway
from tests.conftest import Figure
from tests.deploy.ray_cluster import HOUSE, Cluster, cluster, family
from tests.transcription.test_local import pcm, plain
from transcription.address import server_at
from transcription.post import Post
from transcription.remote import RemoteTranscriber

pytestmark = [pytest.mark.torture, pytest.mark.asyncio(loop_scope="module")]

MEMOS = HOUSE / "demo" / "memos"
SAMPLES = HOUSE / "tests" / "transcription" / "samples"
COUNT = 20
AT_ONCE = 6
SPOKEN = ["community car scheme", "hardship fund", "food vouchers", "warm hub is open"]
CANARY = "the heron stood on one leg beside the allotment gate"
LARGE_BYTES = 19_000_000


def spoken() -> list[tuple[bytes, str]]:
    """Memos and what was said in them."""
    found = []
    for folder in (SAMPLES, MEMOS):
        for line in (folder / "memos.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(((folder / row["file"]).read_bytes(), row["text"]))
    return found


def with_canary(samples: Any) -> bytes:
    """A large recording that holds a phrase over and over, as its title might."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    wav = target.getvalue()
    phrase = CANARY.encode() + b" "
    junk = phrase * (LARGE_BYTES // len(phrase))
    junk += b" " * (len(junk) % 2)
    whole = wav[8:] + b"JUNK" + len(junk).to_bytes(4, "little") + junk
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole


@pytest.fixture(scope="module")
def memos() -> list[tuple[bytes, str]]:
    known = spoken()
    return [known[number % len(known)] for number in range(COUNT)]


async def heard_by(server: Cluster, recordings: Iterable[bytes], after: Callable[[int], None]) -> list[str]:
    """The texts; `after` is told how many there are so far."""
    remote = RemoteTranscriber(Post(server_at(server.url)), "tiny.en", jobs=AT_ONCE)
    done = 0

    async def hear(recording: bytes) -> str:
        nonlocal done
        transcript = await remote.transcribe(recording)
        done += 1
        after(done)
        return transcript.text

    try:
        return await asyncio.gather(*(hear(recording) for recording in recordings))
    finally:
        await remote.close()


def finds(server: Cluster, phrases: Iterable[str]) -> list[str]:
    """Where Ray holds a phrase: each of its files, and the store behind its shared memory."""
    needles = [needle for phrase in phrases for _, needle in disguises(phrase)]
    files = [(str(path), path.read_bytes()) for path in server.folder.rglob("*") if path.is_file()]
    held = [*files, *(("object store", content) for content in server.object_store())]
    assert len(held) > len(files) > 20
    return sorted({name for name, content in held if any(needle in content for needle in needles)})


def bytes_in(server: Cluster) -> str:
    """How much was searched."""
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) + sum(map(len, server.object_store()))
    return f"{len(files)} files and the object store, {size // 1_000_000} MB"


def nothing(_done: int) -> None:
    """Happens."""


async def test_a_replica_is_killed_in_the_middle_and_every_memo_gets_its_words(
    memos: list[tuple[bytes, str]], figure: Figure
) -> None:
    async with cluster() as server:
        await server.deploy(2)
        first, _second = server.replicas()

        def kill(done: int) -> None:
            if done == COUNT // 4:
                os.kill(first, signal.SIGKILL)

        started = time.monotonic()
        texts = await heard_by(server, [recording for recording, _ in memos], kill)
        seconds = time.monotonic() - started
        errors = [jiwer.wer(plain(said), plain(text)) for (_, said), text in zip(memos, texts, strict=True)]
        assert len(texts) == COUNT
        assert max(errors) < 0.3
        await server.until_ready(2)
        assert first not in server.replicas()
        large = with_canary(await pcm(memos[0][0]))
        again = await heard_by(server, [large] * 8, nothing)
        assert {jiwer.wer(plain(memos[0][1]), plain(text)) < 0.3 for text in again} == {True}
        assert sum(len(held) - held.count(0) for held in server.object_store()) > LARGE_BYTES, "nothing went through it"
        assert finds(server, [CANARY, *SPOKEN]) == []
        figure(f"{COUNT} memos, two replicas, one killed in the middle: {len(texts)} transcripts in {seconds:.0f} s")
        figure(f"{1 + len(SPOKEN)} phrases in six disguises: 0 found in Ray's {bytes_in(server)}")


async def test_a_machine_goes_away_in_the_middle_and_every_memo_gets_its_words(
    memos: list[tuple[bytes, str]], figure: Figure
) -> None:
    async with cluster(processors=1) as server, server.second_machine() as machine:
        await server.deploy(2, ("EveryNode", "HeadOnly"))
        there = family(machine.pid)
        assert len(set(there) & set(server.replicas())) == 1

        def switch_off(done: int) -> None:
            if done == COUNT // 4:
                for pid in family(machine.pid):
                    os.kill(pid, signal.SIGKILL)

        texts = await heard_by(server, [recording for recording, _ in memos], switch_off)
        errors = [jiwer.wer(plain(said), plain(text)) for (_, said), text in zip(memos, texts, strict=True)]
        assert max(errors) < 0.3
        assert finds(server, SPOKEN) == []
        figure(f"{COUNT} memos, two machines, one switched off in the middle: {len(texts)} transcripts")


async def test_control_without_the_seal_ray_holds_what_was_sent(memos: list[tuple[bytes, str]], figure: Figure) -> None:
    async with cluster(sealed=False) as server:
        await server.deploy(2, ("deploy.transcription.server:app", "tests.deploy.unsealed:app"))
        await heard_by(server, [with_canary(await pcm(memos[0][0]))] * 8, nothing)
        found = finds(server, [CANARY])
        assert found != []
        figure(f"the same without the seal: found in {len(found)} places of Ray's ({Path(found[-1]).name})")


async def test_a_proxy_that_does_not_seal_gets_no_answer(memos: list[tuple[bytes, str]]) -> None:
    async with cluster(sealed=False) as server:
        await server.deploy(1, status=503)
        remote = RemoteTranscriber(Post(server_at(server.url)), "tiny.en", first_pause=0.1)
        with pytest.raises(EngineAway):
            await remote.transcribe(memos[0][0])
        await remote.close()


async def test_two_replicas_hear_more_than_one(memos: list[tuple[bytes, str]], figure: Figure) -> None:
    length = 0.0
    for recording, _ in memos:
        length += len(await pcm(recording)) / 16_000
    speed = {}
    async with cluster() as server:
        for replicas in (1, 2):
            await server.deploy(replicas)
            await heard_by(server, [memos[0][0]] * 2 * replicas, nothing)  # the model is loaded with the first memo
            started = time.monotonic()
            await heard_by(server, [recording for recording, _ in memos], nothing)
            speed[replicas] = length / (time.monotonic() - started)
    figure(
        f"{COUNT} memos of {length:.0f} s through Ray Serve on {os.cpu_count()} cores, tiny.en: "
        f"one replica {speed[1]:.0f} times real time, two replicas {speed[2]:.0f}"
    )
