"""The team: found by a keyed hash of the Telegram id, everything else sealed."""

from datetime import datetime

from fieldwork.member import Member, MemberId, Role
from storage.records import MEMBER
from storage.table import Table

LABELS = {Role.RESEARCHER: "R", Role.PI: "PI", Role.ADMIN: "A"}


def label_for(role: Role, taken: int) -> str:
    """How notes and cards call the next member of that role."""
    return f"{LABELS[role]}{taken + 1}"


class Members(Table):
    """People on the team, those who left included."""

    async def add(self, role: Role, name: str, telegram_id: int, at: datetime) -> Member:
        """A new member with the next label of their role."""
        taken = sum(member.label.rstrip("0123456789") == LABELS[role] for member in await self.all())
        member_id = await self._returned_id(
            "INSERT INTO members (person, change, sealed) VALUES (?, 0, x'') RETURNING id",
            (self._vault.lookup("member", str(telegram_id).encode()),),
        )
        member = Member(
            id=MemberId(member_id or 0),
            role=role,
            name=name,
            label=label_for(role, taken),
            telegram_id=telegram_id,
            joined_at=at,
        )
        await self.replace(member)
        return member

    async def replace(self, member: Member) -> None:
        """Store what changed."""
        await self._session.run(
            "UPDATE members SET sealed = ?, change = ? WHERE id = ?",
            (
                self._vault.seal_row("members", member.id, MEMBER.pack(member)),
                await self._next_change(),
                member.id,
            ),
        )

    async def by_telegram(self, telegram_id: int) -> Member | None:
        """The member with that Telegram id."""
        row = await self._session.row(
            "SELECT id, sealed FROM members WHERE person = ?",
            (self._vault.lookup("member", str(telegram_id).encode()),),
        )
        return None if row is None else MEMBER.unpack(self._vault.open_row("members", row[0], row[1]))

    async def all(self) -> list[Member]:
        """Everybody, in the order in which they joined."""
        rows = await self._session.rows("SELECT id, sealed FROM members ORDER BY id")
        return [MEMBER.unpack(self._vault.open_row("members", row[0], row[1])) for row in rows]
