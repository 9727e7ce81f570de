"""From a sealed recording to words: the runner of TRANSCRIBE jobs, stretch by stretch.

What was heard is noted down after each stretch, so that a crash costs no more than one. There a long recording also
gives way to shorter ones, and ends when its author stopped it or took the note back: its job is gone then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fieldwork.member import Member
from fieldwork.mishearing import put_right
from fieldwork.note import Note, Status
from fieldwork.retention import stamped
from fieldwork.transcript import EngineAway, EngineUnavailable, RecordingUnreadable, Transcript
from services.capture import Capture
from services.changes import Says
from services.outgoing import Say, add_replies
from services.ports import Transcriber
from services.retry import TRANSCRIPTION_TRIES
from services.study import Study
from services.wording import Wording
from storage.codec import Codec
from storage.jobs import Job, JobKind, Ticket
from storage.transaction import Transaction

TELL_EVERY = timedelta(seconds=10)  # how far a long recording is; Telegram lets us edit once a second
UNKNOWN_SECONDS = 600.0  # of a recording whose length nobody said: behind memos, before interviews

WORDED = frozenset((Status.CHECKED, Status.UNCHECKED))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeOrder:
    """The payload of a job that turns a recording into words."""

    again: bool = False  # its words take the place of what is there
    so_far: Transcript | None = None  # what was heard before a crash, a stop, or a shorter recording
    added_from: float = 0.0  # seconds: what was heard before is in the note already


TRANSCRIBE_ORDER: Codec[TranscribeOrder] = Codec(TranscribeOrder)


class LeftOff(Exception):
    """The hearing ends here: nobody wants its words any more, or others come first."""


@dataclass(slots=True, kw_only=True)
class UnderWay:
    """A job while it runs."""

    job: Job
    note: Note
    order: TranscribeOrder
    told_at: datetime


class Transcribing:
    """Runs TRANSCRIBE jobs: each step's result, its settling and the answer share a transaction."""

    def __init__(
        self, study: Study, capture: Capture, transcriber: Transcriber, wording: Wording, *, language: str = "en"
    ) -> None:
        self._study = study
        self._capture = capture
        self._transcriber = transcriber
        self._wording = wording
        self._language = language

    def seconds_of(self, ticket: Ticket) -> float:
        """How long a recording is: the shortest is next."""
        note = None if ticket.note is None else self._study.notebook.get(ticket.note)
        return UNKNOWN_SECONDS if note is None or note.audio_seconds is None else note.audio_seconds

    async def transcribe(self, job: Job) -> None:
        """Turn a sealed recording into words."""
        note = None if job.note is None else self._study.notebook.get(job.note)
        recording = None if note is None else await self._recording(note)
        if note is None or note.hidden or recording is None:
            await self._study.finished(job, [])
            return
        under_way = UnderWay(
            job=job, note=note, order=TRANSCRIBE_ORDER.unpack(job.payload), told_at=self._study.clock()
        )
        try:
            await self._hear(under_way, recording)
        except RecordingUnreadable:
            await self._failed(under_way)
        except EngineAway:
            await self._study.postponed(job, [])  # the recording is not at fault: it waits as long as it takes
        except EngineUnavailable:
            if job.attempts + 1 >= TRANSCRIPTION_TRIES:
                await self._failed(under_way)
            else:
                await self._study.postponed(job, [])
        except LeftOff:
            self._study.bells.jobs.ring()

    async def _hear(self, under_way: UnderWay, recording: bytes) -> None:
        async def heed(so_far: Transcript) -> None:
            await self._note_down(under_way, so_far)

        transcript = await self._transcriber.transcribe(recording, so_far=under_way.order.so_far, heed=heed)
        order = under_way.order
        await self._revise(under_way, lambda current: self._worded(current, transcript, order))

    async def _recording(self, note: Note) -> bytes | None:
        return await self._study.store.write(lambda tx: tx.audio.get(note.number))

    async def _note_down(self, under_way: UnderWay, so_far: Transcript) -> None:
        study, job = self._study, under_way.job
        order = replace(under_way.order, so_far=so_far)

        async def work(tx: Transaction) -> bool:
            if not await tx.jobs.is_open(job.id):
                return False
            await tx.jobs.note_down(job, TRANSCRIBE_ORDER.pack(order))
            await add_replies(tx, self._progress(under_way, so_far), study.clock())
            goes_on = not self._gives_way(under_way.note, so_far, await tx.jobs.takeable(job.kind, study.clock()))
            if not goes_on:
                await tx.jobs.give_back(job.id)
            return goes_on

        goes_on = await study.store.write(work)
        study.bells.replies.ring()
        if not goes_on:
            raise LeftOff

    def _progress(self, under_way: UnderWay, so_far: Transcript) -> list[Say]:
        now, note = self._study.clock(), under_way.note
        if note.status is not Status.WAITING or now - under_way.told_at < TELL_EVERY:
            return []
        under_way.told_at = now
        return [self._wording.heard_so_far(note, so_far)]

    def _gives_way(self, note: Note, so_far: Transcript, waiting: Iterable[Ticket]) -> bool:
        """Whether a recording waits that takes less than what is left of this one."""
        left = (note.audio_seconds or UNKNOWN_SECONDS) - so_far.audio_seconds
        return any(self.seconds_of(ticket) < left for ticket in waiting)

    async def stop(self, row: int | None, note: Note, says: Says, *, who: Member) -> None:
        """Leave it at the words that are there; `says` is given the note, unchanged when it was too late."""
        study = self._study

        async def work(tx: Transaction) -> None:
            job = await tx.jobs.of_note(JobKind.TRANSCRIBE, note.number)
            current = study.notebook.get(note.number) or note
            if job is not None:
                await tx.jobs.drop(JobKind.TRANSCRIBE, note.number)
                current = await self._put(tx, self._stopped(current, TRANSCRIBE_ORDER.unpack(job.payload)))
                await tx.audit.add(study.clock(), who.label, "stopped the transcription", note.number)
            await study.settle(tx, row, says(current))

        await study.store.write(work)

    async def go_on(self, row: int | None, note: Note, says: Says, *, who: Member) -> None:
        """Turn the rest of a stopped recording into words, or all of one that has none."""
        study = self._study

        async def work(tx: Transaction) -> None:
            current = study.notebook.get(note.number) or note
            await tx.jobs.drop(JobKind.TRANSCRIBE, note.number)
            await tx.jobs.add(
                JobKind.TRANSCRIBE, TRANSCRIBE_ORDER.pack(rest_of(current)), due=study.clock(), note=note.number
            )
            await study.settle(tx, row, says(current))
            await tx.audit.add(study.clock(), who.label, "asked for words again", note.number)
            tx.after_commit(study.bells.jobs.ring)

        await study.store.write(work)

    async def _failed(self, under_way: UnderWay) -> None:
        tries = under_way.job.attempts + 1
        await self._revise(under_way, lambda current: replace(current, status=Status.FAILED), tries=tries)

    async def _revise(self, under_way: UnderWay, edit: Callable[[Note], Note], *, tries: int = 0) -> None:
        study, job, number = self._study, under_way.job, under_way.note.number
        await study.consider_edit(under_way.note, edit)

        async def work(tx: Transaction) -> None:
            current = study.notebook.get(number)
            if current is not None and not current.hidden and await tx.jobs.is_open(job.id):
                changed = await self._put(tx, edit(current))
                await add_replies(tx, [self._outcome(changed, tries, again=under_way.order.again)], study.clock())
                await tx.audit.add(study.clock(), "engine", "transcribed", number)
            await tx.jobs.settle(job.id)

        await study.store.write(work)
        study.bells.replies.ring()

    async def _put(self, tx: Transaction, edited: Note) -> Note:
        changed = stamped(replace(edited, revision=edited.revision + 1), self._study.clock())
        await tx.notes.put(changed)
        tx.after_commit(lambda: self._study.notebook.put(changed))
        return changed

    def _outcome(self, note: Note, tries: int, *, again: bool) -> Say:
        if note.status is Status.FAILED:
            return self._wording.transcription_failed(note, tries)
        if again and note.status is Status.UNCHECKED:
            return self._wording.dictated(note)
        return self._wording.no_speech(note) if note.status is Status.NO_SPEECH else self._wording.transcript_card(note)

    def _worded(self, note: Note, transcript: Transcript, order: TranscribeOrder) -> Note:
        heard = as_heard(note, transcript, self._language)
        written_meanwhile = note.status in WORDED and not order.again
        if written_meanwhile and not order.added_from:
            return heard
        words, changed = put_right(transcript.words_from(order.added_from), self._study.codebook, self._study.learned)
        if not words:
            return heard if note.status in WORDED else replace(heard, status=Status.NO_SPEECH)
        before = () if order.again else note.put_right
        return self._readable(replace(heard, put_right=(*before, *changed)), note.text, words, order)

    def _readable(self, heard: Note, before: str, words: str, order: TranscribeOrder) -> Note:
        text = words if order.again or not before else before + (" " if order.added_from else "\n\n") + words
        worded = self._capture.heard(heard, text)
        return replace(worded, status=Status.UNCHECKED, readable_at=heard.readable_at or self._study.clock())

    def _stopped(self, note: Note, order: TranscribeOrder) -> Note:
        so_far = order.so_far
        if so_far is None:
            return note if note.text else replace(note, status=Status.FAILED)
        worded = self._worded(note, so_far, order)
        return replace(worded, audio_seconds=note.audio_seconds, heard_seconds=so_far.audio_seconds)


def as_heard(note: Note, transcript: Transcript, home: str) -> Note:
    """The note with what an engine made of its whole recording; the study's own language goes without saying."""
    return replace(
        note,
        segments=transcript.segments,
        asr_model=transcript.model,
        asr_settings=transcript.made_with,
        language="" if transcript.language == home else transcript.language,
        audio_seconds=transcript.audio_seconds,
        heard_seconds=None,
    )


def rest_of(note: Note) -> TranscribeOrder:
    """What is still to be heard of a note's recording."""
    if note.heard_seconds is None:
        return TranscribeOrder()
    so_far = Transcript(
        segments=note.segments,
        language=note.language,
        model=note.asr_model or "",
        audio_seconds=note.heard_seconds,
        seconds=0.0,
    )
    return TranscribeOrder(so_far=so_far, added_from=note.heard_seconds)
