"""Who is in a note: the codes that stand for people, typed or spoken ("P oh seven" is P07)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rapidfuzz.distance import OSA

from fieldwork.codebook import Codebook
from fieldwork.numbers import UNITS, counts_something, number_at, said_at
from fieldwork.phrases import word_set
from fieldwork.words import Word, ends_part, lower_at, starts_with

_GLUED = re.compile(r"([A-Za-z]{1,4}?)(?:[Oo](?=[0-9]$))?([0-9]{1,3})")
_ALSO_ENGLISH = frozenset({"am", "pm", "vs", "p", "mr", "dr", "st", "no"})  # in small letters, before a number
_NUMBER_WORDS = frozenset({"number", "no", "code"})
_NOT_A_CODE_AFTER = frozenset({"a", "an", "another", "each", "every", "any", "no", "per", "one", "other"})
_ARTICLES = frozenset({"the", "a", "her", "his", "their", "my", "your", "our", "this", "that", "is", "are"})
_TITLE_WORDS = 3
_PAIR = 2  # words
_SLIPS = 2  # letters: "walker" for "worker"
_ALSO_SAID = {  # of a title in the codebook
    "patient": ("participant",),
    "general practitioner": ("doctor", "family doctor"),
    "care co ordinator": ("care coordinator", "coordinator"),
}
_LETTERS = {  # as an engine writes the names of letters
    "pee": "P", "pea": "P", "el": "L", "ell": "L", "elle": "L", "gee": "G", "vee": "V", "ess": "S", "em": "M",
    "en": "N", "ar": "R", "see": "C", "cee": "C", "sea": "C",
}  # fmt: skip
_ALSO_WORDS = frozenset({"see", "sea"})  # no letter where one begins a code
_DOUBLE_U = (("double", "u"), ("double", "you"), ("double-u",))
_LONGEST_PREFIX = 3  # letters
_CORRECTION = word_set(
    "no sorry wait hang on oh ah i mean er um uh rather correction actually not make that tell a lie beg your pardon"
)
_OF_A_PAGE = word_set("of on see page pages form leaflet booklet sheet pp to turn")
_SEVERAL = frozenset({"participants", "patients"})
_JOINING = frozenset({"and", "or"})
_CORRECTS = word_set("no sorry mean rather correction lie pardon")
_SURELY = word_set("lie pardon correction")  # these need not follow at once


_Title = tuple[tuple[str, ...], str]  # its words, and the prefix it stands for


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
    titles: Mapping[str, tuple[_Title, ...]]  # by their first words, longest first
    pairs: Sequence[tuple[tuple[str, str], str]]  # those of two words


def people(words: Sequence[Word], codebook: Codebook) -> tuple[Person, ...]:
    """Every mention of a participant, in order."""
    codes = _codes(tuple(codebook.participants.items()))
    found: list[Person] = []
    at = 0
    while at < len(words):
        person = _person_at(words, at, codes)
        if person and found and _corrects(words[found[-1].after : person.first + 1]):
            found.pop()
        person = person and _renumbered(words, person, codes)
        if person and not (_set_against(words, person, found) or _denied(words, person, codes)):
            found += (person, *_further(words, person, codes))
        at = max(at + 1, found[-1].after if found else 0, person.after if person else 0)
    return tuple(found)


def _set_against(words: Sequence[Word], person: Person, found: Sequence[Person]) -> bool:
    """`LW seven, not LW one`: said to be somebody else."""
    denied = person.first and words[person.first - 1].lower == "not" and words[person.first - 1].opens
    prefixes = {one.code.rstrip("0123456789") for one in (person, *found[-1:])}
    behind = bool(found) and found[-1].after == person.first - 1
    return bool(denied and behind and len(prefixes) == 1 and ends_part(words, person.after))


def _denied(words: Sequence[Word], person: Person, codes: _Codes) -> bool:
    """`Not P12 but P21`."""
    instead = lower_at(words, person.first - 1) == "not" and lower_at(words, person.after) == "but"
    return instead and person.after + 1 < len(words) and _person_at(words, person.after + 1, codes) is not None


def _person_at(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    return (
        _glued(words, at, codes) or _spaced(words, at, codes) or _named_letters(words, at, codes)
        or _titled(words, at, codes)
    )  # fmt: skip


def _further(words: Sequence[Word], person: Person, codes: _Codes) -> list[Person]:
    """Those behind "link workers one and seven" and `P07/08`, whose prefix is said once."""
    prefix, plural = person.code.rstrip("0123456789"), _is_plural(words, person)
    plural = plural or lower_at(words, person.first - 1) in _SEVERAL  # "patients P 31 and 32"
    found: list[Person] = []
    at = person.after
    while at < len(words):
        joined = plural and lower_at(words, at) in {"and", "&"}
        number = number_at(words, at + joined)
        slashed = words[at].gap == "/" and words[at].text.isdigit() and words[at - 1].text[-1:].isdigit()
        listed = plural and (joined or words[at].gap in {", ", " & ", " + "})
        if number is None or not (slashed or listed) or counts_something(words, at + joined + number[1]):
            break
        if further := _person(_code(prefix, number[0], codes), at + joined, at + joined + number[1]):
            found.append(further)
        at += joined + number[1]
    return found


def _is_plural(words: Sequence[Word], person: Person) -> bool:
    """`link workers one`."""
    return any(word.lower.endswith("s") for word in words[person.first : person.after - 1])


def _named_letters(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`pee oh seven`, `el double u two`."""
    letters, behind = "", at
    while len(letters) < _LONGEST_PREFIX and (step := _letter(words, behind)):
        letters, behind = letters + step[0], behind + step[1]
        by_name = any(len(word.text) > 1 for word in words[at:behind])
        if by_name and letters in codes.digits and words[at].lower not in _ALSO_WORDS:
            return _numbered(words, at, behind, letters, codes)
    return None


