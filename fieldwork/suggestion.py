"""Which themes may a note be about? Suggested from the codebook's own words, never assumed."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldwork.codebook import Codebook, Theme
from fieldwork.phrases import word_set
from fieldwork.theme_labels import theme_labels
from fieldwork.words import words_of

SHOWN = 3
WORTH_SHOWING = 1.0  # one cue's worth; the rules' other words alone don't reach it
BESIDE_THE_BEST = 0.5  # of the best one's score: what is much weaker than it is noise

_CUE = 1.0
_PHRASE = 1.4  # a cue of several words is rarely there by chance
_ALIAS = 0.9
_RULE_WORD = 0.12  # per word of definition and include, times how rare it is among the themes
_RULE_MOST = 0.75
_REPEATED = 0.35  # of its worth, for the logarithm of how often a cue comes again
_GIVEN = 2.5  # "I'd put this under trust"
_ENDINGS = (
    ("iness", "y"),
    ("ied", "y"),
    ("edly", ""),
    ("ness", ""),
    ("ing", ""),
    ("ed", ""),
    ("ly", ""),
    ("e", ""),
    ("y", ""),
)
_ROOT = 4  # letters: "pipe" is not "pip", "busy" is not "bus"
_PLAIN = word_set(
    "the a an and or of to in on at for with by from as is are was were be been it its this that these those who "
    "what which how when where why not no nor but if so than then there their them they he she his her him "
    "someone somebody person people their link worker workers patient patients role study note notes one two "
    "being having has have had do does did say says said use used more most some any all both whether about into "
    "out up down off over may might can could will would should made make get got go goes going come comes work "
    "working day days"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hint:
    """Words that hint at a theme."""

    theme: str
    stems: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hints:
    by_first_stem: Mapping[str, tuple[_Hint, ...]]
    rule_words: Mapping[str, Mapping[str, float]]  # stem to worth by theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A theme that a note may be about."""

    theme: str
    score: float  # best first; comparable within one suggester only
    shown: bool  # worth a button


Suggester = Callable[[str, Codebook], tuple[Suggestion, ...]]  # a note's text in, every likely theme out, best first


def nothing(_text: str, _codebook: Codebook) -> tuple[Suggestion, ...]:
    """The suggester of whoever wants to know only what is said."""
    return ()


def by_cues(text: str, codebook: Codebook) -> tuple[Suggestion, ...]:
    """Suggestions by the codebook's words alone."""
    ranked = suggest_themes(text, codebook, said=())
    worth = set(worth_showing(ranked))
    return tuple(Suggestion(theme=theme, score=score, shown=theme in worth) for theme, score in ranked)


def suggest_themes(text: str, codebook: Codebook, *, said: Collection[str]) -> tuple[tuple[str, float], ...]:
    """Themes with any support in the text, best first, with their scores; those in `said` are left out."""
    stems = [stem(word.bare) for word in words_of(text)]
    hints = _hints(codebook)
    scores = _cue_scores(stems, hints)
    for theme, worth in _rule_scores(stems, hints).items():
        scores[theme] = scores.get(theme, 0.0) + worth
    for theme in {label.theme.slug for label in theme_labels(text, codebook.themes)}:
        scores[theme] = scores.get(theme, 0.0) + _GIVEN
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple((theme, round(score, 3)) for theme, score in ranked if theme not in said)


def worth_showing(ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The few that a card shows; `ranked` is best first."""
    least = max(WORTH_SHOWING, BESIDE_THE_BEST * ranked[0][1]) if ranked else WORTH_SHOWING
    return tuple(theme for theme, score in ranked if score >= least)[:SHOWN]


def stem(word: str) -> str:
    """A word without its inflection: "listened" and "listening" are one, so are "lonely" and "loneliness"."""
    root = _singular(word)
    for ending, instead in _ENDINGS:
        if root.endswith(ending) and len(root) - len(ending) >= _ROOT:
            root = _undoubled(root.removesuffix(ending)) + instead
            return stem(root) if instead else root.removesuffix("e")
    return root


def content_stems(text: str) -> Iterator[str]:
    """The stems of the words that say something."""
    for word in words_of(text):
        if word.bare not in _PLAIN and len(word.bare) > 2:
            yield stem(word.bare)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _ROOT:
        return word.removesuffix("ies") + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word.removesuffix("es")
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _ROOT
    return word.removesuffix("s") if plural else word


def _undoubled(root: str) -> str:
    return root[:-1] if root[-1] == root[-2] and root[-1] not in "aeiouls" else root


def _cue_scores(stems: Sequence[str], hints: _Hints) -> dict[str, float]:
    counts: Counter[_Hint] = Counter()
    for at, root in enumerate(stems):
        for hint in hints.by_first_stem.get(root, ()):
            if tuple(stems[at : at + len(hint.stems)]) == hint.stems:
                counts[hint] += 1
    scores: dict[str, float] = {}
    for hint, count in counts.items():
        worth = hint.worth * (1 + _REPEATED * math.log2(count))
        scores[hint.theme] = scores.get(hint.theme, 0.0) + worth
    return scores


def _rule_scores(stems: Sequence[str], hints: _Hints) -> dict[str, float]:
    scores: dict[str, float] = {}
    for root in set(stems):
        for theme, worth in hints.rule_words.get(root, {}).items():
            scores[theme] = min(_RULE_MOST, scores.get(theme, 0.0) + worth)
    return scores


@lru_cache(maxsize=8)
def _hints(codebook: Codebook) -> _Hints:
    hints: dict[str, dict[tuple[str, tuple[str, ...]], _Hint]] = {}
    for theme in codebook.themes:
        for hint in _theme_hints(theme):
            key = (hint.theme, hint.stems)
            kept = hints.setdefault(hint.stems[0], {})
            if key not in kept or kept[key].worth < hint.worth:
                kept[key] = hint
    return _Hints(
        by_first_stem={first: tuple(kept.values()) for first, kept in hints.items()},
        rule_words=_rule_words(codebook),
    )


def _theme_hints(theme: Theme) -> Iterable[_Hint]:
    for cue in theme.cues:
        if stems := _stems(cue):
            yield _Hint(theme=theme.slug, stems=stems, worth=_PHRASE if len(stems) > 1 else _CUE)
    for name in theme.names:
        if stems := _stems(name):
            yield _Hint(theme=theme.slug, stems=stems, worth=_PHRASE if len(stems) > 1 else _ALIAS)


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word.bare) for word in words_of(phrase))


def _rule_words(codebook: Codebook) -> dict[str, dict[str, float]]:
    """What the words of a theme's rule are worth: the fewer themes share one, the more."""
    of_theme = {theme.slug: set(content_stems(f"{theme.definition} {theme.include}")) for theme in codebook.themes}
    shared = Counter(root for roots in of_theme.values() for root in roots)
    worth: dict[str, dict[str, float]] = {}
    for slug, roots in of_theme.items():
        for root in roots:
            rarity = math.log((1 + len(of_theme)) / shared[root]) / math.log(1 + len(of_theme))
            worth.setdefault(root, {})[slug] = _RULE_WORD * rarity
    return worth
