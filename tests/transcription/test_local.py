"""Spoken memos become their words, with both engines, on real weights."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import pytest
import pytest_asyncio

from fieldwork.transcript import EngineUnavailable, RecordingUnreadable, Transcript
from transcription.decoder import Decoder
from transcription.engine import Limits
from transcription.local import LocalTranscriber
from transcription.media import media_of
from transcription.models import ModelMissing
from transcription.sound import SAMPLE_RATE, STRETCH_SECONDS

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODEL = "tiny.en"
SAMPLES = Path(__file__).parent / "samples"
VOCABULARY = ("Riverside", "Hilltop", "listening and giving time")


async def pcm(recording: bytes) -> Any:
    """The samples of a recording."""
    async with Decoder(recording, media_of(recording)) as decoder:
        return np.frombuffer(await decoder.read(600 * SAMPLE_RATE), np.int16)


def plain(text: str) -> str:
    """The words as they are compared: without case and punctuation, hyphens as spaces."""
    return " ".join(re.sub(r"[^a-z0-9£' ]", " ", text.lower().replace("-", " ")).split())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def faster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalTranscriber]:
    shelf = tmp_path_factory.mktemp("models")
    transcriber = LocalTranscriber("faster-whisper", MODEL, vocabulary=lambda: VOCABULARY, download_root=shelf)
    yield transcriber
    await transcriber.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def reference(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalTranscriber]:
    transcriber = LocalTranscriber("openai-whisper", MODEL, download_root=tmp_path_factory.mktemp("models"))
    yield transcriber
    await transcriber.close()


async def word_error(transcriber: LocalTranscriber, memos: Any) -> float:
    heard = [await transcriber.transcribe(memo.recording) for memo in memos]
    return float(jiwer.wer([plain(memo.text) for memo in memos], [plain(words.text) for words in heard]))


async def test_both_engines_get_four_words_in_five_and_agree(
    faster: LocalTranscriber, reference: LocalTranscriber, memos: Any
) -> None:
    errors = [await word_error(faster, memos), await word_error(reference, memos)]
    assert max(errors) < 0.25
    assert abs(errors[0] - errors[1]) < 0.10


async def test_a_transcript_says_when_each_sentence_was_spoken_and_how_sure_it_is(
    faster: LocalTranscriber, memos: Any
) -> None:
    heard = await faster.transcribe(memos[0].recording)
    assert len(heard.segments) > 3
    starts = [segment.start for segment in heard.segments]
    assert starts == sorted(starts)
    assert heard.segments[-1].end <= heard.audio_seconds + 0.5
    assert all(0 < word.confidence <= 1 for segment in heard.segments for word in segment.words)
    assert 0.5 < heard.confidence <= 1
    assert (heard.language, heard.model) == ("en", "faster-whisper tiny.en")


async def test_a_transcript_says_what_made_it(
    faster: LocalTranscriber, reference: LocalTranscriber, memos: Any
) -> None:
    heard = await faster.transcribe(memos[1].recording)
    assert heard.version == f"faster-whisper {version('faster-whisper')}, weights 1a5afae06a4d"
    assert heard.settings == "beam 5, int8 decoder, OpenVINO encoder, 3 study terms"
    other = await reference.transcribe(memos[1].recording)
    assert other.made_with == f"openai-whisper {version('openai-whisper')}, weights 1a5afae06a4d, greedy, float32"


def noise(seconds: int) -> Any:
    return np.random.default_rng(7).normal(0, 1500, seconds * SAMPLE_RATE)


@pytest.mark.parametrize("sound", [np.zeros(10 * SAMPLE_RATE), noise(10)], ids=["silence", "noise"])
async def test_where_nobody_speaks_there_are_no_words(
    faster: LocalTranscriber, reference: LocalTranscriber, as_wav: Callable[[Any], bytes], sound: Any
) -> None:
    for transcriber in (faster, reference):
        heard = await transcriber.transcribe(as_wav(sound))
        assert heard.segments == ()
        assert (heard.text, heard.language, heard.audio_seconds) == ("", "", 10.0)


async def test_the_study_vocabulary_is_not_put_into_a_memo_that_cannot_be_understood(
    faster: LocalTranscriber, memos: Any, as_wav: Callable[[Any], bytes]
) -> None:
    backwards = (await pcm(memos[1].recording))[: 10 * SAMPLE_RATE][::-1]
    heard = await faster.transcribe(as_wav(backwards))
    assert "giving time" not in heard.text


async def test_a_memo_longer_than_a_stretch_loses_no_word_and_keeps_its_times(
    faster: LocalTranscriber, memos: Any, as_wav: Callable[[Any], bytes]
) -> None:
    spoken = await pcm(memos[0].recording)
    before = np.zeros((STRETCH_SECONDS - 10) * SAMPLE_RATE)
    heard = await faster.transcribe(as_wav(np.concatenate([before, spoken])))
    alone = await faster.transcribe(memos[0].recording)
    assert jiwer.wer(plain(memos[0].text), plain(heard.text)) < 0.25
    assert heard.segments[0].start == pytest.approx(STRETCH_SECONDS - 10 + alone.segments[0].start, abs=1.0)
    assert heard.segments[-1].end == pytest.approx(STRETCH_SECONDS - 10 + alone.segments[-1].end, abs=1.0)
    assert heard.audio_seconds == pytest.approx(STRETCH_SECONDS - 10 + alone.audio_seconds, abs=0.1)


async def test_another_language_is_heard_as_what_it_is(tmp_path: Path) -> None:
    transcriber = LocalTranscriber("faster-whisper", "base", download_root=tmp_path, languages=("en", "any"))
    polish = await transcriber.transcribe((SAMPLES / "polish.ogg").read_bytes())
    english = await transcriber.transcribe((SAMPLES / "m07.ogg").read_bytes())
    await transcriber.close()
    assert (polish.language, english.language) == ("pl", "en")
    assert "mówił o swoim" in polish.text


class Crash(Exception):
    """The bot is gone."""


async def test_a_long_memo_goes_on_where_it_was_noted_down(
    faster: LocalTranscriber, memos: Any, as_wav: Callable[[Any], bytes]
) -> None:
    sounds = [await pcm(memo.recording) for memo in memos]
    recording = as_wav(np.concatenate([sounds[number % len(sounds)] for number in range(11)]))
    whole = await faster.transcribe(recording)
    assert whole.audio_seconds > 2 * STRETCH_SECONDS
    noted: list[Transcript] = []

    async def note_down(so_far: Transcript) -> None:
        noted.append(so_far)
        if len(noted) == 2:
            raise Crash

    with pytest.raises(Crash):
        await faster.transcribe(recording, heed=note_down)
    assert STRETCH_SECONDS - 60 < noted[0].audio_seconds <= STRETCH_SECONDS
    rest = await faster.transcribe(recording, so_far=noted[0])
    assert (rest.text, rest.audio_seconds) == (whole.text, whole.audio_seconds)


async def test_a_memo_that_ends_with_a_stretch_is_heard_to_its_end(
    faster: LocalTranscriber, as_wav: Callable[[Any], bytes]
) -> None:
    heard = await faster.transcribe(as_wav(np.zeros(STRETCH_SECONDS * SAMPLE_RATE)))
    assert heard.audio_seconds == STRETCH_SECONDS


async def test_an_hour_of_silence_is_a_short_job_without_words(
    faster: LocalTranscriber, silent_hours: Callable[[float], bytes]
) -> None:
    recording = silent_hours(1)
    assert len(recording) < 2_000_000
    heard = await faster.transcribe(recording)
    assert heard.segments == ()
    assert heard.audio_seconds == pytest.approx(3600, abs=1)
    assert heard.seconds < 60


@pytest.mark.parametrize(
    ("recording", "reason"),
    [
        (b"", "it is empty"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(500), "it is a picture (JPEG)"),
        (b"v=0\nftypM4A m=audio 5004 RTP/AVP 0", "it is a session description (SDP), not a recording"),
    ],
)
async def test_what_is_no_recording_never_reaches_a_child(recording: bytes, reason: str) -> None:
    transcriber = LocalTranscriber("faster-whisper", MODEL)
    with pytest.raises(RecordingUnreadable) as refused:
        await transcriber.transcribe(recording)
    assert refused.value.reason == reason
    assert transcriber.engine_pid is None


async def test_an_engine_killed_in_the_middle_is_said_and_the_next_memo_is_heard(
    faster: LocalTranscriber, memos: Any, as_wav: Callable[[Any], bytes]
) -> None:
    await faster.transcribe(memos[1].recording)
    first = faster.engine_pid
    assert first is not None
    long = as_wav(np.tile(await pcm(memos[1].recording), 10))
    job = asyncio.create_task(faster.transcribe(long))
    await asyncio.sleep(1.5)
    os.kill(first, 9)
    with pytest.raises(EngineUnavailable, match="it stopped in the middle"):
        await job
    assert (await faster.transcribe(memos[1].recording)).text
    assert faster.engine_pid != first


async def test_a_job_that_takes_too_long_is_ended_and_the_next_is_heard(memos: Any, tmp_path: Path) -> None:
    limits = Limits(floor_seconds=0.05, times_length=0.0)
    hurried = LocalTranscriber("faster-whisper", MODEL, download_root=tmp_path, limits=limits)
    with pytest.raises(EngineUnavailable, match="it ran out of time"):
        await hurried.transcribe(memos[0].recording)
    await hurried.close()


async def test_two_memos_are_heard_at_once_on_one_model(faster: LocalTranscriber, memos: Any) -> None:
    alone = [(await faster.transcribe(memo.recording)).text for memo in memos]
    both = await asyncio.gather(*(faster.transcribe(memo.recording) for memo in memos))
    assert [heard.text for heard in both] == alone


def environment_of(pid: int | None) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
async def test_the_engine_has_a_bare_environment(
    faster: LocalTranscriber, memos: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await faster.close()
    monkeypatch.setenv("JOTTINGS_BOT_TOKEN", "1:canary")
    await faster.transcribe(memos[1].recording)
    environment = environment_of(faster.engine_pid)
    assert b"canary" not in environment
    assert b"HOME=" not in environment


async def test_an_idle_engine_goes_and_comes_back(memos: Any, tmp_path: Path) -> None:
    limits = Limits(idle_seconds=0.1)
    transcriber = LocalTranscriber("faster-whisper", MODEL, download_root=tmp_path, limits=limits)
    await transcriber.transcribe(memos[1].recording)
    await asyncio.sleep(1.5)
    assert transcriber.engine_pid is None
    assert (await transcriber.transcribe(memos[1].recording)).text
    await transcriber.close()


async def test_a_model_that_is_not_here_names_the_command_that_brings_it(memos: Any, tmp_path: Path) -> None:
    transcriber = LocalTranscriber("faster-whisper", "small", download_root=tmp_path)
    with pytest.raises(ModelMissing, match="`jottings model fetch small`"):
        await transcriber.transcribe(memos[0].recording)


async def test_the_engine_learns_the_words_of_a_codebook_that_has_changed(memos: Any, tmp_path: Path) -> None:
    words = ["Hilltop"]
    transcriber = LocalTranscriber("faster-whisper", MODEL, vocabulary=lambda: words, download_root=tmp_path)
    first = await transcriber.transcribe(memos[1].recording)
    engine = transcriber.engine_pid
    words.append("Brookside")
    both = await asyncio.gather(*(transcriber.transcribe(memos[1].recording) for _ in range(2)))
    assert all(again.text for again in (first, *both))
    newer = transcriber.engine_pid
    assert newer != engine
    assert "1 study terms" in first.settings
    assert all("2 study terms" in heard.settings for heard in both)
    await transcriber.transcribe(memos[1].recording)
    assert transcriber.engine_pid == newer
    await transcriber.close()
