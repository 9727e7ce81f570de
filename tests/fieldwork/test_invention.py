"""What an engine writes over noise is marked; what people say is left alone; nothing is taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.invention import marked
from fieldwork.transcript import Doubt, Segment, Transcript, Word


def heard(text: str, *, confidence: float = 0.9) -> Segment:
    """A stretch, half a second a word."""
    words = [
        Word(text=f" {word}", start=number / 2, end=number / 2 + 0.4, confidence=confidence)
        for number, word in enumerate(text.split())
    ]
    return Segment.of(words)


def bare(text: str) -> Segment:
    """A stretch as the reference engine gives it, without the times of words."""
    return Segment(start=0.0, end=5.0, text=text, confidence=0.9)


def doubted(*segments: Segment) -> list[tuple[str, str]]:
    return [(piece.text, piece.doubt.value) for piece in marked(segments) if piece.doubt]


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("She said the the the the waiting list", "the the the the"),
        ("I think I think I think I think so", "I think I think I think I think"),
        ("and, and, and then it was gone", "and, and, and"),
        ("No no no no no no no no no no", "No no no no no no no no no no"),
    ],
)
def test_what_goes_round_in_circles_is_marked_and_stands_alone(text: str, loop: str) -> None:
    assert doubted(heard(text)) == [(loop, "loop")]


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, she said, not on the phone.",
        "It was very very very small, really really small.",
        "He had had a letter, and that that worried her is clear.",
        "Knock knock knock, and nobody came.",
        "She asked again and again and I wrote it down.",
        "Thank you, she said, and then thank you very much for the lift.",
        "They meet in the library, they meet in the clinic, they meet on the phone.",
    ],
)
def test_what_people_say_is_not_marked(text: str) -> None:
    assert doubted(heard(text)) == []


def test_a_sentence_that_comes_three_times_is_marked_each_time() -> None:
    sentence = "The link worker meets patients in the library now."
    assert doubted(*[heard(sentence)] * 3) == [(sentence, "loop")] * 3
    assert doubted(*[heard(sentence)] * 2) == []
    assert doubted(*[bare(sentence)] * 3) == [(sentence, "loop")] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Thank you for watching!",
        "Thanks for watching, and see you next time.",
        "Subtitles by the Amara.org community",
        "Transcribed by ESO, translated by —",
        "Please subscribe to my channel.",
        "Don't forget to like and subscribe!",
        "♪ ♪",
        "♪",
        "[Music]",
        "Napisy stworzone przez społeczność Amara.org",
        "Untertitel der Amara.org-Community",
    ],
)
def test_lines_out_of_subtitles_are_marked_however_sure_the_engine_is(line: str) -> None:
    assert doubted(heard("The fare went up."), heard(line)) == [(line, "filler")]


@pytest.mark.parametrize("line", ["you", "Thank you.", "Bye."])
def test_a_line_that_people_say_too_is_marked_where_it_was_hardly_heard(line: str) -> None:
    assert doubted(heard(line, confidence=0.3)) == [(line, "filler")]
    assert doubted(heard(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "She said thank you for watching the kids.",
        "They subscribe to the newsletter of the church.",
        "The music was too loud to talk.",
        "Subtitles help him to follow the news.",
    ],
)
def test_such_words_within_what_somebody_says_are_left_alone(line: str) -> None:
    assert doubted(heard(line)) == []


def transcript(*segments: Segment) -> Transcript:
    return Transcript(segments=marked(segments), language="en", model="", audio_seconds=9.0, seconds=1.0)


def test_a_recording_with_nothing_but_filler_has_no_words_and_keeps_them() -> None:
    only = transcript(heard("Thank you for watching."), heard("you", confidence=0.1))
    assert only.text == ""
    assert [segment.text for segment in only.segments] == ["Thank you for watching.", "you"]


def test_filler_behind_what_was_said_stays_where_it_is() -> None:
    assert transcript(heard("The fare went up."), heard("Thank you.", confidence=0.2)).text.endswith("up. Thank you.")


WORDS = st.lists(st.sampled_from(["no", "the", "I", "think", "fare,", "Thank", "you.", "♪"]), min_size=1, max_size=30)


@given(st.lists(WORDS, max_size=4))
def test_no_word_is_lost_or_moved_by_marking(stretches: list[list[str]]) -> None:
    segments = tuple(heard(" ".join(words)) for words in stretches)
    pieces = marked(segments)
    assert [word for piece in pieces for word in piece.words] == [word for each in segments for word in each.words]
    assert marked(pieces) == pieces or any(piece.doubt is Doubt.LOOP for piece in pieces)
