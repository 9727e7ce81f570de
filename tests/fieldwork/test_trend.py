"""The weeks of each theme."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Site, Theme
from fieldwork.note import Audience, Note, Origin
from fieldwork.trend import FEWEST_NOTES, MOST_WEEKS, Trend, trend_of
from tests.handlers.notes import site, theme, written

LONDON = ZoneInfo("Europe/London")
DAY = date(2021, 12, 9)
BOOK = Codebook(
    title="Study",
    timezone="Europe/London",
    participants={},
    sites=(Site(slug="riverside", name="Riverside"),),
    themes=(Theme(slug="trust", label="Trust", group="g"), Theme(slug="finance", label="Money", group="g")),
)


def a_note(days_ago: int, *themes: str) -> Note:
    seen = datetime(2021, 12, 9, 10, tzinfo=UTC) - timedelta(days=days_ago)
    return replace(written("It rained.", days_ago + 1, (site("riverside"), *map(theme, themes))), observed_at=seen)


def trend(*notes: Note) -> Trend:
    return trend_of(notes, BOOK, day=DAY, timezone=LONDON)


WEEKLY = tuple(a_note(days, "trust") for days in (1, 8, 15, 22, 27))


def test_a_week_ends_with_the_day_and_none_is_cut_short() -> None:
    told = trend(*WEEKLY, a_note(6), a_note(7))
    assert told.weeks == (date(2021, 11, 18), date(2021, 11, 25), date(2021, 12, 2), DAY)
    assert told.notes == (2, 1, 2, 2)
    assert [(course.slug, course.counts) for course in told.courses] == [("trust", (2, 1, 1, 1))]


def test_weeks_before_the_first_note_are_no_silence_and_old_ones_are_left_out() -> None:
    assert len(trend(*WEEKLY).weeks) == 4
    assert len(trend(*WEEKLY, a_note(200)).weeks) == 4
    assert len(trend(*WEEKLY, a_note(7 * MOST_WEEKS - 1)).weeks) == MOST_WEEKS
    assert not trend(*WEEKLY[:3]).courses


def test_a_theme_with_too_few_notes_is_named_and_not_shown() -> None:
    told = trend(*WEEKLY, *(a_note(days, "finance") for days in range(FEWEST_NOTES - 1)))
    assert [course.slug for course in told.courses] == ["trust"]
    assert [course.name for course in told.too_few] == ["Money"]


def test_four_weeks_with_notes_are_needed_to_show_a_trend() -> None:
    assert not trend(*(a_note(days, "trust") for days in (1, 2, 3, 8, 9, 15, 16)))
    assert not trend()
    assert trend(*WEEKLY)


def test_private_notes_and_what_nobody_accepted_are_not_counted() -> None:
    proposed = replace(a_note(3), codes=(theme("finance", Origin.SUGGESTED),))
    private = replace(a_note(3, "trust"), audience=Audience.AUTHOR)
    assert trend(*WEEKLY, private).courses == trend(*WEEKLY).courses
    assert not trend(*WEEKLY, *[proposed] * 9).too_few


def test_a_change_is_the_later_half_against_the_earlier() -> None:
    rising = trend(*WEEKLY, *(a_note(1, "trust") for _ in range(4)))
    assert rising.courses[0].counts == (2, 1, 1, 5)
    assert rising.courses[0].change == 3
