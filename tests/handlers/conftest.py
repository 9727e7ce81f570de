"""The real application over the real store; only Telegram is left out: what it would be sent is read from the jobs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Update, User
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot.machine import Machine
from fieldwork.matrix import Matrix
from fieldwork.member import Member, Role
from fieldwork.news import News
from fieldwork.retention import AudioClock
from fieldwork.transcript import EngineUnavailable, Heed, Transcript
from fieldwork.trend import Trend
from handlers.context import CONTEXT_TYPES, SERVICES
from handlers.incoming import ROW
from handlers.registry import register
from handlers.replies.terms import Terms
from handlers.replies.wording import ChatWording
from services.capture import Capture
from services.changes import Changes
from services.codebooks import Codebooks
from services.digests import Digests
from services.lessons import Lessons
from services.outgoing import Say, Toast, unpack
from services.questions import Questions
from services.retention import Retention
from services.services import Services
from services.study import Study
from services.subscriptions import Subscriptions
from services.transcribing import Transcribing
from storage.jobs import JobKind
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.handlers.notes import CODEBOOK, TERMS, THURSDAY_HALF_PAST_ELEVEN
from tests.handlers.telegram_limits import fits
from tests.handlers.updates import message

AUDIO_CLOCK = AudioClock(after_check=timedelta(days=30), at_most=timedelta(days=180))
AMAL, BEN, PRIYA, ADA, STRANGER = 5001, 5002, 5003, 5004, 6666
GROUP = -1001
TEAM = (
    (AMAL, Role.RESEARCHER, "Amal"),
    (BEN, Role.RESEARCHER, "Ben"),
    (PRIYA, Role.PI, "Priya"),
    (ADA, Role.ADMIN, "Ada"),
)


class NoNetwork(BaseRequest):
    """Handlers say what they say as values: whoever calls Telegram here is wrong."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(self, *_args: Any, **_kwargs: Any) -> tuple[int, bytes]:
        raise AssertionError("a handler called Telegram")


class SpeaksNoWord:
    """Turns no recording into words: what handlers order is read from the jobs."""

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        raise EngineUnavailable("there is none here")


class PlainPicture:
    """A picture is a picture."""

    async def matrix(self, matrix: Matrix, title: str, about: str) -> bytes:
        assert matrix
        return self._painted(title, about)

    async def news(self, news: News, title: str, about: str) -> bytes:
        assert news.opened | news.back <= news.matrix.cells.keys()
        return self._painted(title, about)

    async def trend(self, trend: Trend, title: str, about: str) -> bytes:
        assert trend
        return self._painted(title, about)

    def _painted(self, title: str, about: str) -> bytes:
        assert title
        assert about
        return b"PNG"


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    now: datetime = THURSDAY_HALF_PAST_ELEVEN

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@dataclass(slots=True)
class Chats:
    """What people do, and what they are told."""

    application: Any
    services: Services
    clock: Clock
    message_id: int = 100
    errors: list[BaseException] = field(default_factory=list)

    @property
    def study(self) -> Study:
        return self.services.study

    async def does(self, raw: dict[str, Any]) -> list[Say | Toast]:
        """Take an update in, deal with it, and return what is to be said."""
        row = await self.study.store.write(lambda tx: tx.inbox.add(raw))
        assert row is not None, "the same update twice"
        await self.application.process_update(Update.de_json({**raw, ROW: row}, self.application.bot))
        assert not self.errors, self.errors
        assert await self.study.store.write(lambda tx: tx.inbox.counts()) == (0, 0), "the inbox row is not settled"
        return await self.said()

    async def said(self) -> list[Say | Toast]:
        async def work(tx: Transaction) -> list[Say | Toast]:
            jobs = await tx.jobs.open(JobKind.REPLY)
            for job in jobs:
                await tx.jobs.settle(job.id)
            return [unpack(job.payload) for job in jobs]

        says = await self.study.store.write(work)
        for say in says:
            if isinstance(say, Say):
                fits(say)
        return says

    async def message(self, who: int, chat: int | None = None, **content: Any) -> list[Say]:
        """A new message, in private unless `chat` is given; toasts are for buttons only."""
        self.message_id += 1
        sender = {"id": who, "is_bot": False, "first_name": "Amal"}
        body = {**message(chat or who, **content), "message_id": self.message_id, "from": sender}
        body["date"] = int(self.clock.now.timestamp())
        return [say for say in await self.does({"update_id": 1, "message": body}) if isinstance(say, Say)]

    async def writes(self, who: int, text: str, *, to: int | None = None, chat: int | None = None) -> Say:
        """One text, one answer."""
        reply = {} if to is None else {"reply_to_message": self._ours(who, to)}
        (say,) = await self.message(who, chat, text=text, **reply)
        return say

    async def edits(self, who: int, message_id: int, text: str) -> list[Say | Toast]:
        sender = {"id": who, "is_bot": False, "first_name": "Amal"}
        body = {**message(who, text=text), "message_id": message_id, "from": sender, "edit_date": self.message_id}
        return await self.does({"update_id": 1, "edited_message": body})

    async def presses(self, who: int, data: str, *, message_id: int = 50) -> list[Say | Toast]:
        self.message_id += 1
        query = {
            "id": f"q{self.message_id}",
            "from": {"id": who, "is_bot": False, "first_name": "Amal"},
            "chat_instance": "c",
            "data": data,
            "message": self._ours(who, message_id),
        }
        return await self.does({"update_id": 1, "callback_query": query})

    async def presses_label(self, who: int, say: Say, label: str) -> Say:
        """Press the button of that label under a message."""
        data = next(button.data for row in say.buttons for button in row if button.label == label)
        (answer,) = await self.presses(who, data)
        assert isinstance(answer, Say)
        return answer

    async def card(self, say: Say) -> int:
        """Our message goes out: its id, remembered as a card."""
        self.message_id += 1
        assert say.card_of is not None
        self.study.notebook.add_card(say.card_of, say.chat_id, self.message_id)
        return self.message_id

    def _ours(self, chat: int, message_id: int) -> dict[str, Any]:
        bot = {"id": 1, "is_bot": True, "first_name": "Jottings"}
        return {**message(chat, text="card"), "message_id": message_id, "from": bot}


