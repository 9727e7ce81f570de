"""The inbox: every update from Telegram, sealed before its receipt is confirmed."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from storage.table import Table

_CHANGING = ("edit_date", "date")  # of a message; the rest is its content


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """An update that waits to be dealt with."""

    seq: int
    update: dict[str, Any]
    attempts: int


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def identity_of(update: dict[str, Any]) -> bytes:
    """What makes an update the same when Telegram gives it again; never `update_id`, which restarts at random."""
    for kind in ("message", "edited_message"):
        message = update.get(kind)
        if isinstance(message, dict) and isinstance(message.get("chat"), dict):
            content = {name: value for name, value in message.items() if name not in _CHANGING}
            place = (kind, message["chat"].get("id"), message.get("message_id"), message.get("edit_date", 0))
            return _canonical(place) + hashlib.sha256(_canonical(content)).digest()
    press = update.get("callback_query")
    if isinstance(press, dict) and "id" in press:
        return _canonical(("press", press["id"]))
    return _canonical({name: value for name, value in update.items() if name != "update_id"})


class Inbox(Table):
    """Sealed updates in the order of their arrival; of those dealt with, only a keyed hash stays."""

    async def add(self, update: dict[str, Any]) -> int | None:
        """Seal an update; None when the same was taken in before."""
        identity = self._vault.lookup("update", identity_of(update))
        seq = await self._returned_id(
            "INSERT INTO inbox (identity) VALUES (?) ON CONFLICT (identity) DO NOTHING RETURNING seq", (identity,)
        )
        if seq is not None:
            sealed = self._vault.seal_row("inbox", seq, _canonical(update))
            await self._session.run("UPDATE inbox SET sealed = ? WHERE seq = ?", (sealed, seq))
        return seq

    async def waiting(self, after: int = 0) -> list[InboxRow]:
        """What is to be dealt with, oldest first."""
        rows = await self._session.rows(
            "SELECT seq, sealed, attempts FROM inbox WHERE seq > ? AND sealed IS NOT NULL AND aside = 0 ORDER BY seq",
            (after,),
        )
        return [
            InboxRow(seq=seq, update=json.loads(self._vault.open_row("inbox", seq, sealed)), attempts=attempts)
            for seq, sealed, attempts in rows
        ]

    async def settle(self, seq: int) -> None:
        """Dealt with: its content is deleted, its hash stays."""
        await self._session.run("UPDATE inbox SET sealed = NULL WHERE seq = ?", (seq,))

    async def fail(self, seq: int) -> int:
        """Dealing with it failed; how often by now."""
        attempts = await self._returned_id(
            "UPDATE inbox SET attempts = attempts + 1 WHERE seq = ? RETURNING attempts", (seq,)
        )
        return attempts or 0

    async def set_aside(self, seq: int) -> None:
        """Keep it, but try no more."""
        await self._session.run("UPDATE inbox SET aside = 1 WHERE seq = ?", (seq,))

    async def counts(self) -> tuple[int, int]:
        """How many wait, and how many were set aside."""
        row = await self._session.row(
            "SELECT count(*) FILTER (WHERE aside = 0), count(*) FILTER (WHERE aside = 1)"
            " FROM inbox WHERE sealed IS NOT NULL"
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)
