"""Sounds for the tests: two spoken memos, and what PyAV makes of numbers."""

import io
import json
import wave
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

SAMPLES = Path(__file__).parent / "samples"
RATE = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A spoken memo and what was said."""

    recording: bytes
    text: str


@pytest.fixture(scope="session")
def memos() -> tuple[Memo, ...]:
    lines = (SAMPLES / "memos.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(Memo(recording=(SAMPLES / row["file"]).read_bytes(), text=row["text"]) for row in rows)


@pytest.fixture(scope="session")
def tone() -> Any:
    """Three seconds of 440 Hz, int16."""
    return (np.sin(np.arange(3 * RATE) * 2 * np.pi * 440 / RATE) * 12_000).astype(np.int16)


@pytest.fixture(scope="session")
def encode() -> Callable[[Any, str, str], bytes]:
    """Samples at 16 kHz as a file of a container and a codec."""

    def encoded(samples: Any, container: str, codec: str) -> bytes:
        target = io.BytesIO()
        with av.open(target, "w", format=container) as file:
            rate = 48_000 if codec == "libopus" else RATE
            stream: Any = file.add_stream(codec, rate=rate)
            stream.layout = "mono"
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = RATE
            frame.pts = 0
            file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
        return target.getvalue()

    return encoded


@pytest.fixture(scope="session")
def silent_hours() -> Callable[[float], bytes]:
    """Opus silence of any length, as a small Ogg file: the packets of one second over and over."""

    def silence(hours: float) -> bytes:
        target = io.BytesIO()
        with av.open(target, "w", format="ogg") as file:
            stream: Any = file.add_stream("libopus", rate=48_000)
            stream.layout = "mono"
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
            frame.sample_rate = 48_000
            packet = next(packet for packet in stream.encode(frame) if packet.duration)
            raw, length = bytes(packet), 960  # 20 ms
            for number in range(int(hours * 3600 * 50)):
                copy = av.Packet(raw)
                copy.stream, copy.time_base = stream, Fraction(1, 48_000)
                copy.pts = copy.dts = number * length
                copy.duration = length
                file.mux(copy)
        return target.getvalue()

    return silence


@pytest.fixture(scope="session")
def as_wav() -> Callable[[Any], bytes]:
    """Int16 samples at 16 kHz as a WAV file."""

    def written(samples: Any) -> bytes:
        target = io.BytesIO()
        with wave.open(target, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.astype(np.int16).tobytes())
        return target.getvalue()

    return written
