"""The queue of updates that getUpdates hands out: kept until confirmed, a day at most, for one poller."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.bell import Bell
from demo.errors import BadRequest, Conflict

KEPT_FOR = timedelta(hours=24)  # Bot API, "Getting updates"
MAX_LIMIT = 100
MAX_TIMEOUT_SECONDS = 50
_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Update = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    update: Update
    since: datetime

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])


class Updates:
    """What the bot has not confirmed yet, in the order of ids.

    Attributes:
        next_id: what the next update gets; Telegram restarts ids at random after a quiet week, so may a test.
        allowed: the kinds that the bot asked for; None for Telegram's default.
        given_at: when each update was first handed to the bot, monotonic seconds.
    """

    def __init__(self, clock: Callable[[], datetime], first_id: int = 731_456_001) -> None:
        self._clock = clock
        self._held: list[_Held] = []
        self._news = Bell()
        self._latest_poll = 0
        self._interruptions = 0
        self.next_id = first_id
        self.allowed: frozenset[str] | None = None
        self.given_at: dict[int, float] = {}

    def push(self, kind: str, content: Mapping[str, Any]) -> None:
        """Queue one update, unless the bot has not asked for its kind."""
        wanted = kind not in _ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed
        if wanted:
            self.push_raw({kind: dict(content)})

    def push_raw(self, update: Update) -> None:
        """Queue whatever is given, under its own `update_id` or the next one."""
        update_id = update.get("update_id", self.next_id)
        self.next_id = update_id + 1
        self._held.append(_Held(update={"update_id": update_id} | update, since=self._clock()))
        self._news.ring()

    @property
    def pending(self) -> tuple[Update, ...]:
        """What is not confirmed."""
        self._forget_old()
        return tuple(held.update for held in self._held)

    def allow(self, kinds: Collection[str]) -> None:
        """From now on only these kinds are queued; an empty list is the default again."""
        self.allowed = frozenset(kinds) or None

    def drop_all(self) -> None:
        """As deleteWebhook does with drop_pending_updates."""
        self._held.clear()

    def interrupt(self) -> None:
        """End every poll that waits, with nothing in it."""
        self._interruptions += 1
        self._news.ring()

    async def poll(self, *, offset: int, limit: int, timeout_seconds: int) -> list[Update]:
        """The oldest unconfirmed updates, waiting for one if there is none.

        Raises:
            Conflict: a newer poll came while this one waited.
            BadRequest: `limit` or the like is out of range.
        """
        if not 1 <= limit <= MAX_LIMIT:
            raise BadRequest("limit must be between 1 and 100")
        self._confirm(offset)
        self._latest_poll += 1
        self._news.ring()
        deadline = asyncio.get_running_loop().time() + min(max(timeout_seconds, 0), MAX_TIMEOUT_SECONDS)
        await self._wait(self._latest_poll, deadline)
        given = list(self.pending[:limit])
        for update in given:
            self.given_at.setdefault(int(update["update_id"]), time.monotonic())
        return given

    async def _wait(self, mine: int, deadline: float) -> None:
        interruptions = self._interruptions
        while not self.pending and asyncio.get_running_loop().time() < deadline:
            await self._news.wait(deadline)
            if mine != self._latest_poll:
                raise Conflict
            if interruptions != self._interruptions:
                return

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._held = self._held[offset:]
        elif offset > 0:
            self._held = [held for held in self._held if held.update_id >= offset]

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_FOR
        self._held = [held for held in self._held if held.since >= oldest]
