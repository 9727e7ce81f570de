"""What is asked of the notes, and how it is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from fieldwork.codebook import Codebook
from fieldwork.left_out import NOTHING, LeftOut
from fieldwork.note import Kind, NoteType, Status
from fieldwork.part_of_day import PartOfDay

_KIND_NAMES = {Kind.VOICE: "voice", Kind.TEXT: "written"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for; several themes or words mean all of them, several sites or people any of them.

    Of people, some may be authors and others take part, some be patients and others doctors: the note has one of each.
    """

    themes: tuple[str, ...] = ()
    any_theme: bool = False  # "trust or finance"
    sites: tuple[str, ...] = ()
    left_out: LeftOut = NOTHING
    people: tuple[str, ...] = ()
    together: bool = False  # "P07 and P12 both"
    roles: tuple[str, ...] = ()  # prefixes of participants, any of whom will do: "RC"
    first: date | None = None
    last: date | None = None
    part: PartOfDay | None = None  # of the one day that is asked for
    newest: int = 0  # no more than the newest so many; 0 for all
    note_types: tuple[NoteType, ...] = ()
    type_themes: tuple[str, ...] = ()  # themes that are called like one of the types: either will do
    statuses: tuple[Status, ...] = ()
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    word_themes: tuple[tuple[str, str], ...] = ()  # which of the words also names a theme: either will do
    theme_words: tuple[str, ...] = ()  # words that were taken for themes, as typed and without saying that they are
    follow_up: bool = False
    untagged: bool = False
    no_site: bool = False
    flagged: bool = False  # something in it may tell who somebody is
    kinds: tuple[Kind, ...] = ()
    said: str = ""  # the question as typed: its meaning is in more than its words


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryProblem:
    """A term that means nothing here, with what may have been meant."""

    term: str
    nearest: tuple[str, ...]


def current_query(query: Query, codebook: Codebook) -> Query:
    """A question kept from before: what was merged or renamed since is asked for under the slug of today."""

    def current(slugs: tuple[str, ...], now: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(now(slug) for slug in slugs))

    return replace(
        query,
        themes=current(query.themes, codebook.current_theme),
        type_themes=current(query.type_themes, codebook.current_theme),
        sites=current(query.sites, codebook.current_site),
        left_out=replace(
            query.left_out,
            sites=current(query.left_out.sites, codebook.current_site),
            themes=current(query.left_out.themes, codebook.current_theme),
        ),
        word_themes=tuple((word, codebook.current_theme(slug)) for word, slug in query.word_themes),
    )


def in_words(query: Query) -> Query | None:
    """The question with its bare names of themes as words: no exact word is missed for being a name as well."""
    if not query.theme_words:
        return None
    return replace(query, themes=(), theme_words=(), phrases=(*query.phrases, *query.theme_words))


def all_else(query: Query) -> Query | None:
    """What is asked besides words, None where that is nothing: no word of a question may hide all that it asks for."""
    rest = replace(query, words=(), word_themes=(), said="")
    return rest if query.words and rest != Query() else None


def narrowed(query: Query, by: Query) -> Query:
    """The question asked once more with other days, sites or people, or with more themes."""
    nothing = Query()
    if by.left_out.sites and not by.sites:
        query = replace(query, sites=tuple(site for site in query.sites if site not in by.left_out.sites))
    said = {field.name: getattr(by, field.name) for field in fields(Query)}
    told = {name: value for name, value in said.items() if value != getattr(nothing, name)}
    dates = {"first": by.first, "last": by.last, "part": by.part} if by.first or by.last else {}
    themes = tuple(dict.fromkeys((*query.themes, *by.themes)))
    out = replace(query.left_out, sites=tuple(site for site in query.left_out.sites if site not in by.sites))
    both = {"themes": themes, "left_out": out | by.left_out, "said": f"{query.said} {by.said}".strip()}
    return replace(query, **{**told, **dates, **both})


def describe(query: Query, codebook: Codebook) -> str:
    """How the question was understood: `trust · Riverside · not flagged · Mon 8 to Sun 14 Nov`."""
    out = query.left_out
    themes = [_theme_name(slug, codebook) for slug in query.themes]
    newest = [f"newest {query.newest}" if query.newest > 1 else "the newest"] if query.newest else []
    both: tuple[tuple[Iterable[str], Iterable[str]], ...] = (
        ([" or ".join(themes)] if query.any_theme else themes, ()),
        (map(codebook.site_name, query.sites), map(codebook.site_name, out.sites)),
        ((), (_theme_name(slug, codebook) for slug in out.themes)),
        ([" + ".join(query.people)] if query.together else query.people, out.people),
        ((f"with {role}" for role in query.roles), ()),
        (query.note_types, out.note_types),
        (query.statuses, out.statuses),
        (_flags(query), _flags(out)),
        (_quoted(query.phrases), _quoted(out.phrases)),
        ([" ".join(query.words)] if query.words else (), ()),
        (_described_dates(query.first, query.last), (said for days in out.days for said in _described_dates(*days))),
        ([query.part.value] if query.part else (), ()),
        (newest, ()),
    )
    parts = [part for asked, left_out in both for part in (*asked, *(f"not {one}" for one in left_out))]
    return " · ".join(parts) or "all notes"


def _flags(asked: Query | LeftOut) -> Iterator[str]:
    if asked.follow_up:
        yield "to follow up"
    if isinstance(asked, Query):
        yield from (words for holds, words in ((asked.untagged, "untagged"), (asked.no_site, "no site")) if holds)
    if asked.flagged:
        yield "flagged"
    yield from (words for kind, words in _KIND_NAMES.items() if kind in asked.kinds)


def _quoted(phrases: Iterable[str]) -> Iterator[str]:
    return (f'"{phrase}"' for phrase in phrases)


def _theme_name(slug: str, codebook: Codebook) -> str:
    theme = codebook.theme(slug)
    if theme is None:
        return f"#{slug.replace('-', '_')}"
    return theme.aliases[0] if theme.aliases else slug.replace("-", " ")


def _described_dates(first: date | None, last: date | None) -> list[str]:
    if first is not None and last is not None:
        if first == last:
            return [f"{first:%a} {first.day} {first:%b}"]
        month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%b}"
        return [f"{first:%a} {first.day}{month} to {last:%a} {last.day} {last:%b}"]
    if first is not None:
        return [f"since {first:%a} {first.day} {first:%b}"]
    return [f"until {last:%a} {last.day} {last:%b}"] if last is not None else []
