"""The Bot API's send methods."""

from dataclasses import dataclass, field
from typing import Any

from demo.calls import Call
from demo.chats import Chat
from demo.entities import utf16_length
from demo.errors import BadRequest, NoSuchMessage, QuoteNotInMessage
from demo.files import StoredFile
from demo.keyboards import keyboard, read_buttons
from demo.markup import Formatted, parse_html, with_entities
from demo.sent import SentKind
from demo.world import World

MAX_TEXT_UNITS = 4096  # Bot API, sendMessage: "after entities parsing"; counted in UTF-16
MAX_CAPTION_UNITS = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
_IMAGE_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a new message holds."""

    kind: SentKind
    source: str = ""  # as the bot wrote it
    formatted: Formatted
    fields: dict[str, Any] = field(default_factory=dict)
    file: StoredFile | None = None


def read_text(call: Call) -> Formatted:
    """The text of a message.

    Raises:
        BadRequest: empty, too long, or its formatting can't be read.
    """
    if not call.text("text"):
        raise BadRequest("message text is empty")
    formatted = read_formatted(call.parameters, call.structure("entities"), "text")
    if not formatted.text:
        raise BadRequest("text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT_UNITS:
        raise BadRequest("message is too long")
    return formatted


def read_caption(parameters: dict[str, Any], marks: Any = None) -> Formatted:
    """The caption of a file, perhaps empty.

    Raises:
        BadRequest: too long, or its formatting can't be read.
    """
    formatted = read_formatted(parameters, marks, "caption")
    if utf16_length(formatted.text) > MAX_CAPTION_UNITS:
        raise BadRequest("message caption is too long")
    return formatted


def read_formatted(parameters: dict[str, Any], marks: Any, name: str) -> Formatted:
    """A text parameter with its formatting, by `parse_mode` or by given entities."""
    source, mode = str(parameters.get(name) or ""), str(parameters.get("parse_mode") or "").lower()
    if mode == "html":
        return parse_html(source)
    if mode:
        raise BadRequest("unsupported parse_mode")
    return with_entities(source.strip(), marks if isinstance(marks, list) else [])


def send_message(world: World, call: Call) -> dict[str, Any]:
    """Bot API: sendMessage."""
    chat, formatted = world.writable_chat(call), read_text(call)
    content = Content(kind="message", source=call.text("text"), formatted=formatted, fields=formatted.fields("text"))
    return put(world, call, chat, content)


def send_photo(world: World, call: Call) -> dict[str, Any]:
    """Bot API: sendPhoto."""
    chat, file = world.writable_chat(call), read_file(world, call, "photo")
    check_photo(file)
    return put(world, call, chat, _with_file(call, "photo", file, {"photo": photo_sizes(file)}))


def send_document(world: World, call: Call) -> dict[str, Any]:
    """Bot API: sendDocument."""
    chat, file = world.writable_chat(call), read_file(world, call, "document")
    described = file.described(file_name=file.name, mime_type=file.mime)
    return put(world, call, chat, _with_file(call, "document", file, {"document": described}))


def send_voice(world: World, call: Call) -> dict[str, Any]:
    """Bot API: sendVoice."""
    chat, file = world.writable_chat(call), read_file(world, call, "voice")
    described = file.described(duration=call.number("duration"), mime_type="audio/ogg")
    return put(world, call, chat, _with_file(call, "voice", file, {"voice": described}))


def send_audio(world: World, call: Call) -> dict[str, Any]:
    """Bot API: sendAudio."""
    chat, file = world.writable_chat(call), read_file(world, call, "audio")
    described = file.described(
        duration=call.number("duration"),
        file_name=file.name,
        mime_type=file.mime,
        title=call.text("title"),
    )
    return put(world, call, chat, _with_file(call, "audio", file, {"audio": described}))


def photo_sizes(file: StoredFile) -> list[dict[str, Any]]:
    """The one size in which we keep a picture."""
    return [file.described(width=1280, height=960)]


def check_photo(file: StoredFile) -> None:
    """Whether Telegram would show the file as a picture.

    Raises:
        BadRequest: no PNG or JPEG, or too big.
    """
    if file.size > MAX_PHOTO_BYTES:
        raise BadRequest(
            f"file of size {file.size} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    if file.held and not file.held.startswith(_IMAGE_HEADS):
        raise BadRequest("IMAGE_PROCESS_FAILED")


def read_file(world: World, call: Call, name: str, reference: str = "") -> StoredFile:
    """The file that came with the call, or one that Telegram has already.

    Raises:
        BadRequest: none came, it is empty, or Telegram does not know its id.
    """
    upload, pointed = call.upload(name, reference), reference or call.text(name)
    if upload is None:
        if not pointed:
            raise BadRequest(f"there is no {name} in the request")
        return _known(world, pointed)
    if not upload.content:
        raise BadRequest("file must be non-empty")
    folder = {"photo": "photos", "document": "documents", "audio": "music"}.get(name, name)
    return world.files.add(folder, upload.content, name=upload.file_name, mime=upload.mime)


def put(world: World, call: Call, chat: Chat, content: Content) -> dict[str, Any]:
    """Put a new message of the bot's into `chat`."""
    buttons = read_buttons(call.structure("reply_markup"))
    reply = _reply(call, chat)
    protected = call.flag("protect_content")
    marks = {"has_protected_content": True} if protected else {}
    message = chat.add(world.bot, world.date, content.fields | keyboard(buttons) | marks, reply)
    message.shown = world.seen(
        content.kind,
        chat.id,
        message.id,
        html=content.source,
        text=content.formatted.text,
        buttons=buttons,
        reply_to=reply.get("reply_to_message", {}).get("message_id"),
        protected=protected,
        silent=call.flag("disable_notification"),
        **file_facts(content.file),
    )
    world.record(message.shown)
    return message.payload


def file_facts(file: StoredFile | None) -> dict[str, Any]:
    """What a `Sent` says about its file."""
    return {"file_id": file.file_id, "file_name": file.name, "content": file.held} if file else {}


def _with_file(call: Call, kind: SentKind, file: StoredFile, fields: dict[str, Any]) -> Content:
    caption = read_caption(call.parameters, call.structure("caption_entities"))
    if caption.text:
        fields |= caption.fields("caption")
    return Content(kind=kind, source=call.text("caption"), formatted=caption, fields=fields, file=file)


def _known(world: World, pointed: str) -> StoredFile:
    if pointed.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")
    try:
        return world.files.find(pointed)
    except BadRequest:
        raise BadRequest("wrong remote file identifier specified: can't unserialize it") from None


def _reply(call: Call, chat: Chat) -> dict[str, Any]:
    wanted = call.structure("reply_parameters") or {"message_id": call.number("reply_to_message_id")}
    message_id = int(wanted.get("message_id") or 0)
    if not message_id:
        return {}
    lenient = wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    try:
        quote = {"quote": chat.message(message_id).quoted(wanted["quote"])} if wanted.get("quote") else {}
        return {"reply_to_message": chat.replied(message_id)} | quote
    except NoSuchMessage:
        if lenient:
            return {}
        raise BadRequest("message to be replied not found") from None
    except QuoteNotInMessage:
        raise BadRequest("QUOTE_TEXT_INVALID") from None
