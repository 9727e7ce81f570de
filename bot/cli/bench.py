"""Measuring: `bench`."""

import subprocess
import sys

import typer

PANEL = "Measuring"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(bench)


def bench() -> None:
    """Measure capture, transcription and questions, each beside a limit measured in the same run."""
    raise typer.Exit(subprocess.call([sys.executable, "-m", "bench"]))
