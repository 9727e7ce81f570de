"""After an absence: each author is told what arrived from them, and the team what may be lost."""

from datetime import datetime, timedelta

from fieldwork.absence import Absence
from fieldwork.member import Member, Role
from fieldwork.note import NoteNumber
from services.attendance import ABSENCE
from services.outgoing import Say, add_replies
from services.study import Study
from services.wording import Wording
from storage.jobs import Job, JobKind
from storage.state import StateName
from storage.transaction import Transaction

QUIET = timedelta(seconds=3)  # so long without a new update, and Telegram has handed over what it held
LOOK_AGAIN = timedelta(seconds=1)
AT_LATEST = timedelta(minutes=10)  # after the return, whatever still waits


class Absences:
    """Runs ABSENCE jobs."""

    def __init__(self, study: Study, wording: Wording, *, quiet: timedelta = QUIET) -> None:
        self._study = study
        self._quiet = quiet
        self._wording = wording

    async def tell(self, job: Job) -> None:
        """Tell everybody concerned in the transaction that settles the job: all of them once, or none yet."""
        absence, now = ABSENCE.unpack(job.payload), self._study.clock()

        async def work(tx: Transaction) -> None:
            if await self._taken_in(tx, absence, now):
                await add_replies(tx, self._says(absence), now)
                await tx.jobs.settle(job.id)
                tx.after_commit(self._study.bells.replies.ring)
            else:
                await tx.jobs.postpone(job.id, now + LOOK_AGAIN)

        await self._study.store.write(work)

    async def _taken_in(self, tx: Transaction, absence: Absence, now: datetime) -> bool:
        """Whether what was sent meanwhile has been dealt with."""
        if now - absence.until >= AT_LATEST:
            return True
        arrived = await tx.state.moment(StateName.LAST_UPDATE) or absence.until
        if now - max(arrived, absence.until) < self._quiet:
            return False
        waiting, _ = await tx.inbox.counts()
        return not waiting and not await tx.jobs.open(JobKind.FETCH)

    def _says(self, absence: Absence) -> list[Say]:
        return [
            self._wording.away(absence, have, member.telegram_id)
            for member in self._study.team.members()
            if (have := self._arrived(member, absence)) or (absence.loses and member.role is not Role.ADMIN)
        ]

    def _arrived(self, member: Member, absence: Absence) -> list[NoteNumber]:
        notes = self._study.notebook.by_author(member.id)
        return [n.number for n in notes if n.recorded_at >= absence.until and not n.hidden and not n.imported]
