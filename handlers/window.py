"""What a digest's buttons are about, as they carry it: since when and between which numbers, or some whole days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fieldwork.access import may_read
from fieldwork.coverage import is_at
from fieldwork.note import Audience, Note
from fieldwork.window import Observed, Window, readable_at
from handlers.buttons import sites_of
from handlers.context import FieldContext

_WINDOW = re.compile(r"(\d{1,15})-(\d{1,10})-(\d{1,10})", re.ASCII)  # milliseconds, first and last number
_DAYS = re.compile(r"d(\d{8})-(\d{8})", re.ASCII)
_SITES = re.compile(r"(?P<days>[^~]+)~(?P<sites>[0-9a-f]{1,6})", re.ASCII)
_LATEST = 32_503_680_000_000  # the year 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a digest spoke of."""

    window: Window | Observed
    new: tuple[Note, ...]  # that this member may read, in order of their numbers
    only_at: tuple[str, ...] = ()  # slugs of the sites that it told of, none for all

    def moment(self, note: Note) -> datetime:
        """When a note counts: observed, in a digest of named days; imported ones are new in no other."""
        by_day = isinstance(self.window, Observed) or note.imported
        return note.observed_at if by_day else readable_at(note)

    def earlier(self, notes: Iterable[Note]) -> list[Note]:
        """What of these was there before, at any site."""
        new = {note.number for note in self.new}
        return [note for note in notes if note.number not in new and self.moment(note) <= self.window.since]


def told_of(subject: str, context: FieldContext) -> Told | None:
    """What the digest of that button spoke of; None for a forged one."""
    days, only_at = at_sites(subject, context)
    window = _window(days, context)
    if window is None:
        return None
    notes = [note for note in context.study.notebook.all() if note.audience is Audience.TEAM and is_at(note, only_at)]
    new = [note for note in _new(days, window, notes) if may_read(context.member, note)]
    return Told(window=window, new=tuple(sorted(new, key=lambda note: note.number)), only_at=only_at)


def at_sites(subject: str, context: FieldContext) -> tuple[str, tuple[str, ...]]:
    """The days that a button is about, and the sites of a digest that told of some alone."""
    found = _SITES.fullmatch(subject)
    if found is None:
        return subject, ()
    return found["days"], sites_of(found["sites"], context.study.codebook.sites)


def _window(subject: str, context: FieldContext) -> Window | Observed | None:
    if days := _DAYS.fullmatch(subject):
        first, last = map(day_of, days.groups())
        return Observed(first=first, last=last, timezone=context.study.timezone) if first and last else None
    found = _WINDOW.fullmatch(subject)
    if found is None or int(found[1]) >= _LATEST:
        return None
    return Window(since=datetime.fromtimestamp(int(found[1]) / 1000, UTC))


def _new(subject: str, window: Window | Observed, notes: list[Note]) -> list[Note]:
    new, _ = window.split(notes)
    if isinstance(window, Observed):
        return new
    _, first, last = map(int, subject.split("-"))
    return [note for note in new if first <= note.number <= last]


def day_of(written: str) -> date | None:
    """A day as a button carries it, with strokes or without; None for a forged one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
