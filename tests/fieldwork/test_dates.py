"""Days as people type them, seen from a Wednesday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.dates import DateRange, parse_range

WEDNESDAY = date(2021, 11, 17)


def november(day: int) -> date:
    return date(2021, 11, day)


def the(day: int) -> tuple[date, date]:
    return november(day), november(day)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("today", the(17)),
        ("yesterday morning", the(16)),
        ("the day before yesterday", the(15)),
        ("3 days ago", the(14)),
        ("on tuesday", the(16)),
        ("wednesday", the(17)),
        ("last wednesday", the(10)),
        ("tuesday last week", the(9)),
        ("2021-11-16", the(16)),
        ("16/11", the(16)),
        ("16/11/21", the(16)),
        ("16.11.2021", the(16)),
        ("Thu 11 Nov", the(11)),
        ("the 8th of november", the(8)),
        ("Nov 8th, 2021", the(8)),
        ("on the 8th", the(8)),
        ("31 november 2021", the(30)),  # the month's last day
    ],
)
def test_one_day(words: str, days: tuple[date, date]) -> None:
    assert parse_range(words, today=WEDNESDAY) == (DateRange(first=days[0], last=days[1]), "|")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this week", november(15), november(21)),
        ("last week", november(8), november(14)),
        ("last week's notes", november(8), november(14)),
        ("in the last week", november(11), november(17)),
        ("w/c 8 nov", november(8), november(14)),
        ("a week ago", november(8), november(14)),
        ("last weekend", november(13), november(14)),
        ("last 3 days", november(15), november(17)),
        ("the past two weeks", november(4), november(17)),
        ("last month", date(2021, 10, 1), date(2021, 10, 31)),
        ("in november", november(1), november(30)),
        ("in may", date(2021, 5, 1), date(2021, 5, 31)),
        ("december", date(2020, 12, 1), date(2020, 12, 31)),  # the newest that has begun
        ("in 2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("16-20 november", november(16), november(20)),
        ("8th to 12th of Nov", november(8), november(12)),
        ("nov 8-12", november(8), november(12)),
        ("between 12 and 8 november", november(8), november(12)),
        ("between monday and wednesday", november(15), november(17)),
        ("monday to friday", november(15), november(19)),
        ("8 nov – 12 nov", november(8), november(12)),
        ("2021-11-08..2021-11-14", november(8), november(14)),
        ("from 22 November to 3 December", date(2020, 11, 22), date(2020, 12, 3)),
        ("from 28 dec to 3 jan 2021", date(2020, 12, 28), date(2021, 1, 3)),
        ("since monday until friday", november(15), november(19)),
        ("yesterday, today", november(16), november(17)),
    ],
)
def test_days_from_one_to_another(words: str, first: date, last: date) -> None:
    assert parse_range(words, today=WEDNESDAY)[0] == DateRange(first=first, last=last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("since monday", november(15), None),
        ("since mon", november(15), None),
        ("since 8 november", november(8), None),
        ("from 8 november onwards", november(8), None),
        ("from 8 november", november(8), None),
        ("since last week", november(8), None),
        ("since the weekend", november(13), None),
        ("after 10 november", november(11), None),
        ("before friday", None, november(11)),  # the last one that has been
        ("until friday", None, november(12)),
        ("up to 12 november", None, november(12)),
    ],
)
def test_open_at_one_end(words: str, first: date | None, last: date | None) -> None:
    assert parse_range(words, today=WEDNESDAY)[0] == DateRange(first=first, last=last)


def test_a_study_over_new_year_is_asked_about_from_the_new_year() -> None:
    found, _ = parse_range("from 22 November to 3 December", today=date(2022, 1, 10))
    assert found == DateRange(first=november(22), last=date(2021, 12, 3))


@pytest.mark.parametrize(
    "words",
    ["she may come", "march on", "he sat by the sink", "sun in the room", "24/7", "10.35", "over 2000 steps", "P07",
     "in the 2nd call", "#november", "site 2"],
)  # fmt: skip
def test_what_is_no_date_stays_in_the_question(words: str) -> None:
    assert parse_range(words, today=WEDNESDAY) == (None, words)


def test_the_words_around_a_date_are_left_and_not_joined() -> None:
    assert parse_range("room last week  taken", today=WEDNESDAY)[1] == "room | taken"


@given(st.text(max_size=80), st.dates())
def test_any_words_on_any_day_are_read(words: str, today: date) -> None:
    parse_range(words, today=today)


@given(
    st.lists(
        st.sampled_from(
            "since until from to between and last next 3 9999 days months years ago week 31 30 29 feb february 2021 "
            "31/12 monday the of november - 0 16 weekend 1st before after".split()
        ),
        max_size=8,
    ),
    st.dates(),
)
def test_a_range_never_ends_before_it_begins(words: list[str], today: date) -> None:
    found, _ = parse_range(" ".join(words), today=today)
    if found and found.first and found.last:
        assert found.first <= found.last
