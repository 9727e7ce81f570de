"""A recording has its own clock: kept until its words are certain and a while longer, never beyond the hard limit."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fieldwork.member import Role
from fieldwork.note import Note, NoteNumber, Status
from handlers.edits import right
from handlers.replies import card
from handlers.replies.wording import ChatWording
from services.changes import Changes
from services.outgoing import Say, unpack
from services.retention import Retention
from services.study import Study
from storage.jobs import JobKind
from storage.transaction import Transaction
from tests.handlers.conftest import AMAL, AUDIO_CLOCK, Clock, join, opened
from tests.handlers.notes import CHAT, TERMS, spoken

DAY = 24 * 60.0  # minutes
SOUND = bytes(range(256)) * 40


@dataclass(slots=True)
class Shelf:
    """A study with one memo, and the clock."""

    study: Study
    clock: Clock
    retention: Retention

    async def memo(self, **facts: Any) -> None:
        """Amal's memo of today, its words unchecked."""
        member = await join(self.study, AMAL, Role.RESEARCHER, "Amal")

        async def work(tx: Transaction) -> Note:
            bare = replace(spoken([("Words.", 0.9)], await tx.notes.new_number()), author=member.id, chat_id=AMAL)
            note = replace(bare, recorded_at=self.clock(), **facts)
            await tx.notes.put(note)
            await tx.audio.put(note.number, SOUND)
            return note

        self.study.notebook.put(await self.study.store.write(work))

    @property
    def note(self) -> Note:
        note = self.study.notebook.get(NoteNumber(1))
        assert note is not None
        return note

    async def confirm(self) -> None:
        """✓ Right."""
        await Changes(self.study).change(None, self.note, right, lambda _: [], who="R1", what="checked")

    async def kept_after(self, days: float) -> bool:
        """So many days later: whether the recording is still there."""
        self.clock.pass_minutes(days * DAY)
        await self.retention.look()
        return await Changes(self.study).recording(self.note) is not None

    async def said(self) -> list[str]:
        jobs = await self.study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY))
        return [say.html for job in jobs if isinstance(say := unpack(job.payload), Say)]


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Shelf]:
    study = await opened(tmp_path)
    assert isinstance(study.clock, Clock)
    yield Shelf(study, study.clock, Retention(study, AUDIO_CLOCK, ChatWording(terms=TERMS)))
    await study.store.close()


async def test_a_recording_goes_thirty_days_after_its_words_were_confirmed(shelf: Shelf) -> None:
    await shelf.memo()
    assert await shelf.kept_after(40)
    await shelf.confirm()
    assert await shelf.kept_after(29.9)
    assert not await shelf.kept_after(0.2)
    assert (shelf.note.text, shelf.note.status) == ("Words.", Status.CHECKED)
    assert shelf.note.recording_deleted_at == shelf.clock()
    assert await shelf.said() == []


async def test_unchecked_it_is_kept_to_the_hard_limit_and_its_author_is_told_once(shelf: Shelf) -> None:
    await shelf.memo()
    assert await shelf.kept_after(172)
    assert await shelf.said() == []
    assert await shelf.kept_after(1.5)
    assert await shelf.kept_after(1)
    (told,) = await shelf.said()
    assert told == (
        "The recording of /n1 is deleted on Tue 10 May: no recording is kept longer. "
        "Until then you can listen: its words are unchecked."
    )
    assert not await shelf.kept_after(6)
    assert shelf.note.status is Status.UNCHECKED


async def test_a_recording_without_speech_is_kept_to_the_hard_limit(shelf: Shelf) -> None:
    await shelf.memo(status=Status.NO_SPEECH, text="")
    assert await shelf.kept_after(179)
    assert not await shelf.kept_after(1)


async def test_unchecked_again_the_clock_starts_anew(shelf: Shelf) -> None:
    await shelf.memo()
    await shelf.confirm()
    await Changes(shelf.study).change(
        None, shelf.note, lambda note: replace(note, status=Status.UNCHECKED), lambda _: [], who="R1", what="old text"
    )
    assert shelf.note.checked_at is None
    assert await shelf.kept_after(60)


async def test_a_deleted_recording_leaves_no_byte_and_no_button(shelf: Shelf, tmp_path: Path) -> None:
    await shelf.memo()
    database = tmp_path / "data" / "jottings.db"
    with contextlib.closing(sqlite3.connect(database)) as file:
        ((sealed,),) = file.execute("SELECT sealed FROM audio")
    middle = sealed[1000:1064]
    assert middle in database.read_bytes()
    assert "▶" in [button.label for row in card.card(TERMS, shelf.note, CHAT).buttons for button in row]
    assert not await shelf.kept_after(180)
    assert middle not in database.read_bytes()
    assert "▶" not in [button.label for row in card.card(TERMS, shelf.note, CHAT).buttons for button in row]
