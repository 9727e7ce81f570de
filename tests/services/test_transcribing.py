"""A long recording becomes words stretch by stretch: told, stopped, resumed, and never in the way of a short one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from fieldwork.member import Member, Role
from fieldwork.note import Kind, Note, NoteNumber, Status
from fieldwork.transcript import Doubt, EngineAway, EngineUnavailable, Heed, Segment, Transcript
from handlers.replies.wording import ChatWording
from services.capture import Capture
from services.exchange import record_of
from services.outgoing import Say, unpack
from services.retry import TRANSCRIPTION_TRIES
from services.study import Study
from services.transcribing import TRANSCRIBE_ORDER, TranscribeOrder, Transcribing
from storage.jobs import Job, JobKind
from storage.transaction import Transaction
from tests.handlers.conftest import AMAL, Clock, join, opened
from tests.handlers.notes import TERMS, written

MINUTE = 60.0
Between = Callable[[Transcript], Awaitable[None]]


async def nothing(_so_far: Transcript) -> None:
    """Happens between two stretches."""


@dataclass(slots=True)
class Listener:
    """An engine that hears one sentence a minute, as many as the recording has bytes; half a second for each."""

    between: Between = nothing
    begun_at: list[float] = field(default_factory=list)  # seconds into the recording, each time it was asked

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        heard = so_far or Transcript(segments=(), language="en", model="ear", audio_seconds=0.0, seconds=0.0)
        self.begun_at.append(heard.audio_seconds)
        while heard.audio_seconds < len(recording) * MINUTE:
            heard = a_minute_more(heard)
            if heed and heard.audio_seconds < len(recording) * MINUTE:
                await self.between(heard)
                await heed(heard)
        return heard


def a_minute_more(heard: Transcript) -> Transcript:
    minute = len(heard.segments) + 1
    begins = heard.audio_seconds
    said = Segment(start=begins, end=begins + MINUTE, text=f"Minute {minute} at Riverside.", confidence=0.9)
    return replace(
        heard, segments=(*heard.segments, said), audio_seconds=begins + MINUTE, seconds=heard.seconds + MINUTE / 10
    )


def minutes(first: int, last: int) -> str:
    return " ".join(f"Minute {number} at Riverside." for number in range(first, last + 1))


@dataclass(slots=True)
class Unplugged:
    """A speech server that is switched off."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        raise EngineAway("the speech server can't be reached")


@dataclass(slots=True)
class Room:
    """A study, an engine, and what is said."""

    study: Study
    clock: Clock
    member: Member
    listener: Listener
    transcribing: Transcribing

    async def records(self, length: int, number: int = 1) -> Note:
        """A recording of so many minutes, saved and waiting for its words."""
        bare = written("", number)
        note = replace(
            bare,
            author=self.member.id,
            kind=Kind.VOICE,
            status=Status.WAITING,
            readable_at=None,
            audio_seconds=length * MINUTE,
            chat_id=AMAL,
        )

        async def work(tx: Transaction) -> None:
            await tx.notes.new_number()
            await tx.notes.put(note)
            await tx.audio.put(note.number, b"." * length)
            await tx.jobs.add(
                JobKind.TRANSCRIBE, TRANSCRIBE_ORDER.pack(TranscribeOrder()), due=self.clock(), note=note.number
            )

        await self.study.store.write(work)
        self.study.notebook.put(note)
        return note

    async def takes(self) -> Job:
        """Take the shortest that waits, as the worker does."""
        store, now = self.study.store, self.clock()
        tickets = await store.write(lambda tx: tx.jobs.takeable(JobKind.TRANSCRIBE, now))
        ticket = min(tickets, key=self.transcribing.seconds_of)
        job = await store.write(lambda tx: tx.jobs.lease(ticket.id, now + timedelta(minutes=30)))
        assert job is not None
        return job

    async def said(self) -> list[Say]:
        jobs = await self.study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY))
        return [say for job in jobs if isinstance(say := unpack(job.payload), Say)]

    def note(self, number: int = 1) -> Note:
        note = self.study.notebook.get(NoteNumber(number))
        assert note is not None
        return note


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    study = await opened(tmp_path)
    assert isinstance(study.clock, Clock)
    member = await join(study, AMAL, Role.RESEARCHER, "Amal")
    listener = Listener()
    transcribing = Transcribing(study, Capture(study), listener, ChatWording(terms=TERMS))
    yield Room(study, study.clock, member, listener, transcribing)
    await study.store.close()


