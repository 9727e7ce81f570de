"""Labelled material, and how it is parted: each researcher's notes are judged by what was learned from the others'."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LABELLED = Path(__file__).parent / "labelled"
NOTES, QUERIES = LABELLED / "notes.jsonl", LABELLED / "queries.jsonl"
QUOTED = LABELLED / "quoted.jsonl"  # notes of which only the sentence worth quoting was chosen
ANOTHER_STUDY = LABELLED / "another_study"  # of nights on two wards: nothing was fitted on it
FEWEST = 3  # researchers; with fewer, every tenth note is left out instead
TENTHS = 10


def labelled_lines(path: Path) -> list[dict[str, Any]]:
    """What a file of labelled notes, sentences or questions holds, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def left_out(researchers: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Indexes of the notes to judge and of those to learn from, for each part in turn; by who wrote each note."""
    known = list(dict.fromkeys(researchers))
    part_of = [known.index(name) if len(known) >= FEWEST else at % TENTHS for at, name in enumerate(researchers)]
    for part in sorted(set(part_of)):
        judged = [at for at, own in enumerate(part_of) if own == part]
        yield judged, [at for at, own in enumerate(part_of) if own != part]
