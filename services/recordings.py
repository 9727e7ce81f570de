"""From a voice memo that Telegram holds to a sealed recording: the runner of FETCH jobs."""

import asyncio
from collections.abc import Callable

from fieldwork.joining import with_note_before
from fieldwork.member import Member
from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.transcript import RecordingUnreadable
from services.capture import FETCH_ORDER, Capture, FetchOrder
from services.incoming import IncomingVoice
from services.outgoing import add_replies
from services.ports import Alarm, FileFetcher, FileUnavailable
from services.study import Study
from services.transcribing import TRANSCRIBE_ORDER, TranscribeOrder
from services.wording import Wording
from storage.errors import StorageUnavailable
from storage.jobs import Job, JobKind
from storage.transaction import Transaction

PATIENCE_SECONDS = 12.0  # no message is left without an answer for 20 s
FETCH_LIMIT_SECONDS = 600.0

Recognise = Callable[[bytes], object]  # raises RecordingUnreadable


class Recordings:
    """Runs FETCH jobs: each step's result, its settling and the next job share a transaction."""

    def __init__(
        self,
        study: Study,
        capture: Capture,
        fetcher: FileFetcher,
        recognise: Recognise,
        wording: Wording,
        alarm: Alarm,
    ) -> None:
        self._study = study
        self._capture = capture
        self._fetcher = fetcher
        self._recognise = recognise
        self._wording = wording
        self._alarm = alarm

    async def fetch(self, job: Job) -> None:
        """Fetch a recording, seal it, and only then say that it is saved."""
        order = FETCH_ORDER.unpack(job.payload)
        member = self._study.team.by_telegram(order.voice.sender.telegram_id)
        if member is None or not member.active:
            await self._study.finished(job, [])
            return
        try:
            recording = await self._fetched(job, order)
            self._recognise(recording)
        except RecordingUnreadable as error:
            await self._study.finished(job, [self._wording.not_a_recording(order.voice, error.reason)])
        except FileUnavailable as error:
            await self._not_fetched(job, order.voice, final=error.final)
        else:
            await self._keep(job, order, member, recording)

    async def _keep(self, job: Job, order: FetchOrder, member: Member, recording: bytes) -> None:
        chat = order.voice.chat_id
        try:
            await self._store(job, order, member, recording)
        except StorageUnavailable:
            await self._alarm.not_saved(chat, order.voice.sent_at)
            raise
        self._alarm.well_again(chat)

    async def _fetched(self, job: Job, order: FetchOrder) -> bytes:
        fetching = asyncio.ensure_future(self._fetcher.fetch(order.voice.file_id))
        try:
            done, _ = await asyncio.wait([fetching], timeout=PATIENCE_SECONDS)
            if not done and job.attempts == 0:
                await self._study.handled(None, [self._wording.not_saved_yet(order.voice)])
            async with asyncio.timeout(FETCH_LIMIT_SECONDS):
                return await fetching
        except TimeoutError:
            raise FileUnavailable(final=False) from None
        finally:
            fetching.cancel()

    async def _not_fetched(self, job: Job, voice: IncomingVoice, *, final: bool) -> None:
        if final:
            await self._study.finished(job, [self._wording.not_saved(voice, "gone")])
            return
        says = [self._wording.not_saved_yet(voice)] if job.attempts == 0 else []
        await self._study.postponed(job, says)

    async def _store(self, job: Job, order: FetchOrder, member: Member, recording: bytes) -> None:
        study = self._study

        async def work(tx: Transaction) -> None:
            note = await self._note_for(tx, order, member)
            await tx.audio.put(note.number, recording)
            words = TranscribeOrder(again=order.note is not None)
            await tx.jobs.add(JobKind.TRANSCRIBE, TRANSCRIBE_ORDER.pack(words), due=study.clock(), note=note.number)
            await add_replies(tx, [self._wording.voice_saved(note)], study.clock())
            await tx.audit.add(study.clock(), member.label, "captured", note.number)
            await tx.jobs.settle(job.id)
            tx.after_commit(lambda: study.notebook.put(note))

        await study.store.write(work)
        study.bells.replies.ring()
        study.bells.jobs.ring()

    async def _note_for(self, tx: Transaction, order: FetchOrder, member: Member) -> Note:
        if order.note is not None and (known := self._study.notebook.get(order.note)) is not None:
            return known
        note = self._blank(await tx.notes.new_number(), order.voice, member)
        await tx.notes.put(note)
        return note

    def _blank(self, number: NoteNumber, voice: IncomingVoice, member: Member) -> Note:
        study = self._study
        note = Note(
            number=number,
            source_id=str(number),
            revision=1,
            author=member.id,
            author_label=member.label,
            kind=Kind.VOICE,
            text="",
            observed_at=voice.sent_at.astimezone(study.timezone),
            recorded_at=study.clock(),
            readable_at=None,
            note_type=NoteType.OBSERVATION,
            audience=Audience.TEAM,
            status=Status.WAITING,
            chat_id=voice.chat_id,
            message_id=voice.message_id,
            audio_seconds=voice.seconds,
        )
        if voice.caption:
            note = self._capture.heard(note, voice.caption)
        before = study.notebook.newest_by(member.id)
        if before is not None:
            note = with_note_before(note, before)
        return self._capture.with_sticky_site(note, member)
