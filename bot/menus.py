"""The menus that Telegram offers beside the message field: six commands for a researcher, more for the others."""

from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from fieldwork.member import Member, Role
from handlers.registry import menu


async def offer(bot: Bot, members: list[Member]) -> None:
    """Set the common menu, and that of each PI and admin."""
    await bot.set_my_commands(menu(Role.RESEARCHER), scope=BotCommandScopeAllPrivateChats())
    for member in members:
        if member.role is not Role.RESEARCHER:
            await offer_to(bot, member)


async def offer_to(bot: Bot, member: Member) -> None:
    """Set one person's menu; somebody who never wrote to the bot has none yet."""
    try:
        await bot.set_my_commands(menu(member.role), scope=BotCommandScopeChat(member.telegram_id))
    except BadRequest:
        return
