"""The dispatcher: what is in the inbox goes to the handlers, in order within a chat, chats side by side."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.trouble import Trouble
from fieldwork.member import Role
from handlers.context import FieldContext
from handlers.incoming import ROW, NotThatKind, row_of
from handlers.replies import admins, trouble
from handlers.replies.terms import Terms
from services.endurance import outlasting, storage_wait, written
from services.outgoing import Say, add_replies
from services.raw_update import chat_of, private_chat_of, sent_at
from services.study import Study
from storage.codec import UnwritableRecord
from storage.errors import StorageUnavailable
from storage.inbox import InboxRow
from storage.transaction import Transaction

MAX_TRIES = 5
LOOK_SECONDS = 2.0  # the inbox is looked at that often, even when nobody rings
ADMINS_HEAR_EVERY = timedelta(hours=1)  # of what was set aside: the first; /health counts the rest

log = logging.getLogger("jottings.dispatcher")
AnyApplication = Application[Any, FieldContext, Any, Any, Any, Any]
Delay = Callable[[int], float]


def delay_after(attempts: int) -> float:
    """Seconds until the next try: all of them together within the 20 s in which people are answered."""
    return float(0.25 * 2**attempts)


class Unreadable(ValueError):
    """The library can't make an update of it, and never will."""


HOPELESS = (Unreadable, NotThatKind, UnwritableRecord)  # another try would end in the same


class Dispatcher:
    """One queue for each chat."""

    def __init__(
        self, application: AnyApplication, study: Study, alarm: Trouble, *, delay: Delay = delay_after
    ) -> None:
        self._application = application
        self._study = study
        self._alarm = alarm
        self._delay = delay
        self._seen = 0
        self._queues: dict[int, asyncio.Queue[InboxRow]] = defaultdict(asyncio.Queue)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._failures: dict[int, type[Exception]] = {}
        self._admins_heard_at: datetime | None = None
        application.add_error_handler(self._note_failure)

    async def run(self) -> None:
        """Dispatch until cancelled; what is under way is then done again at the next start."""
        try:
            while True:
                with outlasting(log):
                    await self._hand_out()
                await self._study.bells.inbox.wait(LOOK_SECONDS)
        finally:
            for worker in self._workers.values():
                worker.cancel()

    async def _hand_out(self) -> None:
        rows = await self._study.store.write(lambda tx: tx.inbox.waiting(after=self._seen))
        for row in rows:
            self._seen = row.seq
            chat = chat_of(row.update)
            self._queues[chat].put_nowait(row)
            if chat not in self._workers:
                self._workers[chat] = asyncio.create_task(self._work(chat))

    async def _work(self, chat: int) -> None:
        queue = self._queues[chat]
        while not queue.empty():
            await self._until_settled(queue.get_nowait())
            self._alarm.well_again(chat)
        del self._workers[chat], self._queues[chat]

    async def _until_settled(self, row: InboxRow) -> None:
        attempts, refusals = row.attempts, 0
        while (failure := await self._try(row)) is not None:
            log.error("handler_failed", extra={"row": row.seq, "error": failure.__name__, "attempts": attempts + 1})
            if failure is StorageUnavailable:  # no fault of the message: it is never set aside for that
                refusals += 1
                await self._alarm.not_stored([row.update])
                await asyncio.sleep(storage_wait(refusals))
                continue
            attempts = await written(self._study, lambda tx: tx.inbox.fail(row.seq), log)
            if attempts >= MAX_TRIES or issubclass(failure, HOPELESS):
                await written(self._study, lambda tx: self._set_aside(tx, row), log)
                return
            await asyncio.sleep(self._delay(attempts))

    async def _try(self, row: InboxRow) -> type[Exception] | None:
        """Handle an update; what kind of thing went wrong, None when nothing did."""
        self._failures.pop(row.seq, None)
        try:
            await self._application.process_update(self._read(row))
            if row.seq not in self._failures:
                await self._study.store.write(lambda tx: tx.inbox.settle(row.seq))
        except Exception as error:
            return type(error)
        return self._failures.pop(row.seq, None)

    def _read(self, row: InboxRow) -> Update:
        try:
            update = Update.de_json({**row.update, ROW: row.seq}, self._application.bot)
            # The library drops an update for which it can't do this, and logs it whole.
            self._application.context_types.context.from_update(update, self._application)
        except Exception:
            raise Unreadable from None
        return update

    async def _set_aside(self, tx: Transaction, row: InboxRow) -> None:
        await tx.inbox.set_aside(row.seq)
        await add_replies(tx, [*self._to_author(row), *self._to_admins(row)], self._study.clock())
        tx.after_commit(self._study.bells.replies.ring)

    def _to_author(self, row: InboxRow) -> list[Say]:
        chat, moment = private_chat_of(row.update), sent_at(row.update)
        if chat is None or moment is None:
            return []
        terms = Terms(codebook=self._study.codebook, timezone=self._study.timezone)
        return [trouble.not_understood(terms, moment, chat)]

    def _to_admins(self, row: InboxRow) -> list[Say]:
        now = self._study.clock()
        if self._admins_heard_at is not None and now - self._admins_heard_at < ADMINS_HEAR_EVERY:
            return []
        self._admins_heard_at = now
        return [admins.set_aside(admin.telegram_id, row.seq) for admin in self._study.team.with_role(Role.ADMIN)]

    async def _note_failure(self, update: object, context: FieldContext) -> None:
        # process_update never raises: the library hands the error here, and would log it with the note's text.
        if isinstance(update, Update):
            self._failures[row_of(update)] = type(context.error) if isinstance(context.error, Exception) else Unreadable
