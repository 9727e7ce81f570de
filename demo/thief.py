"""What a thief of the disk would find: every file below a folder, searched for phrases in many disguises."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SHORTEST_NEEDLE = 8  # bytes: a shorter one is found in random bytes by chance
INFLATED_AT_MOST = 1 << 20  # bytes of what a compressed stream holds
_COMPRESSED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")  # RFC 1950, RFC 1952
_ZLIB_OR_GZIP = 32 + zlib.MAX_WBITS


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
    yield "UTF-16", phrase.encode("utf-16-be")
    yield "JSON", json.dumps(phrase)[1:-1].encode()
    yield "hex", plain.hex().encode()
    yield "hex", plain.hex().upper().encode()
    for offset in range(3):  # base64 looks different at each offset from a multiple of three bytes
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(b"\0" * offset + plain)
            yield "base64", whole[4 if offset else 0 : len(whole) // 4 * 4 - 4]


class Needles:
    """Phrases in all their disguises, found in one pass by their first bytes."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_beginning: dict[bytes, dict[bytes, str]] = {}
        for phrase in phrases:
            for disguise, needle in disguises(phrase):
                if len(needle) >= SHORTEST_NEEDLE:
                    self._by_beginning.setdefault(needle[:SHORTEST_NEEDLE], {})[needle] = disguise

    def in_content(self, content: bytes) -> set[str]:
        """The disguises in which a phrase lies there, also inside a compressed stream."""
        return self._plain(content) | {
            f"zlib, {disguise}" for each in _inflated(content) for disguise in self._plain(each)
        }

    def _plain(self, content: bytes) -> set[str]:
        beginnings, width = self._by_beginning, SHORTEST_NEEDLE
        return {
            disguise
            for at in range(len(content) - width + 1)
            if (known := beginnings.get(content[at : at + width])) is not None
            for needle, disguise in known.items()
            if content.startswith(needle, at)
        }


def _inflated(content: bytes) -> Iterator[bytes]:
    """What can be read of every zlib or gzip stream that may begin there."""
    for header in _COMPRESSED.finditer(content):
        inflating = zlib.decompressobj(_ZLIB_OR_GZIP)
        try:
            yield inflating.decompress(content[header.start() :], INFLATED_AT_MOST)
        except zlib.error:
            continue


def search(folder: Path, phrases: Iterable[str]) -> list[Find]:
    """Every phrase that can be read in any file below `folder`."""
    needles = Needles(phrases)
    return [
        Find(file=path, disguise=disguise)
        for path in folder.rglob("*")
        if path.is_file()
        for disguise in sorted(needles.in_content(path.read_bytes()))
    ]
