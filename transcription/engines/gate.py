"""The voice-activity gate alone, as an engine: where somebody speaks, without a word."""

from fieldwork.transcript import Segment
from transcription.engines.engine import Heard, Load, Sound, Wanted
from transcription.engines.speech import speech
from transcription.sound import SAMPLE_RATE


class Gate:
    """Silero's model, which comes with faster-whisper; it needs no weights of Whisper."""

    def __init__(self, load: Load) -> None:
        del load

    def hear(self, sound: Sound, *, language: str, wanted: Wanted) -> Heard:
        """A segment without words for each stretch of speech."""
        del language, wanted
        spans = [(span.start / SAMPLE_RATE, span.end / SAMPLE_RATE) for span in speech(sound)]
        segments = tuple(Segment(start=start, end=end, text="", confidence=0.0) for start, end in spans)
        return Heard(segments=segments, language="")
