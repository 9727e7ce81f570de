"""The quarantine: updates whose sender can't be read; few, and not for long."""

import json
import time
from typing import Any

from storage.table import Table

MAX_ROWS = 1000
MAX_AGE_DAYS = 30
SECONDS_A_DAY = 86_400


class Quarantine(Table):
    """Sealed under a key of its own."""

    async def add(self, raw: dict[str, Any]) -> None:
        """Keep an update; the oldest go when there are too many, the old ones anyway."""
        today = int(time.time()) // SECONDS_A_DAY
        seq = await self._returned_id("INSERT INTO quarantine (day, sealed) VALUES (?, x'') RETURNING seq", (today,))
        sealed = self._vault.seal_row("quarantine", seq, json.dumps(raw).encode())
        await self._session.run("UPDATE quarantine SET sealed = ? WHERE seq = ?", (sealed, seq))
        await self._session.run(
            "DELETE FROM quarantine WHERE day < ? OR seq <= (SELECT max(seq) FROM quarantine) - ?",
            (today - MAX_AGE_DAYS, MAX_ROWS),
        )

    async def count(self) -> int:
        """How many there are."""
        row = await self._session.row("SELECT count(*) FROM quarantine")
        return int(row[0]) if row else 0
