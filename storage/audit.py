"""The audit: who did what to which note, and when."""

from dataclasses import dataclass
from datetime import datetime

from fieldwork.note import NoteNumber
from storage.codec import Codec
from storage.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that was done."""

    at: datetime
    who: str  # a member's label, or "engine", "erasure", "command line"
    what: str
    note: NoteNumber | None = None


ENTRY: Codec[AuditEntry] = Codec(AuditEntry)


class Audit(Table):
    """Only ever added to."""

    async def add(self, at: datetime, who: str, what: str, note: NoteNumber | None = None) -> None:
        """Write an entry."""
        seq = await self._returned_id("INSERT INTO audit (sealed) VALUES (x'') RETURNING seq", ())
        entry = AuditEntry(at=at, who=who, what=what, note=note)
        sealed = self._vault.seal_row("audit", seq, ENTRY.pack(entry))
        await self._session.run("UPDATE audit SET sealed = ? WHERE seq = ?", (sealed, seq))

    async def all(self) -> list[AuditEntry]:
        """Every entry, oldest first."""
        rows = await self._session.rows("SELECT seq, sealed FROM audit ORDER BY seq")
        return [ENTRY.unpack(self._vault.open_row("audit", row[0], row[1])) for row in rows]
