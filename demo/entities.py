"""What Telegram marks in a text by itself, with offsets in UTF-16 code units."""

import re
from itertools import pairwise
from typing import Any

Entity = dict[str, Any]

# The forms that Telegram's clients recognise; a hyphen ends a hashtag, and a tag of digits alone is none.
_FORMS = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "hashtag": re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}(?!\w*#)"),
    "mention": re.compile(r"(?<![\w/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)"),
    "url": re.compile(r"(?<!\w)https?://[^\s<>\"]+[^\s<>\".,;:!?)]"),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}(?!\w)"),
}


def utf16_length(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The piece of `text` that an entity names."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


def entity(kind: str, text: str, start: int, end: int, **more: Any) -> Entity:
    """The entity of `text[start:end]`."""
    return {"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])} | more


def find_entities(text: str) -> list[Entity]:
    """Commands, hashtags, mentions, links and addresses in a text without formatting, in their order."""
    found = sorted((hit.start(), hit.end(), kind) for kind, form in _FORMS.items() for hit in form.finditer(text))
    kept = found[:1] + [later for earlier, later in pairwise(found) if later[0] >= earlier[1]]
    return [entity(kind, text, start, end) for start, end, kind in kept]


def overlaps(one: Entity, other: Entity) -> bool:
    """Whether two entities share a character."""
    one_end, other_end = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < other_end and other["offset"] < one_end)
