"""What did an evening's notes bring, beside the four weeks before? Sites by themes, what is there anew marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook
from fieldwork.coverage import Place, cells, counts, is_at
from fieldwork.matrix import Cell, Line, Matrix, matrix_of
from fieldwork.note import Audience, Note, NoteNumber
from fieldwork.query import Query

LOOK_BACK = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """New notes beside those of the four weeks before. Themes with new notes come first, then the others as listed."""

    begins: date  # the four weeks
    day: date  # the last day of the new notes
    matrix: Matrix  # of both together
    fresh: frozenset[NoteNumber]  # the new notes
    opened: frozenset[Place]  # places that no earlier note had, however old
    back: frozenset[Place]  # places that had notes once, and none in the four weeks
    notes: int  # new ones that count
    before: int  # notes of the four weeks that count
    visited: frozenset[str] = frozenset()  # slugs of the sites that a note is of, with a theme or without
    only_at: tuple[str, ...] = ()  # names of the sites that are shown, none for all

    def new_in(self, site: Line, theme: Line) -> Cell:
        """The new notes there."""
        return _of(self.matrix.cell(site, theme), lambda number: number in self.fresh)

    def before_in(self, site: Line, theme: Line) -> Cell:
        """The notes of the four weeks there."""
        return _of(self.matrix.cell(site, theme), lambda number: number not in self.fresh)

    def has_new(self, theme: Line) -> bool:
        """Whether the new notes say something on it."""
        return any(self.new_in(site, theme) for site in self.matrix.sites)

    def __bool__(self) -> bool:
        """Whether there is something new to see: a place that was empty for four weeks, or always."""
        return bool(self.opened or self.back)


def news_of(
    new: Sequence[Note],
    earlier: Iterable[Note],
    codebook: Codebook,
    *,
    day: date,
    timezone: ZoneInfo,
    only_at: tuple[str, ...] = (),
) -> News:
    """`new` beside what `earlier` holds of the four weeks before `day`. Private notes are left out of both.

    `only_at`: slugs of the sites that are shown, none for all.
    """
    fresh, old = (_shared(note for note in notes if is_at(note, only_at)) for notes in (new, earlier))
    begins = day - LOOK_BACK
    recent = [note for note in old if begins <= note.observed_at.astimezone(timezone).date() <= day]
    here = {place for place in cells(fresh) if not only_at or place[0] in only_at}
    ever, lately = set(cells(old)), set(cells(recent))
    matrix = matrix_of([*recent, *fresh], codebook, asked=Query(sites=only_at), today=day)
    news = News(
        begins=begins,
        day=day,
        matrix=matrix,
        fresh=frozenset(note.number for note in fresh),
        opened=frozenset(here - ever),
        back=frozenset((here & ever) - lately),
        notes=sum(map(counts, fresh)),
        before=sum(map(counts, recent)),
        visited=frozenset(slug for note in (*recent, *fresh) if counts(note) for slug in note.sites),
        only_at=tuple(site.name for site in codebook.sites if site.slug in only_at),
    )
    return replace(news, matrix=_news_first(news))


def fitted_news(news: News, *, themes: int, sites: int) -> News:
    """At most so many rows and columns; the rows with new notes stay, and then the fullest."""
    rows = sorted(news.matrix.themes, key=lambda theme: (not news.has_new(theme), -_size(news.matrix.of_theme(theme))))
    columns = sorted(news.matrix.sites, key=lambda site: -_size(news.matrix.of_site(site)))
    kept = {line.slug for line in rows[:themes]}, {line.slug for line in columns[:sites]}
    return replace(
        news,
        matrix=replace(
            news.matrix,
            themes=tuple(theme for theme in news.matrix.themes if theme.slug in kept[0]),
            sites=tuple(site for site in news.matrix.sites if site.slug in kept[1]),
        ),
    )


def _news_first(news: News) -> Matrix:
    ordered = sorted(news.matrix.themes, key=lambda theme: not news.has_new(theme))
    return replace(news.matrix, themes=tuple(ordered))


def _of(cell: Cell, wanted: Callable[[NoteNumber], bool]) -> Cell:
    return Cell(stated=tuple(filter(wanted, cell.stated)), suggested=tuple(filter(wanted, cell.suggested)))


def _shared(notes: Iterable[Note]) -> list[Note]:
    return [note for note in notes if note.audience is Audience.TEAM and not note.hidden]


def _size(cell: Cell) -> int:
    return len(cell.stated) + len(cell.suggested)
