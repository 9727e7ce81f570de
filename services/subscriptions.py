"""Who gets which digest: what each person set, and whom nothing reaches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from fieldwork.member import Member, Role
from fieldwork.preference import GROUPS_USUAL, Preference, usual
from services.outgoing import Say, Toast, add_replies
from services.study import Study
from storage.codec import Codec
from storage.state import StateName
from storage.transaction import Transaction

GROUP = 0  # the recipient that is no member: the study's group

Tell = Callable[[Member | None, Member], Say]  # who is out of reach, None for the group; who hears of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is written down of everybody, by member's row or `GROUP`."""

    preferences: dict[int, Preference] = field(default_factory=dict)
    out_of_reach: tuple[int, ...] = ()  # members who have blocked the bot, and the group that it was thrown out of


BOOK: Codec[Book] = Codec(Book)


class Subscriptions:
    """Preferences are sealed like everything else, and change in the transaction that answers."""

    def __init__(self, study: Study, digest_time: time) -> None:
        self._study = study
        self._digest_time = digest_time
        self._out_of_reach: tuple[int, ...] = ()  # as last read or written

    async def book(self, tx: Transaction) -> Book:
        """What is written down."""
        payload = await tx.state.get(StateName.SUBSCRIPTIONS)
        book = Book() if payload is None else BOOK.unpack(payload)
        self._know(book)
        return book

    def of(self, book: Book, recipient: int) -> Preference:
        """What that recipient set, or what is usual since they joined, its time filled in."""
        preference = book.preferences.get(recipient) or self._usual(recipient)
        return preference if preference.at else replace(preference, at=self._digest_time)

    async def of_member(self, member: Member) -> Preference:
        """The same for a member, read now."""
        return self.of(await self._study.store.write(self.book), member.id)

    async def of_group(self) -> Preference:
        """The same for the group."""
        return self.of(await self._study.store.write(self.book), GROUP)

    def wanted(self, book: Book) -> list[tuple[int, Preference]]:
        """Whoever reads notes, wants a digest and can be reached, and the group once there is one."""
        members: list[int] = [m.id for m in self._study.team.members() if m.role is not Role.ADMIN]
        everybody = members if self._study.group_chat is None else [*members, GROUP]
        reached = [who for who in everybody if who not in book.out_of_reach]
        return [(who, preference) for who in reached if (preference := self.of(book, who)).on]

    async def set(
        self, row: int | None, recipient: int, preference: Preference, says: Sequence[Say | Toast], *, who: str
    ) -> None:
        """Write down what a recipient wants, and answer; the group can be reached again once it is set anew."""

        async def work(tx: Transaction) -> None:
            book = await self.book(tx)
            before = book.preferences.get(GROUP) if recipient == GROUP else self.of(book, recipient)
            back = recipient in book.out_of_reach  # hours that came meanwhile are not made up for
            wanted = preference.set_at(self._study.clock(), None if back else before)
            preferences = {**book.preferences, recipient: wanted}
            await self._write(tx, replace(_reaching(book, recipient), preferences=preferences))
            await self._study.settle(tx, row, says)
            await tx.audit.add(self._study.clock(), who, "digest set")

        await self._study.store.write(work)

    async def lose(self, tx: Transaction, lost: Member | None, tell: Tell) -> None:
        """Nothing reaches that member or the group: the PIs are told once, or the admins when no other PI is left."""
        book, recipient = await self.book(tx), GROUP if lost is None else lost.id
        if recipient in book.out_of_reach:
            return
        book = replace(book, out_of_reach=(*book.out_of_reach, recipient))
        await self._write(tx, book)
        await add_replies(tx, [tell(lost, one) for one in self._in_charge(book)], self._study.clock())
        tx.after_commit(self._study.bells.replies.ring)

    async def lose_group(self, row: int | None, tell: Tell) -> None:
        """Telegram says that the bot is no longer in the group."""

        async def work(tx: Transaction) -> None:
            await self.lose(tx, None, tell)
            await self._study.settle(tx, row, [])

        await self._study.store.write(work)

    async def find_again(self, member: Member) -> None:
        """They write again: their digest goes on."""
        if member.id not in self._out_of_reach:
            return

        async def work(tx: Transaction) -> None:
            book = await self.book(tx)
            if member.id in book.out_of_reach:
                await self._write(tx, _reaching(book, member.id))

        await self._study.store.write(work)

    def _in_charge(self, book: Book) -> list[Member]:
        for role in (Role.PI, Role.ADMIN):
            able = [m for m in self._study.team.with_role(role) if m.id not in book.out_of_reach]
            if able:
                return able
        return []

    def _usual(self, recipient: int) -> Preference:
        member = next((one for one in self._study.team.members() if one.id == recipient), None)
        return GROUPS_USUAL if member is None else replace(usual(member.role), since=member.joined_at)

    async def _write(self, tx: Transaction, book: Book) -> None:
        await tx.state.put(StateName.SUBSCRIPTIONS, BOOK.pack(book))
        tx.after_commit(lambda: self._know(book))

    def _know(self, book: Book) -> None:
        self._out_of_reach = book.out_of_reach


def _reaching(book: Book, recipient: int) -> Book:
    return replace(book, out_of_reach=tuple(one for one in book.out_of_reach if one != recipient))
