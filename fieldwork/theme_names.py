"""Where a text names a theme of the codebook: its label, half of it, its slug or an alias, in any case."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldwork.codebook import Theme
from fieldwork.spelling import contracted
from fieldwork.words import Word

LONGEST = 8  # words of a name
_ALSO_KINDS = frozenset({"reflexive", "reflection", "reflections"})  # of a note: "reflexive, this one" names no theme
_HALVES = re.compile(r"\s+and\s+|[:,/]\s*")


@dataclass(frozen=True, slots=True)
class NamedTheme:
    """A theme, and the words that name it: from `first` up to the one before `after`."""

    slug: str
    first: int
    after: int


def named_themes(words: Sequence[Word], themes: tuple[Theme, ...]) -> list[NamedTheme]:
    """Every name that stands there, of two in one place the longer."""
    book, found, at = _names(themes), [], 0
    while at < len(words):
        said = [word.bare for word in words[at : at + LONGEST]]
        named = next((each for each in book.get(said[0], ()) if said[: len(each[0])] == list(each[0])), None)
        if named:
            found.append(NamedTheme(named[1], at, at + len(named[0])))
        at += len(named[0]) if named else 1
    return found


@lru_cache(maxsize=8)
def _names(themes: tuple[Theme, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By their first word, the longest first; a name of two themes is the first one's."""
    book: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    known: set[tuple[str, ...]] = set()
    for theme in themes:
        for name in _names_of(theme):
            words = tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", name.lower()))
            if words and words not in known and not (len(words) == 1 and words[0] in _ALSO_KINDS):
                known.add(words)
                book.setdefault(words[0], []).append((words, theme.slug))
    for names in book.values():
        names.sort(key=lambda named: -len(named[0]))
    return book


def _names_of(theme: Theme) -> Iterator[str]:
    for name in (theme.slug.replace("-", " "), theme.label, *theme.aliases):
        yield from contracted(name)
        yield from _HALVES.split(name)
