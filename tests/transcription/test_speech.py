"""A long memo is cut where nobody speaks."""

from typing import Any

import numpy as np
import pytest

from transcription.decoder import Decoder
from transcription.engines.engine import recognised
from transcription.engines.speech import Clip, Span, clips, cut, is_silent, speech
from transcription.media import Media
from transcription.sound import SAMPLE_RATE, STRETCH_SAMPLES


async def spoken(recording: bytes) -> Any:
    async with Decoder(recording, Media.OGG) as decoder:
        sound = await decoder.read(600 * SAMPLE_RATE)
    return np.frombuffer(sound, np.int16).astype(np.float32) / np.float32(32768)


async def test_a_long_stretch_ends_in_a_pause(memos: Any) -> None:
    sound = np.resize(await spoken(memos[1].recording), STRETCH_SAMPLES)
    place = cut(sound, last=False)
    assert STRETCH_SAMPLES - 60 * SAMPLE_RATE < place < STRETCH_SAMPLES
    around = sound[place - 400 : place + 400]
    assert np.abs(around).mean() < np.abs(sound).mean() / 3


def test_the_last_stretch_and_silence_are_taken_whole() -> None:
    silence = np.zeros(STRETCH_SAMPLES, np.float32)
    assert cut(silence, last=False) == STRETCH_SAMPLES
    assert cut(silence[:99], last=True) == 99


def test_an_empty_sound_is_silent() -> None:
    assert is_silent(np.zeros(0, np.float32))
    assert speech(np.zeros(0, np.float32)) == ()


def test_speech_is_gathered_into_looks_of_thirty_seconds() -> None:
    second = SAMPLE_RATE
    spans = tuple(Span(start=at * second, end=(at + 12) * second) for at in (0, 20, 40))
    assert [len(clip.spans) for clip in clips(spans)] == [2, 1]
    clip = Clip(spans=spans[:2])
    assert (clip.start, clip.end) == (0.0, 32.0)
    assert clip.of(np.zeros(60 * second, np.float32)).size == 24 * second
    assert clips(()) == ()


@pytest.mark.parametrize(
    ("allowed", "language"),
    [(("en", "cy"), "en"), (("en", "any"), "nl"), (("en",), "en"), (("fr", "de"), "fr"), (("de", "nl"), "nl")],
)
def test_another_language_must_be_allowed_and_probable(allowed: tuple[str, ...], language: str) -> None:
    assert recognised({"nl": 0.65, "cy": 0.2, "en": 0.15}, allowed) == language


def test_noise_that_is_a_little_like_japanese_stays_english() -> None:
    assert recognised({"ja": 0.53, "en": 0.35}, ("en", "any")) == "en"
