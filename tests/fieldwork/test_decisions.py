"""What of a night somebody can decide, in the order in which they are asked."""

from dataclasses import replace

from fieldwork.decisions import Decision, Matter, decisions, suggestions
from fieldwork.member import Role
from fieldwork.note import Audience, Note, NoteNumber, Origin, Status
from tests.handlers.notes import member, site, spoken, theme, written

AMAL, PRIYA = member(), member("PI1", Role.PI, row=3)
HERE = (site("riverside"),)


def asked(*known: Note, new: tuple[Note, ...] = (), tags: tuple[str, ...] = ()) -> list[tuple[Matter, int | str]]:
    found = decisions(known, new, tags, AMAL)
    return [(thing.matter, thing.note.number if thing.note else thing.slug) for thing in found]


def test_new_hashtags_come_first_then_ones_own_notes_one_thing_after_another() -> None:
    memo = spoken([("late", 0.9)], 2)
    failed = replace(memo, number=NoteNumber(1), status=Status.FAILED)
    assert asked(memo, failed, tags=("shed",)) == [
        (Matter.TAG, "shed"),
        (Matter.WORDS, 1),
        (Matter.CHECK, 2),
        (Matter.SITE, 2),
    ]


def test_a_new_hashtag_comes_with_the_notes_that_use_it() -> None:
    notes = tuple(
        written(number=number, codes=(theme(slug),)) for number, slug in ((5, "shed"), (4, "shed"), (3, "van"))
    )
    (tag,) = decisions((), notes, ["shed"], PRIYA)
    assert tag.used_in == (4, 5)


def test_a_possible_name_is_asked_about_only_on_the_evening_it_came() -> None:
    note = replace(written("LW1 met Sarah Okafor.", 3, HERE), flagged=True)
    assert asked(note, new=(note,)) == [(Matter.NAME, 3)]
    assert asked(note) == []


def test_nobody_is_asked_about_somebody_elses_notes_private_ones_those_taken_back_or_imported() -> None:
    note = written("She was late.")
    assert asked(note) == [(Matter.SITE, note.number)]
    for other in (
        replace(note, author=PRIYA.id),
        replace(note, audience=Audience.AUTHOR),
        replace(note, hidden_at=note.recorded_at),
        replace(note, imported=True),
        replace(note, no_site=True),
    ):
        assert asked(other) == [], other


def test_a_suggested_theme_is_judged_by_its_author_and_by_a_pi() -> None:
    note = written(codes=(*HERE, theme("finance", Origin.SUGGESTED), theme("trust")))
    ben = member("R2", row=2)
    expected = (Decision(matter=Matter.THEME, note=note, slug="finance"),)
    assert [suggestions([note], who) for who in (AMAL, PRIYA, ben)] == [expected, expected, ()]
    assert suggestions([written(codes=HERE)], PRIYA) == ()
