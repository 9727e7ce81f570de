"""The codebook: `codebook check`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import read_codebook
from bot.settings import load_settings

PANEL = "Notes"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    family = typer.Typer(help="The study's sites and themes.", no_args_is_help=True)
    family.command()(check)
    app.add_typer(family, name="codebook", rich_help_panel=PANEL)


def check(
    file: Annotated[Path | None, typer.Argument(help="A TOML file; else the one in the settings.")] = None,
) -> None:
    """Report every error in a codebook, each with its line."""
    codebook = read_codebook(file or load_settings().codebook)
    print(f"{codebook.title}: {len(codebook.sites)} sites, {len(codebook.themes)} themes, no errors.")
