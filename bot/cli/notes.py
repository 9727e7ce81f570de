"""Notes: `export`, `import`, `query` and `digest`."""

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import chat_wording
from bot.cli.session import clock_at, opened, plain, progress, run_async
from fieldwork.digest import Digest
from fieldwork.errors import FieldworkError
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience
from fieldwork.query import describe, parse_query, search
from services.digests import Digests
from services.exchange import BATCH, Import, exportable, read_import, record_of
from services.ports import Clock
from services.study import Study
from storage.codec import Codec
from storage.keyring import PRIVATE_FILE

PANEL = "Notes"


class Format(StrEnum):
    """How notes are written out."""

    JSONL = "jsonl"


class FileRefused(FieldworkError):
    """A file can't be read or written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} can't be {what}.")


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(export)
    app.command("import", rich_help_panel=PANEL)(import_)
    app.command(rich_help_panel=PANEL)(query)
    app.command(rich_help_panel=PANEL)(digest)


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
        try:
            handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        except OSError:
            raise FileRefused(output, "written") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file, progress() as bar:
            for note in bar.track(notes, description="Writing"):
                file.write(json.dumps(record_of(note), ensure_ascii=False) + "\n")
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
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise FileRefused(path, "read") from None
        imported = read_import(lines, study)
        outcomes = []
        with progress() as bar:
            for start in bar.track(range(0, len(imported), BATCH), description="Importing"):
                outcomes += await Import(study).batch(imported[start : start + BATCH])
    counts = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in ("new", "revised", "equal"))
    print(f"{len(imported)} notes: {counts}.", file=sys.stderr)


def query(
    question: Annotated[str, typer.Argument(help='As in the chat: #trust #riverside since monday "bus fare"')],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
    now: Annotated[str | None, typer.Option(help="The clock for words such as last week.")] = None,
) -> None:
    """Ask the notes a question. Only-you notes are never shown."""
    run_async(_query(question, clock_at(now), as_json=as_json))


async def _query(question: str, clock: Clock, *, as_json: bool) -> None:
    async with opened(clock=clock) as study:
        labels = {note.author_label for note in study.notebook.all()}
        asked, problems = parse_query(question, study.codebook, today=study.today(), labels=labels)
        team = [note for note in study.notebook.all() if note.audience is Audience.TEAM and not note.hidden]
        matches = search(asked, team, timezone=study.timezone)
        understood = describe(asked, study.codebook)
        for problem in problems:
            nearest = f" Did you mean {' or '.join(problem.nearest)}?" if problem.nearest else ""
            print(f"I don't know {problem.term!r}.{nearest}", file=sys.stderr)
        if not as_json:
            print(f"{len(matches)} notes · {understood}")
        for match in matches:
            note = match.note
            if as_json:
                found = {"id": note.source_id, "number": note.number, "suggested_only": match.suggested_only}
                print(json.dumps({**found, "sentence": match.sentence, "understood": understood}, ensure_ascii=False))
            else:
                mark = " (only suggested)" if match.suggested_only else ""
                seen = note.observed_at.astimezone(study.timezone)
                print(f"\n#{note.number} {seen:%a %-d %b}, {note.author_label}{mark}\n{match.sentence}")


def digest(
    now: Annotated[str | None, typer.Option(help="As if it were this time.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Print tonight's digest as a PI would get it; the window stays where it is."""
    run_async(_digest(clock_at(now), as_json=as_json))


async def _digest(clock: Clock, *, as_json: bool) -> None:
    async with opened(clock=clock) as study:
        reader = next(iter(study.team.with_role(Role.PI)), None) or _anybody(study)
        words = chat_wording(study)
        composed = await Digests(study, study.now().time(), words).for_member(reader)
        if as_json:
            print(_as_json(composed))
            return
        for say in words.digest(reader, composed):
            print(plain(say.html))


def _as_json(digest: Digest) -> str:
    codec: Codec[Digest] = Codec(Digest)
    return codec.pack(digest).decode()


def _anybody(study: Study) -> Member:
    return Member(id=MemberId(0), role=Role.PI, name="", label="PI", telegram_id=0, joined_at=study.clock())
