"""Questions: answered from an index that follows the notes; kept sealed, so that buttons work after a restart."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from heapq import nlargest
from typing import TypeVar

from fieldwork.access import may_read
from fieldwork.facets import Facet
from fieldwork.index import NoteIndex
from fieldwork.left_out import LeftOut
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber
from fieldwork.number_set import Numbers
from fieldwork.query import Query, current_query, in_words
from fieldwork.ranking import RANKED
from fieldwork.search import Found, Match, answers, search
from services.ports import Meaning
from services.study import Study
from storage.codec import Codec

T = TypeVar("T")
QUERY: Codec[Query] = Codec(Query)
ALIKE = 0.7  # of 1.5: a note less like another is not offered as one like it
MOST_ALIKE = 10
READ_AT_ONCE = 200  # notes whose words are read before somebody who asks may go first


class Questions:
    """What the notes answer, and what was asked, under a short id that fits into a button."""

    def __init__(self, study: Study, meaning: Meaning | None = None) -> None:
        self._study = study
        self._meaning = meaning
        self._index = NoteIndex(study.timezone)
        self._reading: asyncio.Task[None] | None = None
        self._reader = ThreadPoolExecutor(1, "search")  # one: each more would take its turn from the captures

    async def open(self) -> None:
        """Take in every note; its words are read in the background, at the latest for the first question of words."""
        await self._beside(self._follow)
        self._reading = asyncio.create_task(self._read_on())

    async def _read_on(self) -> None:
        """Read some words, then let those who ask go first."""
        while await self._beside(lambda: self._index.read(READ_AT_ONCE)):
            pass

    async def until_words_known(self) -> None:
        """Wait until every word of what was opened has been read."""
        if self._reading is not None:
            await asyncio.shield(self._reading)

    @property
    def unread(self) -> int:
        """Notes that are not yet found by their meaning, only by their words."""
        return self._meaning.unread if self._meaning else 0

    async def find(self, query: Query, reader: Member | None, *, team_only: bool = False) -> Found:
        """What answers among all that `reader` may read; without one, among what the whole team may.

        `team_only` leaves the reader's own private notes out, for an answer that others see.
        """
        return await self._beside(lambda: self._find(query, reader, team_only=team_only))

    async def sites(self, query: Query, reader: Member | None, *, team_only: bool = False) -> Mapping[str, int]:
        """How many notes at each site answer because a person said so; of themes without reading a note."""
        return await self._beside(lambda: self._spread(Facet.SITE, query, reader, team_only=team_only))

    async def spread(self, facet: Facet, found: Found, query: Query, reader: Member) -> Mapping[str, int]:
        """How many of the notes that were found because a person said so have each site, or each theme."""
        if query.words:
            return await self._beside(lambda: self._spread_of(facet, found))
        return await self._beside(lambda: self._spread(facet, query, reader, team_only=False))

    async def more_like(self, note: Note, reader: Member) -> Found:
        """The notes that are most like this one, among those that `reader` may read."""
        return await self._beside(lambda: self._like(note, reader))

    async def labels(self) -> set[str]:
        """How people are called in the notes."""
        return await self._beside(self._labels)

    async def readable(self, member: Member) -> list[Note]:
        """What that member may read, oldest first."""
        notes = self._study.notebook.all()
        return await self._beside(lambda: [note for note in notes if may_read(member, note)])

    async def search(self, query: Query, notes: Sequence[Note]) -> tuple[Match, ...]:
        """What answers among these few notes, by words alone."""
        return await self._beside(lambda: search(query, notes, timezone=self._study.timezone))

    async def _beside(self, work: Callable[[], T]) -> T:
        """Look through the notes beside the event loop: no capture waits for a question."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    def _find(self, query: Query, reader: Member | None, *, team_only: bool = False) -> Found:
        """What answers; a name that no note has as its theme yet is looked for as words."""
        words = in_words(query)
        on_them = words and self._find_as_asked(Query(themes=query.themes, any_theme=True), reader, team_only=team_only)
        return self._find_as_asked(query if words is None or on_them else words, reader, team_only=team_only)

    def _find_as_asked(self, query: Query, reader: Member | None, *, team_only: bool) -> Found:
        self._follow()
        sought = self._index.sought(query, self._index.readable(reader, team_only=team_only))
        if not query.words or self._meaning is None:
            return answers(self._index, query, sought)
        said = query.said or " ".join(query.words)
        also = set(nlargest(RANKED, sought.worth, key=sought.worth.__getitem__))
        likeness = self._meaning.to_question(said, sought.among, also)
        return answers(self._index, query, sought, likeness, self._study.suggesting.about(said, self._study.codebook))

    def _spread(self, facet: Facet, query: Query, reader: Member | None, *, team_only: bool) -> Mapping[str, int]:
        if query.words:
            return self._spread_of(facet, self._find(query, reader, team_only=team_only))
        self._follow()
        sought = self._index.sought(query, self._index.readable(reader, team_only=team_only))
        return self._index.spread(facet, self._index.stated(query, sought))

    def _spread_of(self, facet: Facet, found: Found) -> Mapping[str, int]:
        return self._index.spread(facet, Numbers.of(note.number for note in found.notes[: found.stated]))

    def _like(self, note: Note, reader: Member) -> Found:
        self._follow()
        among = self._index.readable(reader)
        likeness = self._meaning.to_note(note.number, among) if self._meaning else {}
        close = [number for number, worth in likeness.items() if worth >= ALIKE]
        if not close:
            return self._on_its_theme(note, reader)
        order = nlargest(MOST_ALIKE, close, key=likeness.__getitem__)
        return Found(self._index.notes(order), len(order), Query(said=note.text))

    def _on_its_theme(self, note: Note, reader: Member) -> Found:
        """By words alone: the notes of its first theme."""
        query = Query(themes=(note.themes or note.suggested_themes)[:1])
        if not query.themes:
            return Found((), 0, query)
        found = self._find(query, reader)
        others = [other for other in found.notes if other.number != note.number]
        return Found(others, sum(query.themes[0] in other.themes for other in others), query)

    def _follow(self) -> None:
        """Bring the index up to date."""
        for number, note in self._study.notebook.changes():
            if note is None:
                self._forget(number)
            elif self._index.put(note) and self._meaning is not None:
                self._meaning.put(number, note.text)

    def _forget(self, number: NoteNumber) -> None:
        self._index.forget(number)
        if self._meaning is not None:
            self._meaning.forget(number)

    def _labels(self) -> set[str]:
        self._follow()
        return self._index.writers_and_participants()

    async def remember(self, query: Query) -> str:
        """Store the question; its id is at most ten characters."""
        return await self._study.store.write(lambda tx: tx.questions.add(QUERY.pack(query)))

    async def recall(self, question: str) -> Query | None:
        """The question as today's codebook calls things, None when it is too old."""
        payload = await self._study.store.write(lambda tx: tx.questions.get(question))
        return None if payload is None else current_query(_kept(payload), self._study.codebook)


def _kept(payload: bytes) -> Query:
    """A question as it was kept: in a record without `left_out` that stands in `not_sites` and its like."""
    query, raw = QUERY.unpack(payload), json.loads(payload)
    if "left_out" in raw:
        return query
    sites, themes, people = (tuple(raw.get(name, ())) for name in ("not_sites", "not_themes", "not_people"))
    return replace(query, left_out=LeftOut(sites=sites, themes=themes, people=people))
