"""The words that an engine was unsure of are found in the text, also after some of it was put right."""

from dataclasses import replace

import pytest

from fieldwork.doubt import doubtful
from fieldwork.note import Note, Status
from fieldwork.transcript import Segment, Word
from tests.handlers.notes import spoken, written

HEARD = [("the", 0.9), ("gentleman's", 0.9), ("men's", 0.8), ("shed,", 0.3), ("he", 0.9), ("said.", 0.2)]


def shown(note: Note) -> list[str]:
    return [note.text[start:end] for start, end in doubtful(note)]


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("the gentleman's men's shed, he said.", ["shed,", "said."]),
        ("Caption first. the gentleman's men's shed, he said.", ["shed,", "said."]),
        ("the gentleman's garden shed, he said.", ["shed,", "said."]),
        ("the gentleman's men's club, he said.", ["said."]),
        ("the gentleman's men's shed he Said", ["shed", "Said"]),
        ("shed", ["shed"]),
        ("something else", []),
        ("", []),
    ],
)
def test_a_corrected_phrase_leaves_the_doubt_about_the_other_words(text: str, unsure: list[str]) -> None:
    assert shown(replace(spoken(HEARD), text=text)) == unsure


def test_nothing_is_unsure_that_a_person_wrote_or_confirmed() -> None:
    assert doubtful(written("the shed")) == ()
    assert doubtful(replace(spoken(HEARD), status=Status.CHECKED)) == ()


def test_a_word_that_was_heard_in_pieces_is_as_unsure_as_its_worst() -> None:
    words = tuple(Word(text=text, start=0, end=1, confidence=sure) for text, sure in ((" £4", 0.9), (".80", 0.1)))
    heard = (Segment(start=0, end=1, text="£4.80", confidence=0.5, words=words),)
    assert shown(replace(spoken([]), text="It is £4.80", segments=heard)) == ["£4.80"]


def test_where_an_engine_gives_no_words_its_whole_sentence_is_unsure() -> None:
    heard = (Segment(start=0, end=1, text="the shed", confidence=0.3),)
    assert shown(replace(spoken([]), text="the shed", segments=heard)) == ["the", "shed"]
