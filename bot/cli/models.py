"""Which speech model: `model list`, `model fetch`, `model bench`."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.extras import need
from bot.cli.session import progress
from bot.hearing import local_engine
from bot.settings import Settings, load_settings
from bot.suggesting import read_examples
from fieldwork.errors import FieldworkError
from transcription import model_files
from transcription.advice import Advice, Offer, advise, offers
from transcription.catalogue import MEGABYTE, in_words
from transcription.measured import Measurement, read_measured, this_machine
from transcription.models import available, resolve
from transcription.shelf import default_shelf

WIDTH = 110  # characters; a pipe has none of its own


class NoSuchSource(FieldworkError):
    """There is nothing to take the model from."""

    def __init__(self, source: Path) -> None:
        super().__init__(f"There is no {source}.")


class ChecksumAlone(FieldworkError):
    """A checksum for what is downloaded."""

    def __init__(self) -> None:
        super().__init__("--sha256 goes with --from; a download is checked against what the hub publishes.")


def add_to(app: typer.Typer, panel: str) -> None:
    """Register this family."""
    family = typer.Typer(help="Models on this machine.", no_args_is_help=True)
    family.command("list")(list_)
    family.command()(fetch)
    family.command()(bench)
    family.command()(prepare)
    app.add_typer(family, name="model", rich_help_panel=panel)


def prepare() -> None:
    """Read the example sentences for themes, once for all starts; make install does it."""
    if read_examples():
        print("The examples for themes are read.", file=sys.stderr)
    else:
        print("The model for meaning is not installed: themes are suggested by cues alone.", file=sys.stderr)


def fetch(
    model: Annotated[str, typer.Argument(help="Its name: tiny.en, base, small ...")],
    source: Annotated[
        Path | None, typer.Option("--from", help="A folder, .pt, zip or tar; nothing is downloaded.")
    ] = None,
    sha256: Annotated[str | None, typer.Option(help="What that file, or the folder's model.bin, must be.")] = None,
) -> None:
    """Bring a speech model into the model directory, from the network or from a file; checksums are verified."""
    shelf = shelf_of(load_settings())
    if source is None:
        if sha256 is not None:
            raise ChecksumAlone
        print(_download(model, shelf))
        return
    if not source.exists():
        raise NoSuchSource(source)
    if sha256 is not None:
        model_files.expect(source, sha256)
    print(model_files.install(source, model, shelf))


def _download(model: str, shelf: Path) -> Path:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with progress(*columns) as bar:
        task = bar.add_task(f"Fetching {model}", total=None)
        return model_files.fetch(model, shelf, lambda done, total: bar.update(task, completed=done, total=total))


def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
) -> None:
    """Compare the models: size, memory, speed here, errors; and say which one suits this machine."""
    settings = load_settings()
    shelf, machine = shelf_of(settings), this_machine()
    measured = read_measured(shelf, machine)
    advice = advise(machine, measured, english_only=set(settings.spoken) == {"en"})
    rows = [row(found, measured, shelf, advice) for found in offers(machine, measured).values()]
    if as_json:
        print("\n".join(json.dumps(found) for found in rows))
        return
    Console(width=WIDTH).print(table(rows))
    others = sorted({*available(shelf)} - {found["model"] for found in rows})
    print(f"Here as well: {', '.join(others)}.\n" if others else "", end="")
    print(f"For this machine: {advice.model}, {advice.reason}")
    if not measured:
        print("Nothing is measured on this machine yet: `jottings model bench` does.")


def row(found: Offer, measured: Mapping[str, Measurement], shelf: Path, advice: Advice) -> dict[str, object]:
    """A model as the table and programs are told; what was not measured here is null."""
    known, mine = found.known, measured.get(found.known.name)
    return {
        "model": known.name,
        "here": known.name in available(shelf),
        "download_bytes": known.megabytes * MEGABYTE,
        "memory_bytes": found.memory_bytes,
        "memory_measured": bool(mine and mine.memory_bytes),
        "times_real_time": round(mine.times_real_time, 1) if mine else None,
        "word_error": round(mine.word_error, 4) if mine else None,
        "errors_expected": in_words(known),
        "recommended": known.name == advice.model,
        "reason": advice.reason if known.name == advice.model else None,
    }


def table(rows: list[dict[str, object]]) -> Table:
    """The models side by side."""
    made = Table("model", "here", "download", "memory", "times real time here", "expected errors")
    for found in rows:
        made.add_row(*cells(found), style="bold" if found["recommended"] else None)
    return made


def cells(found: Mapping[str, object]) -> list[str]:
    """A row as people read it."""
    about = "" if found["memory_measured"] else "about "
    mine = found["word_error"]
    return [
        str(found["model"]),
        "yes" if found["here"] else "",
        size(found["download_bytes"]),
        about + size(found["memory_bytes"]),
        "" if found["times_real_time"] is None else str(found["times_real_time"]),
        str(found["errors_expected"]) if mine is None else f"{mine:.1%} of the demo's, measured here",
    ]


def size(number: object) -> str:
    """`480 MB`, `3.1 GB`."""
    megabytes = int(str(number)) / MEGABYTE
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Models that are here; all of them without a name.")] = None,
) -> None:
    """Measure models on this machine: times real time, memory, word error over the memos of the demo."""
    need("bench", "jiwer")
    settings = load_settings()
    shelf = shelf_of(settings)
    chosen = names or [name for name in available(shelf) if is_readable(name, settings)]
    for name in chosen:
        resolve(name, engine=local_engine(settings), shelf=shelf)
    for name in chosen:
        if subprocess.call([sys.executable, "-m", "bench.models", name]):
            raise typer.Exit(1)


def is_readable(name: str, settings: Settings) -> bool:
    """Whether the chosen engine reads it in the form that is here."""
    try:
        resolve(name, engine=local_engine(settings), shelf=shelf_of(settings))
    except FieldworkError:
        return False
    return True


def shelf_of(settings: Settings) -> Path:
    """The model directory."""
    return settings.model_dir or default_shelf()
