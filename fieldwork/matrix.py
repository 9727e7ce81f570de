"""The matrix of the method: sites by themes with the notes behind each cell, the same in digest, chat and file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldwork.codebook import Codebook, Site
from fieldwork.coverage import NO_SITE, Place, at_work, counts, places
from fieldwork.note import Audience, Note, NoteNumber
from fieldwork.query import Query, QueryProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The notes of one site on one theme."""

    stated: tuple[NoteNumber, ...] = ()  # a person gave or accepted the code
    suggested: tuple[NoteNumber, ...] = ()  # only the machine proposes it

    def __bool__(self) -> bool:
        return bool(self.stated or self.suggested)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A site or a theme, as the chat calls it."""

    slug: str
    name: str
    awaited: bool = True  # False for a site without fieldwork then and for a hashtag: no note there is no silence


NOTHING = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Sites by themes over some notes."""

    sites: tuple[Line, ...]
    themes: tuple[Line, ...]
    cells: Mapping[Place, Cell]  # the filled ones
    notes: int = 0  # that count, with a theme or without
    private: int = 0  # of these, those that only their author reads

    def cell(self, site: Line, theme: Line) -> Cell:
        """What is there."""
        return self.cells.get((site.slug, theme.slug), NOTHING)

    def of_theme(self, theme: Line) -> Cell:
        """The notes of a row, each once; a note that is stated at one site is not suggested too."""
        return _together(self.cell(site, theme) for site in self.sites)

    def of_site(self, site: Line) -> Cell:
        """The notes of a column, each once."""
        return _together(self.cell(site, theme) for theme in self.themes)

    def silent(self, site: Line, theme: Line) -> bool:
        """Whether there was fieldwork, and yet no note on a theme of the codebook."""
        return site.awaited and theme.awaited and not self.cell(site, theme)

    def __bool__(self) -> bool:
        return any(self.cells.values())


def rows_asked(query: Query) -> tuple[tuple[str, ...], Query]:
    """The themes that a question names, which are the rows; the rest of it chooses the notes."""
    also_words = dict(query.word_themes)
    words = tuple(word for word in query.words if word not in also_words)
    themes = tuple(dict.fromkeys((*query.themes, *also_words.values())))
    return themes, replace(query, themes=(), any_theme=False, words=words, word_themes=())


def in_rows_alone(query: Query) -> tuple[Query, tuple[QueryProblem, ...]]:
    """The question without its free words: a picture of what is merely like them would call the rest silent."""
    rows, rest = rows_asked(query)
    unknown = tuple(QueryProblem(term=word, nearest=()) for word in rest.words)
    return replace(query, themes=rows, words=(), word_themes=()), unknown


def matrix_of(notes: Sequence[Note], codebook: Codebook, *, asked: Query, today: date, tags: bool = True) -> Matrix:
    """The matrix of `notes`, which answer `asked`.

    Rows are the themes asked for, else all of the codebook and, with `tags`, the hashtags that are no themes yet;
    columns the sites asked for, else all, and "No site" where a note has none.
    """
    rows, _ = rows_asked(asked)
    found = _found(notes, set(rows))
    themes = rows or _themes(codebook, {theme for _, theme in found}, tags=tags)
    themes = tuple(theme for theme in themes if theme not in asked.left_out.themes)
    sites = _sites(codebook, asked, {site for site, theme in found if theme in themes}, today)
    shown = {(site.slug, theme) for site in sites for theme in themes}
    counted = [note for note in notes if counts(note)]
    return Matrix(
        sites=sites,
        themes=tuple(_theme(slug, codebook) for slug in themes),
        cells={place: cell for place, cell in found.items() if place in shown},
        notes=len(counted),
        private=sum(note.audience is Audience.AUTHOR for note in counted),
    )


def fitted(matrix: Matrix, *, themes: int, sites: int) -> Matrix:
    """At most so many rows and columns: those with most notes, in their order."""
    return replace(
        matrix,
        themes=_fullest(matrix.themes, [matrix.of_theme(theme) for theme in matrix.themes], themes),
        sites=_fullest(matrix.sites, [matrix.of_site(site) for site in matrix.sites], sites),
    )


def short_name(slug: str, codebook: Codebook) -> str:
    """A theme as people type it; one that is not in the codebook as a hashtag."""
    theme = codebook.theme(slug)
    if theme is None:
        return "#" + slug.replace("-", "_")
    return theme.aliases[0] if theme.aliases else theme.label


def _found(notes: Iterable[Note], rows: Collection[str]) -> dict[Place, Cell]:
    stated: defaultdict[Place, list[NoteNumber]] = defaultdict(list)
    suggested: defaultdict[Place, list[NoteNumber]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: (note.observed_at, note.number)):
        for place, given in places(note):
            if not rows or place[1] in rows:
                (stated if given else suggested)[place].append(note.number)
    return {
        place: Cell(stated=tuple(stated[place]), suggested=tuple(suggested[place]))
        for place in (*stated, *(place for place in suggested if place not in stated))
    }


def _themes(codebook: Codebook, occurring: Collection[str], *, tags: bool) -> tuple[str, ...]:
    listed = tuple(theme.slug for theme in codebook.themes)
    return (*listed, *sorted(set(occurring).difference(listed))) if tags else listed


def _theme(slug: str, codebook: Codebook) -> Line:
    return Line(slug=slug, name=short_name(slug, codebook), awaited=codebook.theme(slug) is not None)


def _sites(codebook: Codebook, asked: Query, occurring: Collection[str], today: date) -> tuple[Line, ...]:
    if asked.no_site:
        return (_no_site(),)
    wanted = [site for site in codebook.sites if site.slug not in asked.left_out.sites]
    known = [site for site in wanted if not asked.sites or site.slug in asked.sites]
    last = _last_day(codebook, today)
    lines = [Line(slug=site.slug, name=site.name, awaited=_working(site, asked, last)) for site in known]
    if asked.sites:
        return tuple(lines)
    strange = sorted(set(occurring) - {site.slug for site in codebook.sites} - {NO_SITE, *asked.left_out.sites})
    lines += [Line(slug=slug, name=slug) for slug in strange]
    return (*lines, *([_no_site()] if NO_SITE in occurring else []))


def _no_site() -> Line:
    return Line(slug=NO_SITE, name="No site", awaited=False)


def _working(site: Site, asked: Query, today: date) -> bool:
    """On the last day asked about, or any day of a stretch that has an end; without dates, today."""
    last = min(asked.last or today, today)
    return at_work(site, last, asked.first if asked.last else None)


def _last_day(codebook: Codebook, today: date) -> date:
    """Today, or the last day of fieldwork anywhere when that is over: then it is looked back upon."""
    closed = [site.closes for site in codebook.sites if site.closes is not None]
    return min(today, max(closed)) if closed and len(closed) == len(codebook.sites) else today


def _together(cells: Iterable[Cell]) -> Cell:
    found = list(cells)
    stated = dict.fromkeys(number for cell in found for number in cell.stated)
    suggested = dict.fromkeys(number for cell in found for number in cell.suggested if number not in stated)
    return Cell(stated=tuple(stated), suggested=tuple(suggested))


def _fullest(lines: Sequence[Line], cells: Sequence[Cell], most: int) -> tuple[Line, ...]:
    fullest = sorted(range(len(lines)), key=lambda at: (-len(cells[at].stated), -len(cells[at].suggested), at))[:most]
    return tuple(lines[at] for at in sorted(fullest))
