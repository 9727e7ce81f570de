"""The menus that Telegram offers beside the message field: six commands for a researcher, more for the others."""

import asyncio
import logging

from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.setbacks import pause_after
from fieldwork.member import Role
from handlers.registry import menu
from services.study import Study

LOOK_SECONDS = 60.0  # the team is looked at that often, even when nobody rings

log = logging.getLogger("jottings.menus")


class Menus:
    """Keeps each person's menu as their role wants it, also of those who join while the bot runs."""

    def __init__(self, bot: Bot, study: Study) -> None:
        self._bot = bot
        self._study = study
        self._common = False
        self._offered: dict[int, Role] = {}

    async def run(self) -> None:
        """Offer until cancelled; whatever Telegram refuses is offered again."""
        failures = 0
        while True:
            try:
                await self._offer()
                failures = 0
                await self._study.bells.team.wait(LOOK_SECONDS)
            except TelegramError as error:
                failures += 1
                log.warning("menus_failed", extra={"error": type(error).__name__, "failures": failures})
                await asyncio.sleep(pause_after(error, failures))

    async def _offer(self) -> None:
        if not self._common:
            await self._bot.set_my_commands(menu(Role.RESEARCHER), scope=BotCommandScopeAllPrivateChats())
            self._common = True
        roles = {each.telegram_id: each.role for each in self._study.team.members() if each.role is not Role.RESEARCHER}
        for person in self._offered.keys() - roles.keys():
            await self._take_back(person)
        for person, role in roles.items():
            if self._offered.get(person) is not role:
                await self._offer_to(person, role)

    async def _offer_to(self, person: int, role: Role) -> None:
        try:
            await self._bot.set_my_commands(menu(role), scope=BotCommandScopeChat(person))
        except BadRequest:  # they never wrote to the bot: there is no chat yet
            log.info("menu_not_offered")
        self._offered[person] = role

    async def _take_back(self, person: int) -> None:
        try:
            await self._bot.delete_my_commands(scope=BotCommandScopeChat(person))
        except BadRequest:
            log.info("menu_not_taken_back")
        del self._offered[person]
