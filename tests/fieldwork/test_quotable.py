"""How much a sentence shows: words and deeds over logistics, wherever in the middle of the note it stands."""

import pytest

from bench.folds import NOTES
from bench.quotes import OURS, fitted, labelled_notes
from fieldwork.quotable import IN_ORDER, WEIGHTS, note_signs, worth, worths
from fieldwork.quotation import ranked_sentences, sentences

SHOWN = 'She put the letters down and said, "I have not shown these to anybody before you."'
DULL = (
    "Arrived at half past nine, the small room again.",
    "Follow up next week about the form.",
    "Site: riverside, theme: trust, recorder 2 (left channel).",
    "Um, I think it was, er, probably the usual sort of morning.",
)


@pytest.mark.parametrize("dull", DULL)
def test_what_somebody_said_or_did_is_worth_more_than_logistics_and_doubt(dull: str) -> None:
    assert worth(SHOWN) > worth(dull)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_it_is_found_wherever_between_opening_and_close_it_stands(at: int) -> None:
    text = " ".join([*DULL[:at], SHOWN, *DULL[at:]])
    assert ranked_sentences(text)[0] == SHOWN


def test_dictated_words_count_as_somebodys_without_quotation_marks() -> None:
    assert worth("And she said you can't hurry me with that.") > worth("And the bus was late with the rain on.")


def test_a_sentence_that_fills_the_screen_is_worth_less_the_longer_it_is() -> None:
    assert worth("and then he went " * 20) < worth("and then he went " * 11)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("She said nobody had ever asked her that.", "She was asked that by a man with a form."),
        ("He keeps the letters in the bread bin.", "Went to Leeds with Karen on Monday for the letters."),
        ("She sat down and took her coat off.", "The small room, the blue chairs, a fan, the clock."),
    ],
)
def test_what_shows_more_is_worth_more(more: str, less: str) -> None:
    assert worth(more) > worth(less)


def test_a_sentence_that_sets_the_scene_takes_the_one_behind_it_along() -> None:
    told = "He keeps the letters in the bread bin."
    behind_the_opening, later = [worths([*before, told, *DULL])[at] for before, at in ((DULL[:1], 1), (DULL[:3], 3))]
    assert behind_the_opening < later


def test_every_sentence_has_every_sign_and_those_of_the_one_before_it() -> None:
    signs = note_signs([SHOWN, *DULL])
    assert [len(row) for row in signs] == [2 * len(WEIGHTS)] * 5
    assert not any(signs[0][len(WEIGHTS) :])
    assert signs[1][len(WEIGHTS) :] == signs[0][: len(WEIGHTS)]
    assert worths([]) == ()


def test_the_weights_are_those_that_the_benchs_notes_give() -> None:
    assert fitted(labelled_notes(NOTES), note_signs, OURS).tolist() == pytest.approx(IN_ORDER, abs=0.0051)


def test_a_lists_strokes_are_not_part_of_its_sentences() -> None:
    assert sentences("Meadow.\n– He never looked round.\n- Twenty minutes\n• * Tea") == (
        "Meadow.",
        "He never looked round.",
        "Twenty minutes",
        "Tea",
    )
