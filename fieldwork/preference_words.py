"""How people say when they want their digest: "on 20:30 mon-fri riverside hilltop", "weekly friday", "off"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from rapidfuzz import process

from fieldwork.codebook import Codebook
from fieldwork.preference import EVERY_DAY, WEEKLY, WORKING_DAYS, Preference, Shows
from fieldwork.spoken_time import Clock, clock_at
from fieldwork.words import words_of

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s?(?P<half>am|pm)?|(?P<both>\d{4})")
_RANGE = re.compile(r"(?P<first>[a-z]+)\s?(?:-|–|to)\s?(?P<last>[a-z]+)")
_PHRASES = {
    ("every", "day"): "daily", ("each", "day"): "daily", ("every", "night"): "daily", ("once", "a", "week"): "weekly",
    ("every", "week"): "weekly", ("working", "days"): "weekdays", ("week", "days"): "weekdays",
    ("all", "the", "sites"): "everywhere", ("any", "site"): "everywhere", ("everything",): "everywhere",
    ("all", "sites"): "everywhere", ("every", "site"): "everywhere",
}  # fmt: skip
_DAYS_BY_WORD = {
    "daily": EVERY_DAY, "nightly": EVERY_DAY, "weekdays": WORKING_DAYS, "weekday": WORKING_DAYS,
    "weekends": frozenset({5, 6}), "weekend": frozenset({5, 6}),
}  # fmt: skip
_SHOWS = {"counts": Shows.COUNTS, "count": Shows.COUNTS, "numbers": Shows.COUNTS, "quotes": Shows.QUOTES,
          "quote": Shows.QUOTES, "quotations": Shows.QUOTES}  # fmt: skip
_NOTHING = frozenset({"at", "on", "and", "for", "only", "please", "digest", "the", "in", "from", "just", "my", "with",
                      "every", "each", "or"})  # fmt: skip
_NOON = 12
_BUT = frozenset({"not", "except", "but", "without", "no", "never"})
_ANYTHING = "anything"
_LONGEST_SITE = 4  # words
_LIKE = 75  # of 100: near enough to be asked "did you mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A word that says nothing about a digest, and the nearest one that does; "" for none."""

    word: str
    nearest: str


def read_preference(words: str, now: Preference, codebook: Codebook) -> tuple[Preference, tuple[Unknown, ...]]:
    """What `now` becomes by these words; the words that were not understood changed nothing."""
    reader = _Reader(_normal(words), now, codebook)
    return reader.read()


def site_at(words: Sequence[str], at: int, codebook: Codebook) -> int:
    """How many words the site at `at` takes, 0 when none is there."""
    lengths = range(min(_LONGEST_SITE, len(words) - at), 0, -1)
    return next((n for n in lengths if codebook.find_site(" ".join(words[at : at + n]))), 0)


def _normal(words: str) -> list[str]:
    """Small words, with ranges and times of day in one piece."""
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", words.casefold())
    text = re.sub(r"(?<![:.])\b(\d{1,2})[; ](\d{2})\b(?![:.h]\d)", r"\1:\2", text)  # "8 30", not "19:00 21:00"
    text = re.sub(r"[,;/+&!?]|\.(?=\s|$)", " ", text)
    text = re.sub(r"\s*[-–—]\s*", "-", text)
    text = re.sub(r"\b([a-z]{3,9}) to ([a-z]{3,9})\b", _as_range, text)
    return re.sub(r"(\d) (am|pm)\b", r"\1\2", text).split()


def _as_range(found: re.Match[str]) -> str:
    both = _day(found[1]) is not None and _day(found[2]) is not None
    return f"{found[1]}-{found[2]}" if both else found[0]


