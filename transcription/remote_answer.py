"""From the JSON of an OpenAI-compatible server to a transcript: what is missing is left out, nothing is believed."""

import json
import math
from dataclasses import dataclass, replace
from typing import Any

from fieldwork.invention import marked
from fieldwork.languages import LANGUAGES
from fieldwork.transcript import EngineUnavailable, Segment, Transcript, Word
from transcription.engines.engine import is_no_speech, sureness

BESIDE_SECONDS = 1.0  # how far Whisper's times may be away from what the gate found
CODES = {name.casefold(): code for code, name in LANGUAGES.items()}


class AnswerBroken(EngineUnavailable):
    """The server's answer is none."""

    def __init__(self) -> None:
        super().__init__("the speech server's answer can't be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A segment as the server sent it."""

    segment: Segment
    no_speech_prob: float
    avg_logprob: float


def as_transcript(body: bytes, *, spoken: Transcript, model: str, seconds: float) -> Transcript:
    """The words, where somebody speaks.

    Args:
        body: the answer; `json` or `verbose_json`.
        spoken: the voice-activity gate's own hearing of the same recording: segments without words.
        model: what it was made with.
        seconds: how long that took.

    Raises:
        AnswerBroken: it is no such answer.
    """
    answer = parsed(body)
    segments = tuple(
        claim.segment
        for claim in claims(answer)
        if claim.segment.text and not is_no_speech(claim) and is_where_somebody_speaks(claim.segment, spoken)
    )
    if not segments and not answer.get("segments"):
        segments = one(clean(answer.get("text")), spoken.audio_seconds)
    return Transcript(
        segments=marked(segments),
        language=code(answer.get("language")) if segments else "",
        model=model,
        audio_seconds=spoken.audio_seconds,
        seconds=seconds,
    )


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer; with text, which is all that every server gives."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise AnswerBroken from None
    if not isinstance(answer, dict) or not isinstance(answer.get("text"), str):
        raise AnswerBroken
    return answer


def claims(answer: dict[str, Any]) -> list[Claim]:
    """The segments, with words where the server says how sure it is of each."""
    loose = words_of(answer)
    return [claim(raw, loose) for raw in objects(answer.get("segments"))]


def claim(raw: dict[str, Any], loose: tuple[Word, ...]) -> Claim:
    """One of them; its words are inside, or those of the whole answer that lie in it."""
    start, end = number(raw.get("start")), number(raw.get("end"))
    words = words_of(raw) or tuple(word for word in loose if start <= (word.start + word.end) / 2 < end)
    segment = Segment(start=start, end=max(start, end), text=clean(raw.get("text")), confidence=0.0, words=words)
    log = number(raw.get("avg_logprob"), least=-math.inf, missing=math.nan)
    confidence = sureness([segment]) if math.isnan(log) else math.exp(min(log, 0.0))
    return Claim(
        segment=replace(segment, confidence=confidence),
        no_speech_prob=number(raw.get("no_speech_prob")),
        avg_logprob=0.0 if math.isnan(log) else log,
    )


def words_of(raw: dict[str, Any]) -> tuple[Word, ...]:
    """The words; none where their probabilities are not told: a made-up one would mark the wrong words as doubtful."""
    found = objects(raw.get("words"))
    if any("probability" not in each for each in found):
        return ()
    spaced = any(str(each.get("word")).startswith(" ") for each in found)
    return tuple(as_word(each, spaced=spaced) for each in found if clean(each.get("word")))


def as_word(raw: dict[str, Any], *, spaced: bool) -> Word:
    """A word as it stands in the transcript: with its space before it, unless it ends the one before (.80)."""
    start, word = number(raw.get("start")), str(raw.get("word"))
    return Word(
        text=(" " if word.startswith(" ") or not spaced else "") + clean(word),
        start=start,
        end=max(start, number(raw.get("end"))),
        confidence=min(number(raw.get("probability")), 1.0),
    )


def one(text: str, seconds: float) -> tuple[Segment, ...]:
    """All words as one segment, of a server that tells no more; how sure it is, nobody knows: 0."""
    return (Segment(start=0.0, end=seconds, text=text, confidence=0.0),) if text else ()


def is_where_somebody_speaks(segment: Segment, spoken: Transcript) -> bool:
    """Whether the gate heard a voice there; a segment without a length is believed, for its times are no times."""
    if segment.end <= segment.start:
        return True
    first, last = segment.start - BESIDE_SECONDS, segment.end + BESIDE_SECONDS
    return any(voice.start < last and voice.end > first for voice in spoken.segments)


def code(language: object) -> str:
    """ISO 639-1; some servers answer "english"."""
    name = clean(language).casefold()
    return name if name in LANGUAGES else CODES.get(name, "")


def objects(raw: object) -> list[dict[str, Any]]:
    """The objects of a list, whatever else there is."""
    return [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []


def clean(raw: object) -> str:
    """A text without what can't be shown or stored: control characters, halves of characters."""
    if not isinstance(raw, str):
        return ""
    return "".join(character for character in raw if character.isprintable() or character == "\n").strip()


def number(raw: object, *, least: float = 0.0, missing: float = 0.0) -> float:
    """A finite number from `least` on, or what stands for a missing one."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) < 1e9:
        return missing
    return max(least, float(raw))
