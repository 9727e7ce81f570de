"""What every table has: the session of the transaction, the vault, and the change number."""

from datetime import UTC, datetime

from storage.database import Session
from storage.vault import Vault


class Table:
    """One table within one transaction."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def _next_change(self) -> int:
        row = await self._session.row("UPDATE changes SET number = number + 1 WHERE id = 1 RETURNING number")
        return int(row[0]) if row else 0

    async def _returned_id(self, sql: str, values: tuple[object, ...]) -> int | None:
        row = await self._session.row(sql, values)
        return None if row is None else int(row[0])


def milliseconds(moment: datetime) -> int:
    """As it is stored."""
    return round(moment.timestamp() * 1000)


def from_milliseconds(stored: int) -> datetime:
    """As it was."""
    return datetime.fromtimestamp(stored / 1000, UTC)
