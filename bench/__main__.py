"""`jottings bench`: capture, query, transcription, vocabulary; medians, each beside its limit.

Usage: python -m bench [NAME]... [--memos FOLDER]     all of them without a name, on the demo's memos without a folder
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import (
    asking,
    capture,
    metadiscourse,
    questions,
    quotes,
    said,
    theme_labels,
    themes,
    transcription,
    vocabulary,
)
from bench.figure import Figure
from bench.folds import NOTES, QUERIES
from bench.memos import DEMO

BENCHES: dict[str, Callable[[Path, Path], Coroutine[Any, Any, list[Figure]]]] = {
    "capture": capture.measure,
    "query": questions.measure,
    "transcription": transcription.measure,
    "vocabulary": vocabulary.measure,
}

ASKING = "asking"
ON_NOTES = {
    "said": said.measure,
    "themes": themes.measure,
    "quotes": quotes.measure,
    "metadiscourse": metadiscourse.measure,
    "theme_labels": theme_labels.measure,
}  # labelled: the bench's, or one's own


def main() -> int:
    """Run the benches named on the command line."""
    parser = argparse.ArgumentParser(prog="jottings bench")
    parser.add_argument("--notes", type=Path, default=NOTES, help="labelled notes, as imported")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="{id, query, kind, relevant: {note: 1 or 2}}")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--memos", type=Path, default=DEMO, help="recordings, with their texts in memos.jsonl")
    asked = parser.parse_args()
    if asked.names in ([ASKING], *([name] for name in ON_NOTES)):
        return judged(asked.names[0], asked.notes, asked.queries)
    unknown = [name for name in asked.names if name not in BENCHES]
    if unknown:
        print(
            f"There is no bench {unknown[0]}. There are: {', '.join((*BENCHES, ASKING, *ON_NOTES))}.",
            file=sys.stderr,
        )
        return 2
    if not (asked.memos / "memos.jsonl").is_file():
        print(f"There is no memos.jsonl in {asked.memos}.", file=sys.stderr)
        return 2
    for name in asked.names or list(BENCHES):
        with tempfile.TemporaryDirectory(prefix="jottings-bench-") as folder:
            show(name, asyncio.run(BENCHES[name](Path(folder), asked.memos)))
    return 0


def judged(name: str, notes: Path, queries: Path) -> int:
    """How well labelled questions are answered, labelled notes read, suggested to, or their telling sentences found."""
    missing = next((path for path in (notes, queries) if not path.is_file()), None)
    if missing is not None:
        print(f"There is no file {missing}.", file=sys.stderr)
        return 2
    if name == ASKING and (notes == NOTES) != (queries == QUERIES):
        print("Questions are about notes of their own: give --notes and --queries together.", file=sys.stderr)
        return 2
    if name == ASKING:
        show(name, asyncio.run(asking.measure(notes, queries)))
    else:
        show(name, asyncio.run(ON_NOTES[name](notes)))
    return 0


def show(name: str, figures: list[Figure]) -> None:
    """A table of figures."""
    table = Table("what", "measured", "limit or rival", "ratio", title=name, title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.rival, f"{figure.ratio:.2f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main())
