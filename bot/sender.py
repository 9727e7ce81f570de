"""The sender: answers that were stored go out after the commit, in order within a chat, chats side by side."""

import asyncio
import base64
import html as markup
import logging
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from services.outgoing import Button, Say, Toast, unpack
from services.retry import retry_delay
from services.study import Study
from storage.jobs import Job, JobKind
from storage.transaction import Transaction

LOOK_SECONDS = 5.0
BETWEEN_MESSAGES_SECONDS = 0.04  # about 30 messages a second overall: Bot FAQ, "broadcasting"

log = logging.getLogger("jottings.sender")


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram wants them."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.copies:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copies))
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


class Sender:
    """Sends REPLY jobs; a crash between sending and settling repeats one message, and loses none."""

    def __init__(self, bot: Bot, study: Study) -> None:
        self._bot = bot
        self._study = study
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, list[tuple[Job, Say]]] = {}
        self._taken: set[int] = set()
        self._pace = asyncio.Lock()

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                await self._take_up()
                await self._study.bells.replies.wait(LOOK_SECONDS)
        finally:
            for task in self._chats.values():
                task.cancel()

    async def _take_up(self) -> None:
        for job in await self._study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY)):
            if job.id in self._taken:
                continue
            self._taken.add(job.id)
            said = unpack(job.payload)
            say = (
                Say(chat_id=0, html="", answers_press=said.press, toast=said.text) if isinstance(said, Toast) else said
            )
            self._waiting.setdefault(say.chat_id, []).append((job, say))
            if say.chat_id not in self._chats:
                self._chats[say.chat_id] = asyncio.create_task(self._serve(say.chat_id))

    async def _serve(self, chat: int) -> None:
        queue = self._waiting[chat]
        while queue:
            job, say = queue[0]
            try:
                done = await self._deliver(job, say)
            except Exception as error:
                log.error("send_failed", extra={"job": job.id, "error": type(error).__name__})
                done = False
                await asyncio.sleep(1.0)
            if done:
                queue.pop(0)
                self._taken.discard(job.id)
        del self._waiting[chat], self._chats[chat]

    async def _deliver(self, job: Job, say: Say) -> bool:
        """Send one answer; False when it has to be tried again."""
        attempts = job.attempts
        while True:
            try:
                sent = await self._send(say)
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except Forbidden:
                return await self._give_up(job, "blocked")
            except ChatMigrated as error:
                say = _moved(say, error.new_chat_id)
            except BadRequest as error:
                return await self._refused(job, say, error)
            except InvalidToken:
                raise
            except NetworkError as error:
                attempts += 1
                log.warning("send_postponed", extra={"job": job.id, "error": type(error).__name__})
                await asyncio.sleep(min(retry_delay(attempts).total_seconds(), 30.0))
            else:
                await self._settle(job, say, sent)
                return True

    async def _refused(self, job: Job, say: Say, error: BadRequest) -> bool:
        log.error("send_refused", extra={"job": job.id, "error": type(error).__name__})
        if not say.html:
            return await self._give_up(job, "refused")
        try:  # better without its shape than not at all
            sent = await self._bot.send_message(say.chat_id, _plain(say.html), reply_markup=keyboard(say.buttons))
        except TelegramError:
            return await self._give_up(job, "refused")
        await self._settle(job, say, sent)
        return True

    async def _give_up(self, job: Job, why: str) -> bool:
        log.error("send_given_up", extra={"job": job.id, "why": why})
        await self._study.store.write(lambda tx: tx.jobs.give_up(job.id))
        return True

    async def _settle(self, job: Job, say: Say, sent: Message | None) -> None:
        async def work(tx: Transaction) -> None:
            number = say.card_of
            known = None if number is None else self._study.notebook.get(number)
            if sent is not None and number is not None and known is not None:
                await tx.cards.add(number, sent.chat_id, sent.message_id)
                tx.after_commit(lambda: self._study.notebook.add_card(number, sent.chat_id, sent.message_id))
            await tx.jobs.settle(job.id)

        await self._study.store.write(work)

    async def _send(self, say: Say) -> Message | None:
        async with self._pace:
            await asyncio.sleep(BETWEEN_MESSAGES_SECONDS)
        if say.answers_press:
            await self._answer(say)
        if not say.html and not say.photo and not say.voice and not say.document:
            return None
        target = await self._target(say)
        if target is not None and not (say.photo or say.voice or say.document):
            edited = await self._edit(say, target)
            if edited:
                return None
        return await self._new(say)

    async def _answer(self, say: Say) -> None:
        try:
            await self._bot.answer_callback_query(say.answers_press, text=say.toast or None)
        except BadRequest:
            return  # too old: the button has stopped spinning by itself

    async def _target(self, say: Say) -> int | None:
        number = say.card_of
        if say.edits_card and number is not None:
            return await self._study.store.write(lambda tx: tx.cards.newest(number, say.chat_id))
        return say.edits_message

    async def _edit(self, say: Say, message_id: int) -> bool:
        """Edit a message of ours; False when it is not there any more."""
        try:
            await self._bot.edit_message_text(
                say.html,
                chat_id=say.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(say.buttons),
            )
        except BadRequest as error:
            if "not modified" in error.message:
                return True
            if "can't be edited" in error.message or "not found" in error.message or "no text" in error.message:
                return False
            raise
        return True

    async def _new(self, say: Say) -> Message:
        common: dict[str, Any] = {"reply_markup": keyboard(say.buttons), "protect_content": say.protected}
        if say.replies_to is not None:
            common["reply_parameters"] = ReplyParameters(say.replies_to, allow_sending_without_reply=True)
        caption: dict[str, Any] = {"caption": say.html, "parse_mode": ParseMode.HTML} if say.html else {}
        if say.photo:
            return await self._bot.send_photo(say.chat_id, base64.b64decode(say.photo), **caption, **common)
        if say.voice:
            return await self._bot.send_voice(say.chat_id, base64.b64decode(say.voice), **caption, **common)
        if say.document:
            content = base64.b64decode(say.document)
            return await self._bot.send_document(say.chat_id, content, filename=say.file_name, **caption, **common)
        return await self._bot.send_message(say.chat_id, say.html, parse_mode=ParseMode.HTML, **common)


def _seconds(after: float | timedelta) -> float:
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _moved(say: Say, chat_id: int) -> Say:
    return replace(say, chat_id=chat_id)


def _plain(html: str) -> str:
    return markup.unescape(re.sub(r"<[^>]+>", "", html))
