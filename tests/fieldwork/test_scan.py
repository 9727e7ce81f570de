"""What the index answers is what reading every note would, after corrections, deletions and changes of audience."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from fieldwork.access import may_read
from fieldwork.facets import Facet
from fieldwork.index import NoteIndex
from fieldwork.left_out import LeftOut
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from fieldwork.query import Query
from fieldwork.search import answers
from fieldwork.terms import family, plain, terms
from tests.fieldwork.test_query import LONDON, MONDAY_NOON, a_note

THEMES, SITES, PEOPLE = ("trust", "finance", "loneliness"), ("riverside", "hilltop", "harbour"), ("P07", "LW2", "P11")
WORDS = ("bus", "fare", "fares", "letter", "letters", "dog", "the", "P07's", "didn\u2019t")
FIRST_DAY = MONDAY_NOON.date()


def any_note(dice: random.Random, number: int) -> Note:
    site = [
        Code(kind=CodeKind.SITE, slug=slug, origin=Origin.SAID)
        for slug in dice.sample(SITES, dice.choice((0, 1, 1, 2)))
    ]
    origins = (Origin.SAID, Origin.SUGGESTED, Origin.TAPPED)
    themes = [
        Code(kind=CodeKind.THEME, slug=slug, origin=dice.choice(origins))
        for slug in dice.sample(THEMES, dice.randint(0, 2))
    ]
    text = " ".join(dice.choices(WORDS, k=6)) + dice.choice(("", " #trust", " #Trust", " #finance"))
    author = dice.randint(1, 3)
    return replace(
        a_note(number, text, *site, *themes),
        author=MemberId(author),
        author_label=f"R{author}",
        observed_at=MONDAY_NOON + timedelta(hours=dice.randint(-60, 60)),
        audience=dice.choice((Audience.TEAM, Audience.TEAM, Audience.AUTHOR)),
        hidden_at=MONDAY_NOON if dice.random() < 0.1 else None,
        status=dice.choice((Status.WRITTEN, Status.UNCHECKED)),
        kind=dice.choice(tuple(Kind)),
        note_type=dice.choice((NoteType.OBSERVATION, NoteType.DEBRIEF)),
        participants=tuple(dice.sample(PEOPLE, dice.randint(0, 2))),
        follow_up=dice.choice(("", "Ask again.")),
        flagged=dice.random() < 0.2,
    )


def any_query(dice: random.Random) -> Query:
    """A question of one to three parts."""
    first = FIRST_DAY + timedelta(days=dice.randint(-3, 2))
    asked = dice.choice(("trust", "finance"))
    parts: list[Query] = [
        Query(themes=(asked,), said=f"#{asked}"),
        Query(themes=("trust", "finance"), any_theme=dice.random() < 0.5),
        Query(sites=(dice.choice(SITES),)),
        Query(left_out=LeftOut(sites=(dice.choice(SITES),))),
        Query(left_out=LeftOut(themes=(asked,), people=(dice.choice((*PEOPLE, "R1", "R2")),))),
        Query(left_out=LeftOut(note_types=(NoteType.DEBRIEF,), follow_up=dice.random() < 0.5)),
        Query(left_out=LeftOut(kinds=(Kind.VOICE,), flagged=dice.random() < 0.5)),
        Query(left_out=LeftOut(statuses=(Status.UNCHECKED,), days=((first, first + timedelta(days=1)),))),
        Query(left_out=LeftOut(phrases=(dice.choice(("bus fare", "us fare", "the")),))),
        Query(people=(dice.choice((*PEOPLE, "R1", "R2")),)),
        Query(first=first),
        Query(first=first, last=first + timedelta(days=1)),
        Query(last=first),
        Query(note_types=(NoteType.DEBRIEF,)),
        Query(statuses=(Status.UNCHECKED,)),
        Query(kinds=(Kind.VOICE,)),
        Query(phrases=(dice.choice(("bus fare", "us fare", "the", "07's", "fares letter")),)),
        Query(follow_up=True),
        Query(untagged=True),
        Query(no_site=True),
        Query(flagged=True),
    ]
    chosen: dict[str, object] = {}
    for part in dice.sample(parts, dice.randint(1, 3)):
        names = (name for name in Query.__slots__ if getattr(part, name) != getattr(Query(), name))
        chosen |= {name: getattr(part, name) for name in names}
    return replace(Query(), **chosen)  # type: ignore[arg-type]


def holds(query: Query, note: Note) -> bool:
    """Whether all that is asked is true of a note: read without any index."""
    return all(_facts(query, note))


def _facts(query: Query, note: Note) -> Iterator[bool]:
    themes = {*note.themes, *note.suggested_themes}
    yield not query.themes or (any if query.any_theme else all)(theme in themes for theme in query.themes)
    yield not query.sites or bool(set(query.sites) & set(note.sites))
    yield not any(_left_out(query.left_out, note))
    yield not query.people or bool(set(query.people) & {note.author_label, *note.participants})
    day = _day(note)
    yield (query.first or date.min) <= day <= (query.last or date.max)
    yield not query.note_types or note.note_type in query.note_types
    yield not query.statuses or note.status in query.statuses
    yield not query.kinds or note.kind in query.kinds
    yield all(plain(phrase) in plain(note.text) for phrase in query.phrases)
    yield not query.follow_up or bool(note.follow_up)
    yield not query.untagged or not note.themes
    yield not query.no_site or not note.sites
    yield not query.flagged or note.flagged


def _left_out(out: LeftOut, note: Note) -> Iterator[bool]:
    yield bool(set(out.sites) & set(note.sites))
    yield bool(set(out.themes) & set(note.themes))
    yield bool(set(out.people) & {note.author_label, *note.participants})
    yield note.note_type in out.note_types or note.kind in out.kinds or note.status in out.statuses
    yield any(plain(phrase) in plain(note.text) for phrase in out.phrases)
    yield any((first or date.min) <= _day(note) <= (last or date.max) for first, last in out.days)
    yield (out.follow_up and bool(note.follow_up)) or (out.flagged and note.flagged)


def _day(note: Note) -> date:
    return note.observed_at.astimezone(LONDON).date()


def stated(query: Query, note: Note) -> bool:
    return not query.themes or (any if query.any_theme else all)(theme in note.themes for theme in query.themes)


def scanned(query: Query, notes: Mapping[int, Note], reader: Member | None, *, team_only: bool) -> list[int]:
    """The numbers of what answers, in order, by reading every note."""

    def place(note: Note) -> tuple[bool, bool, datetime, int]:
        typed = bool(query.said) and query.said.casefold() in note.text.casefold()
        return stated(query, note), typed, note.observed_at, note.number

    found = [note for note in notes.values() if holds(query, note) and visible(reader, note, team_only=team_only)]
    return [note.number for note in sorted(found, key=place, reverse=True)]


def visible(reader: Member | None, note: Note, *, team_only: bool) -> bool:
    open_to_all = note.audience is Audience.TEAM and not note.hidden
    return open_to_all if reader is None else may_read(reader, note) and (open_to_all or not team_only)


def member(number: int, role: Role = Role.RESEARCHER, *, revoked: bool = False) -> Member:
    label = f"R{number}"
    identity = MemberId(number)
    return Member(
        id=identity, role=role, name="Amal", label=label, telegram_id=1, joined_at=MONDAY_NOON, revoked=revoked
    )


READERS = (None, member(1), member(2, Role.PI), member(3, Role.ADMIN), member(1, revoked=True), member(9))


def changed(dice: random.Random, index: NoteIndex, notes: dict[int, Note], times: int) -> None:
    """Write, correct, hide, share and erase at random."""
    for _ in range(times):
        number = dice.randint(1, 120)
        if dice.random() < 0.15:
            index.forget(number)
            notes.pop(number, None)
        else:
            notes[number] = replace(any_note(dice, number), number=NoteNumber(number))
            index.put(notes[number])
        if dice.random() < 0.1:
            index.read(dice.randint(1, 9))


@pytest.mark.parametrize("seed", range(6))
def test_questions_of_codes_people_dates_states_and_phrases_are_answered_as_by_reading_every_note(seed: int) -> None:
    dice = random.Random(seed)
    index, notes = NoteIndex(LONDON), dict[int, Note]()
    answered = 0
    for _ in range(12):
        changed(dice, index, notes, dice.choice((1, 10, 200)))
        for _ in range(20):
            query, reader, team_only = any_query(dice), dice.choice(READERS), dice.random() < 0.3
            found = answers(index, query, index.sought(query, index.readable(reader, team_only=team_only)))
            expected = scanned(query, notes, reader, team_only=team_only)
            assert [note.number for note in found.notes] == expected, query
            assert [match.suggested_only for match in found] == [not stated(query, notes[n]) for n in expected]
            answered += len(expected)
    assert answered > 500, "the questions were none"


@pytest.mark.parametrize("seed", range(3))
def test_words_are_found_in_every_form_in_the_notes_that_hold_them_and_no_others(seed: int) -> None:
    dice = random.Random(seed)
    index, notes = NoteIndex(LONDON), dict[int, Note]()
    for _ in range(10):
        changed(dice, index, notes, dice.choice((1, 10, 200)))
        for word in ("bus", "fare", "letter", "p07", "didn't", "cat"):
            query, reader = Query(words=(word,)), dice.choice(READERS)
            found = answers(index, query, index.sought(query, index.readable(reader)))
            expected = {
                note.number
                for note in notes.values()
                if visible(reader, note, team_only=False) and family(word) in map(family, terms(note.text))
            }
            assert {note.number for note in found.notes} == expected, word


@pytest.mark.parametrize("seed", range(3))
def test_the_notes_of_each_site_are_counted_as_by_reading_every_note(seed: int) -> None:
    dice = random.Random(seed)
    index, notes = NoteIndex(LONDON), dict[int, Note]()
    for _ in range(10):
        changed(dice, index, notes, 40)
        query, reader = any_query(dice), dice.choice(READERS)
        counted = index.spread(Facet.SITE, index.stated(query, index.sought(query, index.readable(reader))))
        found = [notes[number] for number in scanned(query, notes, reader, team_only=False)]
        assert counted == Counter(site for note in found if stated(query, note) for site in note.sites)


def test_an_answer_stays_as_it_was_while_notes_are_written_corrected_and_erased() -> None:
    dice = random.Random(1)
    index, notes = NoteIndex(LONDON), dict[int, Note]()
    changed(dice, index, notes, 300)
    for query in (Query(), Query(themes=("trust",)), Query(words=("bus",))):
        found = answers(index, query, index.sought(query, None))
        before = [note.number for note in answers(index, query, index.sought(query, None)).notes]
        first = found[0].note
        texts = {number: note.text for number, note in notes.items()}
        changed(dice, index, notes, 300)
        assert found[0].note is first
        assert [note.number for note in found.notes] == before
        assert [match.note.text for match in found] == [texts[number] for number in before]
        assert [match.note.number for match in found[2:5]] == before[2:5]
