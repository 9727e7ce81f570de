"""The dispatcher: what is in the inbox goes to the handlers, in order within a chat, chats side by side."""

import asyncio
import logging
from collections import defaultdict
from typing import Any

from telegram import Update
from telegram.ext import Application

from fieldwork.member import Role
from handlers.context import FieldContext
from handlers.incoming import ROW, row_of
from handlers.replies import admins
from services.admission import chat_of
from services.retry import retry_delay
from services.study import Study
from storage.inbox import InboxRow

MAX_TRIES = 5
LOOK_SECONDS = 5.0  # the inbox is looked at that often, even when nobody rings

log = logging.getLogger("jottings.dispatcher")
AnyApplication = Application[Any, FieldContext, Any, Any, Any, Any]


class Dispatcher:
    """One queue for each chat."""

    def __init__(self, application: AnyApplication, study: Study) -> None:
        self._application = application
        self._study = study
        self._seen = 0
        self._queues: dict[int, asyncio.Queue[InboxRow]] = defaultdict(asyncio.Queue)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._failures: dict[int, str] = {}
        application.add_error_handler(self._note_failure)

    async def run(self) -> None:
        """Dispatch until cancelled; what is under way is then done again at the next start."""
        try:
            while True:
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
        del self._workers[chat], self._queues[chat]

    async def _until_settled(self, row: InboxRow) -> None:
        attempts = row.attempts
        while True:
            failure = await self._try(row)
            if failure is None:
                return
            attempts = await self._failed(row.seq, failure, attempts)
            if attempts >= MAX_TRIES:
                await self._set_aside(row.seq)
                return
            await asyncio.sleep(retry_delay(attempts).total_seconds())

    async def _try(self, row: InboxRow) -> str | None:
        """Handle an update; the name of what went wrong, None when nothing did."""
        self._failures.pop(row.seq, None)
        try:
            update = Update.de_json({**row.update, ROW: row.seq}, self._application.bot)
            await self._application.process_update(update)
            if row.seq not in self._failures:
                await self._study.store.write(lambda tx: tx.inbox.settle(row.seq))
        except Exception as error:
            return type(error).__name__
        return self._failures.pop(row.seq, None)

    async def _failed(self, seq: int, failure: str, attempts: int) -> int:
        log.error("handler_failed", extra={"row": seq, "error": failure, "attempts": attempts + 1})
        try:
            return await self._study.store.write(lambda tx: tx.inbox.fail(seq))
        except Exception as error:
            log.error("storage_failed", extra={"error": type(error).__name__})
            return min(attempts + 1, MAX_TRIES - 1)

    async def _set_aside(self, seq: int) -> None:
        says = [admins.set_aside(admin.telegram_id, seq) for admin in self._study.team.with_role(Role.ADMIN)]
        await self._study.store.write(lambda tx: tx.inbox.set_aside(seq))
        await self._study.handled(None, says)

    async def _note_failure(self, update: object, context: FieldContext) -> None:
        # process_update never raises: the library hands the error here, and would log it with the note's text.
        if isinstance(update, Update):
            self._failures[row_of(update)] = type(context.error).__name__
