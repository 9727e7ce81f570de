"""The sender: answers that were stored go out after the commit, in order within a chat, chats side by side."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace

from telegram import Message
from telegram.error import RetryAfter

from bot.delivery import Delivery
from bot.setbacks import Elsewhere, GiveUp, TryAgain, WithoutShape, remedy_for
from fieldwork.member import Member
from services.endurance import outlasting, written
from services.outgoing import Say, Toast, unpack
from services.study import Study
from storage.jobs import Job, JobKind
from storage.transaction import Transaction

LOOK_SECONDS = 2.0
OUT_OF_REACH = frozenset({"blocked", "no_such_chat"})

Lost = Callable[[Transaction, Member | None, Say], Awaitable[None]]  # that reached no member, or not the group (None)

log = logging.getLogger("jottings.sender")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    job: Job
    say: Say


class Sender:
    """Sends REPLY jobs; a crash between sending and settling repeats one message, and loses none."""

    def __init__(self, delivery: Delivery, study: Study, lost: Lost) -> None:
        self._delivery = delivery
        self._lost = lost
        self._study = study
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, deque[_Answer]] = defaultdict(deque)
        self._seen = 0  # the newest job that was lined up
        self._unsettled = asyncio.Lock()

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                with outlasting(log):
                    await self._take_up()
                await self._study.bells.replies.wait(LOOK_SECONDS)
        finally:
            for task in self._chats.values():
                task.cancel()

    async def _take_up(self) -> None:
        for job in await self._study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY, after=self._seen)):
            self._seen = job.id
            self._line_up(_Answer(job=job, say=_as_say(unpack(job.payload))))

    def _line_up(self, answer: _Answer) -> None:
        chat = answer.say.chat_id
        self._waiting[chat].append(answer)
        if chat not in self._chats:
            self._chats[chat] = asyncio.create_task(self._serve(chat))

    async def _serve(self, chat: int) -> None:
        queue = self._waiting[chat]
        while queue:
            await self._attend_to(queue[0])
            queue.popleft()
        del self._waiting[chat], self._chats[chat]

    async def _attend_to(self, answer: _Answer) -> None:
        """Say it, however often that must be tried, and settle it."""
        say, failures, shapeless = answer.say, 0, False
        while not self._of_erased_note(say):
            await self._delivery.turn(say.chat_id)
            try:
                if await self._said_and_settled(answer, say, shapeless=shapeless):
                    return
                continue
            except Exception as error:
                failures = 0 if isinstance(error, RetryAfter) else failures + 1
                remedy = remedy_for(error, failures, plain=shapeless)
                log.warning("send_failed", extra={"job": answer.job.id, "error": type(error).__name__})
            match remedy:
                case TryAgain():
                    await asyncio.sleep(remedy.after_seconds)
                case WithoutShape():
                    shapeless = True
                case Elsewhere():
                    say = replace(say, chat_id=remedy.chat_id)
                case GiveUp():
                    log.error("send_given_up", extra={"job": answer.job.id, "why": remedy.why})
                    await self._settled(answer, None, lost=remedy.why in OUT_OF_REACH)
                    return
        await self._settled(answer, None)

    async def _said_and_settled(self, answer: _Answer, say: Say, *, shapeless: bool) -> bool:
        """False when Telegram has closed the chat since its turn came."""
        async with self._crossing(say):
            if self._delivery.closed_for(say.chat_id):
                return False
            sent = await self._delivery.send(say, shapeless=shapeless)
            await self._settled(answer, sent)
        return True

    def _crossing(self, say: Say) -> AbstractAsyncContextManager[object]:
        """One message at a time is said and not settled: a crash repeats one. Files would take too long for it."""
        return nullcontext() if say.photo or say.voice or say.document else self._unsettled

    async def _settled(self, answer: _Answer, sent: Message | None, *, lost: bool = False) -> None:
        try:  # what was said is never said again because of a disk that does not take that it was
            await written(self._study, lambda tx: self._settle(tx, answer, sent, lost=lost), log)
        except Exception as error:  # the next start sends it again, not the next look
            log.error("settle_failed", extra={"job": answer.job.id, "error": type(error).__name__})

    def _of_erased_note(self, say: Say) -> bool:
        """Whether its note was erased while it waited: then its words are not sent after all."""
        return say.card_of is not None and self._study.notebook.get(say.card_of) is None

    async def _settle(self, tx: Transaction, answer: _Answer, sent: Message | None, *, lost: bool) -> None:
        if lost:
            await self._lose(tx, answer.say)
        number = answer.say.card_of
        if sent is not None and number is not None and self._study.notebook.get(number) is not None:
            chat, message = sent.chat_id, sent.message_id
            await tx.cards.add(number, chat, message)
            tx.after_commit(lambda: self._study.notebook.add_card(number, chat, message))
        await tx.jobs.settle(answer.job.id)

    async def _lose(self, tx: Transaction, say: Say) -> None:
        member = self._study.team.by_telegram(say.chat_id)
        if say.chat_id == self._study.group_chat or (member is not None and member.active):
            await self._lost(tx, member, say)


def _as_say(said: Say | Toast) -> Say:
    return Say(chat_id=0, html="", answers_press=said.press, toast=said.text) if isinstance(said, Toast) else said
