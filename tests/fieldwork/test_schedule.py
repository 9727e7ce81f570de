"""One digest for each local date, on nights when the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork.schedule import Span, comes_late, due_digest, next_digest_at, span_of

LONDON = ZoneInfo("Europe/London")
EIGHT = time(20, 0)


def test_nothing_is_due_before_eight_and_one_digest_from_then_on() -> None:
    wednesday, thursday = date(2021, 11, 10), date(2021, 11, 11)
    assert due_digest(datetime(2021, 11, 11, 19, 59, tzinfo=UTC), EIGHT, LONDON, wednesday) is None
    assert due_digest(datetime(2021, 11, 11, 20, 0, tzinfo=UTC), EIGHT, LONDON, wednesday) == thursday
    assert due_digest(datetime(2021, 11, 11, 20, 1, tzinfo=UTC), EIGHT, LONDON, thursday) is None


def test_after_days_away_only_the_latest_is_due() -> None:
    monday_morning = datetime(2021, 11, 15, 9, tzinfo=UTC)
    assert due_digest(monday_morning, EIGHT, LONDON, date(2021, 11, 11)) == date(2021, 11, 14)
    assert due_digest(monday_morning, EIGHT, LONDON, None) == date(2021, 11, 14)


def test_a_clock_that_was_set_back_sends_nothing_twice() -> None:
    assert due_digest(datetime(2021, 11, 9, 21, tzinfo=UTC), EIGHT, LONDON, date(2021, 11, 11)) is None


@pytest.mark.parametrize("hour", [EIGHT, time(1, 30), time(0, 0), time(2, 0), time(23, 59)])
@pytest.mark.parametrize("first", [date(2021, 3, 26), date(2021, 10, 29)])
def test_each_date_gets_exactly_one_whatever_the_clocks_do(hour: time, first: date) -> None:
    now = datetime.combine(first, time(12), tzinfo=UTC)
    last, sent = first, []
    for _ in range(4 * 24 * 12):
        now += timedelta(minutes=5)
        day = due_digest(now, hour, LONDON, last)
        if day is not None:
            sent.append(day)
            last = day
    assert sent == [first + timedelta(days=n) for n in range(1, len(sent) + 1)]
    assert len(sent) in {3, 4}


def test_eight_is_eight_by_the_clock_on_the_wall() -> None:
    summer = datetime(2021, 7, 1, 12, tzinfo=UTC)
    assert next_digest_at(summer, EIGHT, LONDON) == datetime(2021, 7, 1, 19, tzinfo=UTC)
    evening = datetime(2021, 10, 30, 20, tzinfo=UTC)  # the clocks go back in the night
    assert next_digest_at(evening, EIGHT, LONDON) == datetime(2021, 10, 31, 20, tzinfo=UTC)


def test_a_weekly_digest_comes_on_its_day_and_once() -> None:
    friday = frozenset({4})
    assert due_digest(datetime(2021, 11, 11, 21, tzinfo=UTC), EIGHT, LONDON, date(2021, 11, 5), friday) is None
    assert due_digest(datetime(2021, 11, 12, 21, tzinfo=UTC), EIGHT, LONDON, date(2021, 11, 5), friday) == date(
        2021, 11, 12
    )
    assert due_digest(datetime(2021, 11, 16, 9, tzinfo=UTC), EIGHT, LONDON, date(2021, 11, 5), friday) == date(
        2021, 11, 12
    )
    assert due_digest(datetime(2021, 11, 16, 9, tzinfo=UTC), EIGHT, LONDON, date(2021, 11, 12), friday) is None
    assert next_digest_at(datetime(2021, 11, 13, 9, tzinfo=UTC), EIGHT, LONDON, friday) == datetime(
        2021, 11, 19, 20, tzinfo=UTC
    )


def test_a_quarter_of_an_hour_is_not_late_and_a_missed_evening_is() -> None:
    thursday = date(2021, 11, 11)
    assert not comes_late(datetime(2021, 11, 11, 20, 14, tzinfo=UTC), thursday, EIGHT, LONDON)
    assert comes_late(datetime(2021, 11, 12, 7, tzinfo=UTC), thursday, EIGHT, LONDON)


def test_an_hour_that_had_come_before_it_was_set_is_none_of_its_own() -> None:
    half_past_nine = datetime(2021, 11, 11, 9, 30, tzinfo=UTC)
    yesterday, today = date(2021, 11, 10), date(2021, 11, 11)
    assert due_digest(half_past_nine, EIGHT, LONDON, date(2021, 11, 9)) == yesterday
    assert due_digest(half_past_nine, EIGHT, LONDON, date(2021, 11, 9), since=half_past_nine) is None
    evening = half_past_nine.replace(hour=20)
    assert due_digest(evening, EIGHT, LONDON, date(2021, 11, 9), since=half_past_nine) == today
    put_back = half_past_nine + timedelta(hours=12)  # it was set by a clock three hours fast and more
    assert due_digest(evening, EIGHT, LONDON, yesterday, since=put_back) == today


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("yesterday", date(2021, 11, 17), date(2021, 11, 17)),
        ("this week", date(2021, 11, 15), date(2021, 11, 18)),
        ("last week", date(2021, 11, 8), date(2021, 11, 14)),
        ("11 november", date(2021, 11, 11), date(2021, 11, 11)),
        ("for 11/11", date(2021, 11, 11), date(2021, 11, 11)),
        ("2021-11-11", date(2021, 11, 11), date(2021, 11, 11)),
        ("8-12 nov", date(2021, 11, 8), date(2021, 11, 12)),
        ("since monday", date(2021, 11, 15), date(2021, 11, 18)),
        ("Monday", date(2021, 11, 15), date(2021, 11, 15)),
        ("last 3 days", date(2021, 11, 16), date(2021, 11, 18)),
        ("november", date(2021, 11, 1), date(2021, 11, 18)),
    ],
)
def test_a_digest_of_any_days_can_be_asked_for(asked: str, first: date, last: date) -> None:
    assert span_of(asked, date(2021, 11, 18)) == Span(first=first, last=last)


@pytest.mark.parametrize(
    "asked", ["mon", "mondays", "monday 9am", "mon-fri", "8.10", "20:30", "weekly friday", "from 9", "riverside", "may"]
)
def test_what_may_be_a_wish_for_a_digests_time_names_no_days(asked: str) -> None:
    assert span_of(asked, date(2021, 11, 18)) is None
