"""A file of questions is read whole or refused with the lines that are wrong, none of them quoted."""

import json
from pathlib import Path

import pytest

from services.batch import answered, newest_day, read_questions
from services.lines import LinesUnreadable
from services.questions import Questions
from tests.services.test_questions import WORDS, written_study

GOOD = {"id": "q1", "query": "bus fare"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2 is no JSON object"),
        ("[1]", "line 2 is no JSON object"),
        ('"secret"', "line 2 is no JSON object"),
        ('{"query": "secret"}', "line 2 has no id"),
        ('{"id": "q2"}', "line 2 has no query"),
        ('{"id": "q2", "query": 7}', "line 2 has a query of the wrong form"),
        ('{"id": true, "query": "secret"}', "line 2 has an id of the wrong form"),
        ('{"id": "q2", "query": "secret", "now": "noon"}', "line 2 has a now that is no time"),
        ("[" * 100_000, "line 2 is no JSON object"),
    ],
)
async def test_a_bad_line_is_named_and_not_quoted(tmp_path: Path, line: str, said: str) -> None:
    async with written_study(tmp_path) as study:
        with pytest.raises(LinesUnreadable) as refused:
            read_questions([json.dumps(GOOD), line], study)
        assert str(refused.value) == f"Nothing was asked: {said}."


async def test_every_question_is_answered_under_its_own_id_best_first(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        asked = read_questions([json.dumps(GOOD), "", '{"id": 7, "query": "zebra"}'], study)
        first, second = [await answered(question, study, Questions(study), today=study.today()) for question in asked]
    assert first == {"id": "q1", "understood": "bus fare", "results": [{"id": "imported-1", "score": 1.0}]}
    assert (second["id"], second["results"]) == (7, [])
    assert WORDS


async def test_last_week_is_reckoned_from_the_lines_own_now(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        line = {"id": "q", "query": "last week", "now": "2021-11-17T09:00"}
        later = {**line, "now": "2022-11-17T09:00"}
        asked = read_questions([json.dumps(line), json.dumps(later)], study)
        answers = [await answered(question, study, Questions(study), today=study.today()) for question in asked]
    assert [len(answer["results"]) for answer in answers] == [1, 0]


async def test_in_a_file_without_a_time_days_are_reckoned_from_the_newest_note(tmp_path: Path) -> None:
    async with written_study(tmp_path) as study:
        today = newest_day(study)
        [asked] = read_questions(['{"id": "q", "query": "in november"}'], study)
        answer = await answered(asked, study, Questions(study), today=today)
    assert (today.isoformat(), len(answer["results"])) == ("2021-11-10", 1)
