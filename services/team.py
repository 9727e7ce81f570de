"""The team: who is on it, who invites whom, and which site each is at today."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from fieldwork.member import Invitation, Member, MemberId, Role, StickySite
from services.incoming import IncomingText
from services.outgoing import Say, add_replies
from storage.store import Store
from storage.transaction import Transaction

INVITATION_LIFETIME = timedelta(days=3)
INVITE_CODE_BYTES = 16  # 128 bits: not to be guessed, in a link of 22 characters

Refusal = Literal["unknown", "expired", "used"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRefused:
    """Why a code was not accepted."""

    chat_id: int
    reason: Refusal


def refusal_of(invitation: Invitation | None, now: datetime) -> Refusal | None:
    """Why that invitation can't be redeemed now, None when it can."""
    if invitation is None:
        return "unknown"
    if invitation.used_at is not None:
        return "used"
    return "expired" if now >= invitation.expires_at else None


class Team:
    """Members by Telegram id, in memory; every change is stored first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._members: dict[int, Member] = {}

    def put(self, member: Member) -> None:
        """Take in a member as stored."""
        self._members[member.telegram_id] = member

    def by_telegram(self, telegram_id: int) -> Member | None:
        """The member with that Telegram id, revoked ones included."""
        return self._members.get(telegram_id)

    def by_id(self, member_id: MemberId) -> Member | None:
        """The member of that row."""
        return next((member for member in self._members.values() if member.id == member_id), None)

    def by_label(self, label: str) -> Member | None:
        """The member called that on cards, in any case."""
        return next((m for m in self._members.values() if m.label.casefold() == label.casefold()), None)

    def members(self) -> list[Member]:
        """All active members in the order in which they joined."""
        return sorted((m for m in self._members.values() if m.active), key=lambda member: member.id)

    def gone(self) -> frozenset[str]:
        """Labels of those who left."""
        return frozenset(member.label for member in self._members.values() if not member.active)

    def names(self) -> dict[str, str]:
        """How active members are called, each with their label."""
        return {member.name: member.label for member in self.members() if member.name}

    def with_role(self, role: Role) -> list[Member]:
        """Active members of that role."""
        return [member for member in self.members() if member.role is role]

    async def invite(self, role: Role, name: str, now: datetime) -> str:
        """Make a one-time code, good for three days."""
        code = secrets.token_urlsafe(INVITE_CODE_BYTES)
        invitation = Invitation(role=role, name=name, made_at=now, expires_at=now + INVITATION_LIFETIME)

        async def work(tx: Transaction) -> None:
            await tx.invitations.add(code, invitation)
            await tx.audit.add(now, name or role.value, "invited")

        await self._store.write(work)
        return code

    async def open_invitation(self, code: str, now: datetime) -> Refusal | None:
        """Why that code can't be redeemed now, None when it can."""
        invitation = await self._store.write(lambda tx: tx.invitations.find(code))
        return refusal_of(invitation, now)

    async def redeem(
        self,
        incoming: IncomingText,
        code: str,
        now: datetime,
        *,
        welcome: Callable[[Member], Say],
        refused: Callable[[InvitationRefused], Say],
    ) -> Member | None:
        """Make the sender a member if the code allows; answer either way, in one transaction."""

        async def work(tx: Transaction) -> Member | None:
            invitation = await tx.invitations.find(code)
            reason = refusal_of(invitation, now)
            member = None
            if reason is None and invitation is not None:
                member = await self._admit(tx, invitation, incoming, now)
                await tx.invitations.use(code, now)
                await tx.audit.add(now, member.label, "joined")
                say = welcome(member)
            else:
                say = refused(InvitationRefused(chat_id=incoming.chat_id, reason=reason or "unknown"))
            await add_replies(tx, [say], now)
            await tx.inbox.settle(incoming.row)
            return member

        member = await self._store.write(work)
        if member is not None:
            self.put(member)
        return member

    async def _admit(self, tx: Transaction, invitation: Invitation, incoming: IncomingText, now: datetime) -> Member:
        sender = incoming.sender
        known = await tx.members.by_telegram(sender.telegram_id)
        if known is None:
            return await tx.members.add(invitation.role, invitation.name or sender.name, sender.telegram_id, now)
        again = replace(known, role=invitation.role, revoked=False)
        await tx.members.replace(again)
        return again

    async def revoke(self, member: Member, now: datetime) -> None:
        """Take a member off the team; their notes stay."""
        gone = replace(member, revoked=True)

        async def work(tx: Transaction) -> None:
            await tx.members.replace(gone)
            await tx.audit.add(now, member.label, "revoked")

        await self._store.write(work)
        self.put(gone)

    async def set_sticky_site(self, member: Member, site: StickySite | None) -> Member:
        """Set or clear the site that holds until the day ends."""
        changed = replace(member, sticky_site=site)
        await self._store.write(lambda tx: tx.members.replace(changed))
        self.put(changed)
        return changed
