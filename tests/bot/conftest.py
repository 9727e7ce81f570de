"""The bot's own parts in this process, at the local Telegram over HTTP, over a real store whose disk can fill up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from telegram import Bot
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.bootstrap import lose
from bot.delivery import Delivery
from bot.dispatcher import AnyApplication, Delay, Dispatcher, delay_after
from bot.machine import Machine
from bot.menus import Menus
from bot.payload import UpdatesRequest
from bot.poller import Poller
from bot.sender import Sender
from bot.trouble import Trouble
from demo.clock import FieldClock
from demo.people import Person
from demo.sent import Sent
from demo.telegram import LocalTelegram
from fieldwork.member import Member, Role
from fieldwork.transcript import Heed, Transcript
from handlers.context import CONTEXT_TYPES, SERVICES
from handlers.registry import register
from handlers.replies import refusals, welcome
from handlers.replies.wording import ChatWording
from pictures.painter import MatrixPainter
from services.absences import Absences
from services.admission import Admission
from services.capture import Capture
from services.changes import Changes
from services.codebooks import Codebooks
from services.digests import Digests
from services.erasing import Erasing
from services.lessons import Lessons
from services.questions import Questions
from services.recordings import Recordings
from services.retention import Retention
from services.services import Services
from services.study import Study
from services.subscriptions import Subscriptions
from services.transcribing import Transcribing
from services.worker import Worker
from storage.erasures import ErasureList
from storage.jobs import JobKind
from storage.keyring import Keyring
from storage.store import Store
from tests.handlers.conftest import AUDIO_CLOCK
from tests.handlers.notes import CODEBOOK, TERMS

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
AMAL, BEN, PRIYA, ADA = 5001, 5002, 5003, 5004
THURSDAY = datetime(2021, 11, 11, 14, 2, tzinfo=UTC)
PATIENCE = 20.0
QUIET = timedelta(seconds=0.3)


class Disk:
    """The study's connection to SQLite, in which SQLite itself refuses to write while the disk is full or read-only."""

    connection: aiosqlite.Connection

    def connect(self, path: Path) -> aiosqlite.Connection:
        self.connection = aiosqlite.connect(path, isolation_level=None)
        return self.connection

    async def fills_up(self) -> None:
        """Not a page more: SQLITE_FULL."""
        await self.connection.execute_fetchall("PRAGMA max_page_count = 1")  # SQLite makes it what there is

    async def is_remounted_read_only(self) -> None:
        """SQLITE_READONLY."""
        await self.connection.execute_fetchall("PRAGMA query_only = ON")

    async def is_well_again(self) -> None:
        await self.connection.execute_fetchall("PRAGMA max_page_count = 1000000")
        await self.connection.execute_fetchall("PRAGMA query_only = OFF")


class Deaf:
    """A transcriber that hears nothing."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        return Transcript(segments=(), model="deaf", audio_seconds=1.0, language="en", seconds=0.1)


class Files:
    """A fetcher that has every file."""

    async def fetch(self, file_id: str) -> bytes:
        return b"OggS" * 100_000


@dataclass(slots=True, kw_only=True)
class House:
    """A study, its team at their phones, and the parts of the bot."""

    telegram: LocalTelegram
    clock: FieldClock
    study: Study
    disk: Disk
    application: AnyApplication
    folder: Path
    delay: Delay = delay_after
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        bot: Bot = self.application.bot
        return bot

    def person(self, telegram_id: int) -> Person:
        return self.telegram.person(telegram_id, "Amal")

    async def start(self) -> None:
        """Start every part, as the bot's bootstrap does."""
        for run in self.parts():
            self.tasks.append(asyncio.ensure_future(run()))

    def parts(self) -> list[Callable[[], Any]]:
        study, words = self.study, ChatWording(terms=TERMS)
        delivery = Delivery(self.bot, study)
        trouble = Trouble(delivery, study)
        services = self.application.bot_data[SERVICES]
        recordings = Recordings(study, services.capture, Files(), lambda _: None, words, trouble)
        erasing = Erasing(study, ErasureList(self.folder / "erased.jsonl"))
        admission = Admission(study, stranger=refusals.stranger, refused=welcome.invitation_refused)
        return [
            Poller(self.bot, study, admission, trouble).run,
            Dispatcher(self.application, study, trouble, delay=self.delay).run,
            Sender(delivery, study, partial(lose, services)).run,
            Worker(
                study,
                recordings,
                services.transcribing,
                erasing,
                services.digests,
                Absences(study, words, quiet=QUIET),
                services.retention,
            ).run,
            Menus(self.bot, study).run,
        ]

    async def stop(self) -> None:
        """End every part, as a kill would between two of their steps."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()

    async def hears(self, who: int, words: str, act: Callable[[], object] = lambda: None) -> Sent:
        """What that person is shown with `words` in it, after `act`."""
        since = len(self.telegram.sent)
        act()
        return await self.telegram.wait_for(
            lambda sent: sent.chat_id == who and words in sent.text, timeout=PATIENCE, since=since
        )

    def heard(self, who: int, words: str = "") -> list[str]:
        """Everything that person was shown with `words` in it."""
        return [sent.text for sent in self.telegram.sent if sent.chat_id == who and words in sent.text]

    def texts(self) -> list[str]:
        """Every note's text, by number."""
        return [note.text for note in sorted(self.study.notebook.all(), key=lambda note: note.number)]

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                await asyncio.sleep(0.02)

    async def everything_is_said(self) -> None:
        """Wait until no answer waits to be sent or settled."""
        async with asyncio.timeout(PATIENCE):
            while await self.study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY)):
                await asyncio.sleep(0.02)

    def pass_time(self, span: timedelta) -> None:
        self.clock.set(self.clock() + span)


