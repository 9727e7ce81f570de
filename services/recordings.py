"""From a voice memo that Telegram holds to a sealed recording, and from that to words: the two job runners."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from fieldwork.member import Member
from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.transcript import EngineUnavailable, RecordingUnreadable, Transcript
from services.capture import FETCH_ORDER, Capture, FetchOrder
from services.incoming import IncomingVoice
from services.outgoing import Say, add_replies
from services.ports import Alarm, FileFetcher, FileUnavailable, Transcriber
from services.retry import TRANSCRIPTION_TRIES, retry_delay
from services.study import Study
from services.wording import Wording
from storage.errors import StorageUnavailable
from storage.jobs import Job, JobKind
from storage.transaction import Transaction

PATIENCE_SECONDS = 12.0  # no message is left without an answer for 20 s
FETCH_LIMIT_SECONDS = 600.0
AGAIN = b"again"  # payload of a transcription whose words replace what is there

Recognise = Callable[[bytes], object]  # raises RecordingUnreadable


class Recordings:
    """Runs FETCH and TRANSCRIBE jobs: each step's result, its settling and the next job share a transaction."""

    def __init__(
        self,
        study: Study,
        capture: Capture,
        fetcher: FileFetcher,
        transcriber: Transcriber,
        recognise: Recognise,
        wording: Wording,
        alarm: Alarm,
    ) -> None:
        self._study = study
        self._capture = capture
        self._fetcher = fetcher
        self._transcriber = transcriber
        self._recognise = recognise
        self._wording = wording
        self._alarm = alarm

    async def fetch(self, job: Job) -> None:
        """Fetch a recording, seal it, and only then say that it is saved."""
        order = FETCH_ORDER.unpack(job.payload)
        member = self._study.team.by_telegram(order.voice.sender.telegram_id)
        if member is None or not member.active:
            await self._finish(job, [])
            return
        try:
            recording = await self._fetched(job, order)
            self._recognise(recording)
        except RecordingUnreadable as error:
            await self._finish(job, [self._wording.not_a_recording(order.voice, error.reason)])
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
            await self._finish(job, [self._wording.not_saved(voice, "gone")])
            return
        says = [self._wording.not_saved_yet(voice)] if job.attempts == 0 else []
        await self._postpone(job, says)

    async def _store(self, job: Job, order: FetchOrder, member: Member, recording: bytes) -> None:
        study = self._study

        async def work(tx: Transaction) -> None:
            note = await self._note_for(tx, order, member)
            await tx.audio.put(note.number, recording)
            payload = AGAIN if order.note is not None else b""
            await tx.jobs.add(JobKind.TRANSCRIBE, payload, due=study.clock(), note=note.number)
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
        return self._capture.with_sticky_site(note, member)

    async def transcribe(self, job: Job) -> None:
        """Turn a sealed recording into words."""
        note = None if job.note is None else self._study.notebook.get(job.note)
        recording = None if note is None else await self._recording(note)
        if note is None or note.hidden or recording is None:
            await self._finish(job, [])
            return
        try:
            transcript = await self._transcriber.transcribe(recording)
        except RecordingUnreadable:
            await self._failed(job, note)
        except EngineUnavailable:
            if job.attempts + 1 >= TRANSCRIPTION_TRIES:
                await self._failed(job, note)
            else:
                await self._postpone(job, [])
        else:
            await self._store_words(job, note, transcript)

    async def _recording(self, note: Note) -> bytes | None:
        return await self._study.store.write(lambda tx: tx.audio.get(note.number))

    async def _store_words(self, job: Job, note: Note, transcript: Transcript) -> None:
        await self._revise(job, note, lambda current: self._worded(current, transcript, again=job.payload == AGAIN))

    async def _failed(self, job: Job, note: Note) -> None:
        tries = job.attempts + 1
        await self._revise(job, note, lambda current: replace(current, status=Status.FAILED), tries=tries)

    async def _revise(self, job: Job, note: Note, edit: Callable[[Note], Note], *, tries: int = 0) -> None:
        study = self._study

        async def work(tx: Transaction) -> None:
            current = study.notebook.get(note.number)
            if current is not None and not current.hidden:
                changed = replace(edit(current), revision=current.revision + 1)
                await tx.notes.put(changed)
                await add_replies(tx, [self._outcome(changed, tries)], study.clock())
                await tx.audit.add(study.clock(), "engine", "transcribed", changed.number)
                tx.after_commit(lambda: study.notebook.put(changed))
            await tx.jobs.settle(job.id)

        await study.store.write(work)
        study.bells.replies.ring()

    def _outcome(self, note: Note, tries: int) -> Say:
        if note.status is Status.FAILED:
            return self._wording.transcription_failed(note, tries)
        return self._wording.no_speech(note) if note.status is Status.NO_SPEECH else self._wording.transcript_card(note)

    def _worded(self, note: Note, transcript: Transcript, *, again: bool) -> Note:
        heard = replace(
            note,
            segments=transcript.segments,
            asr_model=transcript.model,
            audio_seconds=transcript.audio_seconds,
        )
        written_meanwhile = note.status in (Status.CHECKED, Status.UNCHECKED) and not again
        if written_meanwhile:
            return heard
        if not transcript.text:
            return heard if again and note.text else replace(heard, status=Status.NO_SPEECH)
        text = transcript.text if again or not note.text else f"{note.text}\n\n{transcript.text}"
        worded = self._capture.heard(heard, text)
        return replace(worded, status=Status.UNCHECKED, readable_at=note.readable_at or self._study.clock())

    async def _finish(self, job: Job, says: list[Say]) -> None:
        async def work(tx: Transaction) -> None:
            await add_replies(tx, says, self._study.clock())
            await tx.jobs.settle(job.id)

        await self._study.store.write(work)
        self._study.bells.replies.ring()

    async def _postpone(self, job: Job, says: list[Say]) -> None:
        due = self._study.clock() + retry_delay(job.attempts + 1)

        async def work(tx: Transaction) -> None:
            await add_replies(tx, says, self._study.clock())
            await tx.jobs.postpone(job.id, due)

        await self._study.store.write(work)
        self._study.bells.replies.ring()
