"""Where somebody speaks: the voice-activity gate before every engine, and where a long memo may be cut."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from transcription.engines.engine import Sound
from transcription.sound import SAMPLE_RATE, STRETCH_SAMPLES

WINDOW_SECONDS = 30  # what Whisper hears at once
CUT_SEARCH_SAMPLES = 60 * SAMPLE_RATE  # the end of a stretch, in which a pause is looked for
SILENT_PEAK = 1e-3  # -60 dBFS: a line with nothing on it; no need to ask the model
GATE = VadOptions(max_speech_duration_s=WINDOW_SECONDS, min_silence_duration_ms=160)  # the batched pipeline's


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of speech, in samples."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Speech with its pauses left out, short enough for one look of Whisper."""

    spans: tuple[Span, ...]

    def of(self, sound: Sound) -> Sound:
        """The samples."""
        return np.concatenate([sound[span.start : span.end] for span in self.spans])

    @property
    def start(self) -> float:
        """Seconds from the beginning of the sound."""
        return self.spans[0].start / SAMPLE_RATE

    @property
    def end(self) -> float:
        """Seconds from the beginning of the sound."""
        return self.spans[-1].end / SAMPLE_RATE


def is_silent(sound: Sound) -> bool:
    """Whether there is nothing that could be speech."""
    return sound.size == 0 or float(np.abs(sound).max()) < SILENT_PEAK


def speech(sound: Sound) -> tuple[Span, ...]:
    """Where somebody speaks."""
    if is_silent(sound):
        return ()
    return tuple(Span(start=found["start"], end=found["end"]) for found in get_speech_timestamps(sound, GATE))


def clips(spans: tuple[Span, ...]) -> tuple[Clip, ...]:
    """The spans gathered into clips of at most `WINDOW_SECONDS` of speech."""
    gathered: list[list[Span]] = []
    room = 0
    for span in spans:
        length = span.end - span.start
        if not gathered or length > room:
            gathered.append([])
            room = WINDOW_SECONDS * SAMPLE_RATE
        gathered[-1].append(span)
        room -= length
    return tuple(Clip(spans=tuple(group)) for group in gathered)


def cut(sound: Sound, *, last: bool) -> int:
    """How many samples to take now: all of a short or last stretch, else up to a pause near the end."""
    if last or sound.size < STRETCH_SAMPLES:
        return sound.size
    first = sound.size - CUT_SEARCH_SAMPLES
    spans = speech(sound[first:])
    pauses = [(before.end + after.start) // 2 for before, after in pairwise(spans)]
    return first + pauses[-1] if pauses else sound.size
