"""Spoken memos with their texts: the demo's, or a folder of one's own with a `memos.jsonl` like theirs."""

import json
from dataclasses import dataclass
from pathlib import Path

from demo.words import word_error

DEMO = Path(__file__).parents[1] / "demo" / "memos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A recording and what was said in it."""

    recording: bytes
    text: str


def memos_in(folder: Path) -> list[Memo]:
    """All of a folder; those in which nothing is said are left out."""
    lines = (folder / "memos.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Memo(recording=(folder / row["file"]).read_bytes(), text=row["text"]) for row in rows if row["text"]]


def mean_error(memos: list[Memo], heard: list[str]) -> float:
    """Mean word error rate."""
    return sum(word_error(memo.text, text) for memo, text in zip(memos, heard, strict=True)) / len(memos)
