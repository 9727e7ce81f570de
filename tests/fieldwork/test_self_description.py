"""What a note says of itself is understood in words that nobody foresaw, none of which the weights were fitted on."""

import pytest

from fieldwork.metadiscourse import Says
from fieldwork.note import NoteType
from fieldwork.self_description import SelfDescription


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("I don't want this one going any further than me.", Says.ONLY_ME),
        ("mine alone this, hide it from everyone", Says.ONLY_ME),
        ("I'd sooner the surgery stayed out of this one.", Says.NO_SITE),
        ("Where it happened I'm keeping to myself, she'd be recognised.", Says.NO_SITE),
        ("have left out which practice, on purpose", Says.NO_SITE),
        ("still to find out: who pays for the taxi", Says.FOLLOW_UP),
    ],
)
def test_it_is_understood(sentence: str, what: Says) -> None:
    assert SelfDescription.of(sentence).first == {what: sentence}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("this is LW5's version of the morning, told over a sandwich once the last pt had left", NoteType.DEBRIEF),
        ("What follows is about my own part in that room and how it sat with me.", NoteType.REFLEXIVE),
        ("this one's on me, not on them: I was jealous of how easy she finds it", NoteType.REFLEXIVE),
        ("This is on how we're doing our observing, and nothing a patient said.", NoteType.METHODOLOGICAL),
        ("Trying to make sense of the findings here: maybe the desk decides who gets seen.", NoteType.ANALYTIC),
    ],
)
def test_a_kind_is_understood(sentence: str, kind: NoteType) -> None:
    assert SelfDescription.of(sentence).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "P07 keeps a private diary and nobody else may read it.",
        "On reflection the GP had written it up, he said, quite proud.",
        "She'll check on him Friday to see if the fuel voucher came.",
        "The nurse asked whether LW2 could ring the council about the damp.",
        "LW3 has a theory that the choir does more than the tablets.",
        "Only me and the receptionist in the waiting room, and the fish.",
        "It's a housing one, really.",
        "P12 would rather not say which school she went to.",
        '"I\'m not telling you where I live," P30 said.',
        "",
    ],
)
def test_what_looks_like_it_is_not_taken_for_it(text: str) -> None:
    found = SelfDescription.of(text)
    assert (dict(found.first), found.kind) == ({}, None)


def test_the_kind_of_a_note_is_said_at_its_beginning_or_its_end() -> None:
    said, seen = "What follows is about my own part in that room and how it sat with me.", "LW2 put the kettle on."
    assert SelfDescription.of(" ".join([said, *[seen] * 6])).kind is NoteType.REFLEXIVE
    assert SelfDescription.of(" ".join([*[seen] * 6, said])).kind is NoteType.REFLEXIVE
    assert SelfDescription.of(" ".join([*[seen] * 3, said, *[seen] * 3])).kind is None


def test_dictation_without_full_stops_is_read_in_pieces() -> None:
    told = "and she said well it is what it is and he looked at the floor and then at the clock " * 8
    said = f"{told} just keep this between me and the machine the others don't need to see it {told}"
    assert Says.ONLY_ME in SelfDescription.of(said).first
