"""What labelled notes say of themselves, beside what was read from them: each field right or wrong, as a whole."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.folds import labelled_lines
from bot.study import read_codebook
from fieldwork.codebook import Codebook
from fieldwork.note import CodeKind
from fieldwork.reading import Reading, read_note
from fieldwork.suggestion import nothing

AIM = 0.97
Line = Mapping[str, Any]
Fields = Mapping[str, Callable[[Line, Reading, Codebook], bool | None]]  # None where nobody labelled it


async def measure(path: Path) -> list[Figure]:
    """Every field over the notes of a JSONL file, and all of them together."""
    codebook = read_codebook(None)
    lines = labelled_lines(path)
    right: dict[str, list[bool]] = {field: [] for field in FIELDS}
    for line in lines:
        reading = _read(line, codebook)
        for field, judge in FIELDS.items():
            judged = judge(line, reading, codebook)
            right[field] += [] if judged is None else [judged]
    everything = [one for judged in right.values() for one in judged]
    return [_figure(field, judged) for field, judged in (*right.items(), ("all fields", everything)) if judged]


def _read(line: Line, codebook: Codebook) -> Reading:
    return read_note(
        line["text"],
        codebook,
        sent_at=datetime.fromisoformat(line["observed_at"]),
        dictated=line.get("kind") == "voice",
        suggest=nothing,
    )


def _sites(line: Line, reading: Reading, _codebook: Codebook) -> bool:
    return {code.slug for code in reading.codes if code.kind is CodeKind.SITE} == set(line["sites"])


def _themes(line: Line, reading: Reading, codebook: Codebook) -> bool | None:
    """Those of the codebook: a hashtag of somebody's own becomes one whatever it says."""
    if "explicit_tags" not in line:
        return None
    themes = {theme.slug for theme in codebook.themes}
    said = {code.slug for code in reading.codes if code.kind is CodeKind.THEME} & themes
    return said == {tag.removeprefix("theme:") for tag in line["explicit_tags"] if tag.startswith("theme:")}


def _participants(line: Line, reading: Reading, _codebook: Codebook) -> bool:
    return set(reading.participants) == set(line["participants"])


def _follow_up(line: Line, reading: Reading, _codebook: Codebook) -> bool:
    return bool(reading.follow_up) == bool(line["follow_up"])


def _note_type(line: Line, reading: Reading, _codebook: Codebook) -> bool | None:
    return reading.note_type.value == str(line["note_type"]) if "note_type" in line else None


def _left_out(line: Line, reading: Reading, _codebook: Codebook) -> bool | None:
    return reading.no_site == bool(line["no_site_on_purpose"]) if "no_site_on_purpose" in line else None


FIELDS: Fields = {
    "sites": _sites,
    "themes that are said": _themes,
    "participants": _participants,
    "follow-up": _follow_up,
    "kind of note": _note_type,
    "no site on purpose": _left_out,
}


def _figure(field: str, judged: list[bool]) -> Figure:
    share = sum(judged) / len(judged)
    return Figure(
        what=f"right: {field}",
        measured=f"{sum(judged)} of {len(judged)}",
        rival=f"{AIM:.0%} is the aim",
        ratio=share / AIM,
    )
