"""The voice-activity gate alone, as an engine: where somebody speaks, without a word."""

import faster_whisper

from fieldwork.transcript import Segment
from transcription.engines.engine import Heard, Load, Sound, Wanted
from transcription.engines.speech import GATE, speech
from transcription.sound import SAMPLE_RATE


class Gate:
    """Silero's model, which comes with faster-whisper; it needs no weights of Whisper."""

    def __init__(self, load: Load) -> None:
        del load

    @property
    def version(self) -> str:
        """The library and its version."""
        return f"faster-whisper {faster_whisper.__version__}"

    @property
    def settings(self) -> str:
        """What decides where somebody speaks."""
        return f"speech from a probability of {GATE.threshold}"

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """A segment without words for each stretch of speech."""
        del language, wanted
        spans = [(span.start / SAMPLE_RATE, span.end / SAMPLE_RATE) for span in speech(sound)]
        segments = tuple(Segment(start=start, end=end, text="", confidence=0.0) for start, end in spans)
        return Heard(segments=segments, language="")
