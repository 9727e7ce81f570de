"""Answers of all kinds of servers become transcripts; nothing in them is believed."""

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.transcript import Segment, Transcript, Word
from transcription.remote_answer import AnswerBroken, as_transcript

SPOKEN = Transcript(
    segments=(
        Segment(start=1.0, end=4.0, text="", confidence=0.0),
        Segment(start=20.0, end=24.0, text="", confidence=0.0),
    ),
    language="",
    model="gate",
    audio_seconds=60.0,
    seconds=0.1,
)


def heard(**answer: Any) -> Transcript:
    return as_transcript(json.dumps(answer).encode(), spoken=SPOKEN, model="http base", seconds=2.0)


def segment(start: float, end: float, text: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text, **more}


def test_a_server_that_only_says_the_text_is_enough() -> None:
    transcript = heard(text=" The hub is open. ")
    assert (transcript.text, transcript.audio_seconds, transcript.model) == ("The hub is open.", 60.0, "http base")
    assert transcript.confidence == 0.0


def test_segments_have_their_times_and_how_sure_the_server_is() -> None:
    transcript = heard(text="x", language="english", segments=[segment(1.0, 4.0, " The hub.", avg_logprob=-0.5)])
    assert transcript.segments == (Segment(start=1.0, end=4.0, text="The hub.", confidence=math.exp(-0.5)),)
    assert transcript.language == "en"


@pytest.mark.parametrize("space", [" ", ""])
@pytest.mark.parametrize("inside", [True, False])
def test_words_are_taken_where_their_probabilities_are_told(*, inside: bool, space: str) -> None:
    words = [
        {"word": f"{space}The", "start": 1.0, "end": 1.2, "probability": 0.9},
        {"word": f"{space}hub", "start": 1.2, "end": 2.0, "probability": 0.4},
    ]
    plain = segment(1.0, 2.0, "The hub")
    answer = {"segments": [{**plain, "words": words}]} if inside else {"segments": [plain], "words": words}
    [found] = heard(text="The hub", **answer).segments
    assert found.words == (
        Word(text=" The", start=1.0, end=1.2, confidence=0.9),
        Word(text=" hub", start=1.2, end=2.0, confidence=0.4),
    )
    assert found.confidence == pytest.approx(0.6)


def test_a_price_stays_in_one_piece() -> None:
    words = [
        {"word": " \u00a34", "start": 1.0, "end": 1.2, "probability": 0.9},
        {"word": ".80", "start": 1.2, "end": 1.4, "probability": 0.9},
    ]
    [found] = heard(text="\u00a34.80", segments=[segment(1.0, 2.0, "\u00a34.80", words=words)]).segments
    assert "".join(word.text for word in found.words) == " \u00a34.80"


def test_words_without_probabilities_mark_none_as_doubtful() -> None:
    words = [{"word": "hub", "start": 1.2, "end": 2.0}]
    [found] = heard(text="hub", segments=[segment(1.0, 2.0, "hub")], words=words).segments
    assert found.words == ()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (segment(1.0, 4.0, "Said.", no_speech_prob=0.9, avg_logprob=-0.2), True),
        (segment(1.0, 4.0, "Thank you for watching.", no_speech_prob=0.9, avg_logprob=-1.4), False),
        (segment(10.0, 14.0, "Thank you for watching.", no_speech_prob=0.1, avg_logprob=-0.2), False),
        (segment(18.5, 19.2, "Said early."), True),
        (segment(24.5, 26.0, "Said late."), True),
        (segment(0.0, 0.0, "Said at no time."), True),
        (segment(1.0, 4.0, "  "), False),
    ],
)
def test_what_a_server_hears_where_nobody_speaks_is_left_out(raw: dict[str, Any], *, kept: bool) -> None:
    transcript = heard(text="all of it", language="en", segments=[raw])
    assert (transcript.text == raw["text"]) is kept
    assert transcript.language == ("en" if kept else "")


def test_text_without_segments_is_kept_and_text_beside_left_out_segments_is_not() -> None:
    assert heard(text="The hub.", segments=[]).text == "The hub."
    assert heard(text="Thank you.", segments=[segment(40, 45, "Thank you.")]).text == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"The hub is open.",
        b"[]",
        b"null",
        b'{"words": []}',
        b'{"text": 7}',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"text": "cut',
        b"\x1f\x8b\x08\0\0",
    ],
)
def test_an_answer_that_is_none_says_so_and_quotes_nothing(body: bytes) -> None:
    with pytest.raises(AnswerBroken) as broken:
        as_transcript(body, spoken=SPOKEN, model="http base", seconds=2.0)
    assert str(broken.value) == "The speech engine is not available: the speech server's answer can't be read."


def test_halves_of_characters_and_control_characters_do_not_get_into_a_note() -> None:
    body = b'{"text": "caf\\u00e9 \\ud800\\u0000\\u001b[31m hub"}'
    assert as_transcript(body, spoken=SPOKEN, model="m", seconds=0).text == "caf\u00e9 [31m hub"


KEYS = st.sampled_from(
    ["text", "segments", "words", "start", "end", "word", "probability", "avg_logprob", "no_speech_prob", "language"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(answer=st.dictionaries(KEYS, JSON, max_size=6), text=st.text(max_size=20))
def test_whatever_comes_it_is_a_transcript_that_can_be_kept_or_one_error(answer: dict[str, Any], text: str) -> None:
    with contextlib.suppress(AnswerBroken):
        transcript = heard(**{**answer, "text": text})
        transcript.text.encode()
        for found in transcript.segments:
            assert 0 <= found.start <= found.end < 1e10
            assert 0 <= found.confidence <= 1
            assert all(0 <= word.confidence <= 1 for word in found.words)
