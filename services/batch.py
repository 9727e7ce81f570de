"""Many questions from a file, for programs: a JSON object a line in, a JSON object a line out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fieldwork.query import describe
from fieldwork.search import Found
from services.lines import LinesUnreadable
from services.questions import Questions
from services.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line."""

    id: str | int
    text: str
    today: date | None  # what "last week" is reckoned from; None where the question does not say


def read_questions(lines: Iterable[str], study: Study) -> list[Question]:
    """Read every line.

    Raises:
        LinesUnreadable: some can't be read; each is named by its number, none is quoted.
    """
    questions: list[Question] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _object(line)
        problem = _problem(found)
        if found is None or problem:
            problems.append(f"line {number} {problem}")
        else:
            questions.append(Question(id=found["id"], text=found["query"], today=_day(found.get("now"), study)))
    if problems:
        raise LinesUnreadable("asked", problems)
    return questions


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _problem(found: dict[str, Any] | None) -> str:
    """What is wrong with a line, "" for nothing."""
    if found is None:
        return "is no JSON object"
    for name, kinds in (("id", (str, int)), ("query", (str,))):
        if name not in found:
            return f"has no {name}"
        if not isinstance(found[name], kinds) or isinstance(found[name], bool):
            return f"has {'an' if name == 'id' else 'a'} {name} of the wrong form"
    return "" if found.get("now") is None or _moment(found["now"]) else "has a now that is no time"


def _moment(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _day(said: object, study: Study) -> date | None:
    moment = _moment(said)
    if moment is None:
        return None
    return moment.astimezone(study.timezone).date() if moment.tzinfo else moment.date()


def newest_day(study: Study) -> date:
    """The day of the newest note: what "in November" is reckoned from in a file of questions that gives no time."""
    days = [note.observed_at.astimezone(study.timezone).date() for note in study.notebook.all()]
    return max(days, default=study.today())


async def answered(question: Question, study: Study, questions: Questions, *, today: date) -> dict[str, Any]:
    """The answer as it is written: `score` falls from 1 with the place, as 1, 1/2, 1/3 ...

    `today` is the day of a question that gives none.
    """
    query, _ = study.question(question.text, await questions.labels(), today=question.today or today)
    found: Found = await questions.find(query, None)
    results = [{"id": note.source_id, "score": round(1 / place, 6)} for place, note in enumerate(found.notes, 1)]
    return {"id": question.id, "understood": describe(query, study.codebook), "results": results}
