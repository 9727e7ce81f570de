"""The cards: which of our messages shows which note."""

from collections.abc import Iterable
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldwork.note import NoteNumber
from storage.codec import Codec
from storage.database import Row, Session
from storage.envelope import open_with, seal
from storage.notes import READ_AT_ONCE, Notes
from storage.table import Table
from storage.vault import Vault

SELECT = "SELECT c.seq, n.number, n.key_number, n.wrapped, c.sealed FROM cards c JOIN notes n ON n.number = c.note"
MESSAGE: Codec[tuple[int, int]] = Codec(tuple[int, int])  # chat id, message id


class Card(NamedTuple):
    """A message of ours that shows a note."""

    number: NoteNumber
    chat_id: int
    message_id: int


class Cards(Table):
    """Sealed with the note's data key: whom we wrote to is nobody's business."""

    def __init__(self, session: Session, vault: Vault, ciphers: dict[int, AESGCM] | None = None) -> None:
        super().__init__(session, vault)
        self._notes = Notes(session, vault, ciphers)

    async def add(self, number: NoteNumber, chat_id: int, message_id: int) -> None:
        """Remember a card that was sent."""
        key = await self._notes.data_key(number)
        seq = await self._returned_id("INSERT INTO cards (note, sealed) VALUES (?, x'') RETURNING seq", (number,))
        sealed = seal(key, MESSAGE.pack((chat_id, message_id)), self._vault.place("cards", "sealed", seq))
        await self._session.run("UPDATE cards SET sealed = ? WHERE seq = ?", (sealed, seq))

    async def newest(self, number: NoteNumber, chat_id: int) -> int | None:
        """The message id of the note's newest card in that chat."""
        cards = self.opened(await self._session.rows(f"{SELECT} WHERE c.note = ? ORDER BY c.seq", (number,)))
        return next((card.message_id for card in reversed(cards) if card.chat_id == chat_id), None)

    async def sealed(self, after: int) -> list[Row]:
        """A batch of cards behind that one, oldest first, still sealed; each row begins with its number."""
        return await self._session.rows(f"{SELECT} WHERE c.seq > ? ORDER BY c.seq LIMIT ?", (after, READ_AT_ONCE))

    def opened(self, rows: Iterable[Row]) -> list[Card]:
        """What was sealed in these rows; also when their transaction is over."""
        cards = []
        for seq, number, key_number, wrapped, sealed in rows:
            cipher = self._notes.cipher(number, key_number, wrapped)
            content = open_with(cipher, sealed, self._vault.place("cards", "sealed", seq))
            cards.append(Card(number, *MESSAGE.unpack(content)))
        return cards
