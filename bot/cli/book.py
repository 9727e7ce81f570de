"""The codebook: `codebook check`, `diff`, `apply`, `show`, `history`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import opened, run_async
from bot.settings import SettingsWrong, load_settings
from bot.study import codebook_source, read_codebook
from fieldwork.codebook_difference import Lost, differences, lost_codes
from fieldwork.codebook_text import codebook_text
from fieldwork.codebook_use import Use, use_of
from fieldwork.errors import FieldworkError
from services.codebooks import Codebooks
from services.study import Study

PANEL = "Notes"
File = Annotated[Path | None, typer.Argument(help="A TOML file; else the one in the settings.")]


class CodesInUse(FieldworkError):
    """A codebook without codes that notes have; nothing was applied."""

    def __init__(self, lost: Sequence[Lost]) -> None:
        named = "; ".join(map(str, lost))
        first = lost[0].slug
        super().__init__(
            f"Nothing was applied: the file leaves out codes that notes have ({named}). Say what becomes of each: "
            f'keep it with retired = true, or put formerly = ["{first}"] on the one that it is merged into.'
        )


class NoSuchRevision(FieldworkError):
    """An earlier codebook that never was."""

    def __init__(self, number: int, newest: int) -> None:
        super().__init__(f"There is no revision {number} of the codebook; the newest is {newest}.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    family = typer.Typer(help="The study's sites and themes.", no_args_is_help=True)
    for command in (check, diff, apply, show, history):
        family.command()(command)
    app.add_typer(family, name="codebook", rich_help_panel=PANEL)


def check(file: File = None) -> None:
    """Report every error in a codebook, each with its line."""
    codebook = read_codebook(file or load_settings().codebook)
    print(f"{codebook.title}: {len(codebook.sites)} sites, {len(codebook.themes)} themes, no errors.")


def diff(file: File = None) -> None:
    """Say what a codebook file would change; nothing is changed."""
    run_async(_diff(_given(file)))


def apply(file: File = None) -> None:
    """Make a codebook file the study's newest revision."""
    run_async(_apply(_given(file)))


def show(
    revision: Annotated[int | None, typer.Option(help="An earlier revision; else the newest.")] = None,
) -> None:
    """Print the study's codebook as TOML."""
    run_async(_show(revision))


def history() -> None:
    """List who changed what in the codebook, and when."""
    run_async(_history())


def _given(file: Path | None) -> Path:
    path = file or load_settings().codebook
    if path is None:
        raise SettingsWrong("Name the codebook's file, or set JOTTINGS_CODEBOOK.")
    return path


async def _diff(path: Path) -> None:
    codebook = read_codebook(path)
    async with opened() as study:
        changes = differences(study.codebook, codebook)
        print("\n".join(changes) or "No difference.")
        for code in lost_codes(study.codebook, codebook, _used(study)):
            print(f"{code}: retire or merge it, or it can't be applied.")


async def _apply(path: Path) -> None:
    codebook, text = read_codebook(path), codebook_source(path)
    async with opened() as study:
        changes = differences(study.codebook, codebook)
        if not changes:
            print("No difference: nothing was applied.")
            return
        if lost := lost_codes(study.codebook, codebook, _used(study)):
            raise CodesInUse(lost)
        number = await Codebooks(study).replace(codebook, text, " ".join(changes), who="command line")
        print("\n".join(changes))
        print(f"Applied as revision {number}. A running bot uses it from the next message on.")


async def _show(number: int | None) -> None:
    async with opened() as study:
        kept = {revision.number: revision.text for revision in await Codebooks(study).history()}
        text = codebook_text(study.codebook) if not kept else kept.get(number or study.codebook_revision)
        if text is None:
            raise NoSuchRevision(number or 0, study.codebook_revision)
        print(text, end="")


async def _history() -> None:
    async with opened() as study:
        for revision in await Codebooks(study).history():
            when = revision.at.astimezone(study.timezone)
            print(f"{revision.number}  {when:%Y-%m-%d %H:%M}  {revision.who}  {revision.what}")


def _used(study: Study) -> Use:
    return use_of(note for note in study.notebook.all() if not note.hidden)
