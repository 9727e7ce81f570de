"""The digest on a phone: what needs you, what changed, what is worth quoting."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.digest import Digest, FirstTime, FollowUp, GroupDigest, NewTag, Quiet, Quote, Waiting
from fieldwork.member import Role
from fieldwork.note import NoteNumber
from fieldwork.schedule import Span
from handlers.replies import digest
from handlers.replies.markup import units
from tests.handlers.notes import TERMS, member, spoken, written
from tests.handlers.telegram_html import seen
from tests.handlers.telegram_limits import fits, labels

PI = member("PI1", Role.PI, row=9)
DAY = date(2021, 11, 11)
SINCE = datetime(2021, 11, 10, 20, 0, tzinfo=UTC)
EMPTY = Digest(
    day=DAY,
    since=SINCE,
    count=0,
    numbers=(),
    new_tags=(),
    waiting=(),
    first_times=(),
    quiet=(),
    quotes=(),
    follow_ups=(),
)
FULL = replace(
    EMPTY,
    count=3,
    themed=True,
    numbers=(NoteNumber(210), NoteNumber(211), NoteNumber(214)),
    new_tags=(NewTag(slug="washing-machine", count=2),),
    waiting=(
        Waiting(label="R1", unchecked=0, no_site=1, failed=0, waiting=0),
        Waiting(label="R2", unchecked=1, no_site=0, failed=0, waiting=0),
    ),
    first_times=(FirstTime(site="riverside", theme="finance", number=NoteNumber(211)),),
    quiet=(Quiet(site="orchard", working_days=4),),
    quotes=(
        Quote(
            site="riverside",
            sentence="I've not shown these to anybody.",
            number=NoteNumber(211),
            unchecked=False,
        ),
        Quote(
            site="hilltop",
            sentence="they knew who I was before I'd got my coat off.",
            number=NoteNumber(214),
            unchecked=True,
        ),
    ),
    follow_ups=(FollowUp(sentence="Ask about the shed.", numbers=(NoteNumber(214),)),),
)
GROUP = GroupDigest(
    day=DAY,
    since=SINCE,
    count=3,
    by_site=(("riverside", 2), ("", 1)),
    quiet=(Quiet(site="orchard", working_days=4),),
    numbers=FULL.numbers,
)


def test_a_pi_reads_the_night_on_one_screen() -> None:
    (say,) = digest.digest(TERMS, FULL, PI)
    assert seen(say.html) == (
        "Thu 11 Nov · 3 notes · 1 thing for you\n"
        "Private text below.\n"
        "\n"
        "For you\n"
        "· New tag #washing_machine, 2 notes\n"
        "Waiting for authors: R1, 1 without a site; R2, 1 unchecked.\n"
        "\n"
        "Changed\n"
        "· First time: finance at Riverside /n211\n"
        "· Quiet: Orchard, 4 working days\n"
        "\n"
        "Worth quoting\n"
        "Riverside: “I've not shown these to anybody.” /n211\n"
        "Hilltop: “they knew who I was before I'd got my coat off.” /n214 (unchecked)\n"
        "Also /n210\n"
        "\n"
        "To follow up\n"
        "· “Ask about the shed.” /n214\n"
        "\n"
        "Since Wed 20:00. Private notes are not counted."
    )
    assert labels(say) == [["Read the 3", "Picture", "Tomorrow"], ["Make #washing_machine a theme"]]
    assert say.protected
    fits(say)


def test_what_waits_for_the_reader_comes_first() -> None:
    told = replace(FULL, waiting=(Waiting(label="PI1", unchecked=2, no_site=0, failed=0, waiting=0),))
    (say,) = digest.digest(TERMS, told, PI)
    assert "3 things for you" in say.html.splitlines()[0]
    assert "· Yours: 2 unchecked" in say.html


def test_an_empty_night_has_one_line_on_a_working_day_and_none_at_the_weekend() -> None:
    (say,) = digest.digest(TERMS, EMPTY, PI)
    assert say.html == "Thu 11 Nov · no new notes"
    assert digest.digest(TERMS, replace(EMPTY, day=date(2021, 11, 13)), PI) == []


def test_whoever_asks_is_answered_on_an_empty_night_too() -> None:
    (say,) = digest.digest(TERMS, EMPTY, PI, asked=True)
    assert say.html == "Thu 11 Nov · no new notes\n\nSince Wed 20:00. Private notes are not counted."


def test_a_late_digest_says_so_in_its_first_line() -> None:
    (say,) = digest.digest(TERMS, EMPTY, PI, late=True)
    assert say.html == "Thu 11 Nov · no new notes · late, I was away"


def test_the_digest_of_last_week_names_its_days() -> None:
    span = Span(first=date(2021, 11, 1), last=date(2021, 11, 7))
    (say,) = digest.digest(TERMS, EMPTY, PI, asked=True, span=span)
    assert say.html.startswith("Mon 1 to Sun 7 Nov · no notes")


def test_silence_is_reported_on_an_empty_night_in_the_same_line() -> None:
    (say,) = digest.digest(TERMS, replace(EMPTY, quiet=FULL.quiet), PI)
    assert say.html == "Thu 11 Nov · no new notes · Quiet: Orchard, 4 working days"
    two = (*FULL.quiet, Quiet(site="hilltop", working_days=9))
    (say,) = digest.digest(TERMS, replace(EMPTY, quiet=two), PI)
    assert say.html.endswith("Quiet: Orchard, 4 working days; Hilltop, 9")


def test_what_waits_stands_in_the_line_of_an_empty_night_and_nothing_comes_at_the_weekend() -> None:
    waiting = replace(EMPTY, waiting=(*FULL.waiting, Waiting(label="PI1", unchecked=1, no_site=0, failed=0, waiting=0)))
    (say,) = digest.digest(TERMS, waiting, PI)
    assert say.html == (
        "Thu 11 Nov · no new notes · 1 thing for you · Waiting for authors: R1, 1 without a site; R2, 1 unchecked"
    )
    assert labels(say) == [["Decide it"]]
    saturday = replace(waiting, quiet=FULL.quiet, day=date(2021, 11, 13))
    assert digest.digest(TERMS, saturday, PI) == []
    assert digest.group_digest(TERMS, replace(GROUP, count=0, by_site=(), day=saturday.day), -100) == []


def test_who_wants_counts_is_told_sites_and_numbers() -> None:
    asked = (FollowUp(sentence="", numbers=(NoteNumber(214),)),)
    counts = replace(FULL, quotes=(), follow_ups=asked, by_site=GROUP.by_site)
    (say,) = digest.digest(TERMS, counts, PI)
    assert "Private text below" not in say.html
    assert "\n· /n214\n" in say.html
    assert "\n\nRiverside 2 · No site 1\n/n210 /n211 /n214\n\n" in say.html
    assert "quoting" not in say.html


def test_what_is_quoted_nowhere_is_named() -> None:
    (say,) = digest.digest(TERMS, FULL, PI)
    assert "(unchecked)\nAlso /n210\n" in say.html


def test_what_may_tell_who_somebody_is_is_followed_up_by_its_number() -> None:
    asked = (
        FollowUp(sentence="", numbers=(NoteNumber(37),), names=True),
        FollowUp(sentence="Ask LW1 who opens the post.", numbers=(NoteNumber(210), NoteNumber(214)), unchecked=True),
    )
    (say,) = digest.digest(TERMS, replace(FULL, follow_ups=asked), PI)
    assert "· Perhaps a name, number or address in it: /n37\n" in say.html
    assert "· “Ask LW1 who opens the post.” /n210 /n214 (unchecked)\n" in say.html


def test_without_a_theme_in_the_new_notes_no_picture_is_offered() -> None:
    assert labels(digest.digest(TERMS, replace(FULL, themed=False), PI)[0])[0] == ["Read the 3", "Tomorrow"]


def test_the_group_gets_counts_and_numbers_only() -> None:
    (say,) = digest.group_digest(TERMS, GROUP, -100)
    assert say.html == (
        "Thu 11 Nov · 3 notes\n"
        "Riverside 2 · No site 1 · Orchard quiet 4 days\n"
        "/n210 /n211 /n214 open in your private chat with me."
    )
    assert digest.group_digest(TERMS, replace(GROUP, count=0, by_site=(), quiet=(), numbers=()), -100) == []


def test_the_new_notes_are_read_five_on_a_page() -> None:
    notes = [written(number=number) for number in range(1, 8)]
    first = digest.new_notes(TERMS, notes, "0-1-7", 0, PI)
    assert first.html.splitlines()[:4] == [
        "7 notes · page 1 of 2",
        "",
        "/n1 Thu 11:30, R1",
        "“LW1 asked about the dog.”",
    ]
    assert labels(first) == [["✎ #1", "✎ #2", "✎ #3", "✎ #4"], ["✎ #5", "2/2 →"]]
    assert labels(digest.new_notes(TERMS, notes, "0-1-7", 1, PI)) == [["✎ #6", "✎ #7", "← 1/2"]]
    assert "No text yet." in digest.new_notes(TERMS, [spoken([])], "0-1-7", 0, PI).html


lines = st.lists(st.text("abc &<", max_size=900), max_size=30)


@given(st.lists(lines.map("\n".join), min_size=1, max_size=8))
def test_a_long_digest_is_split_between_lines_and_loses_none(blocks: list[str]) -> None:
    texts = digest.in_messages(blocks, 4096)
    assert all(units(text) <= 4096 for text in texts)
    whole = [line for text in texts for line in text.split("\n") if line]
    assert whole == [line for block in blocks for line in block.split("\n") if line]


def test_sixty_notes_hold() -> None:
    many = replace(
        FULL,
        count=60,
        numbers=tuple(NoteNumber(number) for number in range(1, 61)),
        quotes=FULL.quotes[:1] * 6,
        first_times=FULL.first_times * 40,
        new_tags=FULL.new_tags * 40,
        waiting=FULL.waiting * 20,
        follow_ups=tuple(FollowUp(sentence="Ask <her>. " * 200, numbers=(NoteNumber(n),)) for n in range(60)),
    )
    says = digest.digest(TERMS, many, PI)
    for say in (*says, *digest.group_digest(TERMS, replace(GROUP, numbers=many.numbers * 9), -100)):
        fits(say)
    assert labels(says[-1]) == [["Read the 60", "Picture", "Tomorrow"], ["Decide the 40"]]


def test_a_digest_of_some_sites_says_so_in_its_first_line() -> None:
    (say,) = digest.digest(TERMS, replace(EMPTY, only_at=("riverside", "hilltop")), PI)
    assert say.html.endswith("no new notes · Riverside, Hilltop only")
