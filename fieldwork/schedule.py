"""When is the digest due? Once for each local date, whatever the clocks do."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fieldwork.dates import parse_range
from fieldwork.preference import EVERY_DAY

_DAY = timedelta(days=1)
_NAMES_DAYS = re.compile(
    r"\b(?:since|between|last|past|ago|before yesterday|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|[0-9]/[0-9]|[0-9]{4}-[0-9]|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whole days, from the first to the last."""

    first: date
    last: date


def span_of(words: str, today: date) -> Span | None:
    """The days of "today", "last week", "11 november", "since monday", "monday" (the last); None for anything else."""
    monday = today - _DAY * today.weekday()
    match words.casefold().split():
        case ["today"]:
            return Span(first=today, last=today)
        case ["yesterday"]:
            return Span(first=today - _DAY, last=today - _DAY)
        case ["this", "week"]:
            return Span(first=monday, last=today)
        case ["last", "week"]:
            return Span(first=monday - 7 * _DAY, last=monday - _DAY)
    dates, rest = parse_range(words, today=today) if _NAMES_DAYS.search(words) else (None, "")
    if dates is None or dates.first is None or rest.strip(" |?") or dates.first > today:
        return None
    return Span(first=dates.first, last=min(dates.last or today, today))


LATE = timedelta(minutes=15)  # a digest that comes so long after its hour says so


def due_digest(
    now: datetime,
    at: time,
    timezone: ZoneInfo,
    last_day: date | None,
    days: Collection[int] = EVERY_DAY,
    since: datetime | None = None,
) -> date | None:
    """The local date whose digest is due: the latest whose hour has come, unless it or a later one was sent.

    `days` are the weekdays on which there is one. After days away there is one digest, not one for each day missed:
    its window reaches back to the last one. `since` is when `at` and `days` were set: an hour that had come before is
    none of theirs, unless the clock was put back since.
    """
    today = now.astimezone(timezone).date()
    come = (
        day
        for day in (today - _DAY * back for back in range(8))
        if day.weekday() in days and hour_of(day, at, timezone) <= now
    )
    day = next(come, None)
    if day is None or (since is not None and hour_of(day, at, timezone) <= since <= now):
        return None
    return day if last_day is None or day > last_day else None


def comes_late(now: datetime, day: date, at: time, timezone: ZoneInfo) -> bool:
    """Whether the digest of that date is told of late."""
    return now - hour_of(day, at, timezone) > LATE


def next_digest_at(now: datetime, at: time, timezone: ZoneInfo, days: Collection[int] = EVERY_DAY) -> datetime | None:
    """The first digest hour after `now`, in the study's time; None when there is one on no day."""
    today = now.astimezone(timezone).date()
    hours = (hour_of(day, at, timezone) for n in range(8) if (day := today + _DAY * n).weekday() in days)
    upcoming = next((hour for hour in hours if hour > now), None)
    return upcoming.astimezone(timezone) if upcoming else None


def hour_of(day: date, digest_time: time, timezone: ZoneInfo) -> datetime:
    """When the digest of that date is due (UTC)."""
    # In UTC, since two datetimes of one zone compare by their wall clocks. An hour that comes twice means its first
    # coming; an hour that the clocks skip means as long after midnight as on other days.
    return datetime.combine(day, digest_time.replace(tzinfo=None, fold=0), tzinfo=timezone).astimezone(UTC)
