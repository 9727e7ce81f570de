"""Ogg pages (RFC 3533): taken apart, changed and put together again with checksums that are right."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

HEADER = struct.Struct("<4sBBqIIIB")
CHECKSUM_AT = slice(22, 26)
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
FIRST, LAST = 2, 4
TICKS = 48_000  # Opus counts in these, RFC 7845


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; what its lacing says need not be true."""

    lacing: bytes
    body: bytes
    kind: int = 0
    position: int = 0
    serial: int = 1
    number: int = 0
    version: int = 0

    def packed(self) -> bytes:
        """The page as bytes."""
        fields = (b"OggS", self.version, self.kind, self.position, self.serial, self.number, 0, len(self.lacing))
        page = HEADER.pack(*fields) + self.lacing + self.body
        return page[:22] + checksum(page) + page[26:]


def checksum(page: bytes) -> bytes:
    """Ogg's CRC: zlib's polynomial with every byte mirrored, starting and ending with zero."""
    mirrored = zlib.crc32(page.translate(MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2).to_bytes(4, "little")


def pages_of(recording: bytes) -> list[Page]:
    """The pages of an Ogg file; empty when it is none."""
    return list(_pages(recording))


def _pages(recording: bytes) -> Iterator[Page]:
    start = 0
    while recording[start : start + 4] == b"OggS" and len(recording) >= start + HEADER.size:
        _, version, kind, position, serial, number, _, segments = HEADER.unpack_from(recording, start)
        body = start + HEADER.size + segments
        lacing = recording[body - segments : body]
        start = body + sum(lacing)
        yield Page(
            lacing=lacing,
            body=recording[body:start],
            kind=kind,
            position=position,
            serial=serial,
            number=number,
            version=version,
        )


def joined(pages: Sequence[Page]) -> bytes:
    """Pages as a file."""
    return b"".join(page.packed() for page in pages)


def mended(recording: bytes) -> bytes:
    """The same with right checksums as far as pages can be found."""
    pages = joined(pages_of(recording))
    return pages + recording[len(pages) :]


def silence(hours: float) -> bytes:
    """Opus that says nothing, 120 ms in three bytes of file: an hour is 93 kB, 20 MB are nine days."""
    packet, ticks, room = b"\x1b\x02", TICKS * 120 // 1000, 255  # two empty SILK frames of 60 ms, RFC 6716, 3.2.5
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, TICKS, 0, 0)
    tags = b"OpusTags" + struct.pack("<II", 0, 0)
    start = [
        Page(lacing=bytes([len(head)]), body=head, kind=FIRST),
        Page(lacing=bytes([len(tags)]), body=tags, number=1),
    ]
    full = Page(lacing=bytes([len(packet)]) * room, body=packet * room)
    count = int(hours * 3600 * TICKS / ticks / room)
    rest = (replace(full, number=2 + page, position=(page + 1) * ticks * room) for page in range(count))
    return joined([*start, *rest])
