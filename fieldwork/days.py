"""One day, or one stretch with a name, as people type it: "yesterday", "8 november", "last week", "16/11"."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10, "few": 3, "a few": 3, "couple of": 2, "a couple of": 2}  # fmt: skip
_WEEKS = ("first", "second", "third", "fourth")
_YEARS_BACK = 1900  # no field note is older


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Days from `first` to `last`, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a day without a year is counted from: the newest one up to `today`, or the first one from `after`."""

    today: date
    after: date | None = None

    def day(self, month: int, day: int) -> date:
        """That day of the year; the month's last day when it has fewer."""
        if self.after is not None:
            following = _day(self.after.year, month, day)
            return following if following >= self.after else _day(self.after.year + 1, month, day)
        newest = _day(self.today.year, month, day)
        return newest if newest <= self.today else _day(self.today.year - 1, month, day)

    def weekday(self, weekday: int) -> date:
        """That day of the week, Monday being 0."""
        if self.after is not None:
            return moved(self.after, (weekday - self.after.weekday()) % 7)
        return moved(self.today, -((self.today.weekday() - weekday) % 7))


def moved(day: date, days: int) -> date:
    """The day so many days later, within what a calendar can hold."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def day_or_stretch(text: str, at: int, anchor: Anchor, *, led: bool) -> tuple[DateRange, int] | None:
    """What is meant at `at`, and where it ends: the longest form that fits.

    `led` says that a word such as "since" stands before it, so that "may" is a month and "sat" a day.
    """
    found: list[tuple[DateRange, int]] = []
    for pattern, needs_lead, read in _FORMS:
        match = pattern.match(text, at) if led or not needs_lead else None
        if match and (span := read(match, anchor)):
            found.append((span, match.end()))
    return max(found, key=lambda item: item[1], default=None)


def _day(year: int, month: int, day: int) -> date:
    year = min(max(year, 1), 9999)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _one(day: date) -> DateRange:
    return DateRange(first=day, last=day)


def _week(day: date) -> DateRange:
    monday = moved(day, -day.weekday())
    return DateRange(first=monday, last=moved(monday, 6))


def _month(year: int, month: int) -> DateRange:
    return DateRange(first=_day(year, month, 1), last=_day(year, month, 31))


def _months_back(day: date, months: int) -> tuple[int, int]:
    count = day.year * 12 + day.month - 1 - months
    return count // 12, count % 12 + 1


def _number(words: str | None) -> int:
    words = (words or "a").lower()
    return min(int(words), _YEARS_BACK) if words.isdigit() else _NUMBERS[words]


def _days_back(days: int) -> "_Read":
    return lambda _match, anchor: _one(moved(anchor.today, -days))


def _weekday(match: re.Match[str], anchor: Anchor) -> DateRange:
    weekday, today = _WEEKDAYS.index(match["weekday"][:3].lower()), anchor.today
    which = (match["which"] or match["week"] or "").lower()
    if match["week"] or which == "this":
        monday = moved(today, -today.weekday() - (7 if which == "last" else 0))
        return _one(moved(monday, weekday))
    if which == "last":
        return _one(Anchor(moved(today, -1)).weekday(weekday))
    return _one(anchor.weekday(weekday))


def _day_of_month(match: re.Match[str], anchor: Anchor) -> DateRange:
    month, day = _MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"])
    return _one(_day(int(match["year"]), month, day) if match["year"] else anchor.day(month, day))


def _days_of_month(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    one, other = sorted((int(match["day"]), int(match["until"])))
    first = _day(int(match["year"]), month, one) if match["year"] else anchor.day(month, one)
    return DateRange(first=first, last=_day(first.year, month, other))


def _ordinal(match: re.Match[str], anchor: Anchor) -> DateRange:
    day = int(match["day"])
    if anchor.after is not None:
        this = _day(anchor.after.year, anchor.after.month, day)
        year, month = _months_back(this, -1)
        return _one(this if this >= anchor.after else _day(year, month, day))
    this = _day(anchor.today.year, anchor.today.month, day)
    year, month = _months_back(this, 1)
    return _one(this if this <= anchor.today else _day(year, month, day))


def _figures(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """`2021-11-16`, `16/11/2021`, `16/11`."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= month <= 12 and 1 <= day <= 31) or match[0] == "24/7":
        return None
    year = match["year"]
    if not year:
        return _one(anchor.day(month, day))
    return _one(_day(int(year) + (2000 if len(year) == 2 else 0), month, day))


