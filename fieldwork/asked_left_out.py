"""What a question leaves out: `-riverside`, `not #trust`, `without the debriefs`, `but not in november`."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from fieldwork.asked_kinds import FLAGGED, FOLLOW_UP, KINDS, STATES, TYPES, meant_by
from fieldwork.asked_words import DAYS_AND_MONTHS, IDLE, LONGEST_NAME, QUOTED, bare, is_idle
from fieldwork.codebook import Codebook
from fieldwork.dates import days_at
from fieldwork.hashtags import HASHTAG
from fieldwork.left_out import NOTHING, LeftOut
from fieldwork.note import Status
from fieldwork.participants import person_code

_LEAVE = r"(?:(?<=^)|(?<=[,;.!?] )|(?<=but )|(?<=please )|(?<=and )|(?<=can )|(?<=could ))leav(?:e|ing)"  # an order
_SURELY = rf"except(?: for)?|excluding|excl?\.?|{_LEAVE} (?:out|aside)|w/o"  # what stands behind may be any words
_MARKER = re.compile(
    rf"(?<![\w-])(?:(?:but )?(?P<surely>{_SURELY})|(?:that|which|who)(?:'s| is| are| was| were)?(?:n't| not)"
    r"|not (?:counting|including)|(?:but |just |and )*not|(?P<no>no)(?! sites?\b)"
    r"|(?:but )?without(?! (?:a |any )?sites?\b)|minus|outwith"
    r"|other than|apart from|aside from"
    r"|ignor(?:e|ing)|skip(?:ping)?|neither|(?:any|every)(?:where|thing|one) but)\s+",
    re.IGNORECASE,
)
_OF_LISTS = (
    re.compile(  # what no sentence about a patient says; the others leave a theme out only where it is set apart
        r"[-\u2212]|(?:but )?(?:leav|excl|w/o|not (?:counting|including)|outwith|that|which|who)|but\b", re.IGNORECASE
    )
)
_BY_SIGN = re.compile(r"(?<!\S)[-\u2212]\s?(?=[#\uff03]\w)|(?<!\S)[-\u2212](?=[^\W\d_])")
_LEAVE_IT_OUT = re.compile(rf"{_LEAVE} ((?:[^\s,]+ ){{1,5}}?)(?:out|aside)\b", re.IGNORECASE)
_BEFORE_IT = re.compile(
    r"(?:(?:(?P<led>in|on|during|from|for)|at|by|about|with|of|to|any|anything|the|an?|all|those"
    r"|that|ones?|notes?|(?:where|when|if) (?:it|they)(?:'s| is| are|'re)|(?:which|that) (?:is|are)"
    r"|what(?:ever)? (?:comes|came|is|was))\s+)*",
    re.IGNORECASE,
)
_BEHIND_IT = re.compile(r"(?:['\u2019]?s)?(?:\s+(?:ones?|notes?|stuff|bits?))?(?![\w'\u2019-])", re.IGNORECASE)
_JOINED = re.compile(r"\s+(?:and|or|nor|&)\s+", re.IGNORECASE)
_WORD, _LETTERS = re.compile(r"\S+"), re.compile(r"[^\W\d_]+")
_OF_THEM = re.compile(r"(?:\S+\s+){0,3}\S+\s+(?:ones?|notes?|stuff|bits?)\b", re.IGNORECASE)  # "no money stuff"
_OWNS = re.compile(r"['\u2019]?s$", re.IGNORECASE)
_CUT_SHORT = re.compile(r"[^,;.:?!]+?(?=\s+(?:and|or|since|from|in|at|by|on)\s|[,;.:?!]|\s*$)", re.IGNORECASE)
_OF_NOTES = re.compile(r"\s+(?:ones?|notes?|stuff|bits?)$", re.IGNORECASE)
_MISTYPED = 91  # of 100: a letter more or less
_FEWEST_LETTERS = 6  # of a name that may be mistyped
_MOST_WORDS = 3  # of what is no name of anything
_ASKED = frozenset(  # "voice not trust"
    "note notes voice memo memos typed written recordings debrief debriefs observations reflexive methodological "
    "analytic admin unchecked checked flagged week month today yesterday everything anything all".split()
)


def left_out(text: str, codebook: Codebook, *, today: date, labels: Collection[str] = ()) -> tuple[LeftOut, str]:
    """What must be true of no answer, and the question without it.

    What is no name behind a minus or a bare "not" stays in the question: "not a word".
    """
    reader = _Reader(codebook=codebook, today=today, labels={label.casefold(): label for label in labels})
    found, rest = NOTHING, _LEAVE_IT_OUT.sub(r"leave out \1", text)
    for marker in _markers(rest):
        before, behind = rest[: marker.start()].rstrip(), rest[marker.end() :]
        if piece := reader.behind(marker, before, behind):
            found, rest = piece[0] | found, f"{before} {behind[piece[1] :].lstrip()}"
    return found, rest


def _markers(text: str) -> Iterator[re.Match[str]]:
    """From the last to the first, but for those within what is quoted."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for mark in sorted((*_MARKER.finditer(text), *_BY_SIGN.finditer(text)), key=lambda mark: -mark.start()):
        if not any(start < mark.start() < end for start, end in quoted):
            yield mark


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """What may be read behind a marker."""

    apart: bool  # something is set apart: "trust, not finance", and not "doctors not listening"
    themes: bool
    surely: bool = (
        False  # whatever stands there is left out: "housing except the boiler", not "talks to no one except the dog"
    )


