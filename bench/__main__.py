"""`jottings bench`: capture, questions, transcription; medians, each beside its limit.

Usage: python -m bench [capture|questions|transcription]...     all of them without a name
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import capture, questions, transcription
from bench.figure import Figure

BENCHES: dict[str, Callable[[Path], Coroutine[Any, Any, list[Figure]]]] = {
    "capture": capture.measure,
    "questions": questions.measure,
    "transcription": transcription.measure,
}


def main() -> int:
    """Run the benches named on the command line."""
    names = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no bench {unknown[0]}. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    for name in names:
        with tempfile.TemporaryDirectory(prefix="jottings-bench-") as folder:
            show(name, asyncio.run(BENCHES[name](Path(folder))))
    return 0


def show(name: str, figures: list[Figure]) -> None:
    """A table of figures."""
    table = Table("what", "measured", "limit or rival", "ratio", title=name, title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.rival, f"{figure.ratio:.2f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main())
