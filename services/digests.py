"""The digest: ordered once for each person and local date, composed from the notes that person may read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fieldwork.access import may_read
from fieldwork.digest import Digest, GroupDigest, compose, compose_counts
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Note
from fieldwork.schedule import due_digest
from services.outgoing import Say, Toast, add_replies
from services.study import Study
from services.wording import Wording
from storage.codec import Codec
from storage.jobs import Job, JobKind
from storage.state import StateName
from storage.transaction import Transaction

FIRST_WINDOW = timedelta(days=1)  # a first digest looks back so far
GROUP = 0  # the recipient that is no member: the study's group


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSent:
    """The digest that a recipient had last."""

    day: date
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDigests:
    """By recipient: a member's row, or `GROUP`."""

    by_recipient: dict[int, LastSent]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOrder:
    """The payload of a digest job."""

    recipient: int
    day: date


SENT: Codec[SentDigests] = Codec(SentDigests)
ORDER: Codec[DigestOrder] = Codec(DigestOrder)


class Digests:
    """What came in, what is new, what is silent."""

    def __init__(self, study: Study, digest_time: time, wording: Wording) -> None:
        self._study = study
        self._digest_time = digest_time
        self._wording = wording

    def recipients(self) -> list[int]:
        """Every PI, and the group once there is one."""
        members: list[int] = [member.id for member in self._study.team.with_role(Role.PI)]
        return members if self._study.group_chat is None else [*members, GROUP]

    async def order_due(self) -> None:
        """Order the digests that are due: one job for each recipient and local date, whatever happens."""
        sent = await self._study.store.write(self._sent)
        for recipient in self.recipients():
            last = sent.by_recipient.get(recipient)
            day = due_digest(
                self._study.now(),
                self._digest_time,
                self._study.timezone,
                last.day if last else self._since_start(),
            )
            if day is not None:
                await self._order(DigestOrder(recipient=recipient, day=day))

    def _since_start(self) -> date:
        # Whoever never had a digest gets the first one on the evening after they joined, not at once for yesterday.
        return self._study.today() - timedelta(days=1)

    async def _order(self, order: DigestOrder) -> None:
        unique = f"digest:{order.recipient}:{order.day.isoformat()}"
        await self._study.store.write(
            lambda tx: tx.jobs.add(JobKind.DIGEST, ORDER.pack(order), due=self._study.clock(), unique=unique)
        )

    async def send(self, job: Job) -> None:
        """Compose a digest and store its messages, in the transaction that settles the job and moves the window."""
        order = ORDER.unpack(job.payload)
        study = self._study
        until = study.clock()

        async def work(tx: Transaction) -> None:
            sent = await self._sent(tx)
            await add_replies(tx, self._messages(order, self._start(sent, order.recipient)), until)
            moved = {**sent.by_recipient, order.recipient: LastSent(day=order.day, until=until)}
            await tx.state.put(StateName.DIGEST_SENT, SENT.pack(SentDigests(by_recipient=moved)))
            await tx.jobs.settle(job.id)

        await study.store.write(work)
        study.bells.replies.ring()

    async def for_member(self, member: Member) -> Digest:
        """The digest as it would be sent to that person now; the window stays where it is."""
        sent = await self._study.store.write(self._sent)
        return self.compose_for(member, self._start(sent, member.id))

    async def for_group(self) -> GroupDigest:
        """The group's counts as they would be sent now."""
        sent = await self._study.store.write(self._sent)
        return self._counts(self._start(sent, GROUP))

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

    def compose_for(self, member: Member, since: datetime) -> Digest:
        """What that member may read of what became readable since then."""
        readable = [note for note in self._study.notebook.all() if may_read(member, note)]
        new, earlier = _split(readable, since)
        return compose(
            notes=new,
            earlier=earlier,
            codebook=self._study.codebook,
            today=self._study.today(),
            since=since,
            timezone=self._study.timezone,
        )

    def window(self, member: Member, digest: Digest) -> list[Note]:
        """The notes that a digest speaks of."""
        team = [note for note in self._study.notebook.readable(member) if note.audience is Audience.TEAM]
        return _split(team, digest.since)[0]

    def _messages(self, order: DigestOrder, since: datetime) -> list[Say]:
        if order.recipient == GROUP:
            chat = self._study.group_chat
            return [] if chat is None else self._wording.group_digest(chat, self._counts(since))
        member = self._study.team.by_id(MemberId(order.recipient))
        if member is None or not member.active:
            return []
        return self._wording.digest(member, self.compose_for(member, since))

    def _counts(self, since: datetime) -> GroupDigest:
        team = [n for n in self._study.notebook.all() if n.audience is Audience.TEAM and not n.hidden]
        new, earlier = _split(team, since)
        return compose_counts(
            notes=new,
            earlier=earlier,
            codebook=self._study.codebook,
            today=self._study.today(),
            since=since,
            timezone=self._study.timezone,
        )

    def _start(self, sent: SentDigests, recipient: int) -> datetime:
        last = sent.by_recipient.get(recipient)
        return last.until if last else self._study.now() - FIRST_WINDOW

    async def _sent(self, tx: Transaction) -> SentDigests:
        payload = await tx.state.get(StateName.DIGEST_SENT)
        return SentDigests(by_recipient={}) if payload is None else SENT.unpack(payload)


def _split(notes: list[Note], since: datetime) -> tuple[list[Note], list[Note]]:
    """What became readable after `since`, and what was there before (imported notes among it)."""
    new = [n for n in notes if not n.imported and (n.readable_at or n.recorded_at) > since]
    return new, [n for n in notes if n.imported or (n.readable_at or n.recorded_at) <= since]
