"""Telegram's HTML: the tags it knows, read as strictly as it reads them."""

import re
from dataclasses import dataclass, field

from demo.entities import Entity, entity, find_entities, overlaps
from demo.errors import BadRequest

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # the only four that Telegram decodes
_CHARACTER = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|([A-Za-z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.\-]+))?")
_END_OF_TAG = re.compile(r"\s*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A text as people see it, and what is marked in it."""

    text: str
    entities: tuple[Entity, ...] = ()

    def fields(self, name: str) -> dict[str, object]:
        """The Bot API's pair for `text` or `caption`."""
        marks = "caption_entities" if name == "caption" else "entities"
        return {name: self.text} | ({marks: list(self.entities)} if self.entities else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int  # in the plain text


@dataclass(slots=True)
class _Reader:
    """One pass over one text."""

    source: str
    position: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    closed: list[tuple[_Open, int]] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.source):
            self._step()
        if self.open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _step(self) -> None:
        here = self.source[self.position]
        if here == "&":
            self._character()
        elif here != "<":
            self._keep(here, 1)
        elif self.source.startswith("</", self.position):
            self._end_tag()
        else:
            self._start_tag()

    def _keep(self, text: str, consumed: int) -> None:
        self.plain.append(text)
        self.length += len(text)
        self.position += consumed

    def _character(self) -> None:
        found = _CHARACTER.match(self.source, self.position)
        decoded = _decoded(found) if found else ""
        self._keep(decoded or "&", len(found[0]) if found and decoded else 1)

    def _start_tag(self) -> None:
        begin = self.position
        name = _TAG_NAME.match(self.source, begin + 1)
        end = name.end() if name else begin
        if end >= len(self.source):
            raise _broken(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = self.source[begin + 1 : end].lower()
        if tag not in _TAGS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin, end)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag=tag, attributes=attributes, start=self.length))

    def _attributes(self, tag: str, begin: int, position: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while not (end := _END_OF_TAG.match(self.source, position)):
            found = _ATTRIBUTE.match(self.source, position)
            if not found:
                raise _broken(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
            attributes[found[1].lower()] = (found[2] or "").strip("\"'")
            position = found.end()
        self.position = end.end()
        return attributes

    def _end_tag(self) -> None:
        begin = self.position
        name = _TAG_NAME.match(self.source, begin + 2)
        end = _END_OF_TAG.match(self.source, name.end() if name else begin)
        if not self.open:
            raise _broken(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        if not end or not name:
            raise _broken(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self._close(name[0].lower(), begin)
        self.position = end.end()

    def _close(self, tag: str, begin: int) -> None:
        opened = self.open.pop()
        if tag not in ("", opened.tag):
            raise _broken(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", found "</{tag}>"',
            )
        self.closed.append((opened, self.length))

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str) -> Formatted:
    """The plain text of `source` and its entities; outer white space is cut off, as Telegram cuts it.

    Raises:
        BadRequest: a tag is unknown, not closed, or closed out of turn.
    """
    reader = _Reader(source)
    reader.read()
    whole = "".join(reader.plain)
    lead, text = len(whole) - len(whole.lstrip()), whole.strip()
    spans = [(opened, max(opened.start - lead, 0), min(end - lead, len(text))) for opened, end in reader.closed]
    marked = [mark for opened, start, end in spans if start < end for mark in _marks(opened, text, start, end)]
    return with_entities(text, _merge_code(marked))


def with_entities(text: str, marked: list[Entity]) -> Formatted:
    """`text` with what was `marked` in it and what Telegram finds by itself beside that."""
    hidden = [mark for mark in marked if mark["type"] in {"code", "pre", "text_link"}]
    found = [each for each in find_entities(text) if not any(overlaps(each, mark) for mark in hidden)]
    return Formatted(
        text=text,
        entities=tuple(sorted(marked + found, key=lambda mark: (mark["offset"], -mark["length"], mark["type"]))),
    )


def _marks(opened: _Open, text: str, start: int, end: int) -> list[Entity]:
    kind, given = _TAGS[opened.tag], opened.attributes
    if kind == "text_link":
        link = given.get("href", text[start:end])
        return [entity(kind, text, start, end, url=link)] if "." in link or ":" in link else []
    if kind == "custom_emoji":
        return [entity(kind, text, start, end, custom_emoji_id=given.get("emoji-id", ""))]
    if kind == "blockquote" and "expandable" in given:
        kind = "expandable_blockquote"
    language = given.get("class", "").removeprefix("language-") if kind == "code" else ""
    return [entity(kind, text, start, end) | ({"language": language} if language else {})]


def _merge_code(marks: list[Entity]) -> list[Entity]:
    """`<pre><code class="language-x">` is one block with a language."""
    blocks = {(mark["offset"], mark["length"]): mark for mark in marks if mark["type"] == "pre"}
    kept = []
    for mark in marks:
        language = mark.pop("language", "") if mark["type"] == "code" else ""
        block = blocks.get((mark["offset"], mark["length"])) if mark["type"] == "code" else None
        if block is None:
            kept.append(mark)
        elif language:
            block["language"] = language
    return kept


def _decoded(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _broken(reason: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {reason}")
