"""Where has what been seen? Sites by themes, what is there for the first time, and which sites are silent."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Site
from fieldwork.note import CodeKind, Note, NoteNumber, NoteType

Cell = tuple[str, str]  # a site's slug and a theme's

QUIET_WORKING_DAYS = 4
_DAY = timedelta(days=1)
_SATURDAY = 5


def cells(notes: Iterable[Note]) -> Counter[Cell]:
    """How many notes each site has on each theme, by the codes that people gave or accepted."""
    return Counter(cell for note in notes for cell in _cells_of(note))


def first_times(
    new: Iterable[Note], earlier: Iterable[Note], codebook: Codebook
) -> tuple[tuple[Cell, NoteNumber], ...]:
    """The themes of the codebook that no earlier note has at that site, with the first note that does."""
    seen = cells(earlier)
    found: dict[Cell, NoteNumber] = {}
    for note in sorted(new, key=lambda note: (note.observed_at, note.number)):
        for cell in _cells_of(note):
            if cell not in seen:
                found.setdefault(cell, note.number)
    order = [(site.slug, theme.slug) for site in codebook.sites for theme in codebook.themes]
    return tuple((cell, found[cell]) for cell in order if cell in found)


def quiet_sites(notes: Iterable[Note], codebook: Codebook, today: date) -> tuple[tuple[str, int], ...]:
    """The sites at work without a note for four working days or more, with how many."""
    timezone = ZoneInfo(codebook.timezone)
    observed = [note for note in notes if _counts(note)]
    visits = [(note.observed_at.astimezone(timezone).date(), note.sites) for note in observed]
    silences = ((site.slug, _silence(site, visits, today)) for site in codebook.sites if _at_work(site, today))
    return tuple((slug, days) for slug, days in silences if days >= QUIET_WORKING_DAYS)


def working_days_between(first: date, last: date) -> int:
    """The days from Monday to Friday after `first`, up to and with `last`; 0 when `last` is not later."""
    weeks, rest = divmod(max(0, (last - first).days), 7)
    return weeks * 5 + sum((first + _DAY * day).weekday() < _SATURDAY for day in range(1, rest + 1))


def _silence(site: Site, visits: Sequence[tuple[date, tuple[str, ...]]], today: date) -> int:
    """Working days since the last note there; where there is none, since it opened or the study's first note."""
    last = max((day for day, sites in visits if site.slug in sites), default=None)
    opened = site.opens - _DAY if site.opens else None
    started = last or opened or min((day for day, _ in visits), default=today)
    return working_days_between(max(started, opened) if opened else started, today)


def _at_work(site: Site, today: date) -> bool:
    return (site.opens is None or site.opens <= today) and (site.closes is None or today <= site.closes)


def _counts(note: Note) -> bool:
    return note.note_type is not NoteType.ADMIN and not note.hidden


def _cells_of(note: Note) -> Iterator[Cell]:
    if _counts(note):
        sites = dict.fromkeys(code.slug for code in note.codes if code.kind is CodeKind.SITE and code.stated)
        yield from ((site, theme) for site in sites for theme in dict.fromkeys(note.themes))
