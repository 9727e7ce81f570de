"""Reads Telegram's HTML as strictly as Telegram: what a person sees, or an error."""

import html
import re

ALLOWED = {"b", "i", "u", "s", "code", "pre"}
_TOKEN = re.compile(r"<(/?)([a-z]+)>|&(?:lt|gt|amp);|[^<>&]+")


def seen(source: str) -> str:
    """The text after parsing."""
    text: list[str] = []
    open_tags: list[str] = []
    position = 0
    while position < len(source):
        token = _TOKEN.match(source, position)
        assert token is not None, f"broken HTML at {position}"
        position = token.end()
        if token[2]:
            assert token[2] in ALLOWED, f"tag {token[2]}"
            if token[1]:
                assert open_tags, "closes what is not open"
                assert open_tags.pop() == token[2], "crossed tags"
            else:
                open_tags.append(token[2])
        else:
            text.append(html.unescape(token[0]) if token[0].startswith("&") else token[0])
    assert not open_tags, "left open"
    return "".join(text)
