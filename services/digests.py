"""The digest: ordered once for each person and local date, composed from the notes that person may read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from fieldwork.absence import Absence
from fieldwork.access import may_read
from fieldwork.coverage import is_at
from fieldwork.digest import Digest, Evening, FollowUp, GroupDigest, compose, compose_counts
from fieldwork.digest_request import DigestRequest
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Note
from fieldwork.preference import Preference, Shows
from fieldwork.report import Report, report, report_of_day
from fieldwork.schedule import Span, comes_late, due_digest, hour_of, next_digest_at
from fieldwork.window import Observed, Told, Window, readable_at, runs_of, since_digest, still_told
from fieldwork.your_day import your_day
from services.attendance import absences
from services.outgoing import Say, Toast, add_replies
from services.study import Study
from services.subscriptions import GROUP, Subscriptions
from services.wording import Wording
from storage.codec import Codec, UnreadableRecord
from storage.jobs import Job, JobKind
from storage.state import StateName
from storage.transaction import Transaction

TONIGHT = DigestRequest()
MORNING = time(9)  # when [Tomorrow] comes
Says = Callable[[datetime], list[Say | Toast]]
FIRST_WINDOW = timedelta(weeks=1)  # no first digest looks back further
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSent:
    """The digest that a recipient had last."""

    day: date
    until: datetime
    told: tuple[int, ...] | None = None  # notes that a clock put back might bring again
    since: datetime | None = None  # where its window began
    told_before: tuple[int, ...] | None = None  # as `told` of the one before it


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDigests:
    """By recipient: a member's row, or `GROUP`."""

    by_recipient: dict[int, LastSent]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOrder:
    """The payload of a digest job."""

    recipient: int
    day: date
    again: str = ""  # not a digest: what is still open of the one with that key


TOLD: Codec[Told] = Codec(Told)
SENT: Codec[SentDigests] = Codec(SentDigests)
ORDER: Codec[DigestOrder] = Codec(DigestOrder)


