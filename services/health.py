"""How the bot is: what waits and since when, and what keeping it safe still needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fieldwork.note import Note, Status
from fieldwork.speech_server import Outage, Place
from services.study import Study
from storage.jobs import Waiting
from storage.state import StateName
from storage.transaction import Transaction

LEAST_FREE_BYTES = 1_000_000_000
STUCK_AFTER = timedelta(minutes=30)  # a job that waits for longer needs somebody
BACKUP_EVERY = timedelta(days=2)  # daily, with a day's grace
DRILL_EVERY = timedelta(days=180)


class Machine(Protocol):
    """What the study runs on."""

    @property
    def model(self) -> str:
        """The speech engine and its model."""
        ...

    @property
    def speech_place(self) -> Place:
        """Who gets to hear the recordings."""
        ...

    def speech_outage(self) -> Outage | None:
        """Since when the speech server does not answer, None where it does or there is none."""
        ...

    def free_bytes(self) -> int:
        """Room on the disk that the notes lie on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What there is to say; notes only to be counted."""

    now: datetime
    inbox: int  # messages not dealt with yet
    set_aside: int  # messages that could not be dealt with
    jobs: Waiting
    waiting: tuple[Note, ...]  # recordings without words yet, oldest first
    failed: tuple[Note, ...]
    notes: int
    free_bytes: int
    model: str
    speech_outage: Outage | None
    last_backup: datetime | None
    last_drill: datetime | None
    unread: int = 0  # notes that are found by their words, not by their meaning yet
    by_meaning: bool = True  # whether the model for meaning is there

    @property
    def stuck(self) -> bool:
        """Whether the oldest job has waited for too long."""
        return self.jobs.oldest is not None and self.now - self.jobs.oldest > STUCK_AFTER

    @property
    def disk_is_low(self) -> bool:
        """Whether there is too little room to count on."""
        return self.free_bytes < LEAST_FREE_BYTES

    @property
    def backup_is_due(self) -> bool:
        """Whether there is something to back up and it was not done lately."""
        return self.notes > 0 and _longer_ago(self.last_backup, BACKUP_EVERY, self.now)

    @property
    def drill_is_due(self) -> bool:
        """Whether nobody has seen lately that a backup can be restored."""
        return self.notes > 0 and _longer_ago(self.last_drill, DRILL_EVERY, self.now)


def _longer_ago(moment: datetime | None, limit: timedelta, now: datetime) -> bool:
    return moment is None or now - moment > limit


async def look(study: Study, machine: Machine) -> Health:
    """How the bot is now."""
    now = study.clock()

    async def work(tx: Transaction) -> Health:
        inbox, aside = await tx.inbox.counts()
        return Health(
            now=now,
            inbox=inbox,
            set_aside=aside,
            jobs=await tx.jobs.waiting(now),
            waiting=_with_status(study, Status.WAITING),
            failed=_with_status(study, Status.FAILED),
            notes=await tx.notes.count(),
            free_bytes=machine.free_bytes(),
            model=machine.model,
            speech_outage=machine.speech_outage(),
            last_backup=await tx.state.moment(StateName.LAST_BACKUP),
            last_drill=await tx.state.moment(StateName.LAST_DRILL),
        )

    return await study.store.write(work)


def _with_status(study: Study, status: Status) -> tuple[Note, ...]:
    found = [note for note in study.notebook.all() if note.status is status and not note.hidden]
    return tuple(sorted(found, key=lambda note: note.recorded_at))
