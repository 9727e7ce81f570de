"""The job worker: takes what is due, some at once, and survives each job's failure."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from services.absences import Absences
from services.digests import Digests
from services.endurance import outlasting, written
from services.erasing import Erasing
from services.recordings import Recordings
from services.retention import Retention
from services.retry import retry_delay
from services.study import Study
from services.transcribing import Transcribing
from storage.jobs import Job, JobKind, Ticket
from storage.transaction import Transaction

LEASE = timedelta(minutes=30)  # a crash frees all leases at the next start
LONGEST_SLEEP_SECONDS = 5.0  # also the tick at which due digests are looked for

log = logging.getLogger("jottings.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One kind of job, and how many may run side by side."""

    kind: JobKind
    run: Callable[[Job], Awaitable[None]]
    at_once: int
    rank: Callable[[Ticket], float] = lambda ticket: ticket.id  # the lowest is next


class Worker:
    """Runs every kind of job but REPLY until cancelled."""

    def __init__(
        self,
        study: Study,
        recordings: Recordings,
        transcribing: Transcribing,
        erasing: Erasing,
        digests: Digests,
        absences: Absences,
        retention: Retention,
        *,
        engine_jobs: int = 2,
    ) -> None:
        self._study = study
        self._digests = digests
        self._retention = retention
        self._running: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()
        self._lanes = (
            Lane(kind=JobKind.FETCH, run=recordings.fetch, at_once=4),
            Lane(
                kind=JobKind.TRANSCRIBE, run=transcribing.transcribe, at_once=engine_jobs, rank=transcribing.seconds_of
            ),
            Lane(kind=JobKind.ERASE, run=erasing.erase, at_once=1),
            Lane(kind=JobKind.ENLIST, run=erasing.enlist, at_once=1),
            Lane(kind=JobKind.DIGEST, run=digests.send, at_once=1),
            Lane(kind=JobKind.ABSENCE, run=absences.tell, at_once=1),
        )
        self._busy: dict[JobKind, int] = {lane.kind: 0 for lane in self._lanes}

    async def run(self) -> None:
        """Work until cancelled; jobs under way are then given back by their leases."""
        await written(self._study, self._free_leases, log)
        try:
            while True:
                soon = False
                with outlasting(log):
                    soon = await self._look()
                await self._study.bells.jobs.wait(0.5 if soon else LONGEST_SLEEP_SECONDS)
        finally:
            for task in self._running:
                task.cancel()

    async def _look(self) -> bool:
        """Start what is due; whether more falls due soon."""
        await self._digests.order_due()
        await self._retention.look()
        for lane in self._lanes:
            await self._fill(lane)
        return await self._soon()

    async def _free_leases(self, tx: Transaction) -> None:
        for lane in self._lanes:
            await tx.jobs.release(lane.kind)

    async def _soon(self) -> bool:
        """Whether something falls due before the next tick."""

        async def work(tx: Transaction) -> bool:
            dues = [await tx.jobs.next_due(lane.kind) for lane in self._lanes if self._free(lane)]
            horizon = self._study.clock() + timedelta(seconds=LONGEST_SLEEP_SECONDS)
            return any(due is not None and due <= horizon for due in dues)

        return await self._study.store.write(work)

    def _free(self, lane: Lane) -> bool:
        return self._busy[lane.kind] < lane.at_once

    async def _fill(self, lane: Lane) -> None:
        while self._free(lane):
            job = await self._claim(lane)
            if job is None:
                return
            self._under_way.add(job.id)
            self._busy[lane.kind] += 1
            task = asyncio.create_task(self._guarded(lane, job))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _claim(self, lane: Lane) -> Job | None:
        now = self._study.clock()

        async def work(tx: Transaction) -> Job | None:
            tickets = await tx.jobs.takeable(lane.kind, now)
            free = [ticket for ticket in tickets if ticket.id not in self._under_way]  # a long one outlives its lease
            return await tx.jobs.lease(min(free, key=lane.rank).id, now + LEASE) if free else None

        return await self._study.store.write(work)

    async def _guarded(self, lane: Lane, job: Job) -> None:
        try:
            await lane.run(job)
        except Exception as error:  # its text stays out of the log
            log.error("job_failed", extra={"job": job.id, "kind": lane.kind.value, "error": type(error).__name__})
            due = self._study.clock() + retry_delay(job.attempts + 1)
            await written(self._study, lambda tx: tx.jobs.postpone(job.id, due), log)
        finally:
            self._busy[lane.kind] -= 1
            self._under_way.discard(job.id)
            self._study.bells.jobs.ring()
