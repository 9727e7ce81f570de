"""The frames between parent and engine child: two big-endian u32 lengths, a JSON header, raw sound."""

import asyncio
import json
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

LENGTHS = struct.Struct(">II")
MAX_FRAME_BYTES = 1 << 26  # six stretches; more is a broken stream


class BrokenFrameError(Exception):
    """The other side does not speak this protocol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message."""

    header: dict[str, Any]
    sound: bytes = b""


def packed(header: dict[str, Any], sound: bytes = b"") -> bytes:
    """The bytes of a frame."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return LENGTHS.pack(len(text), len(sound)) + text + sound


def lengths(start: bytes) -> tuple[int, int]:
    """Bytes of the header and of the sound that follow `start`."""
    header, sound = LENGTHS.unpack(start)
    if header + sound > MAX_FRAME_BYTES:
        raise BrokenFrameError
    return header, sound


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next frame of a buffered blocking stream; None at its end."""
    start = stream.read(LENGTHS.size)
    if len(start) < LENGTHS.size:
        return None
    header, sound = lengths(start)
    body = stream.read(header + sound)
    if len(body) < header + sound:
        return None
    return Frame(header=json.loads(body[:header]), sound=body[header:])


async def next_frame(stream: asyncio.StreamReader) -> Frame | None:
    """The next frame of an asyncio stream; None at its end."""
    try:
        header, sound = lengths(await stream.readexactly(LENGTHS.size))
        body = await stream.readexactly(header + sound)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return Frame(header=json.loads(body[:header]), sound=body[header:])
