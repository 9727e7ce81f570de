"""Questions behind page buttons: kept sealed, so that a button works after a restart."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from fieldwork.access import may_read
from fieldwork.member import Member
from fieldwork.note import Note
from fieldwork.query import Match, Query, search
from services.study import Study
from storage.codec import Codec

T = TypeVar("T")
QUERY: Codec[Query] = Codec(Query)


class Questions:
    """Remembers what was asked under a short id that fits into a button."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._reader = ThreadPoolExecutor(1, "search")  # one: each more would take its turn from the captures

    async def readable(self, member: Member) -> list[Note]:
        """What that member may read, oldest first."""
        notes = self._study.notebook.all()
        return await self._beside(lambda: [note for note in notes if may_read(member, note)])

    async def search(self, query: Query, notes: Sequence[Note]) -> tuple[Match, ...]:
        """What answers among these notes."""
        return await self._beside(lambda: search(query, notes, timezone=self._study.timezone))

    async def _beside(self, work: Callable[[], T]) -> T:
        """Look through the notes beside the event loop: no capture waits for a question."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    async def remember(self, query: Query) -> str:
        """Store the question; its id is at most ten characters."""
        return await self._study.store.write(lambda tx: tx.questions.add(QUERY.pack(query)))

    async def recall(self, question: str) -> Query | None:
        """The question, None when it is too old."""
        payload = await self._study.store.write(lambda tx: tx.questions.get(question))
        return None if payload is None else QUERY.unpack(payload)
