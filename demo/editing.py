"""The Bot API's methods that change or remove what stands in a chat."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from demo.calls import Call
from demo.chats import Chat, Message, Payload
from demo.errors import BadRequest, NoSuchMessage
from demo.keyboards import keyboard, read_buttons
from demo.sending import check_photo, file_facts, photo_sizes, read_caption, read_file, read_text
from demo.sent import Sent
from demo.world import World

DELETABLE_FOR = timedelta(hours=48)  # Bot API, deleteMessage
_FILES = ("photo", "document", "voice", "audio")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_text(world: World, call: Call) -> Payload:
    """Bot API: editMessageText; buttons that are not given again go."""
    chat, message = _own_message(world, call)
    formatted = read_text(call)
    if "text" not in message.payload:
        raise BadRequest("there is no text in the message to edit")
    look = {"html": call.text("text"), "text": formatted.text}
    return _redraw(world, call, chat, message, fields=formatted.fields("text"), look=look)


def edit_caption(world: World, call: Call) -> Payload:
    """Bot API: editMessageCaption."""
    chat, message = _own_message(world, call)
    caption = read_caption(call.parameters, call.structure("caption_entities"))
    if "text" in message.payload:
        raise BadRequest("there is no caption in the message to edit")
    look = {"html": call.text("caption"), "text": caption.text}
    fields = _files_of(message) | (caption.fields("caption") if caption.text else {})
    return _redraw(world, call, chat, message, fields=fields, look=look)


def edit_buttons(world: World, call: Call) -> Payload:
    """Bot API: editMessageReplyMarkup."""
    chat, message = _own_message(world, call)
    names = ("text", "entities", "caption", "caption_entities", *_FILES)
    fields = {name: message.payload[name] for name in names if name in message.payload}
    return _redraw(world, call, chat, message, fields=fields, look={})


def edit_media(world: World, call: Call) -> Payload:
    """Bot API: editMessageMedia, for pictures and documents."""
    chat, message = _own_message(world, call)
    media = call.structure("media")
    if not isinstance(media, dict) or media.get("type") not in ("photo", "document"):
        raise BadRequest("can't parse InputMedia: wrong type specified")
    file = read_file(world, call, media["type"], str(media.get("media", "")))
    if media["type"] == "photo":
        check_photo(file)
    caption = read_caption(media, media.get("caption_entities"))
    described = {"photo": photo_sizes(file), "document": file.described(file_name=file.name)}[media["type"]]
    fields = {media["type"]: described} | (caption.fields("caption") if caption.text else {})
    look = {"html": str(media.get("caption", "")), "text": caption.text} | file_facts(file)
    return _redraw(world, call, chat, message, fields=fields, look=look)


def delete_message(world: World, call: Call) -> bool:
    """Bot API: deleteMessage."""
    chat = world.writable_chat(call)
    try:
        message = chat.message(call.number("message_id"))
    except NoSuchMessage:
        raise BadRequest("message to delete not found") from None
    if not _deletable(world, chat, message):
        raise BadRequest("message can't be deleted for everyone")
    _delete(world, chat, message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Bot API: deleteMessages; what is not there is passed over."""
    chat, wanted = world.writable_chat(call), call.structure("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise BadRequest("message identifiers are not specified")
    found = [chat.messages[each] for each in wanted if each in chat.messages]
    for message in [each for each in found if _deletable(world, chat, each)]:
        _delete(world, chat, message)
    return True


def set_reaction(world: World, call: Call) -> bool:
    """Bot API: setMessageReaction."""
    chat, given = world.writable_chat(call), call.structure("reaction") or []
    try:
        message = chat.message(call.number("message_id"))
    except NoSuchMessage:
        raise BadRequest("message to react not found") from None
    emoji = "".join(str(each.get("emoji", "")) for each in given)
    world.record(world.seen("reaction", chat.id, message.id, text=emoji))
    return True


def _own_message(world: World, call: Call) -> tuple[Chat, Message]:
    if not call.text("message_id"):
        raise BadRequest("message identifier is not specified")
    chat = world.writable_chat(call)
    try:
        message = chat.message(call.number("message_id"))
    except NoSuchMessage:
        raise BadRequest("message to edit not found") from None
    if message.shown is None:
        raise BadRequest("message can't be edited")
    return chat, message


def _redraw(
    world: World, call: Call, chat: Chat, message: Message, *, fields: Payload, look: dict[str, Any]
) -> Payload:
    buttons = read_buttons(call.structure("reply_markup"))
    new = _head(message) | fields | keyboard(buttons)
    if new == {name: value for name, value in message.payload.items() if name != "edit_date"}:
        raise BadRequest(_NOT_MODIFIED)
    message.payload = new | {"edit_date": world.date}
    sent = _edited(world, message, {"buttons": buttons} | look)
    chat.redraw(message, sent)
    world.record(sent)
    return message.payload


def _edited(world: World, message: Message, look: dict[str, Any]) -> Sent:
    now = world.seen("edit", 0, 0)
    before = message.shown or now
    return replace(before, kind="edit", at=now.at, monotonic=now.monotonic, **look)


def _head(message: Message) -> Payload:
    names = ("message_id", "from", "chat", "date", "reply_to_message", "quote", "has_protected_content")
    return {name: message.payload[name] for name in names if name in message.payload}


def _files_of(message: Message) -> Payload:
    return {name: message.payload[name] for name in _FILES if name in message.payload}


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    young = world.date - int(message.payload["date"]) < DELETABLE_FOR.total_seconds()
    return young and (chat.is_private or message.shown is not None)


def _delete(world: World, chat: Chat, message: Message) -> None:
    del chat.messages[message.id]
    world.record(world.seen("delete", chat.id, message.id))
