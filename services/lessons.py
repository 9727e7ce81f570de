"""Lessons: the mishearings that a PI wants put right in every later transcript."""

from collections.abc import Sequence

from fieldwork.put_right import PutRight
from services.outgoing import Say
from services.study import LEARNED, Study
from storage.state import StateName
from storage.transaction import Transaction


class Lessons:
    """Kept sealed in the study's state; the newest meaning of a mishearing counts."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def learn(self, row: int | None, term: PutRight, says: Sequence[Say], *, who: str) -> None:
        """Put it right from now on."""
        await self._keep((*self._without(term), term), row, says, who, "mishearing taught")

    async def forget(self, row: int | None, term: PutRight, says: Sequence[Say], *, who: str) -> None:
        """Leave it as it is heard."""
        await self._keep(self._without(term), row, says, who, "mishearing forgotten")

    def _without(self, term: PutRight) -> tuple[PutRight, ...]:
        heard = term.heard.casefold()
        return tuple(known for known in self._study.learned if known.heard.casefold() != heard)

    async def _keep(
        self, learned: tuple[PutRight, ...], row: int | None, says: Sequence[Say], who: str, what: str
    ) -> None:
        study = self._study

        async def work(tx: Transaction) -> None:
            await tx.state.put(StateName.LEARNED, LEARNED.pack(learned))
            await study.settle(tx, row, says)
            await tx.audit.add(study.clock(), who, what)

        await study.store.write(work)
        study.learned = learned
