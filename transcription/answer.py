"""What the engine child says of a stretch of sound."""

from dataclasses import dataclass
from typing import Any

from fieldwork.transcript import Doubt, Segment, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The words of a stretch; times from its beginning."""

    segments: tuple[Segment, ...]
    language: str
    used: int  # samples; what is left goes with the next stretch
    version: str  # of the engine
    settings: str  # of the engine


def as_answer(header: dict[str, Any]) -> Answer:
    """The child's answer as ours."""
    return Answer(
        segments=tuple(as_segment(raw) for raw in header["segments"]),
        language=header["language"],
        used=header["used"],
        version=header["version"],
        settings=header["settings"],
    )


def as_segment(raw: dict[str, Any]) -> Segment:
    """A segment that travelled as JSON."""
    words = tuple(Word(**word) for word in raw["words"])
    return Segment(**{**raw, "words": words, "doubt": Doubt(raw["doubt"])})
