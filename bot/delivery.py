"""One answer on its way: a `Say` as calls of the Bot API, at the pace that Telegram allows."""

import asyncio
import base64
import time
from typing import Any

from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, RetryAfter

from bot.pace import Paces
from bot.setbacks import seconds_asked
from handlers.replies.markup import plain
from services.outgoing import Button, Say
from services.study import Study

UPLOAD_SECONDS = 60.0
_GONE = ("can't be edited", "not found", "no text in the message")  # Telegram's words for a target that is no more


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


class Delivery:
    """Says one thing when its turn has come. Whatever Telegram answers is raised as `telegram.error` names it."""

    def __init__(self, bot: Bot, study: Study) -> None:
        self._bot = bot
        self._study = study
        self._paces = Paces()

    async def send(self, say: Say, *, shapeless: bool = False) -> Message | None:
        """Say it now; the new message, None when an old one was edited or only a press answered."""
        try:
            return await (self._plain(say) if shapeless else self._shaped(say))
        except RetryAfter as error:
            self._paces.close(say.chat_id, seconds_asked(error), time.monotonic())
            raise

    async def turn(self, chat: int) -> None:
        """Wait until that chat may be spoken to."""
        await asyncio.sleep(self._paces.reserve(chat, time.monotonic()))
        while (closed := self.closed_for(chat)) > 0:
            await asyncio.sleep(closed)
            await asyncio.sleep(self._paces.reserve(chat, time.monotonic()))

    def closed_for(self, chat: int) -> float:
        """For how many seconds Telegram wants quiet there."""
        return self._paces.closed_for(chat, time.monotonic())

    async def _plain(self, say: Say) -> Message | None:
        if not say.html:
            return None
        return await self._bot.send_message(
            say.chat_id, plain(say.html)[: MessageLimit.MAX_TEXT_LENGTH], reply_markup=keyboard(say.buttons)
        )

    async def _shaped(self, say: Say) -> Message | None:
        if say.answers_press:
            await self._answer(say)
        if say.photo or say.voice or say.document:
            return await self._file(say)
        if not say.html:
            return None
        target = await self._target(say)
        if target is not None and await self._edited(say, target):
            return None
        return await self._bot.send_message(say.chat_id, say.html, parse_mode=ParseMode.HTML, **_around(say))

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

    async def _edited(self, say: Say, message_id: int) -> bool:
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
            return _edit_refused(error)
        return True

    async def _file(self, say: Say) -> Message:
        around = _around(say) | {"write_timeout": UPLOAD_SECONDS}
        if say.html:
            around |= {"caption": say.html, "parse_mode": ParseMode.HTML}
        content = base64.b64decode(say.photo or say.voice or say.document)
        if say.photo:
            return await self._bot.send_photo(say.chat_id, content, **around)
        if say.voice:
            return await self._bot.send_voice(say.chat_id, content, **around)
        return await self._bot.send_document(say.chat_id, content, filename=say.file_name, **around)


def _edit_refused(error: BadRequest) -> bool:
    """Whether the message already says so; False when it is gone; any other refusal is raised."""
    complaint = error.message.lower()
    if "not modified" in complaint:
        return True
    if any(words in complaint for words in _GONE) and "chat not found" not in complaint:
        return False
    raise error


def _around(say: Say) -> dict[str, Any]:
    common: dict[str, Any] = {"reply_markup": keyboard(say.buttons), "protect_content": say.protected}
    if say.replies_to is not None:
        common["reply_parameters"] = ReplyParameters(say.replies_to, allow_sending_without_reply=True)
    return common
