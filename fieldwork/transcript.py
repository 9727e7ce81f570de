"""The words of a recording, as a speech engine heard them."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from fieldwork.errors import FieldworkError

LEAST_CONFIDENCE = 1e-9  # a logarithm needs one


class Doubt(StrEnum):
    """Why words that an engine wrote were perhaps never said."""

    NONE = ""
    LOOP = "loop"  # the same again and again: "the the the the"
    FILLER = "filler"  # a line that engines write over noise: "Thank you for watching"
    UNCLEAR = "unclear"  # heard twice in two ways: perhaps speech, and no words of it are written


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word with its place in the sound and the engine's probability for it."""

    text: str  # as it stands in the transcript, with its leading space
    start: float  # seconds
    end: float  # seconds
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of speech."""

    start: float  # seconds
    end: float  # seconds
    text: str
    confidence: float  # 0 to 1: exp of the mean log probability
    words: tuple[Word, ...] = ()
    doubt: Doubt = Doubt.NONE

    @classmethod
    def of(cls, words: Sequence[Word], doubt: Doubt = Doubt.NONE) -> Self:
        """Words as one stretch; at least one."""
        logs = [math.log(max(word.confidence, LEAST_CONFIDENCE)) for word in words]
        return cls(
            start=words[0].start,
            end=words[-1].end,
            text="".join(word.text for word in words).strip(),
            confidence=math.exp(sum(logs) / len(logs)),
            words=tuple(words),
            doubt=doubt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What an engine made of one recording; no segments means that it heard no speech."""

    segments: tuple[Segment, ...]
    language: str  # ISO 639-1, "" when nothing was heard
    model: str  # engine and model, "faster-whisper base"
    audio_seconds: float
    seconds: float  # how long the engine took
    version: str = ""  # of engine and weights: "faster-whisper 1.2.1, weights 905e5bf8336b"
    settings: str = ""  # how the engine was set: "beam 5, int8 decoder, ..."

    @property
    def made_with(self) -> str:
        """Version and settings, "" where nothing was heard yet."""
        return ", ".join(part for part in (self.version, self.settings) if part)

    @property
    def text(self) -> str:
        """All words, one space between stretches; none where there is nothing but filler."""
        return self.words_from(0.0)

    def words_from(self, seconds: float) -> str:
        """The words behind that place in the sound; none where there is nothing but filler."""
        segments = [segment for segment in self.segments if segment.start >= seconds]
        return "" if all(segment.doubt in (Doubt.FILLER, Doubt.UNCLEAR) for segment in segments) else joined(segments)

    @property
    def confidence(self) -> float:
        """Mean confidence by stretch, 0 when nothing was heard."""
        if not self.segments:
            return 0.0
        return sum(segment.confidence for segment in self.segments) / len(self.segments)

    def seconds_left(self, of: float | None) -> float | None:
        """How long the rest of so many seconds of sound takes at this pace; None where that can't be known."""
        if of is None or of <= self.audio_seconds or not self.audio_seconds:
            return None
        return (of - self.audio_seconds) * self.seconds / self.audio_seconds


def joined(segments: Sequence[Segment]) -> str:
    """The words of stretches, one space between them."""
    return " ".join(segment.text.strip() for segment in segments if segment.text.strip())


Heed = Callable[[Transcript], Awaitable[None]]  # told what is heard so far, after each stretch but the last


class RecordingUnreadable(FieldworkError):
    """The bytes are no sound that can be decoded; trying again will not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This recording can't be decoded: {reason}.")
        self.reason = reason


class EngineUnavailable(FieldworkError):
    """The speech engine is missing, crashed or ran out of time; trying again may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The speech engine is not available: {reason}.")
        self.reason = reason


class EngineAway(EngineUnavailable):
    """The speech server can't be used at all, whatever the recording: each waits until it can."""
