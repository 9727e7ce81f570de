"""The codebook lives: every change is a revision, kept whole, and the newest is what the study uses."""

from collections.abc import Callable, Sequence

from fieldwork.codebook import Codebook, parse_codebook
from fieldwork.codebook_change import Changed
from fieldwork.codebook_text import codebook_text
from fieldwork.errors import FieldworkError
from services.outgoing import Say, Toast
from services.study import Study
from storage.codebook import CodebookRevision
from storage.store import Store
from storage.transaction import Transaction

SEEDED = "The study began with this codebook."
Wish = Callable[[Codebook], Changed]
Says = Callable[[str, int], Sequence[Say | Toast]]  # what was changed, and the new revision's number


class ChangedMeanwhile(FieldworkError):
    """Two people changed the codebook at once."""

    def __init__(self) -> None:
        super().__init__("The codebook was changed by somebody else just now. Look at it and try again.")


class NothingToPutBack(FieldworkError):
    """A change that others have followed."""

    def __init__(self) -> None:
        super().__init__("The codebook has been changed again since, so this can't be put back with one tap.")


async def newest_codebook(store: Store) -> Codebook | None:
    """The newest revision, without opening a note; None before the first."""

    async def work(tx: Transaction) -> CodebookRevision | None:
        return await tx.codebook.get(await tx.codebook.newest_number())

    revision = await store.write(work)
    return None if revision is None else parse_codebook(revision.text)[0]


class Codebooks:
    """Changes to the study's codebook: revision, answers and audit entry in one transaction."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def seed(self, text: str) -> None:
        """Keep the codebook that the study begins with; nothing where there is one already."""

        async def work(tx: Transaction) -> None:
            if await tx.codebook.newest_number() == 0:
                await self._add(tx, 1, text, SEEDED, "command line")

        if self._study.codebook_revision == 0:
            await self._study.store.write(work)

    async def change(self, row: int | None, wish: Wish, says: Says, *, who: str) -> Changed:
        """Do what somebody wishes to the newest revision.

        Raises:
            ChangeRefused: it can't be done; nothing is changed.
            ChangedMeanwhile: another process has just changed it.
        """
        changed = wish(self._study.codebook)
        await self._keep(row, changed.codebook, codebook_text(changed.codebook), changed.what, says, who)
        return changed

    async def replace(self, codebook: Codebook, text: str, what: str, *, who: str) -> int:
        """Take a whole codebook that a person wrote; the number of its revision.

        Raises:
            ChangedMeanwhile: another process has just changed it.
        """
        await self._keep(None, codebook, text, what, lambda _what, _number: (), who)
        return self._study.codebook_revision

    async def put_back(self, row: int | None, number: int, says: Says, *, who: str) -> None:
        """Undo the newest change, as one more revision.

        Raises:
            NothingToPutBack: it is not the newest, or the first.
        """
        if number != self._study.codebook_revision:
            raise NothingToPutBack
        before = await self._study.store.write(lambda tx: tx.codebook.get(number - 1))
        codebook = None if before is None else parse_codebook(before.text)[0]
        if before is None or codebook is None:
            raise NothingToPutBack
        await self._keep(row, codebook, before.text, f"Put back as in revision {before.number}.", says, who)

    async def history(self) -> list[CodebookRevision]:
        """Every revision, oldest first."""
        return await self._study.store.write(lambda tx: tx.codebook.all())

    async def _keep(self, row: int | None, codebook: Codebook, text: str, what: str, says: Says, who: str) -> None:
        study, number = self._study, max(1, self._study.codebook_revision) + 1

        async def work(tx: Transaction) -> None:
            newest = await tx.codebook.newest_number()
            if newest != study.codebook_revision:
                raise ChangedMeanwhile
            if newest == 0:
                await self._add(tx, 1, codebook_text(study.codebook), SEEDED, "command line")
            await self._add(tx, number, text, what, who)
            await study.settle(tx, row, says(what, number))
            await tx.audit.add(study.clock(), who, f"codebook revision {number}")

        await study.store.write(work)
        study.use_codebook(codebook, number)

    async def _add(self, tx: Transaction, number: int, text: str, what: str, who: str) -> None:
        at = self._study.clock()
        await tx.codebook.add(CodebookRevision(number=number, at=at, who=who, what=what, text=text))
        if number == 1:
            tx.after_commit(lambda: self._study.use_codebook(self._study.codebook, 1))