def _whole_month(match: re.Match[str], anchor: Anchor) -> DateRange:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    if match["year"]:
        return _month(int(match["year"]), month)
    if anchor.after is not None:
        year = anchor.after.year + (month < anchor.after.month)
        return _month(min(year, 9999), month)
    newest = anchor.day(month, 1)
    running = (newest.year, newest.month) == (anchor.today.year, anchor.today.month)
    return _month(max(newest.year - (running and (match["which"] or "").lower() == "last"), 1), month)


def _year(match: re.Match[str], _anchor: Anchor) -> DateRange:
    year = int(match["year"])
    return DateRange(first=date(year, 1, 1), last=date(year, 12, 31))


def _calendar_stretch(match: re.Match[str], anchor: Anchor) -> DateRange:
    """`this week`, `last month`, `this year`, `last weekend`."""
    back, today = int(match["which"].lower() not in {"this", "the"}), anchor.today
    match match["unit"].lower():
        case "week":
            return _week(moved(today, -7 * back))
        case "weekend":
            saturday = moved(Anchor(moved(today, -1) if back else today).weekday(6), -1)
            return DateRange(first=saturday, last=moved(saturday, 1))
        case "month":
            year, month = _months_back(today, back)
            return _month(max(year, 1), month)
        case _:
            return DateRange(first=_day(today.year - back, 1, 1), last=_day(today.year - back, 12, 31))


def _last_few(match: re.Match[str], anchor: Anchor) -> DateRange:
    """`last 3 days`: today is the third."""
    number, unit = _number(match["number"]), match["unit"].lower().rstrip("s")
    if unit in {"month", "year"}:
        year, month = _months_back(anchor.today, number * (12 if unit == "year" else 1))
        return DateRange(first=_day(year, month, anchor.today.day), last=anchor.today)
    days = number * {"day": 1, "week": 7, "fortnight": 14}[unit]
    return DateRange(first=moved(anchor.today, 1 - days), last=anchor.today)


def _ago(match: re.Match[str], anchor: Anchor) -> DateRange:
    number, unit = _number(match["number"]), match["unit"].lower().rstrip("s")
    if unit == "day":
        return _one(moved(anchor.today, -number))
    if unit in {"week", "fortnight"}:
        return _week(moved(anchor.today, -number * (7 if unit == "week" else 14)))
    year, month = _months_back(anchor.today, number * (12 if unit == "year" else 1))
    return _month(max(year, 1), month)


def _week_ending(match: re.Match[str], anchor: Anchor) -> DateRange:
    last = _day_of_month(match, anchor).first or anchor.today
    return DateRange(first=moved(last, -6), last=last)


def _week_of_month(match: re.Match[str], anchor: Anchor) -> DateRange:
    """`the second week of november`: seven days; the last are a month's last seven."""
    first, last = (month := _whole_month(match, anchor)).first, month.last
    which = match["nth"].lower()
    if first is None or last is None or which == "last":
        return month if last is None else DateRange(first=moved(last, -6), last=last)
    begins = moved(first, 7 * _WEEKS.index(which))
    return DateRange(first=begins, last=moved(begins, 6))


def _week_of(match: re.Match[str], anchor: Anchor) -> DateRange:
    return _week(_day_of_month(match, anchor).first or anchor.today)


_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTH_NAMES = "|".join(_MONTHS)
_CERTAIN_MONTH = (
    "(?P<month>january|february|april|june|july|august|september|october|november|december|feb|aug|sept|oct|nov|dec)"
)
_DAYS = (
    "mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:s|nesday)?s?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?|sat(?:urday)?s?"
    "|sun(?:day)?s?"
)
_CERTAIN_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NTH = "(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_IN_YEAR = r"(?:,? (?P<year>(?:19|20)[0-9]{2}))?"
_PART_OF_DAY = "(?: (?:in the |at )?(?:morning|lunchtime|afternoon|evening|night))?"
_COUNT = "(?P<number>[0-9]{1,4}|(?:a )?few|(?:a )?couple of|one|two|three|four|five|six|seven|eight|nine|ten)"
_DATE = rf"(?:(?:{_DAYS})\.?,? )?(?:the )?{_NTH} ?(?:of )?{_MONTH}{_IN_YEAR}"
_ISO = "(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"