class _Reader:
    """Reads one thing after another."""

    def __init__(self, words: list[str], now: Preference, codebook: Codebook) -> None:
        self._words = words
        self._codebook = codebook
        self._preference = now
        self._days: set[int] = set()
        self._sites: list[str] = []
        self._not_days: set[int] = set()
        self._not_sites: set[str] = set()
        self._weekly = False
        self._leaves_out = ""  # what "not", "except" ... stands before: `_ANYTHING`, then one kind of thing

    def read(self) -> tuple[Preference, tuple[Unknown, ...]]:
        problems: list[Unknown] = []
        at = 0
        while at < len(self._words):
            length = self._one(at)
            if not length:
                problems.append(Unknown(word=self._words[at], nearest=self._nearest(self._words[at])))
            at += length or 1
        days = (frozenset(self._days) or (WEEKLY if self._weekly else self._preference.days)) - self._not_days
        wanted = replace(self._preference, days=days or self._preference.days, sites=self._wanted_sites())
        return wanted, tuple(problems)

    def _wanted_sites(self) -> tuple[str, ...]:
        sites = tuple(dict.fromkeys(self._sites)) or self._preference.sites
        if not self._not_sites:
            return sites
        return tuple(slug for slug in sites or self._all_sites() if slug not in self._not_sites)

    def _all_sites(self) -> tuple[str, ...]:
        return tuple(site.slug for site in self._codebook.sites)

    def _one(self, at: int) -> int:
        """Take in what stands at `at`; how many words it took, 0 for none."""
        phrase = next((phrase for phrase in _PHRASES if tuple(self._words[at : at + len(phrase)]) == phrase), None)
        word = _PHRASES[phrase] if phrase else self._words[at]
        length = len(phrase) if phrase else 1
        if site_at(self._words, at, self._codebook):
            return self._take_site(at)
        return self._take_time(at) or (length if self._word(word) else 0)

    def _word(self, word: str) -> bool:
        if word in _BUT:
            self._leaves_out = _ANYTHING
        elif (days := _days(word)) is not None:
            (self._not_days if self._is_left_out("days") else self._days).update(days)
        elif word == "weekly":
            self._weekly = True
            if self._days in (EVERY_DAY, WORKING_DAYS):  # what is said later counts
                self._days = set()
        elif word == "everywhere":
            self._preference, self._sites = replace(self._preference, sites=()), []
        elif word in _SHOWS:
            shows = _SHOWS[word]
            other = Shows.COUNTS if shows is Shows.QUOTES else Shows.QUOTES
            self._preference = replace(self._preference, shows=other if self._is_left_out("shows") else shows)
        else:
            return word in _NOTHING
        return True

    def _is_left_out(self, kind: str) -> bool:
        """Whether it stands behind "not", "except" ..., with nothing of another kind between."""
        if self._leaves_out == _ANYTHING:
            self._leaves_out = kind
        return self._leaves_out == kind

    def _take_site(self, at: int) -> int:
        length = site_at(self._words, at, self._codebook)
        site = self._codebook.find_site(" ".join(self._words[at : at + length]))
        if site is not None and self._is_left_out("sites"):
            self._not_sites.add(site.slug)
        elif site is not None:
            self._sites.append(site.slug)
        return length

    def _take_time(self, at: int) -> int:
        """How many words the time at `at` takes; a number alone is as it is written, "8 in the evening" as said."""
        written, (said, length) = _clock(self._words[at]), _said_time(self._words[at:])
        if said is None or (written is not None and length == 1):
            said, length = written, 1
        if said is None:
            return 0
        self._preference = replace(self._preference, at=said)
        return length

    def _nearest(self, word: str) -> str:
        found = process.extractOne(word, list(self._known()), score_cutoff=_LIKE)
        return str(found[0]) if found else ""

    def _known(self) -> Iterator[str]:
        yield from (*_DAYS, "daily", "weekly", "weekdays", "quotes", "counts", "everywhere")
        yield from (site.name.casefold() for site in self._codebook.sites)


def _days(word: str) -> frozenset[int] | None:
    """The days of "mon-fri", "tue", "weekdays"; None for another word."""
    if word in _DAYS_BY_WORD:
        return _DAYS_BY_WORD[word]
    if (day := _day(word)) is not None:
        return frozenset({day})
    found = _RANGE.fullmatch(word)
    first, last = (_day(found["first"]), _day(found["last"])) if found else (None, None)
    if first is None or last is None:
        return None
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))


def _day(word: str) -> int | None:
    plain = word.rstrip("s") if len(word) > 4 else word
    matches = [n for n, name in enumerate(_DAYS) if len(plain) >= 3 and name.startswith(plain)]
    return matches[0] if len(matches) == 1 else None


def _clock(word: str) -> time | None:
    """`20:30`, `20.30`, `2030`, `8pm`; a bare number is an hour of the day."""
    found = _CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, minute = divmod(int(found["both"]), 100) if found["both"] else (int(found["hour"]), int(found["minute"] or 0))
    if found["half"] and not 1 <= hour <= 12:
        return None
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _said_time(words: list[str]) -> tuple[time | None, int]:
    """The time at the beginning of "half past eight mon-fri", and how many words it takes; the evening's if any."""
    text = " ".join(words)
    if text.startswith("midnight"):
        return time(), 1
    spoken = words_of(text)
    said, length = clock_at(spoken, 0) or (None, 0)
    if not isinstance(said, Clock) or said.hour is None or not length:
        return None, 0
    taken = text[: spoken[length - 1].end].split()
    half = said.half or ("pm" if said.hour < _NOON else "")
    hour = said.hour % _NOON + (_NOON if half == "pm" else 0) if half and said.hour <= _NOON else said.hour
    if said.hour == _NOON and taken[-1] == "night":
        hour = 0
    return time(hour, said.minute), len(taken)
