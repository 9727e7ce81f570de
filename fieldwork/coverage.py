"""Where has what been seen? Sites by themes, what is there for the first time, and which sites are silent."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Site
from fieldwork.note import CodeKind, Note, NoteNumber, NoteType

Place = tuple[str, str]  # a site's slug and a theme's
NO_SITE = ""  # in place of a slug: the note names none

QUIET_WORKING_DAYS = 4
ENOUGH_NOTES = 10  # of a site, before it means something that a theme is not there; and as many before it is said again
AT_HOME = 3  # notes of a theme at other sites, before it is missed at one
_DAY = timedelta(days=1)
_SATURDAY = 5


def places(note: Note) -> Iterator[tuple[Place, bool]]:
    """Where a note counts: each of its sites (`NO_SITE` for none) with each theme, and whether people gave both.

    Administrative notes and those that were taken back count nowhere.
    """
    if counts(note):
        sites = _stated(note, CodeKind.SITE) or {NO_SITE: True}
        for site, given in sites.items():
            for theme, stated in _stated(note, CodeKind.THEME).items():
                yield (site, theme), given and stated


def counts(note: Note) -> bool:
    """Whether a note is one of fieldwork."""
    return note.note_type is not NoteType.ADMIN and not note.hidden


def is_at(note: Note, sites: Collection[str]) -> bool:
    """Whether a note is of one of these sites; where none is named, each is."""
    return not sites or not set(sites).isdisjoint(note.sites)


def cells(notes: Iterable[Note]) -> Counter[Place]:
    """How many notes each site has on each theme, by the codes that people gave or accepted."""
    return Counter(place for note in notes for place in _given_places(note))


def first_times(
    new: Iterable[Note], earlier: Iterable[Note], codebook: Codebook
) -> tuple[tuple[Place, NoteNumber], ...]:
    """The themes of the codebook that no earlier note has at that site, with the first note that does."""
    found: dict[Place, NoteNumber] = {}
    for note in sorted(new, key=lambda note: (note.observed_at, note.number)):
        for place in _given_places(note):
            found.setdefault(place, note.number)
    opened = set(found)
    for note in earlier:
        if not opened:  # of a hundred thousand earlier notes a few are enough on most nights
            break
        opened.difference_update(_given_places(note))
    order = [(site.slug, theme.slug) for site in codebook.sites for theme in codebook.themes]
    return tuple((place, found[place]) for place in order if place in opened)


def never_seen(
    new: Iterable[Note], earlier: Iterable[Note], codebook: Codebook, today: date
) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """The sites at work whose tenth, twentieth ... note is new: themes known elsewhere and never there, and its notes.

    A site whose notes were coded by nobody is left out: there nothing was looked for.
    """
    old, fresh = list(earlier), list(new)
    before = _notes_by_site(old)
    now = before + _notes_by_site(fresh)
    reached = [site for site in codebook.sites if now[site.slug] // ENOUGH_NOTES > before[site.slug] // ENOUGH_NOTES]
    seen = cells([*old, *fresh]) if reached else Counter[Place]()
    found: list[tuple[str, tuple[str, ...], int]] = []
    for site in reached:
        if at_work(site, today) and any(place[0] == site.slug for place in seen):
            missing = _missing(site.slug, seen, codebook)
            found += [(site.slug, missing, now[site.slug])] if missing else []
    return tuple(found)


def _missing(site: str, seen: Counter[Place], codebook: Codebook) -> tuple[str, ...]:
    elsewhere: Counter[str] = Counter()
    for (_, theme), count in seen.items():
        elsewhere[theme] += count
    return tuple(t.slug for t in codebook.themes if elsewhere[t.slug] >= AT_HOME and not seen[site, t.slug])


def _notes_by_site(notes: Iterable[Note]) -> Counter[str]:
    return Counter(slug for note in notes if counts(note) for slug in dict.fromkeys(note.sites))


def quiet_sites(notes: Iterable[Note], codebook: Codebook, today: date) -> tuple[tuple[str, int], ...]:
    """The sites at work without a note for four working days or more, with how many."""
    timezone = ZoneInfo(codebook.timezone)
    observed = [note for note in notes if counts(note)]
    visits = [(note.observed_at.astimezone(timezone).date(), note.sites) for note in observed]
    silences = ((site.slug, _silence(site, visits, today)) for site in codebook.sites if at_work(site, today))
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


def at_work(site: Site, last: date, first: date | None = None) -> bool:
    """Whether there was fieldwork at a site on a day, or between two."""
    return (site.opens is None or site.opens <= last) and (site.closes is None or (first or last) <= site.closes)


def _given_places(note: Note) -> Iterator[Place]:
    return (place for place, given in places(note) if given and place[0] != NO_SITE)


def _stated(note: Note, kind: CodeKind) -> dict[str, bool]:
    """The slugs of one kind, and whether a person gave or accepted each."""
    found: dict[str, bool] = {}
    for code in note.codes:
        if code.kind is kind:
            found[code.slug] = found.get(code.slug, False) or code.stated
    return found
