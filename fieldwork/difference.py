"""What a correction changed: the few words that differ between two texts."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from fieldwork.put_right import PutRight

_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


def differences(old: str, new: str) -> tuple[PutRight, ...]:
    """The stretches of words that were replaced, added (nothing heard) or taken out (nothing meant), in order.

    Case and punctuation around a word don't count.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return tuple(
        PutRight(heard=_phrase(before[first:last]), meant=_phrase(after[start:end]))
        for first, last, start, end in _stretches(before, after)
    )


def _stretches(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where what is not equal begins and ends in each text."""
    done = begun = 0
    for block in Indel.opcodes([_plain(token) for token in before], [_plain(token) for token in after]):
        if block.tag != "equal":
            continue
        if (done, begun) != (block.src_start, block.dest_start):
            yield done, block.src_start, begun, block.dest_start
        done, begun = block.src_end, block.dest_end
    if (done, begun) != (len(before), len(after)):
        yield done, len(before), begun, len(after)


def _plain(token: str) -> str:
    return _EDGES.sub("", token).casefold() or token


def _phrase(tokens: list[str]) -> str:
    return _EDGES.sub("", " ".join(tokens)) or " ".join(tokens)
