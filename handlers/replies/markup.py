"""A note's words as Telegram HTML: escaped, cut, split into pages without losing a word, doubtful words underlined."""

import html
import re
from itertools import pairwise

from fieldwork.doubt import Span

MESSAGE_UNITS = 4096  # Bot API, sendMessage: after parsing; counted in UTF-16 units, the strictest reading
QUOTE_UNITS = 400  # of one sentence that is quoted

_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019)]*\s+|\n+")
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def escaped(text: str) -> str:
    """Text that Telegram shows as it is; it decodes no more than these three."""
    return html.escape(text, quote=False)


def plain(shaped: str) -> str:
    """Telegram HTML as text without its shape."""
    return html.unescape(_TAG.sub("", shaped))


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Text on one line of at most `most` units, an ellipsis for what is left out."""
    line = " ".join(text.split())
    if units(line) <= most:
        return line
    return line[: _fitting(line, 0, most - 1)].rstrip() + "…"


def quoted(sentence: str, most: int = QUOTE_UNITS) -> str:
    """A sentence in quotation marks, cut to `most` units; one that begins with somebody's words brings its own."""
    line = cut(sentence, most)
    return line if line.startswith(('"', "“")) else f"“{line}”"


def _fitting(text: str, start: int, most: int) -> int:
    """The furthest end so that `text[start:end]` has at most `most` units."""
    end = min(len(text), start + most)
    while (excess := units(text[start:end]) - most) > 0:
        end -= max(1, excess // 2)
    return end


def pages(text: str, room: int) -> tuple[Span, ...]:
    """Where the pages of a long text begin and end: at sentence ends, else between words; together the whole text."""
    spans: list[Span] = []
    start = 0
    while start < len(text) or not spans:
        end = _page_end(text, start, room)
        spans.append((start, end))
        start = end
    return tuple(spans)


def _page_end(text: str, start: int, room: int) -> int:
    end = _fitting(text, start, room)
    if end >= len(text):
        return end
    half = start + (end - start) // 2
    for boundary in (_SENTENCE_END, _SPACE):
        ends = [found.end() for found in boundary.finditer(text, half, end)]
        if ends:
            return ends[-1]
    return max(end, start + 1)


def underlined(text: str, page: Span, spans: tuple[Span, ...]) -> str:
    """A page of the text as HTML with those spans underlined."""
    first, last = page
    inside = [(max(start, first), min(end, last)) for start, end in spans if start < last and end > first]
    cuts = [first, *(place for span in inside for place in span), last]
    pieces = [escaped(text[start:end]) for start, end in pairwise(cuts)]
    return "".join(f"<u>{piece}</u>" if odd % 2 else piece for odd, piece in enumerate(pieces))
