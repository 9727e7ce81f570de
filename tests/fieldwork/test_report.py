"""A day's digest for a file: what was observed then, beside everything before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from fieldwork.absence import Absence
from fieldwork.digest import MOST_QUOTES
from fieldwork.note import Audience
from fieldwork.report import report_of_day
from tests.fieldwork.test_digest import BOOK, LONDON, THURSDAY, a_note


def test_a_day_has_what_was_observed_then_whenever_it_was_told() -> None:
    before, then, after = a_note(1, "trust", day=10), a_note(3, "trust", "finance"), a_note(2, "finance", day=12)
    told_late = replace(then, recorded_at=then.observed_at + timedelta(days=3), imported=True)
    report = report_of_day([after, told_late, before], BOOK, THURSDAY, LONDON)
    assert report.notes == (told_late,)
    assert report.digest.numbers == (3,)
    assert [(first.site, first.theme) for first in report.digest.first_times] == [("riverside", "finance")]
    assert report.news.opened == {("riverside", "finance")}
    assert report.digest.since == datetime(2021, 11, 11, tzinfo=LONDON)


def test_a_day_is_the_studys_own() -> None:
    midnight = datetime(2021, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    note = replace(a_note(1), observed_at=midnight)
    assert report_of_day([note], BOOK, date(2021, 7, 2), LONDON).notes == (note,)
    assert report_of_day([note], BOOK, date(2021, 7, 1), LONDON).notes == ()


def test_a_note_of_ones_own_is_in_no_part_of_it() -> None:
    private = replace(a_note(2, "finance"), audience=Audience.AUTHOR)
    report = report_of_day([a_note(1, "trust"), private], BOOK, THURSDAY, LONDON)
    assert [note.number for note in report.notes] == [1]
    assert ("riverside", "finance") not in report.news.matrix.cells


def test_paper_has_room_for_a_sentence_of_every_note() -> None:
    told = (
        "She photographed the harbour wall every day.",
        "He walked out before the kettle had boiled.",
        "Nobody had opened the blue folder since June.",
        "The bus to the clinic stops at four.",
        "Two women were knitting beside the fire door.",
        "A letter about the boiler came back unread.",
        "They laughed when the printer started to smoke.",
    )
    notes = [replace(a_note(number), text=text) for number, text in enumerate(told, 1)]
    assert len(report_of_day(notes, BOOK, THURSDAY, LONDON).digest.quotes) == len(told) > MOST_QUOTES


def test_an_outage_of_another_day_is_not_told() -> None:
    noon = datetime(2021, 11, 11, 12, tzinfo=UTC)
    here, later = (Absence(since=noon + timedelta(days=n), until=noon + timedelta(days=n, hours=2)) for n in (0, 1))
    assert report_of_day([a_note(1)], BOOK, THURSDAY, LONDON, [here, later]).digest.away == (here,)
