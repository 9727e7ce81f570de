"""A digest outside the chat: with every note that it is about, and what its pictures show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldwork.absence import Absence
from fieldwork.codebook import Codebook
from fieldwork.digest import Digest, Evening, compose
from fieldwork.news import News, news_of
from fieldwork.note import Note
from fieldwork.trend import Trend, trend_of
from fieldwork.window import Observed

MOST_QUOTES = 60  # paper has room for one of each note


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Private notes are in no part of it."""

    digest: Digest
    notes: tuple[Note, ...]  # that are new, by number
    news: News
    trend: Trend


def report(
    new: Sequence[Note],
    earlier: Sequence[Note],
    codebook: Codebook,
    *,
    day: date,
    since: datetime,
    timezone: ZoneInfo,
    away: Iterable[Absence] = (),
) -> Report:
    """What `new` brings over `earlier`, told on `day`."""
    evening = Evening(notes=new, earlier=earlier, codebook=codebook, today=day, since=since, timezone=timezone)
    digest = replace(compose(evening, away=away, most_quotes=MOST_QUOTES), by_site=())  # the notes are listed
    told = set(digest.numbers)
    shared = sorted((note for note in new if note.number in told), key=lambda note: note.number)
    return Report(
        digest=digest,
        notes=tuple(shared),
        news=news_of(shared, earlier, codebook, day=day, timezone=timezone),
        trend=trend_of([*earlier, *shared], codebook, day=day, timezone=timezone),
    )


def report_of_day(
    notes: Iterable[Note], codebook: Codebook, day: date, timezone: ZoneInfo, away: Iterable[Absence] = ()
) -> Report:
    """What was observed on that local date, imported notes included, as the notes stand now."""
    observed = Observed(first=day, last=day, timezone=timezone)
    return report(
        *observed.split(notes),
        codebook,
        day=day,
        since=observed.since,
        timezone=timezone,
        away=[absence for absence in away if absence.since < observed.until],
    )
