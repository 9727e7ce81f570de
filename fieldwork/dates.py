"""The days that a question speaks of: ranges as people type them, relative to the day on which they ask."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(name.lower() for name in calendar.month_name if name)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)

_WEEKDAY = "|".join(f"{day[:3]}(?:{day[3:]}|s|rs|nes|urs|ur)?" for day in WEEKDAYS)
_MONTH = "|".join(f"{month[:3]}(?:t|{month[3:]})?" if len(month) > 3 else month for month in MONTHS)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_ONE = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|(?:the )?{_NUMBER}(?: of)? (?:{_MONTH})(?: \d{{4}})?"
    rf"|(?:{_MONTH}) {_NUMBER}(?:,? \d{{4}})?|today|yesterday|(?:last )?(?:{_WEEKDAY}))"
)
_TO = r"(?: ?(?:-|–|—|to|until|till|through) ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """From the first day to the last, both included; None is open."""

    first: date | None = None
    last: date | None = None


def parse_range(words: str, *, today: date) -> tuple[DateRange | None, str]:
    """The range that `words` speak of, None when they speak of none, and the words that are left."""
    for pattern, meaning in _RULES:
        for found in pattern.finditer(words):
            try:
                named = meaning(found, today)
            except (ValueError, OverflowError):
                continue  # 31 November: no date, so words like any other
            return named, f"{words[: found.start()]} {words[found.end() :]}".strip()
    return None, words


def _day(text: str, today: date) -> date:
    """One day; without a year the last one that has been, a weekday likewise."""
    text = text.lower().removeprefix("the ").removeprefix("last ")
    if text in ("today", "yesterday"):
        return today - (DAY if text == "yesterday" else timedelta())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if "/" in text:
        day, month, *year = (int(part) for part in text.split("/"))
        return _dated(day, month, year[0] if year else None, today)
    names = re.findall(r"[a-z]{3,}", re.sub(r"(\d)(?:st|nd|rd|th)", r"\1", text))
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not numbers:
        return today - timedelta(days=(today.weekday() - _index(names[0], WEEKDAYS)) % 7)
    month = _index(names[-1] if names[-1] != "of" else names[0], MONTHS) + 1
    return _dated(numbers[0], month, numbers[1] if len(numbers) > 1 else None, today)


def _index(name: str, names: tuple[str, ...]) -> int:
    return next(index for index, known in enumerate(names) if known.startswith(name[:3]))


def _dated(day: int, month: int, year: int | None, today: date) -> date:
    if year is not None:
        return date(year + 2000 if year < 100 else year, month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def _month(name: str, today: date) -> DateRange:
    month = _index(name.lower(), MONTHS) + 1
    year = today.year if month <= today.month else today.year - 1
    return DateRange(first=date(year, month, 1), last=date(year, month, calendar.monthrange(year, month)[1]))


def _between(first: date, last: date) -> DateRange:
    # "monday to thursday" asked on a Tuesday: the Monday before that Thursday
    while first > last:
        first -= WEEK
    return DateRange(first=first, last=last)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _same_month(found: re.Match[str], today: date) -> DateRange:
    last = _day(f"{found['last']} {found['month']}", today)
    first = last.replace(day=int(re.sub(r"\D", "", found["first"])))
    return DateRange(first=first, last=last)


def _dated_range(found: re.Match[str], today: date) -> DateRange:
    last = _day(found["last"], today)
    first = _day(found["first"], today)
    if first > last and any(month[:3] in found["first"].lower() for month in MONTHS):
        first = first.replace(year=first.year - 1)
    return _between(first, last)


def _last_days(found: re.Match[str], today: date) -> DateRange:
    length = {"day": 1, "week": 7, "month": 30}[found["unit"].lower()] * int(found["count"] or 1)
    return DateRange(first=today - timedelta(days=length - 1 if found["unit"].lower() == "day" else length), last=today)


def _period(found: re.Match[str], today: date) -> DateRange:
    which, unit = found["which"].lower(), found["unit"].lower()
    if unit == "week":
        monday = _monday(today) - (WEEK if which == "last" else timedelta())
        return DateRange(first=monday, last=monday + 6 * DAY)
    in_month = today if which == "this" else today.replace(day=1) - DAY
    return _month(MONTHS[in_month.month - 1], today)


def _since(found: re.Match[str], today: date) -> DateRange:
    words = found["day"]
    if re.fullmatch(_MONTH, words, re.IGNORECASE):
        return DateRange(first=_month(words, today).first)
    if words.lower() == "last week":
        return DateRange(first=_monday(today) - WEEK)
    first = _day(words, today)
    return DateRange(first=first + DAY if found["how"].lower() == "after" else first)


def _until(found: re.Match[str], today: date) -> DateRange:
    last = _day(found["day"], today)
    return DateRange(last=last - DAY if found["how"].lower() == "before" else last)


_Meaning = Callable[[re.Match[str], date], DateRange]


def _rules() -> Iterator[tuple[re.Pattern[str], _Meaning]]:
    """In order: the longer and more particular first."""
    for pattern, meaning in (
        (rf"(?:from |between )?(?P<first>{_ONE})(?:{_TO}| and )(?P<last>{_ONE})", _dated_range),
        (
            rf"(?:from |between )?(?P<first>{_NUMBER})(?:{_TO}| and )(?P<last>{_NUMBER}) (?P<month>{_MONTH})",
            _same_month,
        ),
        (rf"(?P<how>since|from|after) (?P<day>{_ONE}|last week|{_MONTH})", _since),
        (rf"(?P<how>before|until|till|up to|by) (?P<day>{_ONE})", _until),
        (r"(?:in |over |during )?(?:the )?(?:last|past) (?P<count>\d{1,3}) (?P<unit>day|week|month)s?", _last_days),
        (r"(?:in |during )?(?P<which>this|last) (?P<unit>week|month)", _period),
        (rf"(?:in|during) (?P<month>{_MONTH})", lambda found, today: _month(found["month"], today)),
        (rf"(?:on )?(?P<day>{_ONE})", lambda found, today: _one_day(_day(found["day"], today))),
    ):
        yield re.compile(rf"(?<![\w#]){pattern}(?![\w/])", re.IGNORECASE), meaning


def _one_day(day: date) -> DateRange:
    return DateRange(first=day, last=day)


_RULES = tuple(_rules())