async def join(study: Study, telegram_id: int, role: Role, name: str) -> Member:
    now = study.clock()
    member = await study.store.write(lambda tx: tx.members.add(role, name, telegram_id, now))
    study.team.put(member)
    return member


def _application() -> Any:
    builder: Any = ApplicationBuilder()
    application: Application[Any, Any, Any, Any, Any, Any] = (
        builder.token("1:x")
        .request(NoNetwork())
        .get_updates_request(NoNetwork())
        .updater(None)
        .context_types(CONTEXT_TYPES)
        .build()
    )
    application.bot._bot_user = User(id=1, is_bot=True, first_name="Jottings", username="jottings_bot")
    return application


async def opened(folder: Path) -> Study:
    """The study that was made in `folder`; a new one where there is none."""
    path, key = folder / "data" / "jottings.db", folder / "key.json"
    if not path.exists():
        await Store.create(path, Keyring.create(key))
    store = await Store.open(path, Keyring.load(key))
    return await Study.load(store, CODEBOOK, TERMS.timezone, Clock())


def services_of(study: Study, folder: Path) -> Services:
    """The use cases, as the bot's bootstrap connects them."""
    words = ChatWording(terms=Terms(codebook=CODEBOOK, timezone=TERMS.timezone))
    subscriptions = Subscriptions(study, time(20, 0))
    capture = Capture(study)
    return Services(
        study=study,
        capture=capture,
        transcribing=Transcribing(study, capture, SpeaksNoWord(), words),
        changes=Changes(study),
        codebooks=Codebooks(study),
        lessons=Lessons(study),
        retention=Retention(study, AUDIO_CLOCK, words),
        digests=Digests(study, subscriptions, words),
        questions=Questions(study),
        subscriptions=subscriptions,
        painter=PlainPicture(),
        machine=Machine(data_dir=folder, model="faster-whisper base"),
    )


def chats_of(services: Services) -> Chats:
    """The application, with its handlers, over those use cases."""
    application = _application()
    application.bot_data[SERVICES] = services
    register(application)
    clock = services.study.clock
    assert isinstance(clock, Clock)
    chats = Chats(application=application, services=services, clock=clock)

    async def failed(_update: object, context: Any) -> None:
        chats.errors.append(context.error)

    application.add_error_handler(failed)
    application._initialized = True
    return chats


@pytest.fixture
async def chats(tmp_path: Path) -> AsyncIterator[Chats]:
    """A study with two researchers, a PI and an administrator."""
    study = await opened(tmp_path)
    for telegram_id, role, name in TEAM:
        await join(study, telegram_id, role, name)
    yield chats_of(services_of(study, tmp_path))
    await study.store.close()
