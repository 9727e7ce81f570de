"""Which days does a question mean? "Since monday", "16-20 november", "between last week and today"."""

import re
from datetime import date

from fieldwork.days import Anchor, DateRange, day_or_stretch, moved

__all__ = ["DateRange", "days_at", "parse_range"]

_LEAD = re.compile(
    r"(?:(?P<word>since|after|later than|from|starting|between|before|earlier than|until|till|up to|up until|by|in|on"
    r"|during|over|within|for|of) )",
    re.IGNORECASE,
)
_JOIN = re.compile(r",? ?(?:to|until|till|through|up to|[-\u2013—]|\.\.+) ?", re.IGNORECASE)
_AND = re.compile(r" and ", re.IGNORECASE)
_ONWARDS = re.compile(r",? (?:on|onwards?|(?:and|or) (?:after|later|onwards?|since))(?!\w)", re.IGNORECASE)
_SAYS_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CALENDAR_DAY = re.compile(r"[0-9]|(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_WORD_START = re.compile(r"(?<![\w/.#@-])(?=\w)")
_BREAK = " | "  # in place of what was read, so that the words around it are not joined

_FROM_ON = frozenset({"since", "after", "later than", "starting"})
_UP_TO = frozenset({"before", "earlier than", "until", "till", "up to", "up until", "by"})


def parse_range(words: str, *, today: date) -> tuple[DateRange | None, str]:
    """The days that `words` speak of, and the words without them, a bar in their place.

    Days without a year are the newest that are not after `today`. Of several stretches, open ones limit each other
    ("since monday, until friday"); closed ones are taken from the first to the last.
    """
    text = " ".join(words.split())
    found: list[DateRange] = []
    rest, end = "", 0
    for start in (match.start() for match in _WORD_START.finditer(text)):
        if start >= end and (stretch := days_at(text, start, today=today)):
            rest += text[end:start] + _BREAK
            end = stretch[1]
            found.append(stretch[0])
    return _together(found), " ".join((rest + text[end:]).split())


def days_at(text: str, at: int, *, today: date) -> tuple[DateRange, int] | None:
    """The days that are meant at that place, with "since" or "until" before them, and where their words end."""
    lead = _LEAD.match(text, at)
    word = lead["word"].lower() if lead else ""
    start = lead.end() if lead else at
    first = day_or_stretch(text, start, Anchor(today), led=bool(lead))
    if first is None:
        return None
    span, end = first
    if word not in _UP_TO and (joined := _joined(text, start, first, today, word)):
        return joined
    if onwards := _ONWARDS.match(text, end) if word in {"", "from"} else None:
        return DateRange(first=span.first, last=None), onwards.end()
    return _opened(word, span, text[start:end]), end


def _joined(
    text: str, start: int, first: tuple[DateRange, int], today: date, word: str
) -> tuple[DateRange, int] | None:
    """`first` to a second day."""
    span, end = first
    join = _JOIN.match(text, end) or (_AND.match(text, end) if word == "between" else None)
    second = day_or_stretch(text, join.end(), Anchor(today, after=span.first), led=True) if join else None
    if join is None or second is None:
        return None
    if second[0].last and _SAYS_YEAR.search(text[join.end() : second[1]]) and not _SAYS_YEAR.search(text[start:end]):
        span = (day_or_stretch(text, start, Anchor(second[0].last), led=True) or first)[0]
    if second[0].last and span.first and span.first > second[0].last and _WEEKDAY.fullmatch(text[start:end]):
        span = (day_or_stretch(text, start, Anchor(second[0].last), led=True) or first)[0]  # "... last week"
    begins = _opened(word, span, "").first if word in _FROM_ON else span.first
    return _ordered(begins, second[0].last), second[1]


def _opened(word: str, span: DateRange, said: str) -> DateRange:
    """What the word before a stretch makes of it."""
    if word in {"after", "later than"}:
        return DateRange(first=moved(span.last, 1) if span.last else None, last=None)
    one_day = span.first == span.last  # "from 22 to 26 november" ends where it says
    if word in _FROM_ON or (word == "from" and one_day and _CALENDAR_DAY.match(said)):
        return DateRange(first=span.first, last=None)
    if word in {"before", "earlier than"}:
        return DateRange(first=None, last=moved(span.first, -1) if span.first else None)
    return DateRange(first=None, last=span.last) if word in _UP_TO else span


def _ordered(one: date | None, other: date | None) -> DateRange:
    if one and other and one > other:
        one, other = other, one
    return DateRange(first=one, last=other)


def _together(ranges: list[DateRange]) -> DateRange | None:
    if not ranges:
        return None
    closed = [(span.first, span.last) for span in ranges if span.first and span.last]
    first = min((first for first, _ in closed), default=None)
    last = max((last for _, last in closed), default=None)
    for span in ranges:
        if span.first and not span.last:
            first = max(first, span.first) if first else span.first
        elif span.last and not span.first:
            last = min(last, span.last) if last else span.last
    return _ordered(first, last)
