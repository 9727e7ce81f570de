"""What each note of a file says and may mean, for programs: a JSON object a line in, a JSON object a line out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook
from fieldwork.identifiers import identifiers
from fieldwork.note import CodeKind, Kind
from fieldwork.quotation import Ranker, by_signs, ranked_sentences
from fieldwork.reading import read_note
from fieldwork.suggestion import Suggester, nothing
from services.lines import LinesUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One note of the file."""

    id: str | int
    text: str
    kind: Kind
    sent_at: datetime


def read_lines(lines: Iterable[str], codebook: Codebook) -> list[Line]:
    """Read every line: `id` and `text`, with `kind` and `observed_at` where they are known.

    Raises:
        LinesUnreadable: some can't be read; each is named by its number, none is quoted.
    """
    read: list[Line] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read.append(_line(json.loads(line), ZoneInfo(codebook.timezone)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            missing = f"has no {error.args[0]}" if isinstance(error, KeyError) else "is no note"
            problems.append(f"line {number} {missing}")
    if problems:
        raise LinesUnreadable("analysed", problems)
    return read


def _line(found: dict[str, Any], timezone: ZoneInfo) -> Line:
    if not isinstance(found["id"], str | int) or not isinstance(found["text"], str):
        raise TypeError
    sent = (
        datetime.fromisoformat(found["observed_at"]) if found.get("observed_at") else datetime(1970, 1, 1, tzinfo=UTC)
    )
    return Line(
        id=found["id"],
        text=found["text"],
        kind=Kind(found.get("kind", "text")),
        sent_at=(sent if sent.tzinfo else sent.replace(tzinfo=timezone)).astimezone(timezone),
    )


def analysed(line: Line, codebook: Codebook, suggest: Suggester, rank: Ranker = by_signs) -> dict[str, Any]:
    """Everything that can be read from a note; suggested themes are all of them, ranked, the said ones too."""
    reading = read_note(line.text, codebook, sent_at=line.sent_at, dictated=line.kind is Kind.VOICE, suggest=nothing)
    return {
        "id": line.id,
        "sites": [code.slug for code in reading.codes if code.kind is CodeKind.SITE],
        "themes": [code.slug for code in reading.codes if code.kind is CodeKind.THEME],
        "suggested_themes": [
            {"theme": one.theme, "score": one.score, "shown": one.shown and reading.may_suggest(one.theme)}
            for one in suggest(line.text, codebook)
        ],
        "note_type": reading.note_type.value,
        "participants": list(reading.participants),
        "follow_up": bool(reading.follow_up),
        "identifiers": [
            {"start": found.start, "end": found.end, "type": found.type} for found in identifiers(line.text, codebook)
        ],
        "key_sentences": list(ranked_sentences(line.text, rank(line.text))),
    }
