"""Trouble: what can't be stored is said directly, once in each chat until it is well again."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime

from telegram.error import TelegramError

from bot.delivery import Delivery
from handlers.replies import trouble
from handlers.replies.terms import Terms
from services.raw_update import Raw, private_chat_of, sender_of, sent_at
from services.study import Study

log = logging.getLogger("jottings.trouble")


class Trouble:
    """The disk does not take what members send: each of them hears so once, and strangers nothing."""

    def __init__(self, delivery: Delivery, study: Study) -> None:
        self._delivery = delivery
        self._study = study
        self._told: set[int] = set()

    async def not_stored(self, updates: Iterable[object]) -> None:
        """Tell those who sent them and do not know yet."""
        firsts: dict[int, Raw] = {}
        for update in updates:
            if isinstance(update, dict) and (chat := self._member_chat(update)) is not None:
                firsts.setdefault(chat, update)
        now = self._study.clock()
        await asyncio.gather(*(self.not_saved(chat, sent_at(each) or now) for chat, each in firsts.items()))

    async def not_saved(self, chat_id: int, sent: datetime) -> None:
        """Tell one chat, unless it knows."""
        if chat_id in self._told:
            return
        self._told.add(chat_id)
        terms = Terms(codebook=self._study.codebook, timezone=self._study.timezone)
        try:
            await self._delivery.turn(chat_id)
            await self._delivery.send(trouble.not_stored(terms, sent, chat_id))
        except TelegramError as error:
            log.warning("trouble_not_told", extra={"error": type(error).__name__})
            self._told.discard(chat_id)

    def well_again(self, chat_id: int) -> None:
        """What came from that chat was dealt with: the next trouble is news there."""
        self._told.discard(chat_id)

    def _member_chat(self, update: Raw) -> int | None:
        sender = sender_of(update)
        member = None if sender is None else self._study.team.by_telegram(sender)
        return private_chat_of(update) if member is not None and member.active else None
