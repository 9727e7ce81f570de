"""faster-whisper: its batched pipeline, beam 5 and int8 decoder, behind our encoder; the default."""

import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ctranslate2 import StorageView
from faster_whisper import BatchedInferencePipeline, WhisperModel

from fieldwork.transcript import Segment, Word
from transcription.engines.encoder import Encoder
from transcription.engines.engine import (
    CLEAR,
    Heard,
    Load,
    Sound,
    Wanted,
    is_no_speech,
    recognised,
    sureness,
    while_wanted,
)
from transcription.engines.speech import is_silent

BEAM = 5
BATCH = 1  # looks of 30 s at once: more of them are no faster on one core, and each takes memory
SENTENCE_ENDS = (".", "?", "!")
MAX_COMPRESSION = 2.4  # Whisper's own measure of a text that goes round in circles
NEARLY = (
    0.85  # English taken for another language was heard there at 0.66 of its clearness and less, others at 1 and more
)
MIN_CONFIDENCE = 0.3  # with hotwords, garbled speech came out as "giving time to community support" at 0.01


class FasterWhisper:
    """A CTranslate2 model; two jobs share its weights, one thread each."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._model = _Model(
            load.model,
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=load.jobs,
            local_files_only=True,
        )

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """The words; hotwords only speak where the gate let speech through, so silence stays silent."""
        if is_silent(sound):
            return Heard(segments=(), language="")
        home = self._load.languages[0]
        heard = self._heard(sound, language or home, wanted)
        if language or not heard.segments or sureness(heard.segments) >= CLEAR:
            return heard
        other = self._language(sound)
        if other == home:
            return heard
        foreign = self._heard(sound, other, wanted)
        return foreign if sureness(foreign.segments) >= NEARLY * sureness(heard.segments) else heard

    def _heard(self, sound: Sound, spoken: str, wanted: Wanted) -> Heard:
        raw = list(while_wanted(self._transcribe(sound, spoken, self._load.hotwords), wanted))
        if self._load.hotwords and any(is_doubtful(segment) for segment in raw):
            raw = list(while_wanted(self._transcribe(sound, spoken, ""), wanted))
        segments = tuple(piece for segment in raw if not is_no_speech(segment) for piece in by_sentence(segment))
        return Heard(segments=segments, language=spoken if segments else "")

    def _transcribe(self, sound: Sound, language: str, hotwords: str) -> Iterable[Any]:
        """Segments as they are made, a batch of looks at a time."""
        pipeline = BatchedInferencePipeline(self._model)  # it keeps state: one a job
        segments: Iterable[Any]
        segments, _ = pipeline.transcribe(
            sound,
            language=language,
            beam_size=BEAM,
            batch_size=BATCH,
            vad_filter=True,
            word_timestamps=True,
            hotwords=hotwords or None,
        )
        return segments

    def _language(self, sound: Sound) -> str:
        """What is spoken: asked only where the study's own language was not clear, since it costs a look."""
        languages = self._load.languages
        if len(languages) == 1 or not self._model.model.is_multilingual:
            return languages[0]
        _, _, chances = self._model.detect_language(sound, vad_filter=True)
        return recognised(dict(chances), languages)


class _Model(WhisperModel):  # type: ignore[misc] # the library is not typed
    """The library's model with our encoder in front of its decoder."""

    def __init__(self, path: str, *, num_workers: int, **settings: Any) -> None:
        super().__init__(path, num_workers=num_workers, **settings)
        self._encoder = Encoder(Path(path), streams=num_workers)

    def encode(self, features: npt.NDArray[np.float32]) -> StorageView:
        """The states that the decoder looks at, of one spectrogram or several."""
        return StorageView.from_array(self._encoder(features if features.ndim == 3 else features[None]))


def is_doubtful(raw: Any) -> bool:
    """Whether the text goes round in circles or the words were hardly heard: then hotwords are parroted."""
    words = [as_word(word) for word in raw.words or ()]
    return raw.compression_ratio > MAX_COMPRESSION or (bool(words) and sentence(words).confidence < MIN_CONFIDENCE)


def by_sentence(raw: Any) -> Iterable[Segment]:
    """The sentences of the 30 s at once that the pipeline gives, each with its own times and confidence."""
    words = [as_word(word) for word in raw.words or ()]
    if not words:
        return
    ends = [number for number, word in enumerate(words, 1) if word.text.rstrip().endswith(SENTENCE_ENDS)]
    for start, end in pairwise(sorted({0, *ends, len(words)})):
        yield sentence(words[start:end])


def as_word(raw: Any) -> Word:
    """The library's word as ours."""
    return Word(text=raw.word, start=float(raw.start), end=float(raw.end), confidence=float(raw.probability))


def sentence(words: list[Word]) -> Segment:
    """Words as one segment."""
    logs = [math.log(max(word.confidence, 1e-9)) for word in words]
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text="".join(word.text for word in words).strip(),
        confidence=math.exp(sum(logs) / len(logs)),
        words=tuple(words),
    )
