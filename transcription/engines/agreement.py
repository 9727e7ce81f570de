"""Does a second hearing say the same? Where nobody speaks, Whisper writes what it was last told to listen for.

A look at 30 s that was hardly heard is heard once more with other study terms before it, or none. Of 95 looks at cafés,
white noise, humming and a pocket, 90 came out as something else altogether; of 26 looks at speech that were hardly
heard, through as much noise as voice or cut to 1.5 s, 25 shared a third of their words and more.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from fieldwork.transcript import Segment, Word

HARDLY = 0.5  # whole looks at clear speech are heard at 0.75 and more
AGREEMENT = 0.25
MAX_COMPRESSION = 2.4  # Whisper's own measure of a text that goes round in circles
PARROTED = 0.3  # with hotwords, garbled speech came out as "giving time to community support" at 0.01
NO_SPEECH = 0.6  # Whisper's no_speech_threshold
MARGIN_SECONDS = 0.5  # by which two hearings may place the same word differently


def words_of(raw: Any) -> list[Word]:
    """The library's words as ours."""
    return [
        Word(text=word.word, start=float(word.start), end=float(word.end), confidence=float(word.probability))
        for word in raw.words or ()
    ]


def hardly_heard(raw: Any) -> bool:
    """Whether the text of a look goes round in circles, or its words are improbable."""
    words = words_of(raw)
    return raw.compression_ratio > MAX_COMPRESSION or (bool(words) and Segment.of(words).confidence < HARDLY)


def is_noise(raw: Any) -> bool:
    """Whether the engine itself takes a look at one hardly heard sound for no speech."""
    words = words_of(raw)
    return bool(words) and raw.no_speech_prob > NO_SPEECH and Segment.of(words).confidence < PARROTED


def within(words: Iterable[Word], raw: Any) -> list[Word]:
    """Those of another hearing's words that lie in the same look."""
    first, last = raw.start - MARGIN_SECONDS, raw.end + MARGIN_SECONDS
    return [word for word in words if first <= (word.start + word.end) / 2 <= last]


def agree(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether two hearings share enough of their words, in the same order."""
    left, right = plain(words), plain(others)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= AGREEMENT * max(len(left), len(right), 1)


def better(words: Sequence[Word], others: Sequence[Word], raw: Any) -> Sequence[Word]:
    """The hearing without study terms, where those were parroted or it was the surer one."""
    before, after = Segment.of(words).confidence, Segment.of(others).confidence
    parroted = before < PARROTED or raw.compression_ratio > MAX_COMPRESSION
    return others if parroted or after > before else words


def plain(words: Sequence[Word]) -> list[str]:
    """Without case and punctuation."""
    return re.sub(r"[^\w\s']+", " ", "".join(word.text for word in words).casefold()).split()