_Piece = tuple[LeftOut, int]  # what is left out, and where its words end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads what stands behind a marker piece by piece."""

    codebook: Codebook
    today: date
    labels: Mapping[str, str]  # in small letters, and as they are written

    def behind(self, marker: re.Match[str], before: str, text: str) -> _Piece | None:
        """What is left out behind a marker."""
        how = self._how(marker, before)
        found = self._piece(text, 0, how)
        while found and (joined := _JOINED.match(text, found[1])):
            more = self._piece(text, joined.end(), replace(how, surely=False))
            if more is None:
                break
            found = (found[0] | more[0], more[1])
        return found

    def _how(self, marker: re.Match[str], before: str) -> _How:
        said = marker.groupdict()
        apart = _OF_LISTS.match(marker[0]) is not None or self._sets_apart(before)
        return _How(apart=apart, themes=apart and not said.get("no"), surely=apart and bool(said.get("surely")))

    def _piece(self, text: str, at: int, how: _How) -> _Piece | None:
        """One piece that begins there."""
        led = _BEFORE_IT.match(text, at)
        start = led.end() if led else at
        dated = how.apart or bool(led and led["led"])
        found = (
            _quoted(text, start)
            or self._tag(text, start)
            or _state(text, start, how)
            or self._named(text, start, how)
            or (dated and (self._days(text, at, how) or self._days(text, start, how)))
            or (how.surely and _anything(text, start))
        )
        return _to_its_end(text, found) if found else None

    def _days(self, text: str, at: int, how: _How) -> _Piece | None:
        """Some days; all since one or until one only where they are surely left out: "not seen since monday"."""
        days = days_at(text, at, today=self.today)
        if days is None or (not how.surely and None in (days[0].first, days[0].last)):
            return None
        return LeftOut(days=((days[0].first, days[0].last),)), days[1]

    def _tag(self, text: str, at: int) -> _Piece | None:
        tag = HASHTAG.match(text, at)
        found = self._site_or_theme(tag[1], themes=True) if tag else None
        return (found, tag.end()) if tag and found else None

    def _named(self, text: str, at: int, how: _How) -> _Piece | None:
        """A person, a site or a theme, its name of as many words as can be."""
        ends = [word.end() for word in islice(_WORD.finditer(text, at), LONGEST_NAME)]
        themes = how.themes or _OF_THEM.match(text, at) is not None
        for end in reversed(ends):
            name = bare(text[at:end].split())
            if person := self._person(name):
                return LeftOut(people=(person,)), end
            if found := self._site_or_theme(name, themes=themes):
                return found, end
        return None

    def _site_or_theme(self, name: str, *, themes: bool) -> LeftOut | None:
        if name.casefold() in IDLE:
            return None
        long = len(name) >= _FEWEST_LETTERS
        book = self.codebook
        if site := book.find_site(name) or (book.likely_site(name, _MISTYPED) if long else None):
            return LeftOut(sites=(site.slug,))
        theme = (book.find_theme(name) or (book.likely_theme(name, _MISTYPED) if long else None)) if themes else None
        return LeftOut(themes=(theme.slug,)) if theme else None

    def _person(self, name: str) -> str | None:
        for called in dict.fromkeys((name, _OWNS.sub("", name))):
            if found := self.labels.get(called.casefold()) or person_code(called, self.codebook):
                return found
        return None

    def _sets_apart(self, before: str) -> bool:
        last = next((word for word in reversed(before.split()) if word.casefold() not in {"and", "but", "just"}), "")
        name = bare([last])
        return (
            not last
            or last[-1] in ',;&"”»'
            or name.casefold() in _ASKED
            or name.casefold() in DAYS_AND_MONTHS
            or bool(self._person(name) or self.codebook.find_site(name) or self.codebook.find_theme(name))
        )


def _quoted(text: str, at: int) -> _Piece | None:
    quoted = QUOTED.match(text, at)
    return (LeftOut(phrases=(next(filter(None, quoted.groups())).strip(),)), quoted.end()) if quoted else None


def _state(text: str, at: int, how: _How) -> _Piece | None:
    """A kind or a state; a single one ("no debrief") only where something is set apart."""
    for pattern, meant in (
        (FOLLOW_UP, LeftOut(follow_up=True)),
        (FLAGGED, LeftOut(flagged=True)),
        *((pattern, LeftOut(kinds=(kind,))) for kind, pattern in KINDS.items()),
    ):
        if (match := pattern.match(text, at)) and (how.apart or match[0].endswith("s")):
            return meant, match.end()
    word = _LETTERS.match(text, at)
    if word is None or not (how.apart or word[0].endswith("s")):
        return None
    if note_type := meant_by(word[0], TYPES):
        return LeftOut(note_types=(note_type,)), word.end()
    status = meant_by(word[0], STATES)
    return (LeftOut(statuses=(status,)), word.end()) if status and status is not Status.CHECKED else None


def _anything(text: str, at: int) -> _Piece | None:
    """Words of no list: notes in which they stand."""
    cut = _CUT_SHORT.match(text, at)
    words = _OF_NOTES.sub("", cut[0]).strip() if cut else ""
    if cut is None or not 0 < len(words.split()) <= _MOST_WORDS or all(map(is_idle, words.casefold().split())):
        return None
    return LeftOut(phrases=(words,)), cut.end()


def _to_its_end(text: str, found: _Piece) -> _Piece | None:
    """With the "ones" behind it; nothing where its words only begin a longer one."""
    behind = _BEHIND_IT.match(text, found[1])
    return (found[0], behind.end()) if behind else None
