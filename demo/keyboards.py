"""The buttons under a message: read as strictly as Telegram reads them."""

from typing import Any

from demo.entities import utf16_length
from demo.errors import BadRequest
from demo.sent import Button

MAX_DATA_BYTES = 64  # Bot API, InlineKeyboardButton
MAX_COPIED_UNITS = 256  # Bot API, CopyTextButton
MAX_BUTTONS = 100

_UNSEEN = ("keyboard", "remove_keyboard", "force_reply")  # known, but not under the message

Rows = tuple[tuple[Button, ...], ...]


def read_buttons(markup: Any) -> Rows:
    """The rows of an inline keyboard; none for another markup.

    Raises:
        BadRequest: as Telegram words it.
    """
    if markup is None:
        return ()
    if not isinstance(markup, dict) or not {"inline_keyboard", *_UNSEEN} & markup.keys():
        raise BadRequest("object expected as reply markup")
    given = markup.get("inline_keyboard", [])
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise BadRequest('can\'t parse inline keyboard: Field "inline_keyboard" must be an Array of Arrays')
    rows = tuple(tuple(_button(each) for each in row) for row in given if row)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise BadRequest("reply markup is too long")
    return rows


def keyboard(rows: Rows) -> dict[str, Any]:
    """The rows as a Bot API Message carries them."""
    if not rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_described(button) for button in row] for row in rows]}}


def _described(button: Button) -> dict[str, Any]:
    if button.copies:
        return {"text": button.label, "copy_text": {"text": button.copies}}
    return {"text": button.label} | ({"url": button.url} if button.url else {"callback_data": button.data})


def _button(given: Any) -> Button:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise _unreadable('Field "text" must be of type String')
    label = given["text"].strip()
    if not label:
        raise BadRequest("BUTTON_TEXT_INVALID")
    if "callback_data" in given:
        return Button(label=label, data=_data(given["callback_data"]))
    if "copy_text" in given:
        return Button(label=label, copies=_copied(given["copy_text"]))
    if "url" in given:
        return Button(label=label, url=_url(str(given["url"])))
    raise _unreadable("Text buttons are unallowed in the inline keyboard")


def _data(data: Any) -> str:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    return data


def _copied(copied: Any) -> str:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= utf16_length(text) <= MAX_COPIED_UNITS:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    return text


def _url(url: str) -> str:
    if not url.startswith(("http://", "https://", "tg://")):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url


def _unreadable(reason: str) -> BadRequest:
    return BadRequest(f"can't parse inline keyboard button: {reason}")
