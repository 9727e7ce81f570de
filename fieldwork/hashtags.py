"""Hashtags: what a person tags, in any spelling."""

import re

from fieldwork.spelling import slug_of

_HASHTAG = re.compile(r"(?<![\w&/#])[#\uff03](\w[\w-]*)")


def normal_tag(tag: str) -> str:
    """The one form of a tag: `#Room_Space`, `#room-space` and `#RoomSpace` are `room-space`."""
    return slug_of(tag)


def hashtags(text: str) -> tuple[str, ...]:
    """The hashtags as written, `#` included, each spelling once; `#214` is a note's number and no tag."""
    found = (f"#{match[1].rstrip('-_')}" for match in _HASHTAG.finditer(text))
    return tuple(dict.fromkeys(tag for tag in found if any(letter.isalpha() for letter in tag)))
