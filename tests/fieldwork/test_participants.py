"""People in a note: codes typed and spoken, never ordinary numbers."""

import pytest

from fieldwork.codebook import Codebook
from fieldwork.participants import people, person_code
from fieldwork.words import words_of


def codes(text: str, codebook: Codebook) -> list[str]:
    return list(dict.fromkeys(person.code for person in people(words_of(text), codebook)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P07 and LW2", ["P07", "LW2"]),
        ("P oh seven again", ["P07"]),
        ("P zero seven, P 7, P-07 and PO7", ["P07"]),
        ("P twenty-two looked, P twenty two waited", ["P22"]),
        ("LW two said LW 2 and L W two and L.W. 2 are one", ["LW2"]),
        ("link worker two met patient twenty-five", ["LW2", "P25"]),
        ("Patient number nine and his carer", ["P09"]),
        ("community navigator five, the receptionist 1", ["LW5", "RC1"]),
        ("G P two, P N one, PM3, R C 2 and V S five", ["GP2", "PN1", "PM3", "RC2", "VS5"]),
        ("lw2 told p07 that gp4 was away", ["LW2", "P07", "GP4"]),
        ("LW2's desk, P07’s coat", ["LW2", "P07"]),
        ("LW6/P38, (PN1)", ["LW6", "P38", "PN1"]),
        ("P ten and P eleven", ["P10", "P11"]),
        ("It was the link worker. Two.", ["LW2"]),
        ("We met at ten. Link workers two and three came, and at ten VS five.", ["LW2", "LW3", "VS5"]),
        ("At eleven link workers two and three met.", ["LW2", "LW3"]),
        ("P. oh seven waited", ["P07"]),
    ],
)
def test_codes_are_read_as_typed_and_as_spoken(codebook: Codebook, text: str, expected: list[str]) -> None:
    assert codes(text, codebook) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The nurse two doors down laughed.",
        "I saw a patient two weeks ago and the practice manager one morning.",
        "GP 2 pm clinic was full, at 4 pm one of them cried.",
        "Riverside vs 5 others.",
        "See p3 of the leaflet.",
        "Her postcode is PN1 4AB.",
        "Write to lw2.smith@example.org or https://example.org/P07",
        "It cost 50p, P and L, P 10.35",
        "another patient two of us met",
        "P nought",
        "a GP two minutes late",
        "She asked who'd heard of the community navigator. One hand went up.",
        "Of five volunteers three went to do the jabs.",
    ],
)
def test_ordinary_numbers_are_no_people(codebook: Codebook, text: str) -> None:
    assert codes(text, codebook) == []


@pytest.mark.parametrize(("tag", "code"), [("#P7", "P07"), ("#lw2", "LW2"), ("#trust", None), ("#X9", None)])
def test_a_tag_may_name_a_person(codebook: Codebook, tag: str, code: str | None) -> None:
    assert person_code(tag, codebook) == code
