"""Kinds of note: what is said counts; logistics are recognised."""

import pytest

from fieldwork.note import NoteType
from fieldwork.note_types import is_administrative, said_type


@pytest.mark.parametrize(
    ("text", "note_type"),
    [
        ("This is reflexive. I was annoyed.", NoteType.REFLEXIVE),
        ("It was late. A reflexive note, this.", NoteType.REFLEXIVE),
        ("Methods note: count the silences.", NoteType.METHODOLOGICAL),
        ("Analytic thought: useful means two things.", NoteType.ANALYTIC),
        ("Debriefed with LW3 over tea.", NoteType.DEBRIEF),
        ("We did the phone debrief at four.", NoteType.DEBRIEF),
        ("She sat down and said nothing.", None),
        ("In the debrief I'd like to ask about it.", None),
        (
            "What follows is about how we go about the study. We have two guides.",
            NoteType.METHODOLOGICAL,
        ),
        ("A thing about our method, not about any one place.", NoteType.METHODOLOGICAL),
        (
            "I want to set down a hunch about what we are finding. The title counts.",
            NoteType.ANALYTIC,
        ),
        ("Thin supply, thicker listening. Just an idea about the findings, this.", NoteType.ANALYTIC),
        ("More about me than about them, this. I had to look at the ceiling.", NoteType.REFLEXIVE),
        ("P19 cried. These are my private reflections and nothing more.", NoteType.REFLEXIVE),
        ("LW3 kindly talked me through how she thought it went.", NoteType.DEBRIEF),
        ("After surgery GP1 gave me ten minutes, so these are notes from that chat.", NoteType.DEBRIEF),
        ("It's about me, isn't it, said P14, it's always about me when they whisper.", None),
        ('"It\'s about me, for once," said P23.', None),
        ("LW7 says what she misses most is having someone to debrief with.", None),
        ("The nurses were having a debrief in the staff room.", None),
        ("She has a debrief with her supervisor every other Friday.", None),
    ],
)
def test_a_type_that_is_said(text: str, note_type: NoteType | None) -> None:
    assert said_type(text) is note_type


@pytest.mark.parametrize(
    "text",
    [
        "Testing, testing. Er, new phone.",
        "Test test, can you hear me",
        "Just a test.",
        "Logistics. Train late, batteries flat.",
        "Reminder to all: the call moved to Friday.",
        "Er, note for the team, I'm off on Thursday.",
        "Nothing observed today.",
        "Thanks!",
        "ok cheers 👍",
        "Hello? Are you there?",
        "Em, hello, hello, one two. Just seeing if the, em, the mic's working on this.",
        "Running late, the train's stuck outside the station.",
        "Cant do Orchard tomorrow, my lad's got the hospital.",
        "Can everybody upload the consent forms by Friday, and print the information sheets.",
    ],
)
def test_logistics_are_administrative(text: str) -> None:
    assert is_administrative(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "The blood test was late and she was upset.",
        "Testing times, she said, and laughed.",
        "She missed the train and the parking was full.",
        "He printed the form for her.",
        "Thanks to LW1 he went.",
        "Great hall was full.",
        "Okay. Thursday.",
        "#trust",
    ],
)
def test_an_observation_is_not(text: str) -> None:
    assert not is_administrative(text, ())
