"""Hashtags: what a person tags, in any spelling."""

import re

from fieldwork.spelling import slug_of

_RUN = re.compile(r"(?<![\w&/#])(?:[#\uff03](?:(?:theme|site|code|tag):)?\w[\w-]*)+", re.IGNORECASE)  # "#harbour#trust"
HASHTAG = re.compile(r"[#\uff03](?:(?:theme|site|code|tag):)?(\w[\w-]*)", re.IGNORECASE)


def normal_tag(tag: str) -> str:
    """The one form of a tag: `#Room_Space`, `#room-space` and `#RoomSpace` are `room-space`."""
    return slug_of(tag)


def hashtags(text: str) -> tuple[str, ...]:
    """The hashtags as written, `#` included, each spelling once; `#214` is a note's number and no tag."""
    found = (f"#{match[1].rstrip('-_')}" for run in _RUN.finditer(text) for match in HASHTAG.finditer(run[0]))
    return tuple(dict.fromkeys(tag for tag in found if any(letter.isalpha() for letter in tag)))
