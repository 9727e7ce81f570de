"""Frames carry a header and sound between parent and engine, whole or not at all."""

import asyncio
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.frames import MAX_FRAME_BYTES, BrokenFrameError, Frame, lengths, next_frame, packed, read_frame

HEADERS = st.dictionaries(st.text(max_size=9), st.integers() | st.text(max_size=9) | st.booleans(), max_size=4)


@given(st.lists(st.tuples(HEADERS, st.binary(max_size=99)), max_size=3))
def test_what_is_sent_is_what_arrives(messages: list[tuple[dict[str, object], bytes]]) -> None:
    stream = io.BytesIO(b"".join(packed(header, sound) for header, sound in messages))
    arrived = [read_frame(stream) for _ in messages]
    assert arrived == [Frame(header=header, sound=sound) for header, sound in messages]
    assert read_frame(stream) is None


@given(st.integers(0, 40))
def test_a_frame_that_breaks_off_is_the_end(kept: int) -> None:
    whole = packed({"kind": "stretch", "id": 1}, bytes(20))
    assert read_frame(io.BytesIO(whole[:kept])) is None


async def test_the_parent_reads_the_same_frames() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(packed({"id": 7}, b"ab"))
    stream.feed_eof()
    assert await next_frame(stream) == Frame(header={"id": 7}, sound=b"ab")
    assert await next_frame(stream) is None


def test_a_length_that_nobody_sends_is_refused() -> None:
    with pytest.raises(BrokenFrameError):
        lengths(b"\xff" * 8)
    assert MAX_FRAME_BYTES < 1 << 32
