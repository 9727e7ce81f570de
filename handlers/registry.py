"""Every handler in the order in which Telegram's updates meet them; the commands of `/help` and of the menus."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from telegram import BotCommand, Message, MessageEntity, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from fieldwork.member import Role
from handlers import (
    access,
    codebook,
    digest,
    group,
    health,
    matrix,
    open_note,
    other,
    people,
    presses,
    questions,
    recording,
    reply,
    site,
    start,
    text,
    undo,
)
from handlers.context import FieldContext
from handlers.incoming import recording_of

GATE, DEAL = -1, 0  # handler groups: one handler of each runs

Handle = Callable[[Update, FieldContext], Coroutine[Any, Any, None]]
Handler = BaseHandler[Any, FieldContext, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A chat command."""

    name: str
    handle: Handle
    words: str  # what Telegram's menu says
    menus: frozenset[Role]  # whose menu shows it; everybody may type it
    in_group: bool = False


class HoldsSound(filters.MessageFilter):
    """A voice message, audio file or video note, or a document that holds sound by its type or name."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return recording_of(message) is not None


class MentionsBot(filters.MessageFilter):
    """A message in which the bot is named: `@jottings_bot trust at Riverside?`."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        name = f"@{message.get_bot().username}".casefold()
        return name in map(str.casefold, message.parse_entities([MessageEntity.MENTION]).values())


_ALL, _NOTES = frozenset(Role), frozenset((Role.RESEARCHER, Role.PI))
_PI, _CARE, _NOBODY = frozenset((Role.PI,)), frozenset((Role.PI, Role.ADMIN)), frozenset[Role]()

COMMANDS = (
    Command(name="notes", handle=questions.ask, words="Ask the notes", menus=_NOTES, in_group=True),
    Command(name="today", handle=questions.today, words="Your notes of today", menus=_NOTES),
    Command(name="site", handle=site.site_command, words="Where you are today", menus=_NOTES),
    Command(name="undo", handle=undo.undo, words="Take your last note back", menus=_NOTES),
    Command(name="codebook", handle=codebook.codebook_command, words="Sites and themes", menus=_NOTES),
    Command(name="digest", handle=digest.digest_command, words="What is new", menus=_PI, in_group=True),
    Command(name="matrix", handle=matrix.matrix_command, words="Sites by themes", menus=_PI, in_group=True),
    Command(name="invite", handle=people.invite, words="Invite somebody", menus=_PI),
    Command(name="team", handle=people.team, words="Who is on the team", menus=_CARE),
    Command(name="health", handle=health.health_command, words="Is anything stuck?", menus=_CARE),
    Command(name="help", handle=start.help_command, words="What I can do", menus=_ALL, in_group=True),
    Command(name="privacy", handle=start.privacy, words="What is kept", menus=frozenset((Role.ADMIN,)), in_group=True),
    Command(name="start", handle=start.start, words="Begin", menus=_NOBODY),
)


def menu(role: Role) -> list[BotCommand]:
    """The commands that Telegram offers to that role; six for a researcher."""
    return [BotCommand(command.name, command.words) for command in COMMANDS if role in command.menus]


def register(application: Application[Any, FieldContext, Any, Any, Any, Any]) -> None:
    """Put the gate before everything, then what deals with each update; all of them one at a time."""
    application.add_handler(TypeHandler(Update, access.gate, block=True), GATE)
    for handler in handlers():
        application.add_handler(handler, DEAL)


def handlers() -> Iterator[Handler]:
    """In order: the first that takes an update deals with it."""
    yield CallbackQueryHandler(presses.pressed, block=True)
    yield ChatMemberHandler(group.came_in, ChatMemberHandler.MY_CHAT_MEMBER, block=True)
    yield MessageHandler(filters.StatusUpdate.MIGRATE, group.moved, block=True)
    yield from _commands()
    yield from _private()
    yield TypeHandler(Update, other.silence, block=True)


def _commands() -> Iterator[Handler]:
    new = filters.UpdateType.MESSAGE
    for command in COMMANDS:
        where = new if command.in_group else new & filters.ChatType.PRIVATE
        yield CommandHandler(command.name, command.handle, where, block=True)
    kept_private = [command.name for command in COMMANDS if not command.in_group]
    yield CommandHandler(kept_private, group.in_private_please, new & filters.ChatType.GROUPS, block=True)
    asks = filters.Regex(open_note.ASKS_FOR_NOTE)
    alone = ~filters.REPLY | filters.COMMAND  # "214" in reply to a card is a correction
    yield MessageHandler(new & asks & filters.ChatType.PRIVATE & alone, open_note.open_note, block=True)
    yield MessageHandler(new & asks & filters.ChatType.GROUPS & filters.COMMAND, open_note.open_note, block=True)
    named = MentionsBot(name="mentions the bot") & ~filters.COMMAND
    yield MessageHandler(new & filters.TEXT & named & filters.ChatType.GROUPS, group.mentioned, block=True)


def _private() -> Iterator[Handler]:
    new = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    changed = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & (filters.TEXT | filters.CAPTION)
    yield MessageHandler(changed, text.edited_text, block=True)
    yield MessageHandler(new & filters.COMMAND, text.unknown_command, block=True)
    yield MessageHandler(new & filters.TEXT & filters.REPLY, reply.reply, block=True)
    yield MessageHandler(new & filters.TEXT, text.text_note, block=True)
    yield MessageHandler(new & HoldsSound(name="sound"), recording.recording, block=True)
    yield MessageHandler(new & ~filters.StatusUpdate.ALL, other.not_kept, block=True)
