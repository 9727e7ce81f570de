"""The poller: fetches updates as raw JSON, seals them, and only after the commit moves the offset.

The library's own updater confirms updates before handlers have run; see docs/adr/0001.
"""

import asyncio
import logging
import warnings
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from services.admission import Admission, Verdict
from services.outgoing import add_replies
from services.study import Study
from storage.errors import StorageUnavailable
from storage.state import StateName
from storage.transaction import Transaction

POLL_SECONDS = 25  # long poll: Telegram answers at once when there is something
BATCH = 100  # Bot API, getUpdates: at most
IDLE_BEFORE_RESTART = timedelta(hours=24)  # ids restart at random after a quiet week; updates are held for 24 h
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

# The library's own get_updates parses what it gets and stops at what it can't; we want the raw JSON.
warnings.filterwarnings("ignore", message=".*getUpdates.*", category=PTBUserWarning)

log = logging.getLogger("jottings.poller")


def wait_after(failures: int) -> float:
    """Seconds to wait after that many failures in a row."""
    return float(min(FIRST_WAIT_SECONDS * 2 ** min(failures, 16), LONGEST_WAIT_SECONDS))


class Poller:
    """Takes in what Telegram holds for the bot, for ever."""

    def __init__(self, bot: Bot, study: Study, admission: Admission) -> None:
        self._bot = bot
        self._study = study
        self._admission = admission
        self._offset: int | None = None
        self._last_arrival: datetime | None = None

    async def run(self) -> None:
        """Poll until cancelled; no failure ends it but a refused token."""
        failures = 0
        while True:
            try:
                await self.take_in(await self._fetch())
                failures = 0
            except InvalidToken:
                raise
            except (TelegramError, StorageUnavailable) as error:
                failures += 1
                await self._pause(error, failures)

    async def take_in(self, updates: list[Any]) -> None:
        """Seal a batch in one transaction; the offset moves when it is committed."""
        if not updates:
            return
        await self._study.refresh()
        judged = [(update, await self._admission.judge(update)) for update in updates if isinstance(update, dict)]
        await self._study.store.write(lambda tx: self._seal(tx, judged))
        self._confirm(updates)
        self._study.bells.inbox.ring()
        self._study.bells.replies.ring()

    def _confirm(self, updates: list[Any]) -> None:
        ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
        numbers = [number for number in ids if isinstance(number, int)]
        if numbers:
            self._offset = max(numbers) + 1
        self._last_arrival = self._study.clock()

    async def _seal(self, tx: Transaction, judged: list[tuple[dict[str, Any], Verdict]]) -> None:
        for update, verdict in judged:
            if verdict.action == "keep":
                await tx.inbox.add(update)
            elif verdict.action == "quarantine":
                await tx.quarantine.add(update)
            if verdict.say is not None:
                await add_replies(tx, [verdict.say], self._study.clock())
        await tx.state.put(StateName.LAST_UPDATE, self._study.clock().isoformat().encode())

    async def _fetch(self) -> list[Any]:
        idle = self._last_arrival is None or self._study.clock() - self._last_arrival > IDLE_BEFORE_RESTART
        arguments: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset is not None and not idle:
            arguments["offset"] = self._offset
        answer = await self._bot.do_api_request("getUpdates", api_kwargs=arguments, read_timeout=POLL_SECONDS + 10)
        return answer if isinstance(answer, list) else []

    async def _pause(self, error: Exception, failures: int) -> None:
        if isinstance(error, Conflict):
            log.error("second_poller", extra={"failures": failures})
        elif failures in (1, 10, 100):
            log.warning("poll_failed", extra={"error": type(error).__name__, "failures": failures})
        if isinstance(error, RetryAfter):
            after = error.retry_after
            await asyncio.sleep(after.total_seconds() if isinstance(after, timedelta) else float(after))
            return
        await asyncio.sleep(wait_after(failures))
