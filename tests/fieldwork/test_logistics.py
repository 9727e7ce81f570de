"""Logistics and sketches are told from what was seen, whatever words they are in."""

from datetime import UTC, datetime

import pytest

from fieldwork.codebook import Codebook
from fieldwork.logistics import WEIGHTS, chance_of_no_theme, is_about_no_theme, is_logistics, signs
from fieldwork.note import Origin
from fieldwork.note_types import is_administrative
from fieldwork.reading import read_note


@pytest.mark.parametrize(
    "text",
    [
        "Visitor badge at the front desk, fob from PM2, parking behind the library. Visits are the 4th and the 11th.",
        "It's me, the wee light went out, so the recording stops at ten. New batteries in, the card is full as well.",
        "Consent forms, forty of them, in the boot. I'll drop twenty at the office Friday. Whose turn is it to host?",
    ],
)
def test_a_note_that_arranges_is_administrative_and_has_no_theme(text: str) -> None:
    assert is_administrative(text, ())
    assert is_about_no_theme(text, ())


def test_a_sketch_of_a_place_is_an_observation_without_a_theme() -> None:
    sketch = "Ground floor. Door, desk on the left, two hatches, seats in rows, toilets at the back, stairs, fire exit."
    assert is_about_no_theme(sketch, ())
    assert not is_logistics(sketch, ())


@pytest.mark.parametrize(
    "text",
    [
        "P11 had walked, there is no bus before ten and the car park is full. She said she would not come again.",
        "The corridor again. LW2 asked him to wait by the door, he looked down, then he told her of the letters.",
        'LW4 has no key. "I sign in as a visitor," she said, "three years now." The receptionist laughed, so did she.',
        "I found myself wanting her to stop crying, and I have been thinking about that on the train.",
    ],
)
def test_what_was_seen_is_not_whatever_stands_in_the_way(text: str) -> None:
    people = [code for code in ("P11", "LW2", "LW4") if code in text]
    assert not is_about_no_theme(text, people)
    assert not is_administrative(text, people)


def test_a_word_more_of_logistics_makes_it_likelier_and_a_patient_less_likely() -> None:
    plain, more, seen = signs("A note.", ()), signs("A note on the rota and the badge.", ()), signs("A note.", ("P07",))
    assert len(plain) == len(WEIGHTS)
    assert chance_of_no_theme(more) > chance_of_no_theme(plain) > chance_of_no_theme(seen)


@pytest.mark.parametrize(
    "text",
    [
        "What follows is about how we go about the study. One version has us write down the time, one does not.",
        "Just getting the lie of the land down. A low brick building, two sets of doors, the first ones stick. #layout",
    ],
)
def test_no_theme_is_suggested_for_the_method_or_for_a_place_only(codebook: Codebook, text: str) -> None:
    sent_at = datetime(2021, 11, 17, 12, tzinfo=UTC)
    assert read_note(text, codebook, sent_at=sent_at, dictated=False).about_no_theme


def test_on_a_note_about_method_nothing_is_suggested_but_its_authors_part(codebook: Codebook) -> None:
    sent_at = datetime(2021, 11, 17, 12, tzinfo=UTC)
    told = "LW2 waited on the bus that was late and the fare had gone up again, P07 said. I felt in the way."
    on_method = read_note(f"Methods note. {told}", codebook, sent_at=sent_at, dictated=False)
    seen = read_note(told, codebook, sent_at=sent_at, dictated=False)
    assert seen.may_suggest("travel-cost")
    assert not on_method.may_suggest("travel-cost")
    assert on_method.may_suggest("reflexivity")
    assert {code.slug for code in on_method.codes if code.origin is Origin.SUGGESTED} <= {"reflexivity"}
    assert "travel-cost" in {code.slug for code in seen.codes if code.origin is Origin.SUGGESTED}
