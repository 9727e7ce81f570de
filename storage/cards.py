"""The cards: which of our messages shows which note."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from fieldwork.note import NoteNumber
from storage.database import Row, Session
from storage.envelope import open_sealed, seal
from storage.notes import Notes
from storage.table import Table
from storage.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message of ours that shows a note."""

    number: NoteNumber
    chat_id: int
    message_id: int


class Cards(Table):
    """Sealed with the note's data key: whom we wrote to is nobody's business."""

    def __init__(self, session: Session, vault: Vault, keys: dict[int, bytes] | None = None) -> None:
        super().__init__(session, vault)
        self._notes = Notes(session, vault, keys)

    async def add(self, number: NoteNumber, chat_id: int, message_id: int) -> None:
        """Remember a card that was sent."""
        key = await self._notes.data_key(number)
        seq = await self._returned_id("INSERT INTO cards (note, sealed) VALUES (?, x'') RETURNING seq", (number,))
        content = json.dumps([chat_id, message_id]).encode()
        sealed = seal(key, content, self._vault.place("cards", "sealed", seq))
        await self._session.run("UPDATE cards SET sealed = ? WHERE seq = ?", (sealed, seq))

    async def newest(self, number: NoteNumber, chat_id: int) -> int | None:
        """The message id of the note's newest card in that chat."""
        cards = self.opened(await self.sealed(number - 1, number))
        return next((card.message_id for card in reversed(cards) if card.chat_id == chat_id), None)

    async def sealed(self, after: int, last: int) -> list[Row]:
        """The cards of the notes behind that number and up to the other, oldest first, still sealed."""
        return await self._session.rows(
            "SELECT c.seq, n.number, n.key_number, n.wrapped, c.sealed FROM cards c"
            " JOIN notes n ON n.number = c.note WHERE c.note > ? AND c.note <= ? ORDER BY c.seq",
            (after, last),
        )

    def opened(self, rows: Iterable[Row]) -> list[Card]:
        """What was sealed in these rows; also when their transaction is over."""
        cards = []
        for seq, number, key_number, wrapped, sealed in rows:
            key = self._notes.unwrapped(number, key_number, wrapped)
            content = open_sealed(key, sealed, self._vault.place("cards", "sealed", seq))
            chat_id, message_id = json.loads(content)
            cards.append(Card(number=number, chat_id=chat_id, message_id=message_id))
        return cards
