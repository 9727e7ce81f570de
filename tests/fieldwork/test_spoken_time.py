"""Times as people write and say them: the working day's, and never in the future."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldwork.spoken_day import day_at
from fieldwork.spoken_time import clock_at, observed_at
from fieldwork.words import words_of

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2021, 11, 17, 17, 30, tzinfo=LONDON)


def read(text: str) -> str:
    words = words_of(text)
    day = day_at(words, 0)
    clock = clock_at(words, day[1] if day else 0)
    if clock is None:
        return ""
    moment = observed_at(clock[0], day[0] if day else None, sent_at=WEDNESDAY)
    return f"{moment:%a %d %H:%M}" if moment else "future"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.35, Riverside", "Wed 17 10:35"),
        ("11:30", "Wed 17 11:30"),
        ("9.30am", "Wed 17 09:30"),
        ("4.15 pm", "Wed 17 16:15"),
        ("2pm", "Wed 17 14:00"),
        ("at half past four", "Wed 17 16:30"),
        ("half four", "Wed 17 16:30"),
        ("quarter to five", "Wed 17 16:45"),
        ("a quarter past nine", "Wed 17 09:15"),
        ("twenty to ten", "Wed 17 09:40"),
        ("five minutes past three", "Wed 17 15:05"),
        ("just before twelve", "Wed 17 12:00"),
        ("just gone two, and", "Wed 17 14:00"),
        ("nine-ish", "Wed 17 09:00"),
        ("about elevenish", "Wed 17 11:00"),
        ("nine sharp", "Wed 17 09:00"),
        ("13h15", "Wed 17 13:15"),
        ("half an hour ago", "Wed 17 17:00"),
        ("about twenty minutes ago", "Wed 17 17:10"),
        ("ten past, Riverside", "Wed 17 17:10"),
        ("quarter past", "Wed 17 17:15"),
        ("twenty-five past.", "Wed 17 17:25"),
        ("fifty past,", "Wed 17 16:50"),
        ("just before half past five", "Wed 17 17:30"),
        ("just before twenty-five to six", "Wed 17 17:30"),
        ("ten o'clock", "Wed 17 10:00"),
        ("ten thirty, Orchard", "Wed 17 10:30"),
        ("about three", "Wed 17 15:00"),
        ("noon", "Wed 17 12:00"),
        ("10.30\u201311.15 clinic", "Wed 17 10:30"),
        ("Monday, about half past four", "Mon 15 16:30"),
        ("Thursday, 10.35", "Thu 11 10:35"),
        ("Wednesday, half past eleven at night", "Wed 10 23:30"),
        ("yesterday at ten", "Tue 16 10:00"),
        ("15 November, 14.20", "Mon 15 14:20"),
        ("the 15th of Nov, 14.20", "Mon 15 14:20"),
        ("Nov 15 14.20", "Mon 15 14:20"),
        ("Mon 15 Nov", ""),
    ],
)
def test_times_and_days_are_read(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["half past six", "18.45", "quarter to six"])
def test_a_time_after_the_message_is_none(text: str) -> None:
    assert read(text) == "future"


@pytest.mark.parametrize(
    "text",
    [
        "about two weeks ago", "at one point", "half an hour", "half two hours", "the 10.35 bus", "10.35 train",
        "£10.35, taxi", "25.61", "two to three times", "sat with P07", "one", "to",
    ],
)  # fmt: skip
def test_other_numbers_are_no_times(text: str) -> None:
    assert read(text) == ""


def test_which_half_of_the_day_is_meant_depends_on_when_it_is_sent() -> None:
    clock, typed = (clock_at(words_of(said), 0) for said in ("quarter past seven", "07.15"))
    assert clock is not None
    assert typed is not None
    evening, noon = (datetime(2021, 11, 17, hour, tzinfo=LONDON) for hour in (20, 12))
    assert observed_at(clock[0], None, sent_at=evening) == datetime(2021, 11, 17, 19, 15, tzinfo=LONDON)
    assert observed_at(clock[0], None, sent_at=noon) == datetime(2021, 11, 17, 7, 15, tzinfo=LONDON)
    assert observed_at(typed[0], None, sent_at=evening) == datetime(2021, 11, 17, 7, 15, tzinfo=LONDON)


def test_a_time_in_the_hour_that_the_clocks_skip_does_not_fail() -> None:
    words = words_of("1.30 am")
    clock = clock_at(words, 0)
    assert clock is not None
    sent_at = datetime(2022, 3, 27, 9, 0, tzinfo=LONDON)
    assert observed_at(clock[0], None, sent_at=sent_at) == datetime(2022, 3, 27, 1, 30, tzinfo=LONDON)


def test_the_29th_of_february_of_another_year_is_no_failure() -> None:
    day = day_at(words_of("29 February"), 0)
    assert day is not None
    assert day[0].date(WEDNESDAY.date()) == WEDNESDAY.date()