_Read = Callable[[re.Match[str], Anchor], DateRange | None]


def _form(pattern: str, read: _Read, *, needs_lead: bool = False) -> tuple[re.Pattern[str], bool, _Read]:
    return re.compile(rf"(?:{pattern})(?:['\u2019]s)?(?![\w/])", re.IGNORECASE), needs_lead, read


_FORMS = (
    _form(rf"(?:the )?(?:w/e|week ending|week to) {_DATE}", _week_ending),
    _form(rf"(?:the )?(?P<nth>{'|'.join(_WEEKS)}|last) week (?:of|in) (?P<which>){_MONTH}{_IN_YEAR}", _week_of_month),
    _form(f"today{_PART_OF_DAY}|tonight|this (?:morning|afternoon|evening)", _days_back(0)),
    _form(f"yesterday{_PART_OF_DAY}|last night", _days_back(1)),
    _form("(?:the )?day before yesterday", _days_back(2)),
    _form("(?:the )?week before last", lambda _match, anchor: _week(moved(anchor.today, -14))),
    _form(
        rf"(?:(?P<which>last|this) )?(?P<weekday>{_CERTAIN_DAYS})(?: (?:of )?(?P<week>last|this) week)?{_PART_OF_DAY}",
        _weekday,
    ),
    _form(
        rf"(?:(?P<which>last|this) )?(?P<weekday>{_DAYS})\.?(?: (?P<week>last|this) week)?", _weekday, needs_lead=True
    ),
    _form(_DATE, _day_of_month),
    _form(rf"{_MONTH} (?:the )?{_NTH}{_IN_YEAR}", _day_of_month),
    _form(
        rf"(?:(?:{_DAYS}) )?(?:the )?{_NTH} ?(?:-|\u2013|—|to|until|till|and) ?(?:(?:{_DAYS}) )?(?:the )?"
        rf"(?P<until>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)? (?:of )?{_MONTH}{_IN_YEAR}",
        _days_of_month,
    ),
    _form(
        rf"{_MONTH} {_NTH} ?(?:-|\u2013|—|to|until|till|and) ?"
        rf"(?P<until>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?{_IN_YEAR}",
        _days_of_month,
    ),
    _form(
        "(?:the )?(?P<day>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)(?= *(?:$|[,.;:?!|)\u2013-]|to |and |until |till ))",
        _ordinal,
        needs_lead=True,
    ),
    _form(
        rf"(?:{_DAYS})\.?,? (?:the )?(?P<day>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)(?! (?:of )?(?:{_MONTH_NAMES}))",
        _ordinal,
    ),
    _form(_ISO, _figures),
    _form("(?P<day>[0-9]{1,2})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<year>(?:[0-9]{2})?[0-9]{2})", _figures),
    _form("(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?P<year>)", _figures),
    _form(rf"(?:(?P<which>last|this) )?{_CERTAIN_MONTH}{_IN_YEAR}", _whole_month),
    _form(rf"(?:(?P<which>last|this) )?{_MONTH}{_IN_YEAR}", _whole_month, needs_lead=True),
    _form("(?P<which>last) (?P<month>march|may)(?P<year>)", _whole_month),
    _form(rf"(?P<which>){_MONTH},? (?P<year>(?:19|20)[0-9]{{2}})", _whole_month),
    _form("(?P<year>(?:19|20)[0-9]{2})(?= *(?:$|[,.;:?!|)-]))", _year, needs_lead=True),
    _form("(?P<which>this|last|previous) (?P<unit>week|month|year)", _calendar_stretch),
    _form("(?P<which>this|last|the) (?P<unit>weekend)", _calendar_stretch),
    _form(f"(?:the )?(?:last|past|previous) {_COUNT} (?P<unit>days?|weeks?|fortnights?|months?|years?)", _last_few),
    _form("(?:the )?past (?P<number>)(?P<unit>day|week|fortnight|month|year)", _last_few),
    _form("the last (?P<number>)(?P<unit>day|week|fortnight|month|year)", _last_few),
    _form("last (?P<number>)(?P<unit>fortnight)", _last_few),
    _form(
        "(?P<number>[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|a couple of) "
        "(?P<unit>days?|weeks?|fortnights?|months?|years?) ago",
        _ago,
    ),
    _form(rf"(?:the )?(?:week (?:of|beginning|commencing|starting)|w/c|w/b) {_DATE}", _week_of),
)
