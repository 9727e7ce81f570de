"""The poller: fetches updates as raw JSON, seals them, and only after the commit moves the offset.

The library's own updater confirms updates before handlers have run; see docs/adr/0001.
"""

import asyncio
import logging
import warnings
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.warnings import PTBUserWarning

from bot.rivals import Rivals
from bot.setbacks import pause_after
from bot.trouble import Trouble
from services.admission import Admission, Verdict
from services.attendance import Attendance
from services.endurance import outlasting, written
from services.outgoing import add_replies
from services.raw_update import MOST, Raw, safe
from services.study import Study
from storage.errors import StorageUnavailable
from storage.state import StateName
from storage.transaction import Transaction

POLL_SECONDS = 25  # long poll: Telegram answers at once when there is something
BATCH = 100  # Bot API, getUpdates: at most
IDLE_BEFORE_RESTART = timedelta(hours=24)  # ids restart at random after a quiet week; updates are held for 24 h
PATIENCE_SECONDS = 12.0  # no message is left without an answer for 20 s
STUCK_SECONDS = 1.0
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

# The library's own get_updates parses what it gets and stops at what it can't; we want the raw JSON.
warnings.filterwarnings("ignore", message=".*getUpdates.*", category=PTBUserWarning)

log = logging.getLogger("jottings.poller")


class Poller:
    """Takes in what Telegram holds for the bot, for ever."""

    def __init__(self, bot: Bot, study: Study, admission: Admission, trouble: Trouble) -> None:
        self._bot = bot
        self._study = study
        self._admission = admission
        self._trouble = trouble
        self._attendance = Attendance(study)
        self._rivals = Rivals(study)
        self._offset: int | None = None
        self._last_arrival: datetime | None = None

    async def run(self) -> None:
        """Poll until cancelled; no failure ends it but a refused token."""
        await self._recall_invited()
        failures = 0
        while True:
            before = self._offset
            try:
                updates = await self._fetch()
                await self._patiently_take_in(updates)
                failures = 0
                if updates and self._offset == before:  # Telegram will give the same at once
                    await asyncio.sleep(STUCK_SECONDS)
            except InvalidToken:
                raise
            except Exception as error:
                failures += 1
                await self._failed(error, failures)
                await asyncio.sleep(pause_after(error, failures))

    async def _recall_invited(self) -> None:
        """Whoever has sent a good code that is not dealt with yet is let in, as before a crash."""
        for row in await written(self._study, lambda tx: tx.inbox.waiting(), log):
            with outlasting(log):
                await self._judge(row.update)

    async def _patiently_take_in(self, updates: list[Any]) -> None:
        taking = asyncio.ensure_future(self.take_in(updates))
        try:
            done, _ = await asyncio.wait([taking], timeout=PATIENCE_SECONDS)
            if not done:
                await self._trouble.not_stored(updates)
            await taking
        except StorageUnavailable:
            await self._trouble.not_stored(updates)
            raise
        finally:
            taking.cancel()

    async def take_in(self, updates: list[Any]) -> None:
        """Seal a batch in one transaction; the offset moves when it is committed."""
        if not updates and not self._attendance.due():
            return
        await self._study.refresh()
        judged = [(update, await self._judge(update)) for each in updates if (update := safe(each)) is not None]
        await self._study.store.write(lambda tx: self._seal(tx, judged))
        self._confirm(updates)
        self._study.bells.inbox.ring()
        self._study.bells.replies.ring()

    async def _judge(self, update: Raw) -> Verdict:
        try:
            return await self._admission.judge(update)
        except StorageUnavailable:
            raise
        except Exception as error:
            log.error("update_not_judged", extra={"error": type(error).__name__})
            return Verdict(action="quarantine")

    def _confirm(self, updates: list[Any]) -> None:
        ids = [number for update in updates if (number := _update_id(update)) is not None]
        if ids:
            self._offset = max(ids) + 1
        if updates:
            self._last_arrival = self._study.clock()

    async def _seal(self, tx: Transaction, judged: list[tuple[Raw, Verdict]]) -> None:
        for update, verdict in judged:
            if verdict.action == "keep":
                await tx.inbox.add(update)
            elif verdict.action == "quarantine":
                await tx.quarantine.add(update)
            if verdict.say is not None:
                await add_replies(tx, [verdict.say], self._study.clock())
        if judged:
            await tx.state.put(StateName.LAST_UPDATE, self._study.clock().isoformat().encode())
        await self._attendance.listening(tx)

    async def _fetch(self) -> list[Any]:
        idle = self._last_arrival is None or self._study.clock() - self._last_arrival > IDLE_BEFORE_RESTART
        arguments: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset is not None and not idle:
            arguments["offset"] = self._offset
        answer = await self._bot.do_api_request("getUpdates", api_kwargs=arguments, read_timeout=POLL_SECONDS + 10)
        return answer if isinstance(answer, list) else []

    async def _failed(self, error: Exception, failures: int) -> None:
        self._attendance.failed()
        if isinstance(error, Conflict):
            log.error("second_poller", extra={"failures": failures})
            with outlasting(log):
                await self._rivals.noticed()
            return
        if isinstance(error, TelegramError):
            self._rivals.disturbed()
        if failures in (1, 10, 100):
            log.warning("poll_failed", extra={"error": type(error).__name__, "failures": failures})


def _update_id(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < MOST else None
