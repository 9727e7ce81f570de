"""Which of the themes that a sentence names does it give to its note?

"So it's loneliness, obviously, this one" does, "she said loneliness was for old people" does not. As with what a note
says of itself otherwise (`metadiscourse.py`) the ways of saying so are without number: the runs of words around the
name are weighed, by a table that `python -m bench.theme_labels` fits on sentences of several people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldwork.codebook import Theme
from fieldwork.follow_up import own_words
from fieldwork.header import Named
from fieldwork.quotation import sentences
from fieldwork.theme_names import named_themes
from fieldwork.weighed_runs import RunWeights, lines, tokens
from fieldwork.weighed_runs import runs as runs_of
from fieldwork.words import words_of

WEIGHTS = RunWeights("theme_labels.tsv", 1)
LONGEST, AROUND = 60, 20  # words of a sentence, and on each side of a name in a longer one
_OUTRIGHT = re.compile(r"\b(?:themes?|tags?|tagged|codes?|coded|labels?|labelled)\b", re.IGNORECASE)
_THIS, _OTHER = "thistheme", "othertheme"  # in place of the name that is judged, and of others
_TOKEN = re.compile(r"CODE|DAY|[a-z]+(?:'[a-z]+)*|\d+|[?:,]")  # a list is parted by commas


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """A theme that a note is given; `outright` where it is called a theme: "theme this time trust"."""

    theme: Named
    outright: bool


def theme_labels(text: str, themes: tuple[Theme, ...]) -> tuple[ThemeLabel, ...]:
    """The themes that the text gives its note, in the order in which they are given."""
    return tuple(label for sentence in sentences(text) for label in _labels_in(sentence, themes))


def _labels_in(sentence: str, themes: tuple[Theme, ...]) -> Iterator[ThemeLabel]:
    outright = _OUTRIGHT.search(sentence) is not None
    for named, words in names_in(sentence, themes):
        [score] = WEIGHTS.scores(lines(words)[0])
        if score > 0:
            yield ThemeLabel(named, outright=outright)


def names_in(sentence: str, themes: tuple[Theme, ...]) -> Iterator[tuple[Named, list[str]]]:
    """Each theme that the author names, and the sentence's words with a mark in place of every such name."""
    sentence = own_words(sentence)
    words = words_of(sentence)
    names = named_themes(words, themes)
    first = {name.slug: name for name in reversed(names)}
    for judged in sorted(first.values(), key=lambda name: name.first):
        marked, end = "", 0
        for name in names:
            marked += f"{sentence[end : words[name.first].start]}{_THIS if name.slug == judged.slug else _OTHER}"
            end = words[name.after - 1].end
        evidence = sentence[words[judged.first].start : words[judged.after - 1].end]
        yield Named(judged.slug, evidence), _around(tokens(marked + sentence[end:], _TOKEN))


def _around(words: list[str]) -> list[str]:
    """Of a sentence without full stops what stands about the name."""
    if len(words) <= LONGEST:
        return words
    at = words.index(_THIS)
    return words[max(0, at - AROUND) : at + AROUND]


def runs(words: list[str]) -> frozenset[str]:
    """The runs of words that may have a weight."""
    return frozenset(runs_of(lines(words)[0]))
