"""Asking: `query`, one question or a file of them."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import lines_of, write_privately
from bot.cli.notes import PANEL
from bot.cli.session import clock_at, opened, progress, run_async
from bot.study import utc_now
from bot.suggesting import suggesting
from bot.understanding import installed_encoder
from fieldwork.query import Query, QueryProblem, describe
from fieldwork.search import Match
from handlers.replies.answer import likeness
from handlers.replies.terms import counted
from meaning.likeness import Likeness
from services.batch import answered, newest_day, read_questions
from services.ports import Clock
from services.questions import Questions
from services.study import Study


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(query)


def query(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[question]...", help='As in the chat: #trust #riverside since monday "bus fare"'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
    now: Annotated[str | None, typer.Option(help="The clock for words such as last week.")] = None,
    batch: Annotated[Path | None, typer.Option(help="Questions: {id, query} a line; now if wanted.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where the answers go; made readable by you alone.")] = None,
    by_words: Annotated[bool, typer.Option("--by-words", help="Don't look for what means the same.")] = False,
) -> None:
    """Ask the notes a question, or a file of them. Only-you notes are never shown."""
    question = " ".join(words) if words else None
    if (question is None) == (batch is None):
        raise typer.BadParameter("Give a question, or --batch FILE with --output FILE.")
    if (batch is None) != (output is None):
        raise typer.BadParameter("--batch and --output go together.")
    if question is not None:
        run_async(_query(question, clock_at(now), as_json=as_json, by_words=by_words))
    elif batch is not None and output is not None:
        run_async(_batch(batch, output, clock_at(now) if now else None, by_words=by_words))


async def _query(question: str, clock: Clock, *, as_json: bool, by_words: bool) -> None:
    async with opened(clock=clock) as study:
        asked, problems = study.question(question, {note.author_label for note in study.notebook.all()})
        questions = await _questions(study, by_words=by_words or not asked.words)
        matches = await questions.find(asked, None)
        _say_problems(problems)
        if not as_json:
            said = matches.with_words if asked.words else None
            how_like = likeness(said, len(matches), by_all_else=matches.by_all_else)
            print("\n".join([f"{counted(len(matches), 'note')} · {describe(asked, study.codebook)}", *how_like]))
        for match in matches:
            print(_as_json(match, asked, study) if as_json else _as_text(match, study))


def _say_problems(problems: tuple[QueryProblem, ...]) -> None:
    for problem in problems:
        nearest = f" Did you mean {' or '.join(problem.nearest)}?" if problem.nearest else ""
        print(f"I don't know {problem.term!r}.{nearest}", file=sys.stderr)


def _as_json(match: Match, asked: Query, study: Study) -> str:
    note, understood = match.note, describe(asked, study.codebook)
    found = {"id": note.source_id, "number": note.number, "suggested_only": match.suggested_only}
    return json.dumps({**found, "sentence": match.sentence, "understood": understood}, ensure_ascii=False)


def _as_text(match: Match, study: Study) -> str:
    note, mark = match.note, " (only suggested)" if match.suggested_only else ""
    seen = note.observed_at.astimezone(study.timezone)
    return f"\n#{note.number} {seen:%a %-d %b}, {note.author_label}{mark}\n{match.sentence}"


async def _batch(source: Path, output: Path, clock: Clock | None, *, by_words: bool) -> None:
    lines = lines_of(source)
    async with opened(clock=clock or utc_now) as study:
        asked = read_questions(lines, study)
        today = study.today() if clock else newest_day(study)
        questions = await _questions(study, by_words=by_words)
        answers = [json.dumps(await answered(one, study, questions, today=today), ensure_ascii=False) for one in asked]
    write_privately(output, (f"{line}\n".encode() for line in answers))
    print(f"{len(answers)} questions answered.", file=sys.stderr)


async def _questions(study: Study, *, by_words: bool) -> Questions:
    """Questions whose notes were all read for their meaning, where there is a model."""
    encoder = None if by_words else installed_encoder()
    if encoder is None:
        questions = Questions(study)
        await questions.open()
        return questions
    study.suggesting = suggesting()
    await study.suggesting.warm_up(study.codebook)
    meaning = Likeness(encoder)
    questions = Questions(study, meaning)
    await questions.open()
    with progress() as bar:
        reading = bar.add_task("Reading the notes", total=meaning.unread)
        await asyncio.to_thread(meaning.read_all, lambda: bar.advance(reading))
    return questions
