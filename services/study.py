"""The running study: its codebook, notes, team and clock, and the one way to answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook
from fieldwork.member import Member, StickySite
from fieldwork.put_right import PutRight
from services.bell import Bells
from services.notebook import Notebook
from services.outgoing import Say, Toast, add_replies
from services.ports import Clock
from services.retry import retry_delay
from services.team import Team
from storage.codec import Codec
from storage.jobs import Job
from storage.state import StateName
from storage.store import Store
from storage.transaction import Transaction

LEARNED: Codec[tuple[PutRight, ...]] = Codec(tuple[PutRight, ...])


@dataclass(slots=True, kw_only=True)
class Study:
    """Everything that use cases share. What is in memory mirrors the store and is never ahead of it."""

    store: Store
    codebook: Codebook
    timezone: ZoneInfo
    clock: Clock
    team: Team
    notebook: Notebook = field(default_factory=Notebook)
    bells: Bells = field(default_factory=Bells)
    group_chat: int | None = None
    last_backup: datetime | None = None
    learned: tuple[PutRight, ...] = ()  # mishearings that the team taught
    _last_change: int = 0

    @classmethod
    async def load(cls, store: Store, codebook: Codebook, timezone: ZoneInfo, clock: Clock) -> "Study":
        """Open every note, card and member into memory."""
        study = cls(store=store, codebook=codebook, timezone=timezone, clock=clock, team=Team(store))
        cards = await store.write(lambda tx: tx.cards.all())
        await study._reread()
        for card in cards:
            study.notebook.add_card(card.number, card.chat_id, card.message_id)
        return study

    def now(self) -> datetime:
        """The present in the study's time zone."""
        return self.clock().astimezone(self.timezone)

    def today(self) -> date:
        """The study's local date."""
        return self.now().date()

    def sticky_site(self, member: Member) -> StickySite | None:
        """The site that a member set today."""
        sticky = member.sticky_site
        return sticky if sticky is not None and sticky.day == self.today() else None

    async def refresh(self) -> None:
        """Reread what another process (the command line) has changed."""
        if await self.store.changed_elsewhere():
            await self._reread()

    async def _reread(self) -> None:
        async def work(tx: Transaction) -> None:
            notes = await tx.notes.changed_since(self._last_change)
            self._last_change = await tx.notes.last_change()
            members = await tx.members.all()
            group = await tx.state.get(StateName.GROUP)
            self.notebook.put_all(notes)
            for number in await tx.notes.erased():
                self.notebook.forget(number)
            for member in members:
                self.team.put(member)
            self.group_chat = int(group) if group else None
            learned = await tx.state.get(StateName.LEARNED)
            self.learned = LEARNED.unpack(learned) if learned else ()
            self.last_backup = await tx.state.moment(StateName.LAST_BACKUP)
            self.bells.team.ring()

        await self.store.write(work)

    async def handled(self, row: int | None, says: Iterable[Say | Toast], *, who: str = "", what: str = "") -> None:
        """Answer and settle the inbox row in one transaction; for answers that change nothing else."""

        async def work(tx: Transaction) -> None:
            await self.settle(tx, row, says)
            if what:
                await tx.audit.add(self.clock(), who, what)

        await self.store.write(work)
        self.bells.replies.ring()

    async def finished(self, job: Job, says: Iterable[Say]) -> None:
        """Answer and settle a job in one transaction."""

        async def work(tx: Transaction) -> None:
            await add_replies(tx, says, self.clock())
            await tx.jobs.settle(job.id)

        await self.store.write(work)
        self.bells.replies.ring()

    async def postponed(self, job: Job, says: Iterable[Say]) -> None:
        """Answer, and try a job again later."""
        due = self.clock() + retry_delay(job.attempts + 1)

        async def work(tx: Transaction) -> None:
            await add_replies(tx, says, self.clock())
            await tx.jobs.postpone(job.id, due)

        await self.store.write(work)
        self.bells.replies.ring()

    async def settle(self, tx: Transaction, row: int | None, says: Iterable[Say | Toast]) -> None:
        """Store the answers and settle the inbox row within a use case's own transaction."""
        await add_replies(tx, says, self.clock())
        if row is not None:
            await tx.inbox.settle(row)
        tx.after_commit(self.bells.replies.ring)
