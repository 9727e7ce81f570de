"""A note on the theme that a question is about comes before one that only sounds like it."""

from fieldwork.note import Code, CodeKind, Note, Origin
from fieldwork.topics import lifts, themes_asked
from tests.fieldwork.test_query import a_note, theme


def suggested(slug: str) -> Code:
    return Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED)


NOTES: dict[int, Note] = {
    1: a_note(1, "The fare went up.", theme("travel-cost")),
    2: a_note(2, "The taxi never came.", suggested("travel-cost")),
    3: a_note(3, "Nobody rang her.", theme("loneliness")),
}


def test_what_a_person_put_on_a_note_counts_more_than_what_is_only_suggested() -> None:
    lift = lifts(themes_asked({"travel-cost": 0.8}, {}, NOTES), NOTES, NOTES)
    assert lift[1] > lift[2] > lift[3] == 0


def test_the_themes_of_the_notes_most_like_a_question_are_its_own() -> None:
    lift = lifts(themes_asked({}, {1: 1.2}, NOTES), NOTES, NOTES)
    assert lift[2] > lift[3] == 0


def test_a_note_that_is_no_more_says_nothing() -> None:
    assert themes_asked({}, {99: 1.2}, NOTES) == {}
    assert lifts({"trust": 1.0}, [99], NOTES) == {}
