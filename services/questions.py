"""Questions behind page buttons: kept sealed, so that a button works after a restart."""

from fieldwork.query import Query
from services.study import Study
from storage.codec import Codec

QUERY: Codec[Query] = Codec(Query)


class Questions:
    """Remembers what was asked under a short id that fits into a button."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def remember(self, query: Query) -> str:
        """Store the question; its id is at most ten characters."""
        return await self._study.store.write(lambda tx: tx.questions.add(QUERY.pack(query)))

    async def recall(self, question: str) -> Query | None:
        """The question, None when it is too old."""
        payload = await self._study.store.write(lambda tx: tx.questions.get(question))
        return None if payload is None else QUERY.unpack(payload)
