"""The gate before every handler: only members get through, and strangers' words are not kept."""

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from handlers.context import FieldContext
from handlers.incoming import row_of
from handlers.replies import refusals
from services.admission import start_code
from services.outgoing import Say, Toast


async def gate(update: Update, context: FieldContext) -> None:
    """Let members through, and whoever brings an invitation; answer everybody else and stop.

    Raises:
        ApplicationHandlerStop: nobody behind the gate sees this update.
    """
    await context.study.refresh()
    user = update.effective_user
    member = None if user is None else context.study.team.by_telegram(user.id)
    if member is not None and member.active:
        context.let_in(member)
        await context.services.subscriptions.find_again(member)
        return
    if brings_invitation(update) or moves_group(update.message):
        return
    await context.study.handled(row_of(update), turned_away(update, user, left=member is not None))
    raise ApplicationHandlerStop


def brings_invitation(update: Update) -> bool:
    """Whether this is `/start CODE` in a private chat."""
    message = update.message
    return message is not None and message.chat.type == ChatType.PRIVATE and start_code(message.text) is not None


def moves_group(message: Message | None) -> bool:
    """Whether Telegram tells that a group has a new id; nobody in particular says so."""
    return message is not None and message.migrate_to_chat_id is not None


def turned_away(update: Update, user: User | None, *, left: bool) -> list[Say | Toast]:
    """One sentence in private, none in a group."""
    if update.callback_query is not None:
        return [refusals.stranger_press(update.callback_query.id)]
    chat = update.effective_chat
    if user is None or chat is None or chat.type != ChatType.PRIVATE:
        return []
    return [refusals.revoked(chat.id) if left else refusals.stranger(chat.id)]
