"""A year of evenings: real storage, a clock that is moved, restarts at any point, a Telegram that often says no."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldwork.member import Member, Role
from fieldwork.note import Audience, NoteNumber
from fieldwork.preference import Preference
from handlers.replies.terms import Terms
from handlers.replies.wording import ChatWording
from services.digests import Digests
from services.outgoing import Say, unpack
from services.study import Study
from services.subscriptions import Subscriptions
from storage.jobs import JobKind
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction
from tests.handlers.conftest import join
from tests.handlers.notes import CODEBOOK, written

DAILY, WEEKLY = 7001, 7002  # chats of two PIs
FRIDAY_AT_FIVE = Preference(at=time(17), days=frozenset({4}))
TITLE = re.compile(r"\w{3} (?P<day>\d+ \w{3}) · (?:(?P<count>\d+) notes?|no new notes)")
TELEGRAM_REFUSES = 0.2  # of all messages, for now
PRIVATE_IN = 7  # one note in so many is Only you
Make = Callable[[Study, Subscriptions, ChatWording], Digests]


class PowerCut(Exception):
    """The bot is gone between any two steps."""


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Year:
    """One bot and what its people were told."""

    folder: Path
    zone: ZoneInfo
    clock: Clock
    dice: random.Random
    make: Make = Digests
    cuts: float = 0.05  # of all evenings
    told: list[tuple[int, date, int]] = field(default_factory=list)  # chat, the digest's date, its notes
    awake: list[datetime] = field(default_factory=list)
    notes: int = 0  # that the team may read
    study: Study | None = None

    async def switch_on(self) -> Study:
        """A new process over the same files."""
        path, key = self.folder / "jottings.db", self.folder / "key.json"
        if not path.exists():
            await Store.create(path, Keyring.create(key))
        store = await Store.open(path, Keyring.load(key))
        self.study = await Study.load(store, CODEBOOK, self.zone, self.clock)
        return self.study

    async def switch_off(self) -> None:
        """The files are closed; nothing else is done."""
        if self.study is not None:
            await self.study.store.close()
            self.study = None

    async def look(self) -> None:
        """What the worker and the sender do at a tick; a power cut anywhere, and it is switched on again."""
        study = self.study or await self.switch_on()
        self.awake.append(self.clock())
        cut = self.dice.randrange(4) if self.dice.random() < self.cuts else None
        try:
            await self._evening(study, cut)
        except PowerCut:
            await self.switch_off()
            await self._evening(await self.switch_on(), None)

    async def _evening(self, study: Study, cut: int | None) -> None:
        words = ChatWording(terms=Terms(codebook=CODEBOOK, timezone=self.zone))
        digests = self.make(study, Subscriptions(study, time(20)), words)
        if cut == 0:
            raise PowerCut
        await asyncio.gather(digests.order_due(), digests.order_due())  # two starts at once
        if cut == 1:
            raise PowerCut
        await self._compose(study, digests, cut)
        if cut == 3:
            raise PowerCut
        await self._send(study)

    async def _compose(self, study: Study, digests: Digests, cut: int | None) -> None:
        now = study.clock()
        for ticket in await study.store.write(lambda tx: tx.jobs.takeable(JobKind.DIGEST, now)):
            job = await study.store.write(lambda tx, one=ticket.id: tx.jobs.lease(one, now))  # type: ignore[misc]
            assert job is not None
            await digests.send(job)
            if cut == 2:
                raise PowerCut

    async def _send(self, study: Study) -> None:
        for job in await study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY)):
            if self.dice.random() < TELEGRAM_REFUSES:
                return  # the rest waits, in order
            say = unpack(job.payload)
            assert isinstance(say, Say)
            if found := TITLE.match(say.html):
                self.told.append((say.chat_id, self._date(found["day"]), int(found["count"] or 0)))
            await study.store.write(lambda tx, one=job.id: tx.jobs.settle(one))  # type: ignore[misc]

    def _date(self, words: str) -> date:
        """The newest such day."""
        today = self.clock().date() + timedelta(days=1)
        dates = (datetime.strptime(f"{words} {year}", "%d %b %Y").date() for year in (today.year, today.year - 1))  # noqa: DTZ007
        return next(day for day in dates if day <= today)

    async def writes(self, author: Member) -> None:
        """A note, now."""
        study = self.study or await self.switch_on()
        private = self.dice.randrange(PRIVATE_IN) == 0

        async def work(tx: Transaction) -> None:
            number = await tx.notes.new_number()
            note = replace(
                written("LW1 was late. #trust", NoteNumber(number)),
                author=author.id,
                observed_at=study.clock(),
                recorded_at=study.clock(),
                readable_at=study.clock(),
                audience=Audience.AUTHOR if private else Audience.TEAM,
            )
            await tx.notes.put(note)
            tx.after_commit(lambda: study.notebook.put(note))

        await study.store.write(work)
        self.notes += not private

    def expected(self, hour: time, days: frozenset[int]) -> list[date]:
        """Each date whose hour had come when the bot looked, once; of those that it slept through only the last."""
        found: list[date] = []
        first = self.awake[0].astimezone(self.zone).date()
        for moment in self.awake:
            local = moment.astimezone(self.zone)
            come = local.date() if local.time() >= hour else local.date() - timedelta(days=1)
            while come.weekday() not in days:
                come -= timedelta(days=1)
            if come >= first and (not found or come > found[-1]):
                found.append(come)
        return found


@asynccontextmanager
async def a_year(folder: Path, zone: str, seed: int, make: Make = Digests) -> AsyncIterator[tuple[Year, Member]]:
    """A study with two PIs, one of whom wants a digest on Fridays at five, and a researcher."""
    clock = Clock(datetime(2021, 1, 1, 8, tzinfo=UTC))
    year = Year(folder=folder, zone=ZoneInfo(zone), clock=clock, dice=random.Random(seed), make=make)
    study = await year.switch_on()
    await join(study, DAILY, Role.PI, "Priya")
    friday = await join(study, WEEKLY, Role.PI, "Paul")
    amal = await join(study, 7003, Role.RESEARCHER, "Amal")
    await Subscriptions(study, time(20)).set(None, friday.id, FRIDAY_AT_FIVE, [], who="PI2")
    yield year, amal
    await year.switch_off()
