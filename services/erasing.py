"""Erasing: a note's key is destroyed, and the list beside the backups learns of it."""

import asyncio
from typing import Protocol

from services.study import Study
from storage.erasures import ERASURE, Erasure
from storage.jobs import Job, JobKind
from storage.transaction import Transaction


class List(Protocol):
    """The erasure list."""

    def append(self, erasure: Erasure) -> None:
        """Add a line and see it on the disk.

        Raises:
            StorageUnavailable: it can't be written; try again later.
        """
        ...


class Erasing:
    """Runs ERASE and ENLIST jobs: the second is ordered in the transaction that erases, so that none is missed."""

    def __init__(self, study: Study, erasures: List) -> None:
        self._study = study
        self._erasures = erasures

    async def erase(self, job: Job) -> None:
        """Destroy a note's data key; the notebook forgets it with the commit."""
        number, study = job.note, self._study
        if number is None:
            await study.store.write(lambda tx: tx.jobs.settle(job.id))
            return

        async def work(tx: Transaction) -> None:
            erasure = Erasure(at=study.clock(), note=number, mark=await tx.notes.mark(number))
            await tx.notes.erase(number)
            await tx.jobs.add(JobKind.ENLIST, ERASURE.pack(erasure), due=study.clock())
            await tx.audit.add(study.clock(), "erasure", "erased", number)
            tx.after_commit(lambda: study.notebook.forget(number))

        await study.store.write(work)

    async def enlist(self, job: Job) -> None:
        """Write an erasure down beside the backups."""
        await asyncio.to_thread(self._erasures.append, ERASURE.unpack(job.payload))
        await self._study.store.write(lambda tx: tx.jobs.settle(job.id))
