"""The Bot API's methods by name; a name may be written in any case."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from demo import editing, sending
from demo.calls import Call
from demo.errors import BadRequest
from demo.files import MAX_DOWNLOAD_BYTES
from demo.world import World

Method = Callable[[World, Call], Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # Bot API, BotCommand
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
MAX_TOAST_CHARACTERS = 200  # Bot API, answerCallbackQuery


async def get_updates(world: World, call: Call) -> list[dict[str, Any]]:
    """Bot API: getUpdates."""
    allowed = call.structure("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allow(allowed)
    return await world.updates.poll(
        offset=call.number("offset"),
        limit=call.number("limit", 100),
        timeout_seconds=call.number("timeout"),
    )


def _get_me(world: World, _call: Call) -> dict[str, Any]:
    able = {"can_join_groups": True, "supports_inline_queries": False}
    return world.bot | able | {"can_read_all_group_messages": not world.privacy_mode}


def _delete_webhook(world: World, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


def _webhook_info(world: World, _call: Call) -> dict[str, Any]:
    pending = len(world.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending}


def _get_file(world: World, call: Call) -> dict[str, Any]:
    if not call.text("file_id"):
        raise BadRequest("file_id not specified")
    file = world.files.find(call.text("file_id"))
    if file.size > MAX_DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return file.described(file_path=file.path)


def _answer(world: World, call: Call) -> bool:
    press = world.presses.pop(call.text("callback_query_id"), None)
    if press is None or time.monotonic() - press.since > world.press_lifetime_seconds:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > MAX_TOAST_CHARACTERS:
        raise BadRequest("MESSAGE_TOO_LONG")
    answer = world.seen(
        "answer",
        press.chat_id,
        press.message_id,
        text=call.text("text"),
        alert=call.flag("show_alert"),
        press=call.text("callback_query_id"),
    )
    world.record(answer)
    return True


def _chat_action(world: World, call: Call) -> bool:
    world.writable_chat(call)
    if call.text("action") not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    return True


def _get_chat(world: World, call: Call) -> dict[str, Any]:
    chat = world.chat_of(call)
    known = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return chat.described() | known


def _get_member(world: World, call: Call) -> dict[str, Any]:
    chat, user_id = world.writable_chat(call), call.number("user_id")
    if user_id == world.bot["id"]:
        return {"status": "member", "user": world.bot}
    if user_id in chat.members:
        return {"status": "member", "user": chat.members[user_id]}
    people = {user["id"]: user for each in world.chats.values() for user in each.members.values()}
    if user_id not in people:
        raise BadRequest("PARTICIPANT_ID_INVALID")
    return {"status": "left", "user": people[user_id]}


def _leave(world: World, call: Call) -> bool:
    chat = world.writable_chat(call)
    if chat.is_private:
        raise BadRequest("chat member status can't be changed in private chats")
    chat.refusal = f"bot is not a member of the {chat.type} chat"
    return True


def _commands_key(call: Call) -> str:
    scope = call.structure("scope") or {"type": "default"}
    names = (scope.get("type"), scope.get("chat_id"), scope.get("user_id"), call.text("language_code"))
    return f"commands {names}"


def _set_commands(world: World, call: Call) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise BadRequest("can't parse commands JSON object")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    world.settings[_commands_key(call)] = commands
    return True


def _get_commands(world: World, call: Call) -> Any:
    return world.settings.get(_commands_key(call), [])


def _delete_commands(world: World, call: Call) -> bool:
    world.settings.pop(_commands_key(call), None)
    return True


def _setting(name: str) -> dict[str, Method]:
    """A text that the bot says about itself: to set, and to get."""

    def set_it(world: World, call: Call) -> bool:
        world.settings[name] = call.text(name)
        return True

    def get_it(world: World, _call: Call) -> dict[str, str]:
        return {name: world.settings.get(name, "")}

    spoken = name.replace("_", "")
    return {f"setmy{spoken}": set_it, f"getmy{spoken}": get_it}


def _yes(_world: World, _call: Call) -> bool:
    return True


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
    False,
)
METHODS: Mapping[str, Method | Callable[[World, Call], Awaitable[Any]]] = {
    "getupdates": get_updates,
    "getme": _get_me,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _webhook_info,
    "getfile": _get_file,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvoice": sending.send_voice,
    "sendaudio": sending.send_audio,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_buttons,
    "editmessagemedia": editing.edit_media,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "setmessagereaction": editing.set_reaction,
    "answercallbackquery": _answer,
    "sendchataction": _chat_action,
    "getchat": _get_chat,
    "getchatmember": _get_member,
    "leavechat": _leave,
    "setmycommands": _set_commands,
    "getmycommands": _get_commands,
    "deletemycommands": _delete_commands,
    "setchatmenubutton": _yes,
    "setmydefaultadministratorrights": _yes,
    **_setting("name"),
    **_setting("description"),
    **_setting("short_description"),
}
