"""Attendance: when the bot last listened, kept so that a return is noticed, and an absence told once."""

from datetime import datetime, timedelta

from fieldwork.absence import Absence, absence_between
from services.study import Study
from storage.codec import Codec
from storage.jobs import JobKind
from storage.state import StateName
from storage.transaction import Transaction

HEARTBEAT = timedelta(minutes=1)  # an absence seems that much longer at most
ABSENCE: Codec[Absence] = Codec(Absence)
ABSENCES: Codec[tuple[Absence, ...]] = Codec(tuple[Absence, ...])
REMEMBERED = 20  # the latest absences, for the digests that are still to come


async def absences(tx: Transaction) -> tuple[Absence, ...]:
    """The latest absences, oldest first."""
    stored = await tx.state.get(StateName.ABSENCES)
    return () if stored is None else ABSENCES.unpack(stored)


class Attendance:
    """Called at every poll: `failed`, or within a transaction `listening`.

    The clock may be set while all is well (a scripted day, a time server): only after a start or a failed poll
    does the time that has passed count as an absence.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._interrupted = True
        self._listened_at: datetime | None = None
        self._kept_at: datetime | None = None

    def failed(self) -> None:
        """A poll failed, or what it brought could not be stored."""
        self._interrupted = True

    def due(self) -> bool:
        """Whether even a poll that brought nothing is to be stored."""
        if self._interrupted or self._kept_at is None:
            return True
        self._listened_at = self._study.clock()
        return abs(self._listened_at - self._kept_at) >= HEARTBEAT

    async def listening(self, tx: Transaction) -> None:
        """Store that the bot listens now; after an absence also the order to tell of it."""
        now = self._study.clock()
        absence = absence_between(await self._last(tx), now) if self._interrupted else None
        if absence is not None:
            unique = f"absence {absence.until.isoformat()}"
            await tx.jobs.add(JobKind.ABSENCE, ABSENCE.pack(absence), due=now, unique=unique)
            await tx.state.put(StateName.ABSENCES, ABSENCES.pack((*await absences(tx), absence)[-REMEMBERED:]))
            tx.after_commit(self._study.bells.jobs.ring)
        await tx.state.put(StateName.ALIVE, now.isoformat().encode())
        tx.after_commit(lambda: self._kept(now))

    def _kept(self, now: datetime) -> None:
        self._interrupted, self._listened_at, self._kept_at = False, now, now

    async def _last(self, tx: Transaction) -> datetime | None:
        return self._listened_at or await tx.state.moment(StateName.ALIVE)
