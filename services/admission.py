"""Whose messages are kept: judged on the raw update, in order, before anything is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.outgoing import Say
from services.raw_update import Raw, group_moving, private_chat_of, private_text, sender_of
from services.study import Study
from services.team import InvitationRefused

Action = Literal["keep", "stranger", "drop", "quarantine"]
STRANGERS_REMEMBERED = 10_000  # answers to strangers stop there for the day, so that memory stays bounded
CODE_TRIES_A_DAY = 10  # answers to wrong codes from one sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of an update, and what a stranger is told."""

    action: Action
    say: Say | None = None


def start_code(text: str | None) -> str | None:
    """The code of a `/start CODE`, None when there is none."""
    words = (text or "").split()
    return words[1] if len(words) == 2 and words[0].split("@")[0] == "/start" else None


class Admission:
    """Keeps members' updates and those of whoever has just sent a good code; strangers' are not kept."""

    def __init__(
        self,
        study: Study,
        *,
        stranger: Callable[[int], Say],
        refused: Callable[[InvitationRefused], Say],
    ) -> None:
        self._study = study
        self._stranger = stranger
        self._refused = refused
        self._let_in: set[int] = set()  # a code of theirs was good; the handler makes them members
        self._answered: dict[int, int] = {}
        self._day: date | None = None

    async def judge(self, update: Raw) -> Verdict:
        """What to do with a raw update, in the order of arrival."""
        if (group := group_moving(update)) is not None and group == self._study.group_chat:
            return Verdict(action="keep")  # whoever of the group's owners has moved it
        sender = sender_of(update)
        if sender is None:
            return Verdict(action="quarantine" if "message" in update or "edited_message" in update else "drop")
        member = self._study.team.by_telegram(sender)
        code = start_code(private_text(update))
        if (member is not None and member.active) or (sender in self._let_in and code is None):
            return Verdict(action="keep")
        return await self._judge_stranger(sender, code, update)

    async def _judge_stranger(self, sender: int, code: str | None, update: Raw) -> Verdict:
        if code is not None:
            reason = await self._study.team.open_invitation(code, self._study.clock())
            if reason is None or sender in self._let_in:
                self._let_in.add(sender)
                return Verdict(action="keep")
            refusal = self._refused(InvitationRefused(chat_id=sender, reason=reason))
            return self._once(sender, refusal, CODE_TRIES_A_DAY)
        if "message" in update and private_chat_of(update) is not None:
            return self._once(sender, self._stranger(sender), 1)
        return Verdict(action="drop")

    def _once(self, sender: int, say: Say, at_most: int) -> Verdict:
        today = self._study.clock().date()
        if today != self._day:
            self._day, self._answered = today, {}
        told = self._answered.get(sender, 0)
        if told >= at_most or len(self._answered) >= STRANGERS_REMEMBERED:
            return Verdict(action="stranger")
        self._answered[sender] = told + 1
        return Verdict(action="stranger", say=say)
