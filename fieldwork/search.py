"""Which notes answer a question: newest first, what is stated before what is only suggested."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import overload
from zoneinfo import ZoneInfo

from fieldwork.index import NoteIndex, Sought
from fieldwork.note import Note
from fieldwork.query import Query
from fieldwork.quotation import pick_about, pick_sentence, sentences
from fieldwork.terms import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A note that answers."""

    note: Note
    suggested_only: bool  # one of the themes asked for is only suggested there
    query: Query

    @property
    def sentence(self) -> str:
        """The sentence that answers best, word for word; picked only for what is shown."""
        return _answering(self.query, self.note.text)


class Found(Sequence[Match]):
    """What answers, best first; a match is made when it is looked at, for nobody pages through thousands."""

    def __init__(self, notes: Sequence[Note], stated: int, query: Query, with_words: int = 0) -> None:
        self._notes = notes
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
    return Found(index.notes(order), stated, query, len(sought.whole.intersection(order)) if sought.whole else 0)


def _answering(query: Query, text: str) -> str:
    """The sentence with most of what was asked for: phrases, then words, then the names of themes."""
    with_phrase = [
        sentence for sentence in sentences(text) if any(plain(phrase) in plain(sentence) for phrase in query.phrases)
    ]
    if with_phrase:
        return with_phrase[0]
    if query.words:
        return pick_sentence(text, query.words)
    return pick_about(text, [theme.replace("-", " ") for theme in query.themes])
