"""Which day was it? Days as people write and say them: "Monday", "yesterday", "the 8th of November"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldwork.numbers import UNITS, number_at
from fieldwork.words import Word, ends_part, lower_at, starts_with

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = _MONTH_NAMES.split()
_DAYS_AGO = {("today",): 0, ("yesterday",): 1, ("last", "night"): 1, ("this", "morning"): 0, ("this", "afternoon"): 0,
             ("this", "evening"): 0, ("the", "day", "before", "yesterday"): 2,
             ("day", "before", "yesterday"): 2}  # fmt: skip
_FIGURES = re.compile(r"(3[01]|[12][0-9]|0?[1-9])[.-](1[0-2]|0?[1-9])[.-](?:20)?[0-9]{2}")  # without a year: a time
_NTH = re.compile(r"(3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)")
_BEHIND_A_DAY = frozenset({"at", "in", "morning", "afternoon", "evening", "the", "am", "pm"})
_LONGEST_AGO = 14  # days
_LONGEST_MONTHS = 62  # days
_WEEK = 7  # days
_WEEKDAY_BACK = 4  # days; "Friday", written on a Thursday without a time, is as likely tomorrow
_OPENS_DAY = frozenset(
    word[:3] for word in (*_WEEKDAYS, *_MONTHS, "on", "last", "the", *UNITS, *(one[0] for one in _DAYS_AGO))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as said: exactly one of the first four."""

    weekday: int | None = None  # Monday is 0
    ago: int | None = None
    month_and_day: tuple[int, int] | None = None
    of_month: int | None = None  # "the 23rd"
    loose: bool = False  # "Monday club": may be part of a name
    last: bool = False  # "last Friday"

    def surely_before(self, sent: date) -> bool:
        """Whether it says without a time of day that this was earlier."""
        back: int = (sent - self.date(sent)).days
        farthest = _LONGEST_MONTHS if self.weekday is None else _WEEK if self.last else _WEEKDAY_BACK
        return not self.loose and 0 < back <= farthest

    def date(self, sent: date) -> date:
        """The newest such day that is not after `sent`."""
        if self.weekday is not None:
            return sent - timedelta(days=(sent.weekday() - self.weekday) % 7)
        if self.month_and_day is not None:
            return _latest(*self.month_and_day, sent)
        if self.of_month is not None:
            days = (sent - timedelta(days=back) for back in range(_LONGEST_MONTHS))
            return next((day for day in days if day.day == self.of_month), sent)
        return sent - timedelta(days=self.ago or 0)


def day_at(words: Sequence[Word], at: int) -> tuple[Day, int] | None:
    """The day that is said at `at`, and how many words it takes."""
    first = lower_at(words, at)
    if first[:3] not in _OPENS_DAY and not first[:1].isdigit():
        return None
    skipped = 1 if first in {"on", "last"} else 0
    word = lower_at(words, at + skipped).rstrip("s")
    for number, name in enumerate(_WEEKDAYS):
        if word == name or (word in {name[:3], name[:4]} and _stands_as_day(words, at + skipped)):
            behind = at + skipped + 1
            if dated := _calendar_day(words, behind) or _in_figures(words, behind):
                return dated[0], behind - at + dated[1]  # "Monday 8 November"
            loose = not (ends_part(words, behind) or lower_at(words, behind) in _BEHIND_A_DAY)
            return Day(weekday=number, loose=loose, last=first == "last"), skipped + 1
    for phrase, ago in _DAYS_AGO.items():
        if starts_with(words, at, phrase):
            return Day(ago=ago), len(phrase)
    return (
        _calendar_day(words, at) or _days_ago(words, at) or _in_figures(words, at) or _nth(words, at + skipped, skipped)
    )


def _days_ago(words: Sequence[Word], at: int) -> tuple[Day, int] | None:
    """`two days ago`."""
    number = number_at(words, at)
    behind = at + number[1] if number else at
    ago = lower_at(words, behind) in {"day", "days"} and lower_at(words, behind + 1) == "ago"
    return (Day(ago=number[0]), behind + 2 - at) if number and ago and number[0] <= _LONGEST_AGO else None


def _in_figures(words: Sequence[Word], at: int) -> tuple[Day, int] | None:
    """`23.11.21`, `23/11`, `23/11/2021`."""
    if found := _FIGURES.fullmatch(lower_at(words, at)):
        return Day(month_and_day=(int(found[2]), int(found[1]))), 1
    slashed = [at + 1 + n < len(words) and words[at + 1 + n].gap == "/" for n in range(2)]
    day, month = _day_of_month(lower_at(words, at)), lower_at(words, at + 1)
    if not (slashed[0] and day and month.isdigit() and 1 <= int(month) <= len(_MONTHS)):
        return None
    return Day(month_and_day=(int(month), day)), 2 + slashed[1]


def _nth(words: Sequence[Word], at: int, skipped: int) -> tuple[Day, int] | None:
    """`the 23rd`, as a part of a sentence by itself."""
    found = _NTH.fullmatch(lower_at(words, at + 1)) if lower_at(words, at) == "the" else None
    return (Day(of_month=int(found[1])), 2 + skipped) if found and ends_part(words, at + 2) else None


def _stands_as_day(words: Sequence[Word], at: int) -> bool:
    """Whether a short form is a day's: "Sat 10.35" and "Mon, ..." are, "sat with P07" and "wed in June" are not."""
    behind = lower_at(words, at + 1)
    return words[at].capital and (ends_part(words, at + 1) or behind[:1].isdigit() or behind in {"am", "pm"})


def _latest(month: int, day: int, sent: date) -> date:
    for year in (sent.year, sent.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            return sent
        if candidate <= sent:
            return candidate
    return sent


def _calendar_day(words: Sequence[Word], at: int) -> tuple[Day, int] | None:
    """`8 November`, `the 8th of Nov`, `November 8`."""
    first = at + (lower_at(words, at) == "the")
    day, month = _day_of_month(lower_at(words, first)), _month(lower_at(words, first))
    if day:
        second = first + 1 + (lower_at(words, first + 1) == "of")
        if month := _month(lower_at(words, second)):
            return Day(month_and_day=(month, day)), second + 1 - at
    elif month and (day := _day_of_month(lower_at(words, first + 1))):
        return Day(month_and_day=(month, day)), first + 2 - at
    return None


def _month(word: str) -> int:
    return next((n for n, name in enumerate(_MONTHS, start=1) if word in {name, name[:3], name[:4]}), 0)


def _day_of_month(word: str) -> int:
    digits = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word)
    return int(digits[1]) if digits and 1 <= int(digits[1]) <= 31 else 0
