"""`analyse`: what notes say and may mean, for programs; it needs no study and keeps nothing."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import lines_of, write_privately
from bot.cli.session import progress
from bot.study import read_codebook
from bot.suggesting import sentence_ranker, theme_model
from fieldwork.codebook import Codebook
from fieldwork.quotation import by_signs
from fieldwork.suggestion import by_cues
from services.analysis import Line, analysed, read_lines

PANEL = "Notes"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(analyse)


def analyse(
    notes: Annotated[Path, typer.Option(help="A note a line: id, researcher, observed_at, kind, text.")],
    output: Annotated[Path, typer.Option(help="The file to write; made readable by you alone.")],
    codebook: Annotated[Path | None, typer.Option(help="The codebook; the project's own without it.")] = None,
    cues: Annotated[
        bool, typer.Option("--cues", help="Suggest by the codebook's cues, rank sentences by signs.")
    ] = False,
) -> None:
    """Say of each note in a file which sites, themes, people and identifiers are in it; nothing is kept."""
    book = read_codebook(codebook)
    lines = read_lines(lines_of(notes), book)
    written = _written(lines, book, cues=cues)
    write_privately(output, (f"{line}\n".encode() for line in written))
    print(f"{len(written)} notes analysed.", file=sys.stderr)


def _written(lines: list[Line], codebook: Codebook, *, cues: bool) -> list[str]:
    suggest, rank = (None, by_signs) if cues else (theme_model(), sentence_ranker())
    if suggest is None and not cues:
        print("The model for meaning is not installed: themes are suggested by cues alone.", file=sys.stderr)
    with progress() as bar:
        return [
            json.dumps(analysed(line, codebook, suggest or by_cues, rank), ensure_ascii=False)
            for line in bar.track(lines, description="Reading")
        ]
