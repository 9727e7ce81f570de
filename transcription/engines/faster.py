"""faster-whisper: its batched pipeline, beam 5 and int8 decoder, behind our encoder; the default."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import faster_whisper
import numpy as np
import numpy.typing as npt
from ctranslate2 import StorageView
from faster_whisper import BatchedInferencePipeline, WhisperModel

from fieldwork.transcript import Doubt, Segment, Word
from transcription.engines.agreement import MARGIN_SECONDS, agree, better, hardly_heard, is_noise, within, words_of
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
from transcription.sound import SAMPLE_RATE

BEAM = 5
COMPUTE_TYPE = "int8"
BATCH = 1  # looks of 30 s at once: more of them are no faster on one core, and each takes memory
SENTENCE_ENDS = (".", "?", "!")
NEARLY = (
    0.85  # English taken for another language was heard there at 0.66 of its clearness and less, others at 1 and more
)
OTHER_TERMS = "field note, weather"  # for a second hearing where the study has no terms


class FasterWhisper:
    """A CTranslate2 model; two jobs share its weights, one thread each."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._model = _Model(
            load.model,
            device="cpu",
            compute_type=COMPUTE_TYPE,
            cpu_threads=1,
            num_workers=load.jobs,
            local_files_only=True,
        )

    @property
    def version(self) -> str:
        """The library and its version."""
        return f"faster-whisper {faster_whisper.__version__}"

    @property
    def settings(self) -> str:
        """What decides about its words, in a few."""
        return f"beam {BEAM}, {COMPUTE_TYPE} decoder, OpenVINO encoder, {self._load.terms}"

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """The words; hotwords only speak where the gate let speech through, so silence stays silent."""
        if is_silent(sound):
            return Heard(segments=(), language="")
        home = self._load.languages[0]
        heard = self._heard(sound, language or home, wanted)
        if language or not heard.language or sureness(heard.segments) >= CLEAR:
            return heard
        other = self._language(sound)
        if other == home:
            return heard
        foreign = self._heard(sound, other, wanted)
        return foreign if sureness(foreign.segments) >= NEARLY * sureness(heard.segments) else heard

    def _heard(self, sound: Sound, spoken: str, wanted: Wanted) -> Heard:
        looks = list(while_wanted(self._transcribe(sound, spoken, self._load.hotwords), wanted))
        again = self._again(sound, spoken, [look for look in looks if hardly_heard(look)], wanted)
        segments = tuple(piece for look in looks for piece in self._trusted(look, again))
        return Heard(segments=segments, language=spoken if any(segment.words for segment in segments) else "")

    def _again(self, sound: Sound, spoken: str, looks: Sequence[Any], wanted: Wanted) -> list[Word]:
        """What is heard in those looks alone with other terms than the study's in mind, or none."""
        if not looks:
            return []
        terms = "" if self._load.hotwords else OTHER_TERMS
        heard = while_wanted(self._transcribe(only(sound, looks), spoken, terms), wanted)
        return [word for look in heard if not (is_no_speech(look) or is_noise(look)) for word in words_of(look)]

    def _trusted(self, look: Any, again: Sequence[Word]) -> Iterable[Segment]:
        """The sentences of a look; one without words where two hearings differ, none where it holds no speech."""
        words = words_of(look)
        if not words or is_no_speech(look) or is_noise(look):
            return ()
        if not hardly_heard(look):
            return by_sentence(words)
        others = within(again, look)
        if not agree(words, others):
            return (unclear(look),)
        return by_sentence(better(words, others, look) if self._load.hotwords else words)

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


def only(sound: Sound, looks: Sequence[Any]) -> Sound:
    """The sound with silence outside of some looks."""
    kept = np.zeros_like(sound)
    for look in looks:
        place = slice(
            max(0, int((look.start - MARGIN_SECONDS) * SAMPLE_RATE)), int((look.end + MARGIN_SECONDS) * SAMPLE_RATE)
        )
        kept[place] = sound[place]
    return kept


def unclear(look: Any) -> Segment:
    """Where something was heard that nobody can rely on."""
    return Segment(start=float(look.start), end=float(look.end), text="", confidence=0.0, doubt=Doubt.UNCLEAR)


def by_sentence(words: Sequence[Word]) -> Iterable[Segment]:
    """The sentences of the 30 s at once that the pipeline gives, each with its own times and confidence."""
    ends = [number for number, word in enumerate(words, 1) if word.text.rstrip().endswith(SENTENCE_ENDS)]
    for start, end in pairwise(sorted({0, *ends, len(words)})):
        yield Segment.of(words[start:end])
