"""The invitations: the code itself is kept as a keyed hash only."""

from dataclasses import replace
from datetime import datetime

from fieldwork.member import Invitation
from storage.records import INVITATION
from storage.table import Table


class Invitations(Table):
    """One-time codes."""

    async def add(self, code: str, invitation: Invitation) -> None:
        """Keep an invitation under its code."""
        hashed = self._hashed(code)
        await self._session.run(
            "INSERT INTO invitations (code, sealed) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET sealed = ?2",
            (hashed, self._vault.seal_row("invitations", hashed.hex(), INVITATION.pack(invitation))),
        )

    async def find(self, code: str) -> Invitation | None:
        """The invitation of that code, used and expired ones included."""
        hashed = self._hashed(code)
        row = await self._session.row("SELECT sealed FROM invitations WHERE code = ?", (hashed,))
        return None if row is None else INVITATION.unpack(self._vault.open_row("invitations", hashed.hex(), row[0]))

    async def use(self, code: str, at: datetime) -> None:
        """Mark it as used."""
        invitation = await self.find(code)
        if invitation is not None:
            await self.add(code, replace(invitation, used_at=at))

    def _hashed(self, code: str) -> bytes:
        return self._vault.lookup("invitation", code.encode())
