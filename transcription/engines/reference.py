"""openai-whisper: the reference, greedy, behind the same gate; the extra `openai-whisper` installs it."""

import math
from pathlib import Path
from threading import Lock
from typing import Any

import torch
import whisper
from whisper.model import ModelDimensions, Whisper

from fieldwork.transcript import Segment
from transcription.checkpoint import checkpoint_of
from transcription.engines.engine import Heard, Load, Sound, Wanted, is_no_speech, recognised, while_wanted
from transcription.engines.speech import Clip, clips, speech

LEAST_CONFIDENCE = 0.3  # cafés are heard at less, speech through as much noise as voice at 0.32 and more


def load_model(path: Path) -> Whisper:
    """The model of a checkpoint, or of a CTranslate2 directory turned into one in memory."""
    if path.is_file():
        return whisper.load_model(str(path), device="cpu")
    parts = checkpoint_of(path)
    model = Whisper(ModelDimensions(**parts["dims"]))
    model.load_state_dict(parts["model_state_dict"])
    return model.float().eval()


class OpenaiWhisper:
    """A model in PyTorch. Decoding hangs its cache on the model itself, so one look at a time."""

    def __init__(self, load: Load) -> None:
        torch.set_num_threads(load.jobs)
        self._languages = load.languages
        self._model = load_model(Path(load.model))
        self._turn = Lock()

    @property
    def version(self) -> str:
        """The library and its version."""
        return f"openai-whisper {whisper.__version__}"

    @property
    def settings(self) -> str:
        """What decides about its words, in a few."""
        return "greedy, float32"

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """The words, one segment for each clip of speech."""
        segments: list[Segment] = []
        for clip in while_wanted(clips(speech(sound)), wanted):
            with self._turn:
                mel = self._mel(clip.of(sound))
                language = language or self._language(mel)
                segments.append(as_segment(clip, self._decode(mel, language)))
        spoken = tuple(segment for segment in segments if segment.text)
        return Heard(segments=spoken, language=language if spoken else "")

    def _mel(self, sound: Sound) -> Any:
        return whisper.log_mel_spectrogram(whisper.pad_or_trim(sound), self._model.dims.n_mels)

    def _decode(self, mel: Any, language: str) -> Any:
        options = whisper.DecodingOptions(language=language, fp16=False, without_timestamps=True)
        return whisper.decode(self._model, mel, options)

    def _language(self, mel: Any) -> str:
        if len(self._languages) == 1 or not self._model.is_multilingual:
            return self._languages[0]
        _, chances = whisper.detect_language(self._model, mel)
        return recognised(chances, self._languages)


def as_segment(clip: Clip, result: Any) -> Segment:
    """What was decoded, with the clip's place in the sound; without text where it was no speech."""
    confidence = math.exp(result.avg_logprob)
    text = "" if is_no_speech(result) or confidence < LEAST_CONFIDENCE else result.text.strip()
    return Segment(start=clip.start, end=clip.end, text=text, confidence=confidence)
