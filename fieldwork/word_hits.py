"""Which notes answer free words? Those with all of them; where none has all, those with most, rare words first."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from fieldwork.note import Note
from fieldwork.suggestion import stem

_SHORTEST_BEGINNING = 4  # letters; a shorter one would begin too many other words
_WORTH_SHOWING = 0.35  # of the best note's score, where no note has all the words


@dataclass(frozen=True, slots=True)
class _Form:
    """A word in its forms; `beginning` is looked for first, since that costs next to nothing."""

    beginning: str
    pattern: re.Pattern[str]

    def stands_in(self, plain: str) -> bool:
        return self.beginning in plain and self.pattern.search(plain) is not None


def answering(notes: Iterable[Note], words: Sequence[str], themes: Mapping[str, str]) -> list[Note]:
    """The notes that answer, best first.

    A word that is a key of `themes` is also answered by a note on that theme. Notes with all words come newest first.
    """
    terms = [(_forms(word), themes.get(word, "")) for word in words]
    hits = [(note, _hits(note, terms)) for note in notes]
    whole = [note for note, found in hits if all(found)]
    if whole:
        return sorted(whole, key=_newest, reverse=True)
    worth = [_rarity(len(hits), sum(found[n] for _, found in hits)) for n in range(len(words))]
    scores = [(sum(w for w, hit in zip(worth, found, strict=True) if hit), note) for note, found in hits]
    best = max((score for score, _ in scores), default=0.0)
    kept = [(score, note) for score, note in scores if score > 0 and score >= _WORTH_SHOWING * best]
    return [note for _, note in sorted(kept, key=lambda item: (item[0], _newest(item[1])), reverse=True)]


def _newest(note: Note) -> tuple[float, int]:
    return note.observed_at.timestamp(), note.number


def _hits(note: Note, terms: Sequence[tuple[tuple[_Form, ...], str]]) -> list[bool]:
    plain = note.text.casefold().replace("\u2019", "'")
    coded = {*note.themes, *note.suggested_themes} if any(theme for _, theme in terms) else set()
    return [theme in coded or all(form.stands_in(plain) for form in forms) for forms, theme in terms]


def _rarity(notes: int, with_it: int) -> float:
    return math.log(1 + notes / with_it) if with_it else 0.0


def _forms(words: str) -> tuple[_Form, ...]:
    return tuple(_form(word) for word in re.split(r"[\s-]+", words.casefold().replace("\u2019", "'")) if word)


def _form(word: str) -> _Form:
    beginning = max((_beginning(word), _without_y(word)), key=len)
    if len(beginning) >= _SHORTEST_BEGINNING:
        return _Form(beginning, re.compile(rf"(?<!\w){re.escape(beginning)}"))
    one = _singular(word)
    return _Form(one, re.compile(rf"(?<!\w){re.escape(one)}(?:e?s|'s)?(?!\w)"))


def _beginning(word: str) -> str:
    """What it has in common with its stem: `listen` of `listening`; "" when that is too short to tell much."""
    alike = "".join(
        letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem(word), strict=False))
    )
    return alike if len(alike) >= _SHORTEST_BEGINNING else ""


def _without_y(word: str) -> str:
    """`lonel` of `lonely` and `loneliness`."""
    for ending in ("iness", "ies", "y"):
        if word.endswith(ending) and not _beginning(word):
            return word.removesuffix(ending)
    return ""


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_BEGINNING or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-2] if word.endswith(("xes", "ses", "ches", "shes", "zes")) else word[:-1]
