"""The codebook's revisions: each a whole codebook, who made it and what they changed."""

from dataclasses import dataclass
from datetime import datetime

from storage.codec import Codec
from storage.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookRevision:
    """The codebook as it stood from then on."""

    number: int  # counts from 1
    at: datetime
    who: str  # a member's label, or "command line"
    what: str  # what was changed, in a sentence
    text: str  # the whole codebook, as TOML


REVISION: Codec[CodebookRevision] = Codec(CodebookRevision)


class CodebookRevisions(Table):
    """Only ever added to; the newest is what the study uses."""

    async def newest_number(self) -> int:
        """The newest revision's number, 0 before the first."""
        row = await self._session.row("SELECT coalesce(max(revision), 0) FROM codebook")
        return int(row[0]) if row else 0

    async def get(self, number: int) -> CodebookRevision | None:
        """That revision, None where there is none."""
        row = await self._session.row("SELECT sealed FROM codebook WHERE revision = ?", (number,))
        return None if row is None else REVISION.unpack(self._vault.open_row("codebook", number, row[0]))

    async def add(self, revision: CodebookRevision) -> None:
        """Write the next revision."""
        sealed = self._vault.seal_row("codebook", revision.number, REVISION.pack(revision))
        await self._session.run("INSERT INTO codebook (revision, sealed) VALUES (?, ?)", (revision.number, sealed))

    async def all(self) -> list[CodebookRevision]:
        """Every revision, oldest first."""
        rows = await self._session.rows("SELECT revision, sealed FROM codebook ORDER BY revision")
        return [REVISION.unpack(self._vault.open_row("codebook", row[0], row[1])) for row in rows]