async def test_how_far_a_long_recording_is_shows_in_its_card_and_then_its_words(room: Room) -> None:
    await room.records(47)

    async def time_passes(_so_far: Transcript) -> None:
        room.clock.pass_minutes(0.1)

    room.listener.between = time_passes
    await room.transcribing.transcribe(await room.takes())
    *progress, words = await room.said()
    assert all(say.edits_card and say.buttons[0][0].label == "Stop here" for say in progress)
    assert "Words of 12 of 47 min, about 4 min left." in "\n".join(say.html for say in progress)
    assert len(progress) == 23  # a minute is heard in 6 s here, and no edit comes within 10 s of another
    assert minutes(1, 47)[:2000] in words.html
    assert room.note().text == minutes(1, 47)


async def test_after_a_crash_it_resumes_from_the_last_stretch_that_was_stored(room: Room) -> None:
    await room.records(5)

    async def crash(so_far: Transcript) -> None:
        if so_far.audio_seconds == 4 * MINUTE:
            raise asyncio.CancelledError

    room.listener.between = crash
    with pytest.raises(asyncio.CancelledError):
        await room.transcribing.transcribe(await room.takes())
    await room.study.store.write(lambda tx: tx.jobs.release(JobKind.TRANSCRIBE))
    room.listener.between = nothing
    await room.transcribing.transcribe(await room.takes())
    assert room.listener.begun_at == [0.0, 3 * MINUTE]
    assert room.note().text == minutes(1, 5)


async def test_a_short_memo_is_not_stuck_behind_a_long_one(room: Room) -> None:
    await room.records(90)
    long = await room.takes()

    async def a_memo_comes(so_far: Transcript) -> None:
        if so_far.audio_seconds == 2 * MINUTE:
            await room.records(1, number=2)

    room.listener.between = a_memo_comes
    await room.transcribing.transcribe(long)
    short = await room.takes()
    await room.transcribing.transcribe(short)
    assert room.note(2).text == minutes(1, 1)
    assert not room.note().text
    await room.transcribing.transcribe(await room.takes())
    assert room.note().text == minutes(1, 90)
    assert room.listener.begun_at == [0.0, 0.0, 2 * MINUTE]


async def test_of_two_long_recordings_the_one_under_way_goes_on(room: Room) -> None:
    await room.records(60)
    job = await room.takes()
    await room.records(59, number=2)
    await room.transcribing.transcribe(job)
    assert not room.note(2).text
    assert room.note().text == minutes(1, 60)
    assert room.listener.begun_at == [0.0]


async def stopped_after(room: Room, length: int, stop: int) -> Note:
    """A recording of `length` minutes that its author stopped after so many."""
    note = await room.records(length)

    async def stops(so_far: Transcript) -> None:
        if so_far.audio_seconds == (stop + 1) * MINUTE:
            await room.transcribing.stop(None, note, lambda _: [], who=room.member)

    room.listener.between = stops
    await room.transcribing.transcribe(await room.takes())
    room.listener.between = nothing
    return room.note()


async def test_stopped_it_keeps_the_words_that_are_there(room: Room) -> None:
    note = await stopped_after(room, length=10, stop=4)
    assert note.text == minutes(1, 4)
    assert note.status is Status.UNCHECKED
    assert (note.heard_seconds, note.audio_seconds) == (4 * MINUTE, 10 * MINUTE)
    card = ChatWording(terms=TERMS).transcript_card(note)
    assert "Stopped: words of 4 of 10 min." in card.html
    assert [button.label for button in card.buttons[0]] == ["✓ Right", "Correct", "Go on"]


async def test_going_on_adds_the_rest_to_what_was_corrected_meanwhile(room: Room) -> None:
    note = await stopped_after(room, length=10, stop=4)
    corrected = replace(note, text=note.text.replace("Minute 1", "Minute one"), revision=note.revision + 1)
    await room.study.store.write(lambda tx: tx.notes.put(corrected))
    room.study.notebook.put(corrected)
    await room.transcribing.go_on(None, corrected, lambda _: [], who=room.member)
    await room.transcribing.transcribe(await room.takes())
    assert room.note().text == minutes(1, 10).replace("Minute 1 ", "Minute one ")
    assert room.note().heard_seconds is None
    assert room.listener.begun_at == [0.0, 4 * MINUTE]


