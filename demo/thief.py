"""What a thief of the disk would find: every file below a folder, searched for phrases in many disguises."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SHORTEST_NEEDLE = 8  # bytes: a shorter one is found in random bytes by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A phrase that could be read."""

    file: Path
    disguise: str


def disguises(phrase: str) -> Iterator[tuple[str, bytes]]:
    """The ways in which a phrase might lie in a file."""
    plain = phrase.encode()
    yield "UTF-8", plain
    yield "lower case", phrase.casefold().encode()
    yield "UTF-16", phrase.encode("utf-16-le")
    yield "JSON", json.dumps(phrase)[1:-1].encode()
    yield "hex", plain.hex().encode()
    for offset in range(3):  # base64 looks different at each offset from a multiple of three bytes
        whole = base64.b64encode(b"\0" * offset + plain)
        yield "base64", whole[4 if offset else 0 : len(whole) // 4 * 4 - 4]


def search(folder: Path, phrases: Iterable[str]) -> list[Find]:
    """Every phrase that can be read in any file below `folder`."""
    needles = [
        (name, needle) for phrase in phrases for name, needle in disguises(phrase) if len(needle) >= SHORTEST_NEEDLE
    ]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        Find(file=path, disguise=name)
        for path in files
        for content in [path.read_bytes()]
        for name, needle in needles
        if needle in content
    ]
