"""Retention: recordings whose time is over are deleted, and authors are told of unchecked ones in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fieldwork.note import Note, NoteNumber
from fieldwork.retention import AudioClock
from services.outgoing import pack
from services.study import Study
from services.wording import Wording
from storage.jobs import JobKind
from storage.transaction import Transaction

LOOK_EVERY = timedelta(hours=1)


class Retention:
    """What is due is told by the notes themselves, so a restart or a day without power changes nothing."""

    def __init__(self, study: Study, clock: AudioClock, wording: Wording) -> None:
        self.clock = clock
        self._study = study
        self._wording = wording
        self._next = datetime.min.replace(tzinfo=UTC)

    async def look(self) -> None:
        """Once an hour: delete what is due, tell whom it concerns."""
        now = self._study.clock()
        if now < self._next:
            return
        for number in await self._study.store.write(lambda tx: tx.audio.numbers()):
            await self._one(number, now)
        self._next = now + LOOK_EVERY

    async def _one(self, number: NoteNumber, now: datetime) -> None:
        note = self._study.notebook.get(number)
        if note is None or note.hidden:
            return
        warns = self.clock.warns(note)
        if self.clock.ends(note) <= now:
            await self._delete(note, now)
        elif warns is not None and warns <= now:
            await self._warn(note, now)

    async def _delete(self, note: Note, now: datetime) -> None:
        study = self._study

        async def work(tx: Transaction) -> None:
            current = study.notebook.get(note.number) or note
            await tx.audio.drop(note.number)
            await tx.jobs.drop(JobKind.TRANSCRIBE, note.number)
            silent = replace(current, recording_deleted_at=now, revision=current.revision + 1)
            await tx.notes.put(silent)
            await tx.audit.add(now, "retention", "recording deleted", note.number)
            tx.after_commit(lambda: study.notebook.put(silent))

        await study.store.write(work)

    async def _warn(self, note: Note, now: datetime) -> None:
        """Once, however often it is looked at."""
        if note.chat_id is None:
            return
        said = pack(self._wording.recording_ends(note, self.clock.ends(note)))
        unique = f"recording-ends:{note.number}"
        await self._study.store.write(
            lambda tx: tx.jobs.add(JobKind.REPLY, said, due=now, note=note.number, unique=unique)
        )
        self._study.bells.replies.ring()