async def test_stopped_before_any_word_it_can_be_tried_again(room: Room) -> None:
    note = await stopped_after(room, length=3, stop=0)
    assert (note.text, note.status) == ("", Status.FAILED)
    await room.transcribing.go_on(None, note, lambda _: [], who=room.member)
    await room.transcribing.transcribe(await room.takes())
    assert room.note().text == minutes(1, 3)


async def test_stopping_what_is_done_changes_nothing(room: Room) -> None:
    note = await room.records(2)
    await room.transcribing.transcribe(await room.takes())
    done = room.note()
    await room.transcribing.stop(None, note, lambda _: [], who=room.member)
    assert room.note() == done


async def test_a_note_that_was_taken_back_is_not_heard_to_its_end(room: Room) -> None:
    note = await room.records(5)
    job = await room.takes()

    async def erased(so_far: Transcript) -> None:
        if so_far.audio_seconds == 2 * MINUTE:
            await room.study.store.write(lambda tx: tx.notes.erase(note.number))
            room.study.notebook.forget(note.number)

    room.listener.between = erased
    await room.transcribing.transcribe(job)
    assert room.study.notebook.get(note.number) is None


async def test_an_engine_that_fails_for_good_is_said(room: Room) -> None:
    await room.records(2)

    async def breaks(_so_far: Transcript) -> None:
        raise EngineUnavailable("it is broken")

    room.listener.between = breaks
    job = await room.takes()
    await room.transcribing.transcribe(replace(job, attempts=4))
    assert room.note().status is Status.FAILED
    (say,) = await room.said()
    assert "after 5 tries. The recording is safe." in say.html


async def test_a_new_dictation_says_that_the_old_text_is_kept_and_how_to_have_it_back(room: Room) -> None:
    note = await room.records(1)
    await room.transcribing.transcribe(await room.takes())
    again = TRANSCRIBE_ORDER.pack(TranscribeOrder(again=True))
    await room.study.store.write(lambda tx: tx.jobs.add(JobKind.TRANSCRIBE, again, due=room.clock(), note=note.number))
    await room.transcribing.transcribe(await room.takes())
    *_, say = await room.said()
    assert say.html.startswith("Dictated again: version 3 of #1. The old text is kept.")
    assert [button.label for button in say.buttons[0]] == ["✓ Right", "Correct", "Put back"]


async def test_recordings_wait_for_as_long_as_the_speech_server_is_away(room: Room) -> None:
    await room.records(2)
    away = Transcribing(room.study, Capture(room.study), Unplugged(), ChatWording(terms=TERMS))
    for _ in range(3 * TRANSCRIPTION_TRIES):
        await away.transcribe(await room.takes())
        room.clock.pass_minutes(6)
    assert (room.note().status, await room.said()) == (Status.WAITING, [])
    await room.transcribing.transcribe(await room.takes())
    assert room.note().text == minutes(1, 2)


@dataclass(frozen=True, slots=True)
class Muttering:
    """An engine that writes a line of subtitles over noise."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        line = Segment(start=0.0, end=1.0, text="Thank you for watching!", confidence=0.9, doubt=Doubt.FILLER)
        made_with = {"version": "ear 1.0, weights 905e5bf8336b", "settings": "beam 5"}
        return Transcript(segments=(line,), language="en", model="ear", audio_seconds=60.0, seconds=1.0, **made_with)


async def test_a_recording_with_nothing_but_filler_has_no_speech_and_the_card_says_what_was_written(room: Room) -> None:
    await room.records(1)
    transcribing = Transcribing(room.study, Capture(room.study), Muttering(), ChatWording(terms=TERMS))
    await transcribing.transcribe(await room.takes())
    note = room.note()
    assert (note.status, note.text, len(note.segments)) == (Status.NO_SPEECH, "", 1)
    (card,) = await room.said()
    assert "I hear no speech in it" in card.html
    assert "The engine wrote only “Thank you for watching!”, which it writes over noise." in card.html


async def test_a_note_says_which_engine_weights_and_settings_made_its_words(room: Room) -> None:
    await room.records(1)
    transcribing = Transcribing(room.study, Capture(room.study), Muttering(), ChatWording(terms=TERMS))
    await transcribing.transcribe(await room.takes())
    exported = record_of(room.note())
    assert exported["asr_model"] == "ear"
    assert exported["asr_settings"] == "ear 1.0, weights 905e5bf8336b, beam 5"
