"""The study's group: what the bot says when it comes in, and following the group when Telegram moves it."""

import re

from telegram import ChatMember, Update
from telegram.constants import ChatType

from handlers import questions
from handlers.context import FieldContext
from handlers.incoming import read_text, row_of
from handlers.replies import refusals, subscription, welcome
from services.outgoing import Say

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def came_in(update: Update, context: FieldContext) -> None:
    """Say once what the bot hears in a group; thrown out of the study's group, it tells the PIs."""
    change = update.my_chat_member
    says: list[Say] = []
    if change is not None and change.chat.id == context.study.group_chat and _outside(change.new_chat_member.status):
        await context.services.subscriptions.lose_group(row_of(update), subscription.out_of_reach)
        return
    if change is not None and change.chat.type in _GROUPS and _outside(change.old_chat_member.status):
        here = change.new_chat_member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
        says = [welcome.group_help(change.chat.id)] if here else []
    await context.study.handled(row_of(update), says)


def _outside(status: str) -> bool:
    return status in (ChatMember.LEFT, ChatMember.BANNED)


async def moved(update: Update, context: FieldContext) -> None:
    """Telegram gave the group a new id: the digest goes there from now on."""
    message, study = update.message, context.study
    if message is None or message.migrate_to_chat_id is None or message.chat.id != study.group_chat:
        await study.handled(row_of(update), [])
        return
    await context.services.digests.set_group(row_of(update), message.migrate_to_chat_id, list, who="Telegram")


async def mentioned(update: Update, context: FieldContext) -> None:
    """`@jottings_bot trust at Riverside?`: a question, answered with counts."""
    incoming = read_text(update)
    words = re.sub(rf"@{re.escape(context.bot.username)}\b", " ", incoming.text, flags=re.IGNORECASE)
    await questions.ask_words(incoming, " ".join(words.split()), context)


async def in_private_please(update: Update, context: FieldContext) -> None:
    """A command whose answer the group may not see."""
    incoming = read_text(update)
    await context.answer(incoming, refusals.private_only(incoming.chat_id))
