"""When was it seen? Times and days as people write and say them: "10.35", "half past four", "Monday"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fieldwork.numbers import counts_something, number_at
from fieldwork.phrases import word_set
from fieldwork.words import Word, ends_part, lower_at, starts_with

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = _MONTH_NAMES.split()
_DIGITAL = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_NEARLY = {  # and by how many minutes the time moves
    ("just", "before"): -5, ("shortly", "before"): -5, ("coming", "up", "to"): -5, ("nearly",): -5, ("almost",): -5,
    ("just", "after"): 5, ("just", "gone"): 5, ("shortly", "after"): 5, ("gone",): 5,
    ("at",): 0, ("about",): 0, ("around",): 0, ("roughly",): 0, ("approx",): 0, ("circa",): 0, ("at", "about"): 0,
    ("at", "around"): 0,
}  # fmt: skip
_PARTS_OF_DAY = {
    ("in", "the", "morning"): "am", ("this", "morning"): "am", ("in", "the", "afternoon"): "pm", ("am",): "am",
    ("this", "afternoon"): "pm", ("in", "the", "evening"): "pm", ("this", "evening"): "pm", ("tonight",): "pm",
    ("pm",): "pm", ("at", "night"): "pm", ("a", "m"): "am", ("p", "m"): "pm",
}  # fmt: skip
_DAYS_AGO = {("today",): 0, ("yesterday",): 1, ("last", "night"): 1, ("this", "morning"): 0, ("this", "afternoon"): 0,
             ("this", "evening"): 0, ("the", "day", "before", "yesterday"): 2}  # fmt: skip
_FIRST_WORKING_HOUR = 7  # "half past four" is the afternoon's, "half past seven" the morning's
_NOT_A_TIME_BEFORE = word_set("train bus slot minibus miles mile pounds pence quid percent kg euros")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as said; `half` is "am", "pm" or "" when nothing says which."""

    hour: int
    minute: int
    half: str = ""
    shift: int = 0  # minutes: "just before twelve" is five before

    def time(self) -> time:
        """The time of a working day that it means."""
        hour = self.hour
        if self.half:
            hour = hour % 12 + (12 if self.half == "pm" else 0) if hour <= 12 else hour
        elif 0 < hour < _FIRST_WORKING_HOUR:
            hour += 12
        minutes = hour * 60 + self.minute + self.shift
        return time(minutes // 60 % 24, minutes % 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as said: exactly one of the three."""

    weekday: int | None = None  # Monday is 0
    ago: int | None = None
    month_and_day: tuple[int, int] | None = None

    def date(self, sent: date) -> date:
        """The newest such day that is not after `sent`."""
        if self.weekday is not None:
            return sent - timedelta(days=(sent.weekday() - self.weekday) % 7)
        if self.month_and_day is not None:
            return _latest(*self.month_and_day, sent)
        return sent - timedelta(days=self.ago or 0)


def observed_at(clock: Clock, day: Day | None, *, sent_at: datetime) -> datetime | None:
    """The moment that was meant, in the zone of `sent_at`; None when it would lie after it."""
    on = (day or Day(ago=0)).date(sent_at.date())
    moment = datetime.combine(on, clock.time(), tzinfo=sent_at.tzinfo)
    if moment > sent_at and day is not None and day.weekday is not None:
        moment = datetime.combine(on - timedelta(days=7), clock.time(), tzinfo=sent_at.tzinfo)
    return moment if moment <= sent_at else None


def day_at(words: Sequence[Word], at: int) -> tuple[Day, int] | None:
    """The day that is said at `at`, and how many words it takes."""
    skipped = 1 if lower_at(words, at) in {"on", "last"} else 0
    word = lower_at(words, at + skipped).rstrip("s")
    for number, name in enumerate(_WEEKDAYS):
        if word == name or (word in {name[:3], name[:4]} and _stands_as_day(words, at + skipped)):
            return Day(weekday=number), skipped + 1
    for phrase, ago in _DAYS_AGO.items():
        if starts_with(words, at, phrase):
            return Day(ago=ago), len(phrase)
    return _calendar_day(words, at)


def clock_at(words: Sequence[Word], at: int) -> tuple[Clock, int] | None:
    """The time of day that is said at `at`, and how many words it takes."""
    shift, skipped = _nearly(words, at)
    start = at + skipped
    found = _digital(words, start) or _halves(words, start) or _minutes(words, start) or _hour(words, start, skipped)
    if found is None:
        return None
    hour, minute, length = found
    half, more = _part_of_day(words, start + length)
    if lower_at(words, start + length + more) in _NOT_A_TIME_BEFORE:
        return None
    return Clock(hour=hour, minute=minute, half=half, shift=shift), skipped + length + more


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


def _nearly(words: Sequence[Word], at: int) -> tuple[int, int]:
    found = [(len(phrase), shift) for phrase, shift in _NEARLY.items() if starts_with(words, at, phrase)]
    length, shift = max(found, default=(0, 0))
    return shift, length


def _part_of_day(words: Sequence[Word], at: int) -> tuple[str, int]:
    found = next(
        ((half, len(phrase)) for phrase, half in _PARTS_OF_DAY.items() if starts_with(words, at, phrase)), None
    )
    return found or ("", 0)


def _digital(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`10.35`, `9:30`, `2pm`, and the first of `10.30-11.15`."""
    word = lower_at(words, at)
    if match := _DIGITAL.fullmatch(word):
        if not {"£", "$", "€"}.isdisjoint(words[at].gap):
            return None
        until = at + 1 < len(words) and bool(_DIGITAL.fullmatch(words[at + 1].lower))
        return int(match[1]), int(match[2]), 2 if until and words[at + 1].gap.strip() in {"-", "\u2013", "—"} else 1
    match = re.fullmatch(r"(1[0-2]|[1-9])(?:[.:]([0-5][0-9]))?(am|pm)", word)
    return (_in_half(int(match[1]), match[3]), 0, 1) if match else None


def _in_half(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "pm" else 0)


def _halves(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`half past four`, `half four`, `quarter to five`, `noon`."""
    word = lower_at(words, at)
    if word in {"noon", "midday"}:
        return 12, 0, 1
    if word == "half":
        past = lower_at(words, at + 1) == "past"
        hour = _clock_hour(words, at + 1 + past)
        return (hour, 30, 2 + past) if hour and not counts_something(words, at + 2 + past) else None
    at_quarter = at + (word == "a")
    return _past_or_to(words, at, at_quarter + 1, 15) if lower_at(words, at_quarter) == "quarter" else None


def _minutes(words: Sequence[Word], at: int) -> tuple[int, int, int] | None:
    """`twenty past three`, `five minutes to ten`."""
    number = number_at(words, at)
    if number is None or not 1 <= number[0] < 60:
        return None
    behind = at + number[1]
    return _past_or_to(words, at, behind + (lower_at(words, behind) in {"minutes", "mins"}), number[0])


def _past_or_to(words: Sequence[Word], first: int, at: int, minutes: int) -> tuple[int, int, int] | None:
    hour = _clock_hour(words, at + 1)
    if not hour or counts_something(words, at + 2):
        return None
    match lower_at(words, at):
        case "past":
            return hour, minutes, at + 2 - first
        case "to":
            return (hour - 1) or 12, 60 - minutes, at + 2 - first
        case _:
            return None


def _hour(words: Sequence[Word], at: int, approximated: int) -> tuple[int, int, int] | None:
    """`ten o'clock`, `ten thirty`, `9 am`; a bare hour only after "at", "about" and their like."""
    hour = _clock_hour(words, at)
    if not hour:
        return None
    if lower_at(words, at + 1) in {"o'clock", "oclock"}:
        return hour, 0, 2
    minutes = number_at(words, at + 1)
    if minutes and 5 <= minutes[0] < 60 and not words[at + 1].opens and ends_part(words, at + 1 + minutes[1]):
        return hour, minutes[0], 1 + minutes[1]
    said = _part_of_day(words, at + 1)[0] or (approximated and ends_part(words, at + 1))
    return (hour, 0, 1) if said else None


def _clock_hour(words: Sequence[Word], at: int) -> int:
    number = number_at(words, at)
    return number[0] if number and number[1] == 1 and 1 <= number[0] <= 12 else 0
