"""How is the codebook used? Counts and examples of its codes, and the hashtags that it has no theme for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from fieldwork.codebook import Codebook, Theme
from fieldwork.note import CodeKind, Note, NoteNumber
from fieldwork.quotation import pick_about, quotability

EXAMPLES = 3
LOOKED_AT = 60  # of a theme's newest notes, so that a page comes at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """In how many notes each code stands, by slug; among the notes that somebody may read."""

    themes: Counter[str]  # given or accepted by a person
    suggested: Counter[str]  # proposed by the machine, and no more than that
    sites: Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of a note with that theme, word for word."""

    sentence: str
    number: NoteNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergentTag:
    """A hashtag that is no theme yet, with the notes that use it."""

    slug: str
    numbers: tuple[NoteNumber, ...]


def use_of(notes: Iterable[Note]) -> Use:
    """Count the codes."""
    themes, suggested, sites = Counter[str](), Counter[str](), Counter[str]()
    for note in notes:
        themes.update(set(note.themes))
        suggested.update(set(note.suggested_themes))
        sites.update(set(note.sites))
    return Use(themes=themes, suggested=suggested, sites=sites)


def examples(theme: Theme, notes: Iterable[Note]) -> tuple[Example, ...]:
    """At most three sentences that show the theme, the best first: those with its cues before others.

    A note in which something may tell who somebody is, is no example.
    """
    having = [note for note in notes if theme.slug in note.themes and not note.flagged][-LOOKED_AT:]
    terms = (*theme.cues, *theme.names)
    found = [Example(sentence=pick_about(note.text, terms, note.telling), number=note.number) for note in having]
    best = sorted((example for example in found if example.sentence), key=partial(_shows, terms))
    return tuple(best[:EXAMPLES])


def _shows(terms: Sequence[str], example: Example) -> tuple[bool, float]:
    sentence = example.sentence.casefold()
    return not any(term.casefold() in sentence for term in terms), -quotability(example.sentence)


def emergent_tags(notes: Iterable[Note], codebook: Codebook) -> tuple[EmergentTag, ...]:
    """The hashtags that people used and no theme answers to, those of most notes first."""
    numbers: dict[str, list[NoteNumber]] = {}
    for note in notes:
        slugs = {code.slug for code in note.codes if code.kind is CodeKind.THEME and code.stated}
        for slug in slugs:
            if codebook.theme(slug) is None:
                numbers.setdefault(slug, []).append(note.number)
    order = sorted(numbers, key=lambda slug: (-len(numbers[slug]), slug))
    return tuple(EmergentTag(slug=slug, numbers=tuple(sorted(numbers[slug]))) for slug in order)
