"""When is the digest due? Once for each local date, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def due_digest(now: datetime, digest_time: time, timezone: ZoneInfo, last_day: date | None) -> date | None:
    """The local date whose digest is due: the latest whose hour has come, unless it or a later one was sent.

    After days away there is one digest, not one for each day missed: its window reaches back to the last one.
    """
    today = now.astimezone(timezone).date()
    day = today if _instant(today, digest_time, timezone) <= now else today - _DAY
    return day if last_day is None or day > last_day else None


def next_digest_at(now: datetime, digest_time: time, timezone: ZoneInfo) -> datetime:
    """The first digest hour after `now`, in the study's time."""
    today = now.astimezone(timezone).date()
    day = today if _instant(today, digest_time, timezone) > now else today + _DAY
    return _instant(day, digest_time, timezone).astimezone(timezone)


def _instant(day: date, digest_time: time, timezone: ZoneInfo) -> datetime:
    # In UTC, since two datetimes of one zone compare by their wall clocks. An hour that comes twice means its first
    # coming; an hour that the clocks skip means as long after midnight as on other days.
    return datetime.combine(day, digest_time.replace(tzinfo=None, fold=0), tzinfo=timezone).astimezone(UTC)
