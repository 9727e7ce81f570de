"""A question that was sent without /notes is told from a note."""

import json
from datetime import date
from pathlib import Path

import pytest

from fieldwork.asked import asks_the_notes, only_says_which_notes
from fieldwork.codebook import Codebook

LABELLED = Path(__file__).parents[2] / "bench" / "labelled"


@pytest.mark.parametrize(
    "text",
    [
        "what did we hear about trust at Riverside last week?",
        "What have we got on bus fares",
        "has anyone mentioned the food bank?",
        "any notes about the lift at Hilltop",
        "Anything on loneliness since Monday?",
        "who said \u201cI\u2019ve not shown these to anybody\u201d",
        "show me trust notes from last week",
        "Can you find me the debriefs with LW2",
        "search for bus fares",
        "list unchecked notes",
        "how many notes on trust?",
        "notes trust riverside last week",
        "um, what did people say about the waiting room?",
        "Which notes are still unchecked?",
        "Where did we hear about the allotment?",
        "Is there anything about travel at Orchard",
        "Orchard notes from last week",
        "everything that mentions LW2",
        "what came in from Junction last week?",
    ],
)
def test_a_question_to_the_notes_is_one(text: str) -> None:
    assert asks_the_notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who decides which patients get referred?",
        "What if nobody comes?",
        "LW1 said she had no room again.",
        "P07 asked who would read this",
        "Note to self: bring the other consent forms",
        "Notes to the team: the lift is out again",
        "Notes from Hilltop. P07 came in at ten.",
        "Is it me, or does she never ask about money?",
        "Trust",
        "What did we hear about trust? I could not say. LW1 has seen P07 three times and the form is still blank.",
        "Why does LW2 walk people to the door?",
        "Did the home visit to P12, third floor, no lift",
        "Find a place for the debrief tomorrow",
        "How long has the room been double-booked, I asked; since March, she said, and nobody told her until today",
        "",
    ],
)
def test_a_note_is_none(text: str) -> None:
    assert not asks_the_notes(text)


def test_no_note_of_seven_researchers_is_taken_for_a_question() -> None:
    notes = [json.loads(line)["text"] for line in (LABELLED / "notes.jsonl").read_text("utf-8").splitlines()]
    assert len(notes) > 300
    assert not [text for text in notes if asks_the_notes(text)]


@pytest.mark.parametrize(
    "text", ["trust at riverside last week", "#trust #riverside since monday", "Orchard, last week"]
)
def test_nothing_but_themes_sites_and_days_may_be_a_question(codebook: Codebook, text: str) -> None:
    assert only_says_which_notes(text, codebook, date(2021, 11, 25))


@pytest.mark.parametrize(
    "text", ["trust at riverside", "Riverside, P07 late on Tuesday", "Hilltop. Last week was better.", "Tuesday"]
)
def test_anything_else_beside_them_is_a_note(codebook: Codebook, text: str) -> None:
    assert not only_says_which_notes(text, codebook, date(2021, 11, 25))