class Digests:
    """What came in, what is new, what is silent: for PIs and the group; a researcher hears of their own day."""

    def __init__(self, study: Study, subscriptions: Subscriptions, wording: Wording) -> None:
        self._study = study
        self._subscriptions = subscriptions
        self._wording = wording

    async def order_due(self) -> None:
        """Order the digests that are due: one job for each recipient and local date, whatever happens."""

        async def look(tx: Transaction) -> list[DigestOrder]:
            sent, book = await self._sent(tx), await self._subscriptions.book(tx)
            return [
                DigestOrder(recipient=recipient, day=day)
                for recipient, preference in self._subscriptions.wanted(book)
                if (day := self._due(preference, sent.by_recipient.get(recipient))) is not None
            ]

        for order in await self._study.store.write(look):
            await self._order(order)

    def _due(self, preference: Preference, last: LastSent | None) -> date | None:
        # Whoever never had a digest gets the first one on the evening after they joined, not at once for yesterday.
        last_day = last.day if last else self._study.today() - _DAY
        study = self._study
        return due_digest(study.now(), preference.hour, study.timezone, last_day, preference.days, preference.since)

    async def _order(self, order: DigestOrder) -> None:
        unique = f"digest:{order.recipient}:{order.day.isoformat()}"
        await self._study.store.write(
            lambda tx: tx.jobs.add(JobKind.DIGEST, ORDER.pack(order), due=self._study.clock(), unique=unique)
        )

    async def send(self, job: Job) -> None:
        """Compose a digest and store its messages, in the transaction that settles the job and moves the window."""
        order = ORDER.unpack(job.payload)
        if order.again:
            await self._remind(job, order)
            return
        study = self._study
        until = study.clock()

        async def work(tx: Transaction) -> None:
            sent = await self._sent(tx)
            preference = self._subscriptions.of(await self._subscriptions.book(tx), order.recipient)
            window = self._window(sent, order.recipient, preference)
            says = await self._messages(tx, order, preference, window)
            await add_replies(tx, [replace(say, of_digest=True) for say in says], until)
            moved = {**sent.by_recipient, order.recipient: self._moved(order, preference, window, until)}
            await tx.state.put(StateName.DIGEST_SENT, SENT.pack(SentDigests(by_recipient=moved)))
            await tx.jobs.settle(job.id)

        await study.store.write(work)
        study.bells.replies.ring()

    async def tomorrow(self, row: int | None, member: Member, key: str, says: Says) -> None:
        """Order what is still open of a digest for tomorrow morning: once, however often it is pressed."""
        study = self._study
        day = study.today()
        due = hour_of(day + _DAY, MORNING, study.timezone)
        order = DigestOrder(recipient=member.id, day=day, again=key)
        unique = f"tomorrow:{member.id}:{day.isoformat()}:{key}"

        async def work(tx: Transaction) -> None:
            await tx.jobs.add(JobKind.DIGEST, ORDER.pack(order), due=due, unique=unique)
            await study.settle(tx, row, says(due))

        await study.store.write(work)

    async def _remind(self, job: Job, order: DigestOrder) -> None:
        study = self._study
        member = study.team.by_id(MemberId(order.recipient))

        async def work(tx: Transaction) -> None:
            before = await self._recall(tx, order.again)
            if member is not None and member.active and before is not None:
                wanted = self._subscriptions.of(await self._subscriptions.book(tx), order.recipient)
                told = self.compose_for(member, before, replace(wanted, sites=before.only_at), today=before.day)
                told = replace(told, key=order.again)
                late = comes_late(study.clock(), order.day + _DAY, MORNING, study.timezone)
                await add_replies(tx, self._wording.still_open(member, told, late=late), study.clock())
            await tx.jobs.settle(job.id)

        await study.store.write(work)
        study.bells.replies.ring()

    async def for_member(self, member: Member, request: DigestRequest = TONIGHT) -> Digest:
        """The digest as it would be sent to that person now, or of the days and sites asked for; the window stays."""
        preference = request.of(await self._subscriptions.of_member(member), self._study.codebook)
        if request.span is not None:
            days = self._observed(request.span)
            return await self._kept(self.compose_for(member, days, preference, today=request.span.last), days)
        window, away = await self._tonight(member, preference)
        return await self._kept(self.compose_for(member, window, preference, away=away), window)

    async def _kept(self, told: Digest, window: Window | Observed) -> Digest:
        return await self._study.store.write(lambda tx: self._keep(tx, told, window))

    async def _keep(self, tx: Transaction, told: Digest, window: Window | Observed) -> Digest:
        """The same with a key for its buttons."""
        by_day = isinstance(window, Observed)
        kept = Told(
            day=told.day,
            since=window.since,
            until=window.since if by_day else self._study.clock(),
            runs=runs_of(told.numbers),
            only_at=told.only_at,
            by_day=by_day,
        )
        return replace(told, key=await tx.questions.add(TOLD.pack(kept)))

    async def recall(self, key: str) -> Told | None:
        """What the digest with that key told; None when it is too old, or was never sent."""
        return await self._study.store.write(lambda tx: self._recall(tx, key))

    @staticmethod
    async def _recall(tx: Transaction, key: str) -> Told | None:
        payload = await tx.questions.get(key)
        try:
            return None if payload is None else TOLD.unpack(payload)
        except UnreadableRecord:  # a question's
            return None

    async def report(self, member: Member, day: date | None) -> Report:
        """The whole study's, for a file: tonight's window of that member, or what was observed on `day`."""
        study, notes = self._study, self._readable(None)
        window, away = await self._tonight(member, await self._subscriptions.of_member(member))
        if day is not None:
            return report_of_day(notes, study.codebook, day, study.timezone, away)
        new, earlier = window.split(notes)
        return report(
            new, earlier, study.codebook, day=study.today(), since=window.since, timezone=study.timezone, away=away
        )

    async def _tonight(self, member: Member, preference: Preference) -> tuple[Window, tuple[Absence, ...]]:
        """Since that person's last digest, and the absences of the bot."""

        async def look(tx: Transaction) -> tuple[SentDigests, tuple[Absence, ...]]:
            return await self._sent(tx), await absences(tx)

        sent, away = await self._study.store.write(look)
        return self._window(sent, member.id, preference), away

    async def for_group(self, request: DigestRequest = TONIGHT) -> GroupDigest:
        """The group's counts as they would be sent now, or of the days and sites asked for."""
        preference = request.of(await self._subscriptions.of_group(), self._study.codebook)
        if request.span is not None:
            return self._counts(self._observed(request.span), preference, request.span.last)
        window = self._window(await self._study.store.write(self._sent), GROUP, preference)
        return self._counts(window, preference, self._study.today())

    def _observed(self, span: Span) -> Observed:
        return Observed(first=span.first, last=span.last, timezone=self._study.timezone)

    async def set_group(
        self, row: int | None, chat_id: int, says: Callable[[], list[Say | Toast]], *, who: str
    ) -> None:
        """Make that chat the study's group."""
        study = self._study

        async def work(tx: Transaction) -> None:
            await tx.state.put(StateName.GROUP, str(chat_id).encode())
            await study.settle(tx, row, says())
            await tx.audit.add(study.clock(), who, "group set")

        await study.store.write(work)
        study.group_chat = chat_id

    def compose_for(
        self,
        member: Member,
        window: Window | Observed | Told,
        preference: Preference,
        *,
        today: date | None = None,
        away: Sequence[Absence] = (),
    ) -> Digest:
        """What that member may read of that window's notes; `away`, the bot's absences."""
        evening = self._evening(self._readable(member), window, preference, today=today)
        return _shown(compose(evening, away=away, reader=member.label), member, preference)

    def window(self, member: Member, digest: Digest) -> list[Note]:
        """The notes that a digest speaks of."""
        numbers = frozenset(digest.numbers)
        return [note for note in self._study.notebook.readable(member) if note.number in numbers]

    async def _messages(self, tx: Transaction, order: DigestOrder, preference: Preference, window: Window) -> list[Say]:
        late = comes_late(self._study.clock(), order.day, preference.hour, self._study.timezone)
        if order.recipient == GROUP:
            chat = self._study.group_chat
            counts = self._counts(window, preference, order.day)
            return [] if chat is None else self._wording.group_digest(chat, counts, late=late)
        member = self._study.team.by_id(MemberId(order.recipient))
        if member is None or not member.active:
            return []
        if member.role is Role.RESEARCHER:
            return self._end_of_day(member, order.day, late=late)
        told = self.compose_for(member, window, preference, today=order.day, away=await absences(tx))
        return self._wording.digest(member, await self._keep(tx, told, window), late=late)

    def _end_of_day(self, author: Member, day: date, *, late: bool) -> list[Say]:
        told = your_day(self._study.notebook.by_author(author.id), day, self._study.timezone)
        return [self._wording.your_day(author, told, late=late)] if told and (told.things or told.coming) else []

    def _counts(self, window: Window | Observed, preference: Preference, today: date) -> GroupDigest:
        evening = self._evening(self._readable(None), window, preference, today=today)
        told = compose_counts(evening)
        if preference.shows is Shows.QUOTES:
            told = replace(told, quotes=compose(evening).quotes)
        return told

    def _evening(
        self,
        notes: Sequence[Note],
        window: Window | Observed | Told,
        preference: Preference,
        *,
        today: date | None = None,
    ) -> Evening:
        new, earlier = window.split(notes)
        return Evening(
            notes=new,
            earlier=earlier,
            codebook=self._study.codebook,
            today=today or self._study.today(),
            since=window.since,
            timezone=self._study.timezone,
            only_at=preference.sites,
            gone=self._study.team.gone(),
        )

    def _readable(self, member: Member | None) -> list[Note]:
        """What that member may read, or the group may count."""
        notes = self._study.notebook.all()
        if member is None:
            return [note for note in notes if note.audience is Audience.TEAM and not note.hidden]
        return [note for note in notes if may_read(member, note)]

    def _window(self, sent: SentDigests, recipient: int, preference: Preference) -> Window:
        """Since the last one; a first one looks back to when it was set, at least a day and at most a week."""
        last = sent.by_recipient.get(recipient)
        if last:
            return since_digest(last.until, last.told)
        now = self._study.now()
        return Window(since=min(now - _DAY, max(now - FIRST_WINDOW, preference.since or now)))

    def _moved(self, order: DigestOrder, preference: Preference, window: Window, until: datetime) -> LastSent:
        readable = self._readable(self._study.team.by_id(MemberId(order.recipient)))
        new, _ = window.split(note for note in readable if is_at(note, preference.sites))
        return LastSent(
            day=order.day,
            until=until,
            told=still_told(window, new, readable, until),
            since=window.since,
            told_before=tuple(window.told),
        )

    async def take_back(self, tx: Transaction, recipient: int) -> None:
        """The last digest reached nobody: the next one tells what it told."""
        sent = await self._sent(tx)
        last = sent.by_recipient.get(recipient)
        if last is None or last.since is None:
            return
        back = replace(last, until=last.since, told=last.told_before, since=None)
        by_recipient = {**sent.by_recipient, recipient: back}
        await tx.state.put(StateName.DIGEST_SENT, SENT.pack(SentDigests(by_recipient=by_recipient)))

    async def may_quote(self, note: Note) -> bool:
        """Whether a digest that was sent may have a sentence of that note."""
        sent = (await self._study.store.write(self._sent)).by_recipient
        readers = [GROUP, *(member.id for member in self._study.team.with_role(Role.PI))]
        told = [sent[who].until for who in readers if who in sent]
        return note.audience is Audience.TEAM and any(until > readable_at(note) for until in told)

    async def next_at(self, recipient: int, preference: Preference) -> datetime | None:
        """When the next one comes, in the study's time: none on a day that has had one."""
        study = self._study
        last = (await study.store.write(self._sent)).by_recipient.get(recipient)
        after = study.now()
        if last is not None and last.day >= study.today():
            after = max(after, hour_of(last.day + _DAY, time(), study.timezone) - timedelta(minutes=1))
        return next_digest_at(after, preference.hour, study.timezone, preference.days) if preference.on else None

    async def _sent(self, tx: Transaction) -> SentDigests:
        payload = await tx.state.get(StateName.DIGEST_SENT)
        return SentDigests(by_recipient={}) if payload is None else SENT.unpack(payload)


def _shown(told: Digest, member: Member, preference: Preference) -> Digest:
    """What of a digest its reader wants, and may know: the notes that an admin can't read are no silence."""
    if member.role is Role.ADMIN:
        told = replace(told, quiet=(), never_seen=())
    if preference.shows is Shows.QUOTES:
        return replace(told, by_site=())
    asked = tuple(number for one in told.follow_ups for number in one.numbers)
    return replace(told, quotes=(), follow_ups=(FollowUp(sentence="", numbers=asked),) if asked else ())
