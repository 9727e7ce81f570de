"""Who is in a note: the codes that stand for people, typed or spoken ("P oh seven" is P07)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldwork.codebook import Codebook
from fieldwork.numbers import counts_something, number_at
from fieldwork.words import Word, lower_at, starts_with

_GLUED = re.compile(r"([A-Za-z]{1,4}?)(?:[Oo](?=[0-9]$))?([0-9]{1,3})")
_ALSO_ENGLISH = frozenset({"am", "pm", "vs", "p", "mr", "dr", "st", "no"})  # in small letters, before a number
_NUMBER_WORDS = frozenset({"number", "no", "code"})
_NOT_A_CODE_AFTER = frozenset({"a", "an", "another", "each", "every", "any", "no", "per", "one", "other"})
_TITLE_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One mention of a participant."""

    code: str  # "P07"
    first: int  # index of its first word
    after: int  # index of the word behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Codes:
    """The study's prefixes, how many digits each takes, and the titles that stand for them in speech."""

    digits: Mapping[str, int]
    titles: tuple[tuple[tuple[str, ...], str], ...]


def people(words: Sequence[Word], codebook: Codebook) -> tuple[Person, ...]:
    """Every mention of a participant, in order."""
    codes = _codes(tuple(codebook.participants.items()))
    found: list[Person] = []
    at = 0
    while at < len(words):
        person = _glued(words, at, codes) or _spaced(words, at, codes) or _titled(words, at, codes)
        if person:
            found.append(person)
        at = person.after if person else at + 1
    return tuple(found)


def person_code(tag: str, codebook: Codebook) -> str | None:
    """The participant that a tag names: `#P7` is P07."""
    codes = _codes(tuple(codebook.participants.items()))
    match = _GLUED.fullmatch(tag.lstrip("#\uff03"))
    return _code(match[1].upper(), int(match[2]), codes) if match else None


def _glued(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`LW2`, `lw2`, `PO7`; a small `p` wants two digits, for `p3` is a page."""
    word = re.sub(r"['\u2019][sS]$", "", words[at].text)
    match = _GLUED.fullmatch(word)
    if not match or (match[1] == "p" and len(match[2]) < 2):
        return None
    return _person(_code(match[1].upper(), int(match[2]), codes), at, at + 1)


def _spaced(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`LW two`, `L W 2`, `P oh seven`, `P-07`."""
    for prefix in codes.digits:
        length = _prefix_length(words, at, prefix)
        if length and not (prefix == "PM" and lower_at(words, at - 1).isdigit()):
            return _numbered(words, at, at + length, prefix, codes)
    return None


def _prefix_length(words: Sequence[Word], at: int, prefix: str) -> int:
    """How many words the prefix takes at `at`: "LW" one, "L W" two, 0 when it is not there."""
    if words[at].text == prefix or (words[at].lower == prefix.lower() and words[at].lower not in _ALSO_ENGLISH):
        return 1
    letters = words[at : at + len(prefix)]
    spelled = len(prefix) > 1 and "".join(word.text for word in letters).upper() == prefix
    apart = spelled and all(len(word.text) == 1 and word.gap in (" ", ".", ". ", "-") for word in letters[1:])
    return len(prefix) if apart else 0


def _titled(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`link worker two`, `patient twenty-five`, `nurse number 1`."""
    if lower_at(words, at - 1) in _NOT_A_CODE_AFTER and not words[at].opens:
        return None
    for title, prefix in codes.titles:
        if starts_with(words, at, title):
            behind = at + len(title)
            behind += lower_at(words, behind) in _NUMBER_WORDS
            return _numbered(words, at, behind, prefix, codes)
    return None


def _numbered(words: Sequence[Word], first: int, at: int, prefix: str, codes: _Codes) -> Person | None:
    number = number_at(words, at)
    if number is None or not set(words[at].gap) <= set(" -.\u00a0") or counts_something(words, at + number[1]):
        return None
    return _person(_code(prefix, number[0], codes), first, at + number[1])


def _person(code: str | None, first: int, after: int) -> Person | None:
    return Person(code=code, first=first, after=after) if code else None


def _code(prefix: str, number: int, codes: _Codes) -> str | None:
    digits = codes.digits.get(prefix)
    return f"{prefix}{number:0{digits}d}" if digits and number else None


@lru_cache(maxsize=8)
def _codes(participants: tuple[tuple[str, str], ...]) -> _Codes:
    titles = [(title, prefix) for prefix, meaning in participants for title in _titles(meaning)]
    return _Codes(
        digits={
            prefix: 2 if "two digits" in meaning else 1
            for prefix, meaning in sorted(participants, key=lambda item: -len(item[0]))
        },
        titles=tuple(sorted(titles, key=lambda item: -len(item[0]))),
    )


def _titles(meaning: str) -> Iterable[tuple[str, ...]]:
    """The names of a role in its description: "link worker (social prescriber, community navigator)" has three."""
    for part in re.split(r"[(),;]|\bor\b", meaning.lower().replace("-", " ")):
        words = tuple(part.split())
        if 1 <= len(words) <= _TITLE_WORDS and words[-1] not in {"digits", "practice", "desk", "clinician"}:
            yield words
