"""Questions behind page buttons: kept sealed, so that a button works after a restart."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from fieldwork.note import Note
from fieldwork.query import Match, Query, search
from services.study import Study
from storage.codec import Codec

QUERY: Codec[Query] = Codec(Query)


class Questions:
    """Remembers what was asked under a short id that fits into a button."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._reader = ThreadPoolExecutor(1, "search")  # one: each more would take its turn from the captures

    async def search(self, query: Query, notes: Sequence[Note]) -> tuple[Match, ...]:
        """What answers among these notes, found beside the event loop: no capture waits for a question."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reader, lambda: search(query, notes, timezone=self._study.timezone))

    async def remember(self, query: Query) -> str:
        """Store the question; its id is at most ten characters."""
        return await self._study.store.write(lambda tx: tx.questions.add(QUERY.pack(query)))

    async def recall(self, question: str) -> Query | None:
        """The question, None when it is too old."""
        payload = await self._study.store.write(lambda tx: tx.questions.get(question))
        return None if payload is None else QUERY.unpack(payload)
