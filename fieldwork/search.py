"""Which notes answer a question: newest first, what is stated before what is only suggested."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import overload
from zoneinfo import ZoneInfo

from fieldwork.index import NoteIndex, Sought
from fieldwork.note import Note
from fieldwork.numbers import number_at, said_at
from fieldwork.query import Query, all_else
from fieldwork.quotation import pick_about, pick_sentence, sentences
from fieldwork.terms import plain
from fieldwork.words import Word, words_of

_CODE = re.compile(r"([A-Z]{1,3})([0-9]{1,3})")
_TITLES = frozenset("worker navigator prescriber patient participant nurse manager doctor receptionist".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A note that answers."""

    note: Note
    suggested_only: bool  # one of the themes asked for is only suggested there
    query: Query

    @property
    def sentence(self) -> str:
        """The sentence that answers best, word for word; picked only for what is shown."""
        return _answering(self.query, self.note)


class Found(Sequence[Match]):
    """What answers, best first; a match is made when it is looked at, for nobody pages through thousands."""

    def __init__(
        self, notes: Sequence[Note], stated: int, query: Query, with_words: int = 0, *, by_all_else: bool = False
    ) -> None:
        self._notes = notes
        self.by_all_else = by_all_else  # none has the words or is like them; these are what all else asks for
        self.with_words = with_words  # so many have every word of the question; the others are like it
        self._stated = stated  # so many come first because a person put the theme there
        self._query = query

    def __len__(self) -> int:
        return len(self._notes)

    @overload
    def __getitem__(self, at: int) -> Match: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Match]: ...
    def __getitem__(self, at: int | slice) -> Match | Sequence[Match]:
        if isinstance(at, slice):
            places = range(len(self))[at]
            return Found(self._notes[at], sum(place < self._stated for place in places), self._query)
        place = range(len(self))[at]
        return Match(note=self._notes[place], suggested_only=place >= self._stated, query=self._query)

    @property
    def stated(self) -> int:
        """How many come first because a person put the theme there."""
        return self._stated

    @property
    def query(self) -> Query:
        """What was answered: the question, or its names of themes as words where no note is on them."""
        return self._query

    @property
    def notes(self) -> Sequence[Note]:
        """The notes alone."""
        return self._notes


def search(query: Query, notes: Iterable[Note], *, timezone: ZoneInfo) -> tuple[Match, ...]:
    """What answers among a few notes that the asker may read; `services/questions.py` keeps an index of all."""
    index = NoteIndex(timezone)
    for note in notes:
        index.put(note)
    return tuple(answers(index, query, index.sought(query, None)))


def answers(
    index: NoteIndex,
    query: Query,
    sought: Sought,
    likeness: Mapping[int, float] | None = None,
    about: Mapping[str, float] = MappingProxyType({}),
) -> Found:
    """What answers, given its likeness to the question and how likely each theme is what the question is about."""
    order, stated = index.found(query, sought, likeness, about)
    if not order and (rest := all_else(query)):
        order, stated = index.found(rest, replace(sought, worth={}, whole=set()), None)
        return Found(index.notes(order), stated, query, by_all_else=True)
    return Found(index.notes(order), stated, query, len(sought.whole.intersection(order)) if sought.whole else 0)


def _answering(query: Query, note: Note) -> str:
    """The sentence with most of what was asked for: phrases, what to follow up, who takes part, words, themes."""
    asked = [plain(phrase) for phrase in query.phrases]
    with_phrase = (each for each in sentences(note.text) if any(one in plain(each) for one in asked))
    if asked and (found := next(with_phrase, "")):
        return found
    if query.follow_up and note.follow_up in note.text:
        return note.follow_up
    about = "\n".join(_about(query.people, note.text)) if query.people else ""
    text, telling = (about, ()) if about else (note.text, note.telling)
    if query.words:
        return pick_sentence(text, query.words, telling)
    return pick_about(text, [theme.replace("-", " ") for theme in query.themes], telling)


def _about(people: Collection[str], text: str) -> list[str]:
    """The sentences that name one of them."""
    named = [found for code in people if (found := _CODE.fullmatch(code))]
    return [sentence for sentence in sentences(text) if any(_names(sentence, *code.groups()) for code in named)]


def _names(sentence: str, prefix: str, number: str) -> bool:
    """`P07`, `P oh seven`, `link worker seven`."""
    words = words_of(sentence)
    glued = {f"{prefix}{number}".lower(), f"{prefix}{int(number)}".lower()}
    return any(
        word.bare in glued
        or (word.lower in {prefix.lower(), prefix[-1:].lower(), *_TITLES} and _number(words, at + 1) == int(number))
        for at, word in enumerate(words)
    )


def _number(words: Sequence[Word], at: int) -> int | None:
    found = number_at(words, at + (said_at(words, at) in {"oh", "o"})) if at < len(words) else None
    return found[0] if found else None
