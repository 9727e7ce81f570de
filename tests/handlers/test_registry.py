"""Every message of a member meets exactly the handler that deals with it."""

from typing import Any

import pytest
from telegram import Update, User
from telegram.ext import BaseHandler, CommandHandler

from fieldwork.member import Role
from handlers.registry import COMMANDS, handlers, menu
from handlers.replies import welcome
from tests.handlers.notes import CHAT, member
from tests.handlers.test_incoming import VOICE, document
from tests.handlers.updates import GROUP, OFFLINE, edited, pressed, sent, update

ANSWERED: dict[str, Any] = {"message_id": 5, "date": 1, "chat": {"id": CHAT, "type": "private"}, "text": "Saved"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
DICE = {"emoji": "🎲", "value": 3}
LEFT, CAME = ({"user": {"id": 1, "is_bot": True, "first_name": "b"}, "status": s} for s in ("left", "member"))
MEMBERSHIP = {
    "chat": {"id": GROUP, "type": "supergroup", "title": "Team"},
    "from": {"id": CHAT, "is_bot": False, "first_name": "Amal"},
    "date": 1,
    "old_chat_member": LEFT,
    "new_chat_member": CAME,
}

WAYS = [
    (sent(text="LW1 asked about the dog"), "text_note"),
    (sent(text="what did we hear about trust?"), "text_note"),
    (sent(text="site hilltop, theme trust"), "text_note"),
    (sent(text="10.35, Riverside"), "text_note"),
    (sent(text="214 people came"), "text_note"),
    (sent(text="214"), "open_note"),
    (sent(text="n 214"), "open_note"),
    (sent(text="Note 214"), "open_note"),
    (sent(text="show me #214"), "open_note"),
    (sent(text="#214"), "open_note"),
    (sent(text="N214"), "open_note"),
    (sent(text="/n214"), "open_note"),
    (sent(text="/n214@jottings_bot"), "open_note"),
    (sent(text="214", reply_to_message=ANSWERED), "reply"),
    (sent(text="/n214", reply_to_message=ANSWERED), "open_note"),
    (sent(text="#trust", reply_to_message=ANSWERED), "reply"),
    (sent(text="/notes #trust"), "ask"),
    (sent(text="/NOTES"), "ask"),
    (sent(text="/site riverside"), "site_command"),
    (sent(text="/start c0de"), "start"),
    (sent(text="/note LW1 was late"), "unknown_command"),
    (sent(voice=VOICE), "recording"),
    (sent(voice=VOICE, reply_to_message=ANSWERED), "recording"),
    (sent(document=document("memo.mp3", "audio/mpeg")), "recording"),
    (sent(document=document("letter.pdf", "application/pdf")), "not_kept"),
    (sent(photo=PHOTO, caption="the room"), "not_kept"),
    (sent(contact={"phone_number": "1", "first_name": "x"}), "not_kept"),
    (sent(location={"latitude": 1.0, "longitude": 1.0}), "not_kept"),
    (sent(dice=DICE), "not_kept"),
    (edited(text="LW1 asked about the cat"), "edited_text"),
    (edited(text="/notes #trust"), "edited_text"),
    (edited(photo=PHOTO, caption="the other room"), "edited_text"),
    (edited(location={"latitude": 1.0, "longitude": 1.0}), "silence"),
    (sent(pinned_message=ANSWERED), "silence"),
    (sent(chat=GROUP, text="LW1 asked about the dog"), "silence"),
    (sent(chat=GROUP, text="214"), "silence"),
    (sent(chat=GROUP, text="/weather"), "silence"),
    (sent(chat=GROUP, voice=VOICE), "silence"),
    (sent(chat=GROUP, text="/notes #trust"), "ask"),
    (sent(text="/matrix trust finance since november"), "matrix_command"),
    (sent(chat=GROUP, text="/matrix"), "matrix_command"),
    (sent(chat=GROUP, text="/n214"), "open_note"),
    (sent(chat=GROUP, text="/digest here"), "digest_command"),
    (sent(chat=GROUP, text="/today"), "in_private_please"),
    (sent(chat=GROUP, text="/undo"), "in_private_please"),
    (sent(chat=GROUP, migrate_to_chat_id=-1002), "moved"),
    (pressed("th.214.trust"), "pressed"),
    (pressed("forged"), "pressed"),
    (update(my_chat_member=MEMBERSHIP), "came_in"),
    (update(channel_post={"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "x"}), "silence"),
]


@pytest.fixture(autouse=True)
def named_bot() -> None:
    # The library learns the bot's name from Telegram; here it is told.
    OFFLINE._bot_user = User(id=1, is_bot=True, first_name="Jottings", username="jottings_bot")


def taken_by(given: Update) -> str:
    found: BaseHandler[Any, Any, Any] = next(handler for handler in handlers() if _takes(handler, given))
    return str(found.callback.__name__)


def _takes(handler: BaseHandler[Any, Any, Any], given: Update) -> bool:
    check = handler.check_update(given)
    return check is not None and check is not False


@pytest.mark.parametrize(("given", "name"), WAYS)
def test_every_update_finds_its_way(given: Update, name: str) -> None:
    assert taken_by(given) == name


def test_handlers_run_one_after_the_other_and_edited_commands_fire_none() -> None:
    assert all(handler.block for handler in handlers())
    commands = [handler for handler in handlers() if isinstance(handler, CommandHandler)]
    assert all(not _takes(handler, edited(text="/undo")) for handler in commands)


def test_a_researchers_menu_shows_six_commands() -> None:
    assert len(menu(Role.RESEARCHER)) == 6


@pytest.mark.parametrize("role", Role)
def test_every_command_in_a_menu_is_explained_in_help(role: Role) -> None:
    told = welcome.help_text(member(role=role), CHAT).html
    assert all(f"/{command.command}" in told for command in menu(role) if command.command != "help")


def test_every_command_is_known_once() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
