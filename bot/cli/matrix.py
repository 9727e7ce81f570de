"""The framework matrix as a file: `matrix`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import form_of, write_privately
from bot.cli.session import clock_at, opened, run_async
from fieldwork.codebook import Codebook
from fieldwork.errors import FieldworkError
from fieldwork.framework import framework_of
from fieldwork.matrix import Matrix, in_rows_alone, matrix_of, rows_asked
from fieldwork.note import Audience, Note
from fieldwork.query import Query, QueryProblem, describe
from fieldwork.search import search
from handlers.replies.matrix import in_words, why_nothing
from handlers.replies.terms import counted
from pictures import flat
from pictures.painter import MatrixPainter
from pictures.workbook import framework_xlsx
from services.ports import Clock
from services.study import Study

PANEL = "Notes"

_READING = (
    "A cell counts the notes whose theme was said by their author or accepted by somebody.",
    "(suggested): nobody has accepted the theme yet; such notes are counted apart.",
    "(unchecked): nobody has confirmed the words of the recording yet.",
    "Sentences are quoted word for word. n211 is note 211: /n211 in the chat opens it.",
    "Only-you notes and administrative notes are not in it.",
)


class Form(StrEnum):
    """How the matrix is written."""

    XLSX = "xlsx"
    CSV = "csv"
    PNG = "png"


class NothingToShow(FieldworkError):
    """No cell would have a note."""

    def __init__(self, matrix: Matrix, description: str) -> None:
        super().__init__(why_nothing(matrix, description))


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(matrix)


def matrix(
    output: Annotated[Path, typer.Option(help="The file to write; made readable by you alone.")],
    question: Annotated[list[str] | None, typer.Argument(help="As in the chat: trust finance since november")] = None,
    format: Annotated[Form | None, typer.Option(help="Else as the file is called.")] = None,  # noqa: A002 - the option's name
    now: Annotated[str | None, typer.Option(help="The clock for words such as last week.")] = None,
) -> None:
    """Write the framework matrix: sites by themes with the notes behind each cell. Only-you notes are never in it."""
    form = form_of(output, Form, format)
    run_async(_matrix(" ".join(question or ()), form, output, clock_at(now)))


async def _matrix(question: str, form: Form, output: Path, clock: Clock) -> None:
    async with opened(clock=clock) as study:
        asked = _asked(question, study)
        _complain(asked.problems)
        if not asked.matrix:
            raise NothingToShow(asked.matrix, asked.description)
        content = await _content(form, asked, study)
        await asyncio.to_thread(write_privately, output, [content])
        await study.store.write(lambda tx: tx.audit.add(study.clock(), "command line", "exported"))
    print(" ".join([f"{asked.found}.", *in_words(asked.matrix)]))
    if form is not Form.PNG:
        print(f"{output} is not encrypted: delete it when you are done.", file=sys.stderr)


def _complain(problems: Sequence[QueryProblem]) -> None:
    for problem in problems:
        nearest = f" Did you mean {' or '.join(problem.nearest)}?" if problem.nearest else ""
        print(f"I don't know {problem.term!r} and left it out.{nearest}", file=sys.stderr)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    matrix: Matrix
    notes: Sequence[Note]
    description: str
    problems: Sequence[QueryProblem]
    codebook: Codebook
    made_at: datetime

    @property
    def found(self) -> str:
        """`42 notes · since Mon 1 Nov`."""
        return " · ".join([counted(self.matrix.notes, "note"), *([self.description] if self.description else [])])


def _asked(question: str, study: Study) -> _Asked:
    team = [note for note in study.notebook.all() if note.audience is Audience.TEAM and not note.hidden]
    query, problems = study.question(question, {note.author_label for note in team})
    query, unknown = in_rows_alone(query)
    _, rest = rows_asked(query)
    notes = [match.note for match in search(rest, team, timezone=study.timezone)]
    return _Asked(
        matrix=matrix_of(notes, study.codebook, asked=query, today=study.today()),
        notes=notes,
        description=describe(rest, study.codebook) if rest != Query() else "",
        problems=(*problems, *unknown),
        codebook=study.codebook,
        made_at=study.now(),
    )


async def _content(form: Form, asked: _Asked, study: Study) -> bytes:
    if form is Form.PNG:
        return await MatrixPainter().matrix(asked.matrix, asked.codebook.title, asked.found)
    between = flat.BETWEEN if form is Form.CSV else "\n"
    table = framework_of(asked.matrix, asked.notes, asked.codebook, study.timezone, between=between)
    return flat.framework_csv(table) if form is Form.CSV else framework_xlsx(table, _about(asked), asked.made_at)


def _about(asked: _Asked) -> list[str]:
    return [
        asked.codebook.title,
        f"Made on {asked.made_at:%A} {asked.made_at.day} {asked.made_at:%B %Y, %H:%M}.",
        f"Notes asked for: {asked.found}.",
        *in_words(asked.matrix),
        *_READING,
    ]
