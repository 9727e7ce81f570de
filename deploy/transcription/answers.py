"""A transcript in the words of the OpenAI-compatible API."""

import json
import math
from typing import Any

from fieldwork.transcript import Segment, Transcript

JSON = "application/json"
FORMATS = frozenset({"json", "text", "verbose_json"})


def as_answer(transcript: Transcript, response_format: str) -> tuple[str, bytes]:
    """Content type and body."""
    if response_format == "text":
        return "text/plain; charset=utf-8", transcript.text.encode()
    body = verbose(transcript) if response_format == "verbose_json" else {"text": transcript.text}
    return JSON, json.dumps(body, ensure_ascii=False).encode()


def verbose(transcript: Transcript) -> dict[str, Any]:
    """With times and probabilities; words carry theirs, as faster-whisper's servers do."""
    return {
        "task": "transcribe",
        "language": transcript.language,
        "duration": transcript.audio_seconds,
        "text": transcript.text,
        "segments": [segment(number, each) for number, each in enumerate(transcript.segments)],
    }


def segment(number: int, each: Segment) -> dict[str, Any]:
    """A segment; what is no speech was left out before."""
    return {
        "id": number,
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "avg_logprob": math.log(max(each.confidence, 1e-9)),
        "no_speech_prob": 0.0,
        "words": [
            {"word": word.text, "start": word.start, "end": word.end, "probability": word.confidence}
            for word in each.words
        ],
    }


def problem(sentence: str) -> bytes:
    """Why not, as the API says it."""
    return json.dumps({"error": {"message": sentence, "type": "invalid_request_error"}}).encode()