async def join(study: Study, telegram_id: int, role: Role) -> Member:
    now = study.clock()
    member = await study.store.write(lambda tx: tx.members.add(role, "Amal", telegram_id, now))
    study.team.put(member)
    return member


def _application(telegram: LocalTelegram) -> AnyApplication:
    builder: Any = Application.builder()
    application: AnyApplication = (
        builder.token(TOKEN)
        .base_url(f"{telegram.url}/bot")
        .base_file_url(f"{telegram.url}/file/bot")
        .request(HTTPXRequest(connection_pool_size=16, read_timeout=1.0))
        .get_updates_request(UpdatesRequest())
        .updater(None)
        .context_types(CONTEXT_TYPES)
        .build()
    )
    return application


@pytest.fixture
async def study(tmp_path: Path) -> AsyncIterator[tuple[Study, Disk, FieldClock]]:
    """Two researchers, a PI and an administrator."""
    keyring, path = Keyring.create(tmp_path / "key.json"), tmp_path / "data" / "jottings.db"
    disk, clock = Disk(), FieldClock(THURSDAY)
    await Store.create(path, keyring)
    store = await Store.open(path, keyring, connect=disk.connect)
    study = await Study.load(store, CODEBOOK, TERMS.timezone, clock)
    for telegram_id, role in (
        (AMAL, Role.RESEARCHER),
        (BEN, Role.RESEARCHER),
        (PRIYA, Role.PI),
        (ADA, Role.ADMIN),
    ):
        await join(study, telegram_id, role)
    yield study, disk, clock
    await disk.is_well_again()
    await store.close()


@pytest.fixture
async def house(study: tuple[Study, Disk, FieldClock], tmp_path: Path) -> AsyncIterator[House]:
    """Everything but the running: `start` does that."""
    loaded, disk, clock = study
    words = ChatWording(terms=TERMS)
    async with LocalTelegram(TOKEN, clock) as telegram:
        application = _application(telegram)
        capture = Capture(loaded)
        subscriptions = Subscriptions(loaded, time(20, 0))
        application.bot_data[SERVICES] = Services(
            study=loaded,
            capture=capture,
            transcribing=Transcribing(loaded, capture, Deaf(), words),
            changes=Changes(loaded),
            codebooks=Codebooks(loaded),
            lessons=Lessons(loaded),
            retention=Retention(loaded, AUDIO_CLOCK, words),
            digests=Digests(loaded, subscriptions, words),
            questions=Questions(loaded),
            subscriptions=subscriptions,
            painter=MatrixPainter(),
            machine=Machine(data_dir=tmp_path, model="none"),
        )
        register(application)
        house = House(telegram=telegram, clock=clock, study=loaded, disk=disk, application=application, folder=tmp_path)
        for telegram_id in (AMAL, BEN, PRIYA, ADA):
            telegram.private(house.person(telegram_id))
        await application.initialize()
        yield house
        await house.stop()
        telegram.faults.clear()
        with contextlib.suppress(RuntimeError):
            await application.shutdown()
