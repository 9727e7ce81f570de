"""What a PI and a group are told of an evening."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork.absence import Absence
from fieldwork.codebook import Codebook, Site, Theme
from fieldwork.coverage import cells, quiet_sites, working_days_between
from fieldwork.digest import (
    Digest,
    Evening,
    FirstTime,
    FollowUp,
    GroupDigest,
    NeverSeen,
    NewTag,
    Quiet,
    Waiting,
    compose,
    compose_counts,
)
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status

LONDON = ZoneInfo("Europe/London")
THURSDAY = date(2021, 11, 11)
SINCE = datetime(2021, 11, 10, 20, tzinfo=UTC)
BOOK = Codebook(
    title="Study",
    timezone="Europe/London",
    participants={},
    sites=tuple(Site(slug=name.lower(), name=name) for name in ("Riverside", "Hilltop", "Orchard")),
    themes=(Theme(slug="trust", label="Trust", group="g"), Theme(slug="finance", label="Money", group="g")),
)
SAID = 'She said, "I have not shown these letters to anybody yet."'


def a_note(  # a plain note of Thursday at Riverside, unless said otherwise
    number: int, *themes: str, site: str = "riverside", day: int = 11, origin: Origin = Origin.SAID
) -> Note:
    seen = datetime(2021, 11, day, 10, tzinfo=UTC)
    codes = tuple(Code(kind=CodeKind.THEME, slug=slug, origin=origin) for slug in themes)
    where = (Code(kind=CodeKind.SITE, slug=site, origin=Origin.SAID),) if site else ()
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=None,
        author_label="R1",
        kind=Kind.TEXT,
        text=SAID,
        observed_at=seen,
        recorded_at=seen,
        readable_at=seen,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=(*where, *codes),
    )


def evening_of(notes: tuple[Note, ...], earlier: tuple[Note, ...] = (), *only_at: str) -> Evening:
    return Evening(
        notes=notes,
        earlier=earlier,
        codebook=BOOK,
        today=THURSDAY,
        since=SINCE,
        timezone=LONDON,
        only_at=only_at,
    )


def digest_of(*notes: Note, earlier: tuple[Note, ...] = ()) -> Digest:
    return compose(evening_of(notes, earlier))


def counts_of(*notes: Note, earlier: tuple[Note, ...] = ()) -> GroupDigest:
    return compose_counts(evening_of(notes, earlier))


def test_a_theme_that_a_site_never_had_is_news_once() -> None:
    digest = digest_of(a_note(3, "trust", "finance"), a_note(4, "finance"), earlier=(a_note(1, "trust"),))
    assert digest.first_times == (FirstTime(site="riverside", theme="finance", number=NoteNumber(3)),)


def test_what_only_the_machine_proposes_is_neither_news_nor_coverage() -> None:
    note = a_note(3, "finance", "made-up", origin=Origin.SUGGESTED)
    assert not cells([note])
    digest = digest_of(note)
    assert (digest.first_times, digest.new_tags) == ((), ())


def test_a_new_hashtag_comes_with_its_notes_and_only_on_its_first_evening() -> None:
    tagged = a_note(3, "washing-machine"), a_note(4, "washing-machine")
    assert digest_of(*tagged).new_tags == (NewTag(slug="washing-machine", count=2),)
    assert digest_of(tagged[1], earlier=tagged[:1]).new_tags == ()


def test_each_author_is_told_what_waits_for_them_however_old() -> None:
    lost = a_note(4, site="")
    digest = digest_of(
        replace(a_note(3), status=Status.UNCHECKED, author_label="R2"),
        lost,
        replace(lost, number=NoteNumber(5), no_site=True),
        replace(lost, number=NoteNumber(6), note_type=NoteType.ADMIN),
        replace(lost, number=NoteNumber(7), status=Status.WAITING, text=""),
        earlier=(replace(a_note(1), status=Status.FAILED), replace(lost, number=NoteNumber(2), imported=True)),
    )
    assert digest.waiting == (
        Waiting(label="R1", unchecked=0, no_site=1, failed=1, waiting=1),
        Waiting(label="R2", unchecked=1, no_site=0, failed=0, waiting=0),
    )


def test_six_quotes_at_most_word_for_word_and_every_site_has_one() -> None:
    notes = [
        a_note(number, site="orchard" if number == 9 else "" if number == 10 else "riverside")
        for number in range(1, 11)
    ]
    things = (
        "dog",
        "kettle",
        "letters",
        "bus pass",
        "oven",
        "garden gate",
        "wedding photo",
        "stairs",
        "choir",
        "piano",
    )
    said = [replace(note, text=f"P0{at} told her about the {things[at]}.") for at, note in enumerate(notes)]
    digest = digest_of(*said)
    assert [quote.site for quote in digest.quotes] == ["riverside"] * 4 + ["orchard", ""]
    assert all(quote.sentence == said[quote.number - 1].text for quote in digest.quotes)
    assert len({quote.number for quote in digest.quotes}) == 6


def test_an_unchecked_sentence_says_so() -> None:
    assert digest_of(replace(a_note(1), status=Status.UNCHECKED)).quotes[0].unchecked


def test_private_notes_are_in_no_digest_and_no_count() -> None:
    private = replace(a_note(3, "finance"), audience=Audience.AUTHOR, follow_up=SAID, status=Status.UNCHECKED)
    digest = digest_of(private)
    assert (digest.count, digest.quotes, digest.follow_ups, digest.waiting, digest.first_times) == (0, (), (), (), ())
    assert counts_of(private).numbers == ()


def test_logistics_are_counted_but_neither_quoted_nor_coverage() -> None:
    digest = digest_of(replace(a_note(3, "trust"), note_type=NoteType.ADMIN))
    assert (digest.count, digest.quotes, digest.first_times) == (1, (), ())


def test_the_group_gets_counts_by_site_that_add_up() -> None:
    digest = counts_of(a_note(4, site=""), a_note(3, site="hilltop"), a_note(1), a_note(2))
    assert digest.by_site == (("riverside", 2), ("hilltop", 1), ("", 1))
    assert (digest.count, digest.numbers) == (4, (1, 2, 3, 4))


def test_a_site_without_notes_for_four_working_days_is_quiet() -> None:
    friday, monday = a_note(1, site="orchard", day=5), a_note(2, site="hilltop", day=8)
    digest = digest_of(a_note(3), earlier=(friday, monday))
    assert digest.quiet == (Quiet(site="orchard", working_days=4),)


def test_a_reminder_about_a_site_does_not_break_its_silence() -> None:
    errand = replace(a_note(2, site="orchard"), note_type=NoteType.ADMIN)
    assert digest_of(a_note(3), errand, earlier=(a_note(1, site="orchard", day=5),)).quiet[-1].site == "orchard"


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (None, None, 9),  # since the study's first note
        (date(2021, 11, 5), None, 5),  # the day it opened counts
        (date(2021, 11, 15), None, None),
        (None, date(2021, 11, 10), None),
        (None, THURSDAY, 9),
    ],
)
def test_a_site_is_only_silent_while_it_is_studied(
    opens: date | None, closes: date | None, expected: int | None
) -> None:
    book = replace(BOOK, sites=(replace(BOOK.sites[0], opens=opens, closes=closes),))
    first = replace(a_note(1, site="elsewhere"), observed_at=datetime(2021, 10, 29, 10, tzinfo=UTC))
    assert dict(quiet_sites([first], book, THURSDAY)).get("riverside") == expected


def test_before_the_first_note_nothing_is_quiet() -> None:
    assert quiet_sites([], BOOK, THURSDAY) == ()


def test_weekends_are_no_working_days() -> None:
    assert working_days_between(date(2021, 11, 5), date(2021, 11, 8)) == 1
    assert working_days_between(date(2021, 11, 1), date(2021, 11, 15)) == 10
    assert working_days_between(THURSDAY, date(2021, 11, 1)) == 0


def test_what_may_name_somebody_waits_for_its_author_on_the_evening_it_came() -> None:
    flagged = replace(a_note(3), flagged=True)
    assert digest_of(flagged).waiting == (Waiting(label="R1", unchecked=0, no_site=0, failed=0, waiting=0, flagged=1),)
    assert digest_of(a_note(4), earlier=(flagged,)).waiting == ()


def test_a_theme_that_a_site_never_had_is_missed_at_its_tenth_note_and_not_every_night() -> None:
    elsewhere = tuple(a_note(number, "finance", site="hilltop") for number in range(1, 4))
    orchard = tuple(a_note(number, "trust", site="orchard") for number in range(10, 21))
    assert digest_of(*orchard[:9], earlier=elsewhere).never_seen == ()
    told = digest_of(orchard[9], earlier=(*elsewhere, *orchard[:9])).never_seen
    assert told == (NeverSeen(site="orchard", themes=("finance",), notes=10),)
    assert digest_of(orchard[10], earlier=(*elsewhere, *orchard[:10])).never_seen == ()


def test_a_theme_that_is_rare_everywhere_and_a_site_that_nobody_coded_are_not_missed() -> None:
    orchard = tuple(a_note(number, "trust", site="orchard") for number in range(10, 20))
    assert digest_of(*orchard, earlier=(a_note(1, "finance", site="hilltop"),)).never_seen == ()
    uncoded = tuple(a_note(number, site="orchard") for number in range(10, 20))
    assert digest_of(*uncoded, earlier=tuple(a_note(n, "finance") for n in range(1, 4))).never_seen == ()


def test_an_absence_of_the_bot_is_told_on_the_evening_after_it() -> None:
    before = Absence(since=SINCE - timedelta(hours=3), until=SINCE - timedelta(hours=2))
    during = Absence(since=SINCE - timedelta(hours=1), until=SINCE + timedelta(hours=2))
    told = compose(evening_of(()), away=(before, during))
    assert told.away == (during,)


def test_a_note_that_is_tagged_to_be_followed_up_is_quoted_and_not_its_tag() -> None:
    [asked] = digest_of(replace(a_note(3), follow_up="#follow_up")).follow_ups
    assert asked.sentence in SAID


def test_a_reader_of_some_sites_is_told_of_them_beside_all_the_others() -> None:
    known = tuple(a_note(number, "finance", site="hilltop") for number in range(1, 4))
    both = replace(a_note(25, "trust"), codes=(*a_note(25, "trust").codes, *a_note(25, site="orchard").codes))
    new = (*(a_note(number, "trust") for number in range(10, 20)), a_note(20, "trust", site="hilltop"), both)
    told = compose(evening_of(new, known, "riverside"))
    assert told.numbers == (*range(10, 20), 25)
    assert told.first_times == (FirstTime(site="riverside", theme="trust", number=NoteNumber(10)),)
    assert told.never_seen == (NeverSeen(site="riverside", themes=("finance",), notes=11),)  # hilltop has it
    assert {quote.site for quote in told.quotes} == {"riverside"}
    counts = compose_counts(evening_of(new, known, "riverside"))
    assert counts.by_site == (("riverside", 11),)


def test_silence_is_told_of_the_readers_sites_alone() -> None:
    old = (a_note(1, day=1), a_note(2, site="hilltop", day=1))
    assert [quiet.site for quiet in compose(evening_of((), old, "hilltop")).quiet] == ["hilltop"]
    assert [quiet.site for quiet in compose_counts(evening_of((), old, "hilltop")).quiet] == ["hilltop"]


def test_a_hashtag_that_another_site_had_is_no_new_one_for_a_reader_of_some_sites() -> None:
    known = a_note(1, "washing-machine", site="orchard")
    assert compose(evening_of((a_note(2, "washing-machine"),), (known,), "riverside")).new_tags == ()


def test_what_waits_for_a_reader_of_some_sites_is_theirs_everywhere_and_what_has_no_site_yet() -> None:
    memo = replace(a_note(1, site="orchard"), status=Status.UNCHECKED)
    unsited = replace(a_note(2, site=""), author_label="R2")
    others = replace(memo, number=NoteNumber(3), author_label="R3")
    told = compose(evening_of((), (memo, unsited, others), "riverside"), reader="R1")
    assert [(line.label, line.unchecked, line.no_site) for line in told.waiting] == [("R1", 1, 0), ("R2", 0, 1)]


def test_a_follow_up_that_tells_who_somebody_is_is_not_quoted_and_one_said_twice_is_told_once() -> None:
    named = replace(
        a_note(1), text="Follow up: ring 01632 960123.", follow_up="Follow up: ring 01632 960123.", flagged=True
    )
    ask = "Ask LW1 who opens the post."
    asked = tuple(replace(a_note(n), text=f"LW1 was late. {ask}", follow_up=ask) for n in (2, 3))
    memo = replace(asked[0], number=NoteNumber(4), status=Status.UNCHECKED)
    assert digest_of(named, *asked, memo).follow_ups == (
        FollowUp(sentence="", numbers=(NoteNumber(1),), names=True),
        FollowUp(sentence=ask, numbers=(NoteNumber(2), NoteNumber(3))),
        FollowUp(sentence=ask, numbers=(NoteNumber(4),), unchecked=True),
    )


def test_nothing_waits_for_an_author_who_left() -> None:
    memo = replace(a_note(1), status=Status.UNCHECKED)
    assert compose(replace(evening_of((memo,)), gone=frozenset({"R1"}))).waiting == ()


def test_what_is_to_be_followed_up_is_not_quoted_once_more() -> None:
    ask = "Ask LW1 who opens the post for her mother now."
    note = replace(a_note(1), text=f"LW1 waited with P07 until the bus came. {ask}", follow_up=ask)
    told = digest_of(note)
    assert [quote.sentence for quote in told.quotes] == ["LW1 waited with P07 until the bus came."]
    assert [asked.sentence for asked in told.follow_ups] == [ask]


def test_a_note_of_two_sites_counts_under_the_one_that_its_reader_wants() -> None:
    both = replace(a_note(1), codes=(*a_note(1).codes, *a_note(1, site="hilltop").codes))
    told = compose(evening_of((both,), (), "hilltop"))
    assert told.by_site == (("hilltop", 1),)
    assert [quote.site for quote in told.quotes] == ["hilltop"]
    assert digest_of(both).by_site == (("riverside", 1),)


def test_an_imported_note_with_a_name_waits_on_nobody() -> None:
    imported = replace(a_note(1), flagged=True, imported=True)
    assert digest_of(imported, a_note(2)).waiting == ()
