"""Kinds of note: what is said counts; logistics are recognised."""

import pytest

from fieldwork.note import NoteType
from fieldwork.note_types import is_administrative, said_type
from fieldwork.privacy import says_only_me, sounds_reflexive


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


@pytest.mark.parametrize(
    "text",
    [
        "Only me please. It was odd.",
        "Private note.",
        "Keep this private.",
        "private: LW1 cried in the car park",
        "Private thought: I was scared.",
        "don\u2019t share: LW1 is leaving",
        "not for the team, LW1 is job hunting",
        "LW1 cried. private",
        "this is just for my own eyes, LW4 is not well",
        "off the record, LW1 is leaving",
    ],
)
def test_only_me_is_said(text: str) -> None:
    assert says_only_me(text)


@pytest.mark.parametrize(
    "text",
    [
        '"Only me," he said.',
        "She said it's only me and the dog.",
        "Nobody came.",
        "It was only me and LW2 in the room",
        "P07 said don't share this with anyone.",
        "They asked for a private room. Nobody had one.",
        "Private room at last for LW1.",
    ],
)
def test_only_me_in_others_words_is_not(text: str) -> None:
    assert not says_only_me(text)


@pytest.mark.parametrize(
    "text",
    ["That's me reflecting.", "I felt ashamed, I think.", "Note to self: look up.", "I keep thinking about her hands."],
)
def test_a_note_about_its_author_sounds_reflexive(text: str) -> None:
    assert sounds_reflexive(text)


def test_a_note_about_others_does_not() -> None:
    assert not sounds_reflexive('P07 said "I felt ashamed". LW2 nodded.')
