"""A program asks many questions at once: answers under the notes' own ids, in a file that nobody else can read."""

import json

from demo.stage import Stage
from tests.whole.test_command_line import NOTE, refused


async def test_a_file_of_questions_is_answered_under_the_notes_own_ids(stage: Stage) -> None:
    notes, asked, out = stage.root / "notes.jsonl", stage.root / "asked.jsonl", stage.root / "answers.jsonl"
    private = {**NOTE, "id": "n002", "text": "Just for me: the bus fare. #trust"}
    notes.write_text(f"{json.dumps(NOTE)}\n{json.dumps(private)}\n", encoding="utf-8")
    await stage.jottings("import", str(notes))
    lines = (
        {"id": 1, "query": "#riverside"},
        {"id": "b", "query": "price of a ticket"},
        {"id": "c", "query": '"zebra"'},
    )
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    out.write_text("what was there before", encoding="utf-8")
    out.chmod(0o644)
    await stage.jottings("query", "--batch", str(asked), "--output", str(out))
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [1, "b", "c"]
    assert "n001" in {result["id"] for result in answers[0]["results"]}
    assert "n001" in {result["id"] for result in answers[1]["results"]}, "found by what it means"
    assert answers[2]["results"] == []
    assert oct(out.stat().st_mode & 0o777) == "0o600"


async def test_a_wrong_use_is_one_sentence_and_writes_nothing(stage: Stage) -> None:
    asked, out = stage.root / "asked.jsonl", stage.root / "answers.jsonl"
    asked.write_text('{"id": 1, "query": "x"}\n{"id": 2}\n', encoding="utf-8")
    assert "line 2 has no query" in await refused(stage, "query", "--batch", str(asked), "--output", str(out))
    assert "can't be read" in await refused(stage, "query", "--batch", "nowhere", "--output", str(out))
    await refused(stage, "query", "--batch", str(asked), code=2)
    await refused(stage, "query", code=2)
    assert not out.exists()
