"""What an engine is: the protocol, what it is loaded with and what it answers."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from fieldwork.transcript import Segment

MAX_NO_SPEECH = 0.6  # Whisper's no_speech_threshold
MIN_LOG_PROBABILITY = -1.0  # Whisper's logprob_threshold
ANY = "any"  # every language that the model knows
OTHER_LANGUAGE = 0.6  # less probable than this, it is the study's own
CLEAR = 0.82  # whole memos of ours were heard at 0.85 and more, five other languages as English at 0.80 and less

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
    languages: tuple[str, ...] = ("en",)  # ISO 639-1, the study's own first; others are recognised, by "any" all
    jobs: int = 2  # stretches at once

    @property
    def terms(self) -> str:
        """`24 study terms`."""
        return f"{len(self.hotwords.split(', ')) if self.hotwords else 0} study terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The words of a stretch; times from its beginning."""

    segments: tuple[Segment, ...]
    language: str  # "" when there was no speech


class Engine(Protocol):
    """A loaded speech model."""

    @property
    def version(self) -> str:
        """The library and its version."""
        ...

    @property
    def settings(self) -> str:
        """What decides about its words, in a few."""
        ...

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


def recognised(chances: dict[str, float], languages: tuple[str, ...]) -> str:
    """The language that is spoken: the study's own unless another of the allowed ones is probable enough.

    With `base`, 15 noisy seconds of English were Japanese with a probability of 0.53.
    """
    home, *others = languages
    among = chances if ANY in others else {language: chances.get(language, 0.0) for language in languages}
    likeliest = max(among, key=among.__getitem__)
    return likeliest if among[likeliest] >= OTHER_LANGUAGE else home


def sureness(segments: Iterable[Segment]) -> float:
    """The geometric mean of the words' probabilities, 0 where there are none."""
    logs = [math.log(max(word.confidence, 1e-9)) for segment in segments for word in segment.words]
    return math.exp(sum(logs) / len(logs)) if logs else 0.0


def is_no_speech(raw: Any) -> bool:
    """Whisper's own rule against "Thank you for watching", of what either library made of 30 s."""
    return bool(raw.no_speech_prob > MAX_NO_SPEECH and raw.avg_logprob < MIN_LOG_PROBABILITY)
