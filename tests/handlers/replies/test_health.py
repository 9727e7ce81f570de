"""`/health` says in plain words what is still to be done."""

from dataclasses import replace

import pytest

from handlers.replies import health
from tests.handlers.notes import CHAT, TERMS
from tests.handlers.replies.test_people import WELL


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        (1, "Meaning: 1 note is still to be read; until then questions find it by its words alone."),
        (98_765, "Meaning: 98,765 notes are still to be read; until then questions find them by their words alone."),
    ],
)
def test_it_says_how_many_notes_are_found_by_their_words_alone(unread: int, said: str) -> None:
    lines = health.health(TERMS, replace(WELL, unread=unread), CHAT).html.splitlines()
    assert said in lines
    assert lines[0] == "All well: nothing is waiting."


def test_nothing_is_said_of_meaning_once_all_is_read() -> None:
    assert "Meaning" not in health.health(TERMS, WELL, CHAT).html


def test_a_missing_model_is_said() -> None:
    said = health.health(TERMS, replace(WELL, by_meaning=False), CHAT).html
    assert "Meaning: the model is not here; themes go by cues, questions by words." in said
    assert said.startswith("All well")
