"""The state: a few named values of the running study."""

from datetime import datetime
from enum import StrEnum

from storage.table import Table


class StateName(StrEnum):
    """What is remembered."""

    CODEBOOK = "codebook"
    GROUP = "group"
    DIGEST_SENT = "digest-sent"
    SUBSCRIPTIONS = "subscriptions"
    LAST_UPDATE = "last-update"
    ALIVE = "alive"
    ABSENCES = "absences"
    RECOVERY_RECIPIENT = "recovery-recipient"
    LAST_BACKUP = "last-backup"
    LAST_DRILL = "last-drill"
    LEARNED = "learned"


class State(Table):
    """Sealed values by name."""

    async def get(self, name: StateName) -> bytes | None:
        """The value, None when it was never put."""
        row = await self._session.row("SELECT sealed FROM state WHERE name = ?", (name.value,))
        return None if row is None else self._vault.open_row("state", name.value, row[0])

    async def moment(self, name: StateName) -> datetime | None:
        """The value of a state that is a moment (aware)."""
        value = await self.get(name)
        return None if value is None else datetime.fromisoformat(value.decode())

    async def put(self, name: StateName, value: bytes) -> None:
        """Remember a value."""
        await self._session.run(
            "INSERT INTO state (name, sealed) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sealed = ?2",
            (name.value, self._vault.seal_row("state", name.value, value)),
        )
