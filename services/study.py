"""The running study: its codebook, notes, team and clock, and the one way to answer."""

import asyncio
import gc
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldwork.asked_slips import IsWord
from fieldwork.codebook import Codebook, parse_codebook
from fieldwork.member import Member, StickySite
from fieldwork.note import Note
from fieldwork.put_right import PutRight
from fieldwork.query import Query, QueryProblem
from fieldwork.question import parse_query
from fieldwork.reading import Reading, read_note
from services.bell import Bells
from services.notebook import Notebook
from services.outgoing import Say, Toast, add_replies
from services.ports import Clock
from services.retry import retry_delay
from services.suggesting import Suggesting
from services.team import Team
from storage.codec import Codec
from storage.jobs import Job
from storage.state import StateName
from storage.store import Store
from storage.transaction import Transaction

Opened = Callable[[int, int], None]  # so many notes are open, of so many
FROZEN_FROM = 5_000  # notes
LEARNED: Codec[tuple[PutRight, ...]] = Codec(tuple[PutRight, ...])


@dataclass(slots=True, kw_only=True)
class Study:
    """Everything that use cases share. What is in memory mirrors the store and is never ahead of it."""

    store: Store
    codebook: Codebook  # the newest revision; before the first, the one of the settings
    timezone: ZoneInfo
    clock: Clock
    team: Team
    notebook: Notebook = field(default_factory=Notebook)
    bells: Bells = field(default_factory=Bells)
    suggesting: Suggesting = field(default_factory=Suggesting)
    is_word: IsWord = lambda _: True  # whether a word is English; what is none may be a slip of the thumb
    group_chat: int | None = None
    last_backup: datetime | None = None
    learned: tuple[PutRight, ...] = ()  # mishearings that the team taught
    codebook_revision: int = 0  # the newest one's number, 0 before the first
    _last_change: int = 0
    _cards_open: bool = False
    _opening_cards: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def load(
        cls, store: Store, codebook: Codebook, timezone: ZoneInfo, clock: Clock, opened: Opened = lambda *_: None
    ) -> "Study":
        """Open every note and member into memory; `opened` is told how many notes are open, of how many."""
        study = cls(store=store, codebook=codebook, timezone=timezone, clock=clock, team=Team(store))
        study.notebook.read_by(codebook)
        gc.disable()  # a hundred thousand notes are no garbage, and looking for it takes as long as opening them
        try:
            await study._open_all(opened)
        finally:
            if len(study.notebook) > FROZEN_FROM:
                gc.freeze()  # nor later: everything would stand still for a second
            gc.enable()
        return study

    def now(self) -> datetime:
        """The present in the study's time zone."""
        return self.clock().astimezone(self.timezone)

    def today(self) -> date:
        """The study's local date."""
        return self.now().date()

    def question(
        self, words: str, labels: Collection[str], *, asker: str = "", today: date | None = None
    ) -> tuple[Query, tuple[QueryProblem, ...]]:
        """What is asked of the notes; `labels` are how people are called in them, `asker` one's own."""
        return parse_query(
            words,
            self.codebook,
            today=today or self.today(),
            labels={member.label for member in self.team.members()} | set(labels),
            names=self.team.names(),
            asker=asker,
            is_word=self.is_word,
        )

    def read(self, text: str, *, sent_at: datetime, dictated: bool) -> Reading:
        """What a text says of itself, with what was thought about it before."""
        return read_note(
            text,
            self.codebook,
            sent_at=sent_at.astimezone(self.timezone),
            dictated=dictated,
            suggest=self.suggesting,
            rank=self.suggesting.telling,
        )

    def sticky_site(self, member: Member) -> StickySite | None:
        """The site that a member set today."""
        sticky = member.sticky_site
        return sticky if sticky is not None and sticky.day == self.today() else None

    async def consider(self, text: str, *, hurried: bool = False) -> None:
        """Think about a text that is about to be read, before the transaction that stores it."""
        await self.suggesting.consider(text, self.codebook, hurried=hurried)

    async def consider_edit(self, note: Note, edit: Callable[[Note], Note], *, hurried: bool = False) -> None:
        """Think about the text that a pure `edit` will give the note, when it gives another."""
        current = self.notebook.get(note.number) or note
        edited = edit(current)
        if edited.text != current.text:
            await self.consider(edited.text, hurried=hurried)

    async def refresh(self) -> None:
        """Reread what another process (the command line) has changed."""
        if await self.store.changed_elsewhere():
            await self._reread()

    async def note_of_card(self, chat_id: int, message_id: int) -> Note | None:
        """The note that our message shows. The first reply opens what was sent before the start: a start is shorter."""
        async with self._opening_cards:
            if not self._cards_open:
                async for cards in self.store.cards():
                    for card in cards:
                        self.notebook.add_card(card.number, card.chat_id, card.message_id)
                self._cards_open = True
        return self.notebook.of_card(chat_id, message_id)

    async def _open_all(self, opened: Opened) -> None:
        async def begin(tx: Transaction) -> int:
            self._last_change = await tx.notes.last_change()
            await self._reread_codebook(tx)
            return await tx.notes.count()

        count = await self.store.write(begin)
        async for notes in self.store.opened():
            self.notebook.put_all(notes)
            opened(len(self.notebook), count)
        await self._reread()

    async def _reread(self) -> None:
        await self.store.write(self._take_in)

    async def _take_in(self, tx: Transaction) -> None:
        notes = await tx.notes.changed_since(self._last_change)
        self._last_change = await tx.notes.last_change()
        members = await tx.members.all()
        group = await tx.state.get(StateName.GROUP)
        await self._reread_codebook(tx)
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

    async def _reread_codebook(self, tx: Transaction) -> None:
        newest = await tx.codebook.newest_number()
        revision = await tx.codebook.get(newest) if newest != self.codebook_revision else None
        codebook = None if revision is None else parse_codebook(revision.text)[0]
        if codebook is not None:
            self.use_codebook(codebook, newest)

    def use_codebook(self, codebook: Codebook, revision: int) -> None:
        """Read everything by that revision from now on."""
        self.codebook, self.codebook_revision = codebook, revision
        self.notebook.read_by(codebook)

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
