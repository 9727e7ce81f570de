"""How much a sentence shows: words and deeds over logistics, wherever in the middle of the note it stands."""

import pytest

from fieldwork.quotable import SIGNS, WEIGHTS, note_signs, worth, worths
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


def test_every_sign_has_a_weight_and_every_sentence_every_sign() -> None:
    assert len(SIGNS) == len(WEIGHTS)
    assert all(len(signs) == len(SIGNS) for signs in note_signs([SHOWN, *DULL]))
    assert worths([]) == ()


def test_a_lists_strokes_are_not_part_of_its_sentences() -> None:
    assert sentences("Meadow.\n– He never looked round.\n- Twenty minutes\n• * Tea") == (
        "Meadow.",
        "He never looked round.",
        "Twenty minutes",
        "Tea",
    )
