"""The transcriber of this machine: one decoder child per memo, one warm engine child for all."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from fieldwork.invention import marked
from fieldwork.transcript import Heed, Segment, Transcript
from transcription.answer import Answer
from transcription.decoder import Decoder
from transcription.engine import EngineProcess, Limits, Setup
from transcription.media import media_of
from transcription.models import resolve
from transcription.shelf import default_shelf, fingerprint
from transcription.sound import MAX_SOUND_SECONDS, SAMPLE_BYTES, SAMPLE_RATE, STRETCH_SAMPLES
from transcription.vocabulary import hotwords


@dataclass(slots=True, kw_only=True)
class Hearing:
    """What was heard so far of one memo."""

    model: str
    segments: list[Segment] = field(default_factory=list)
    samples: int = 0
    language: str = ""
    version: str = ""
    settings: str = ""
    spent: float = 0.0  # seconds, by earlier tries
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def after(cls, so_far: Transcript | None, model: str) -> Self:
        """Go on from there, or begin."""
        if so_far is None:
            return cls(model=model)
        return cls(
            model=model,
            segments=list(so_far.segments),
            samples=round(so_far.audio_seconds * SAMPLE_RATE),
            language=so_far.language,
            spent=so_far.seconds,
        )

    @property
    def seconds(self) -> float:
        """Length of the sound so far."""
        return self.samples / SAMPLE_RATE

    def add(self, answer: Answer, weights: str) -> None:
        """Append a stretch, moved to its place in the memo, with what was perhaps not said marked."""
        self.segments += [moved(segment, self.seconds) for segment in marked(answer.segments)]
        self.samples += answer.used
        self.language = self.language or answer.language
        self.version = f"{answer.version}, weights {weights}" if weights else answer.version
        self.settings = answer.settings

    def transcript(self) -> Transcript:
        """What was heard so far."""
        return Transcript(
            segments=tuple(self.segments),
            language=self.language,
            model=self.model,
            audio_seconds=self.seconds,
            seconds=self.spent + time.monotonic() - self.started,
            version=self.version,
            settings=self.settings,
        )


class LocalTranscriber:
    """Sound to words with nothing leaving the machine.

    Args:
        engine_name: "faster-whisper" or "openai-whisper".
        model: a name such as "base", or the path of a model.
        vocabulary: the names and terms to listen for as they stand, the most important first.
        download_root: the model directory; None is one in the user's cache.
        languages: ISO 639-1 codes, the study's own first; others are recognised, by "any" all that the model knows.
        jobs: memos at once; the others wait.
        limits: how long the engine may take and stay.
        max_seconds: a longer memo is refused.
    """

    def __init__(
        self,
        engine_name: str,
        model: str,
        *,
        vocabulary: Callable[[], Sequence[str]] = tuple,
        download_root: Path | None = None,
        languages: tuple[str, ...] = ("en",),
        jobs: int = 2,
        limits: Limits | None = None,
        max_seconds: float = MAX_SOUND_SECONDS,
    ) -> None:
        self._engine_name = engine_name
        self._model = model
        self._vocabulary = vocabulary
        self._shelf = download_root or default_shelf()
        self._languages = languages
        self._jobs = jobs
        self._limits = limits
        self._max_seconds = max_seconds
        self._room = asyncio.Semaphore(jobs)
        self._finding = asyncio.Lock()
        self._engine: EngineProcess | None = None
        self._weights = ""

    @property
    def model_name(self) -> str:
        """What a transcript says it was made with."""
        return f"{self._engine_name} {Path(self._model).name}"

    @property
    def engine_pid(self) -> int | None:
        """The process id of the engine child while it runs."""
        return self._engine.pid if self._engine else None

    async def transcribe(
        self, recording: bytes, *, so_far: Transcript | None = None, heed: Heed | None = None
    ) -> Transcript:
        """The words of `recording`, a whole media file, from where `so_far` ends.

        Raises:
            RecordingUnreadable: no decodable sound in it.
            EngineUnavailable: worth another try; ModelMissing says what to fetch first.
        """
        media = media_of(recording)
        async with self._room:
            hearing = Hearing.after(so_far, self.model_name)
            async with Decoder(recording, media, max_seconds=self._max_seconds) as decoder:
                await decoder.skip(hearing.samples)
                await self._hear(decoder, hearing, heed)
            return hearing.transcript()

    async def close(self) -> None:
        """End the engine child; a later job starts it again."""
        if self._engine:
            await self._engine.close()

    async def _hear(self, decoder: Decoder, hearing: Hearing, heed: Heed | None) -> None:
        """Stretch by stretch: what the engine leaves of one, up to the pause before it, goes with the next."""
        left, last = b"", False
        while not last:
            sound = left + await decoder.read(STRETCH_SAMPLES - len(left) // SAMPLE_BYTES)
            last = len(sound) < STRETCH_SAMPLES * SAMPLE_BYTES
            engine = await self._engine_for_model()
            answer = await engine.hear(sound, last=last, language=hearing.language)
            left = sound[answer.used * SAMPLE_BYTES :]
            hearing.add(answer, self._weights)
            if heed and not last:
                await heed(hearing.transcript())

    async def _engine_for_model(self) -> EngineProcess:
        """The engine, once its weights are found: joining packaged parts takes a second, so off the loop."""
        async with self._finding:
            if self._engine is None:
                model = await asyncio.to_thread(self._resolve)
                self._weights = await asyncio.to_thread(fingerprint, model)
                setup = Setup(
                    engine=self._engine_name,
                    model=model,
                    hotwords=lambda: hotwords(self._vocabulary()),
                    languages=self._languages,
                    jobs=self._jobs,
                )
                self._engine = EngineProcess(setup, limits=self._limits)
            return self._engine

    def _resolve(self) -> Path:
        return resolve(self._model, engine=self._engine_name, shelf=self._shelf)


def moved(segment: Segment, seconds: float) -> Segment:
    """The segment, later by so much."""
    words = tuple(replace(word, start=word.start + seconds, end=word.end + seconds) for word in segment.words)
    return replace(segment, start=segment.start + seconds, end=segment.end + seconds, words=words)