def _letter(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    word = lower_at(words, at)
    for name in _DOUBLE_U:
        if starts_with(words, at, name):
            return "W", len(name)
    if word in _LETTERS:
        return _LETTERS[word], 1
    return (word.upper(), 1) if len(word) == 1 and word.isalpha() else None


def _corrects(between: Sequence[Word]) -> bool:
    """Whether the next code takes the place of the one before: "P oh seven, no, P oh nine"."""
    said = [word.lower for word in between[:-1]]
    if "no" in said and said[0] in _JOINING:
        between, said = between[1:], said[1:]  # "P oh one and, no sorry, oh two"
    if not _SURELY.isdisjoint(said):
        said = list(takewhile(_CORRECTION.__contains__, reversed(said)))[::-1]
    anew = said[:1] == ["sorry"] or (said[:1] == ["no"] and said[1:2] in (["wait"], ["sorry"], ["hang"]))
    behind = between[1:] if anew else between  # "P oh one. Sorry, oh two"
    in_one_breath = all({".", "!", "?", "\n"}.isdisjoint(word.gap) for word in behind)
    return in_one_breath and bool(said) and _CORRECTION.issuperset(said) and not _CORRECTS.isdisjoint(said)


def _renumbered(words: Sequence[Word], person: Person, codes: _Codes) -> Person:
    """The same with the number that is said in place of its own: "P sixteen, no, sixty"."""
    at = person.after
    while at < len(words) and (words[at].lower in _CORRECTION or (at == person.after and words[at].lower in _JOINING)):
        at += 1
    number = number_at(words, at) if _corrects(words[person.after : at + 1]) else None
    if number is None or not ends_part(words, at + number[1]):
        return person
    prefix = person.code.rstrip("0123456789")
    return _person(_code(prefix, number[0], codes), person.first, at + number[1]) or person


def person_code(tag: str, codebook: Codebook) -> str | None:
    """The participant that a tag names: `#P7` is P07."""
    codes = _codes(tuple(codebook.participants.items()))
    match = _GLUED.fullmatch(tag.lstrip("#\uff03"))
    return _code(match[1].upper(), int(match[2]), codes) if match else None


def _glued(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`LW2`, `lw2`, `PO7`, `p07s daughter`; a small `p` with one digit may be a page."""
    word = re.sub(r"(?:['\u2019](?:[sSdD]|ll|LL)|(?<=[0-9])s)$", "", words[at].text)
    match = _GLUED.fullmatch(word)
    if not match or (match[1] == "p" and len(match[2]) < 2 and _is_page(words, at)):
        return None
    return _person(_code(match[1].upper(), int(match[2]), codes), at, at + 1)


def _is_page(words: Sequence[Word], at: int) -> bool:
    """`See p3 of the leaflet`."""
    return len(words) == 1 or not _OF_A_PAGE.isdisjoint({lower_at(words, at - 1), lower_at(words, at + 1)})


def _spaced(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`LW two`, `L W 2`, `P oh seven`, `P-07`."""
    for prefix in codes.digits:
        length = _prefix_length(words, at, prefix)
        if length and not (prefix == "PM" and lower_at(words, at - 1).isdigit()):
            return _numbered(words, at, at + length, prefix, codes)
    return None


def _prefix_length(words: Sequence[Word], at: int, prefix: str) -> int:
    """How many words the prefix takes at `at`: "LW" one, "L W" two, 0 when it is not there."""
    if words[at].text[:1].upper() != prefix[0]:
        return 0
    if words[at].text in (prefix, f"{prefix}s") or (
        words[at].lower == prefix.lower() and words[at].lower not in _ALSO_ENGLISH
    ):
        return 1
    letters = words[at : at + len(prefix)]
    spelled = len(prefix) > 1 and "".join(word.text for word in letters).upper() == prefix
    apart = spelled and all(len(word.text) == 1 and word.gap in (" ", ".", ". ", "-") for word in letters[1:])
    return len(prefix) if apart else 0


def _titled(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`link worker two`, `patient twenty-five`, `nurse number 1`."""
    if lower_at(words, at - 1) in _NOT_A_CODE_AFTER and not words[at].opens:
        return None
    for title, prefix in codes.titles.get(words[at].lower, ()):
        if starts_with(words, at, title):
            behind = at + len(title)
            behind += lower_at(words, behind) in _NUMBER_WORDS
            return _numbered(words, at, behind, prefix, codes)
    return _misheard_title(words, at, codes)


def _misheard_title(words: Sequence[Word], at: int, codes: _Codes) -> Person | None:
    """`ling worker five`, `link walker eight`: one of a title's two words right and the other all but."""
    said = (words[at].lower, lower_at(words, at + 1))
    if not said[1] or words[at + 1].opens or number_at(words, at + 2) is None:
        return None
    for title, prefix in codes.pairs:
        if min(map(OSA.distance, said, title)) == 0 and sum(map(OSA.distance, said, title)) <= _SLIPS:
            return _numbered(words, at, at + 2, prefix, codes)
    return None


def _numbered(words: Sequence[Word], first: int, at: int, prefix: str, codes: _Codes) -> Person | None:
    number = _digit_by_digit(words, at) if codes.digits[prefix] > 1 else None
    number = number or number_at(words, at) or _four(words, first, at)
    if number is None or not set(words[at].gap) <= set(" -.\u00a0"):
        return None
    behind = at + number[1]
    if _begins_anew(words, at, behind) or _are_some_of_them(words, first, at, behind):
        return None
    more = lower_at(words, behind) == "more" and words[first].text.isupper()  # "sent LW six more people"
    owns = words[behind - 1].lower.endswith("'s")  # "link worker four's day at home"
    either = lower_at(words, behind) == "or" and lower_at(words, behind + 1) == words[first].lower  # "P two or P four"
    if counts_something(words, behind) and not (more or owns or either):
        return None
    return _person(_code(prefix, number[0], codes), first, at + number[1])


def _begins_anew(words: Sequence[Word], at: int, behind: int) -> bool:
    """`She asked the community navigator. One hand went up`: the number belongs to a new sentence."""
    spoken = words[at].text.isalpha() and not words[at - 1].text.isupper()
    return spoken and "." in words[at].gap and not ends_part(words, behind)


def _are_some_of_them(words: Sequence[Word], first: int, at: int, behind: int) -> bool:
    """`Of five volunteers three went`, and not `at ten link workers two and three met`."""
    title = words[at - 1]
    counted = title.text.islower() and title.lower.endswith("s") and lower_at(words, first - 2) == "of"
    return counted and number_at(words, first - 1) is not None and lower_at(words, behind) not in _JOINING


def _four(words: Sequence[Word], first: int, at: int) -> tuple[int, int] | None:
    """`..., link worker for, on her own`, `link worker for's door`: the number as an engine hears it."""
    alone = lower_at(words, at) == "for's" or (lower_at(words, at) == "for" and ends_part(words, at + 1))
    titled = at - first > 1 and lower_at(words, first - 1) not in _ARTICLES
    return (4, 1) if alone and titled else None


def _digit_by_digit(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """`P one four` is P14."""
    tens, unit = (UNITS.get(said_at(words, at + n), 0) for n in range(2))
    nought = said_at(words, at + 1) in {"oh", "o", "zero"}  # "P two oh"
    together = 1 <= tens <= 9 and (nought or 1 <= unit <= 9) and not words[at + 1].opens
    return (tens * 10 + unit, 2) if together else None


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
        titles=_by_first_word(titles),
        pairs=[((title[0], title[1]), prefix) for title, prefix in titles if len(title) == _PAIR],
    )


def _by_first_word(titles: Iterable[_Title]) -> Mapping[str, tuple[_Title, ...]]:
    """Titles in the singular and the plural by their first words, the longest first."""
    both = [one for title, prefix in titles for one in ((title, prefix), ((*title[:-1], f"{title[-1]}s"), prefix))]
    found: dict[str, tuple[_Title, ...]] = {}
    for title, prefix in sorted(both, key=lambda item: -len(item[0])):
        found[title[0]] = (*found.get(title[0], ()), (title, prefix))
    return found


def _titles(meaning: str) -> Iterable[tuple[str, ...]]:
    """The names of a role in its description: "link worker (social prescriber, community navigator)" has three."""
    for part in re.split(r"[(),;]|\bor\b", meaning.lower().replace("-", " ")):
        title = re.split(r"\b(?:at|in)\b", part)[0].strip()
        for said in (title, *_ALSO_SAID.get(title, ())):
            words = tuple(said.split())
            if 1 <= len(words) <= _TITLE_WORDS and words[-1] not in {"digits", "practice", "desk", "clinician"}:
                yield words
