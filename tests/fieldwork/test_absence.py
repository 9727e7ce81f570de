"""What counts as an absence, and when something may be lost by it."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldwork.absence import Absence, absence_between

NOW = datetime(2021, 11, 11, 15, 40, tzinfo=UTC)


@pytest.mark.parametrize("away", [timedelta(), timedelta(minutes=10), timedelta(hours=-3)])
def test_a_restart_is_no_absence_and_neither_is_a_clock_that_was_put_back(away: timedelta) -> None:
    assert absence_between(NOW - away, NOW) is None
    assert absence_between(None, NOW) is None


def test_what_telegram_held_is_not_lost() -> None:
    away = absence_between(NOW - timedelta(hours=24), NOW)
    assert away == Absence(since=NOW - timedelta(hours=24), until=NOW)
    assert not away.loses


def test_what_was_sent_more_than_a_day_before_the_return_may_be_lost() -> None:
    away = absence_between(NOW - timedelta(hours=26), NOW)
    assert away is not None
    assert away.loses
    assert away.held_from == NOW - timedelta(hours=24)
