"""What an engine is: the protocol, what it is loaded with and what it answers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from fieldwork.transcript import Segment

MAX_NO_SPEECH = 0.6  # Whisper's no_speech_threshold
MIN_LOG_PROBABILITY = -1.0  # Whisper's logprob_threshold

T = TypeVar("T")
Wanted = Callable[[], bool]  # whether somebody still waits for the words
Sound = npt.NDArray[np.float32]  # 16 kHz, one channel, -1 to 1


class Unwanted(Exception):
    """Nobody waits for these words any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an engine starts with."""

    model: str  # path of a CTranslate2 directory or of a checkpoint
    hotwords: str = ""  # names and terms of the study; "" for none
    languages: tuple[str, ...] = ("en",)  # ISO 639-1; one is taken as it is, none means any
    jobs: int = 2  # stretches at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The words of a stretch; times from its beginning."""

    segments: tuple[Segment, ...]
    language: str  # "" when there was no speech


class Engine(Protocol):
    """A loaded speech model."""

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """The words in at most a few minutes of sound; `language` "" means that it is not yet known.

        Raises:
            Unwanted: at the next look of 30 s after `wanted` has become false.
        """
        ...


def while_wanted(items: Iterable[T], wanted: Wanted) -> Iterator[T]:
    """The items, as long as somebody waits for what becomes of them."""
    for item in items:
        if not wanted():
            raise Unwanted
        yield item


def likeliest(chances: dict[str, float], allowed: tuple[str, ...]) -> str:
    """The most probable of the allowed languages; of all where none is named."""
    among = {language: chances.get(language, 0.0) for language in allowed} or chances
    return max(among, key=among.__getitem__)


def is_no_speech(raw: Any) -> bool:
    """Whisper's own rule against "Thank you for watching", of what either library made of 30 s."""
    return bool(raw.no_speech_prob > MAX_NO_SPEECH and raw.avg_logprob < MIN_LOG_PROBABILITY)
