"""Notes: `export` and `import`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import lines_of, write_privately
from bot.cli.session import opened, progress, run_async
from bot.suggesting import suggesting
from services.exchange import BATCH, Import, exportable, read_import, record_of

PANEL = "Notes"


class Format(StrEnum):
    """How notes are written out."""

    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(export)
    app.command("import", rich_help_panel=PANEL)(import_)


def export(
    output: Annotated[Path, typer.Option(help="The file to write; made readable by you alone.")],
    format: Annotated[Format, typer.Option(help="One note a line.")] = Format.JSONL,  # noqa: A002 - the option's name
    plain: Annotated[bool, typer.Option("--plain", help="Yes, I know that the file can be read by anybody.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Only-you notes too, on their authors' word.")] = False,
) -> None:
    """Write every note out, decrypted."""
    del format
    run_async(_export(output, private=private))
    if not plain:
        print(f"{output} is not encrypted: delete it when you are done.", file=sys.stderr)


async def _export(output: Path, *, private: bool) -> None:
    async with opened() as study:
        notes, left_out = exportable(study.notebook.all(), private=private)
        with progress() as bar:
            shown = bar.track(notes, description="Writing")
            lines = (json.dumps(record_of(note), ensure_ascii=False) + "\n" for note in shown)
            write_privately(output, (line.encode() for line in lines))
        await study.store.write(lambda tx: tx.audit.add(study.clock(), "command line", "exported"))
    missing = f"; {left_out} only-you notes left out (--private)" if left_out else ""
    print(f"{len(notes)} notes written{missing}.", file=sys.stderr)


def import_(
    notes: Annotated[Path, typer.Argument(help="A note a line: id, researcher, observed_at, kind, text, ...")],
) -> None:
    """Take notes in from a JSONL file; the same id again is skipped when equal, else a revision."""
    run_async(_import(notes))


async def _import(path: Path) -> None:
    async with opened() as study:
        lines = lines_of(path)
        imported = read_import(lines, study)
        study.suggesting = suggesting()
        await study.suggesting.warm_up(study.codebook)
        outcomes = []
        with progress() as bar:
            for start in bar.track(range(0, len(imported), BATCH), description="Importing"):
                outcomes += await Import(study).batch(imported[start : start + BATCH])
    counts = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in ("new", "revised", "equal"))
    print(f"{len(imported)} notes: {counts}.", file=sys.stderr)
