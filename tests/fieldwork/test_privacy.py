"""Who may read a note is what its author says, in their own words and not in others'."""

import pytest

from fieldwork.privacy import is_for_the_team, says_only_me, sounds_reflexive


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
        "This is for my own ears, please, it is not to go to the rest of the team.",
        "Em, okay, so this is just for me, like, nobody else is to read this one.",
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
    ("text", "team"),
    [
        ("Reflexive, for the team file. Three weeks in.", True),
        ("This is a reflexive one, though I've no objection to anyone hearing it.", True),
        ("Reflexive note, share it with the team.", True),
        ("Reflexive. Not for the team.", False),
        ("Reflexive, this.", False),
        ("Reflexive. For the team, it was a bad day, and I laughed.", False),
        ("Reflexive note. For the team.", True),
        ("Reflexive. She made the tea for the team, and I felt like a guest.", False),
        ("Reflexive. LW2 told him not to worry, it was for the team.", False),
    ],
)
def test_a_reflexive_note_may_be_for_the_team(text: str, *, team: bool) -> None:
    assert is_for_the_team(text) is team


@pytest.mark.parametrize(
    "text",
    ["That's me reflecting.", "I felt ashamed, I think.", "Note to self: look up.", "I keep thinking about her hands."],
)
def test_a_note_about_its_author_sounds_reflexive(text: str) -> None:
    assert sounds_reflexive(text)


def test_a_note_about_others_does_not() -> None:
    assert not sounds_reflexive('P07 said "I felt ashamed". LW2 nodded.')
