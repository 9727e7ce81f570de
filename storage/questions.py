"""The questions behind page buttons, and what a digest told, under ids short enough for a button."""

import secrets

from storage.table import Table

ID_BYTES = 6  # 8 characters
KEPT = 5000  # of a busy team some months


class Questions(Table):
    """Sealed; the oldest go."""

    async def add(self, payload: bytes) -> str:
        """Keep a question, or a digest; its id."""
        question = secrets.token_urlsafe(ID_BYTES)
        await self._session.run(
            "INSERT INTO questions (id, seq, sealed) VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM questions), ?)",
            (question, self._vault.seal_row("questions", question, payload)),
        )
        await self._session.run("DELETE FROM questions WHERE seq <= (SELECT max(seq) FROM questions) - ?", (KEPT,))
        return question

    async def get(self, question: str) -> bytes | None:
        """The question of that id, None when it is too old."""
        row = await self._session.row("SELECT sealed FROM questions WHERE id = ?", (question,))
        return None if row is None else self._vault.open_row("questions", question, row[0])
