"""`jottings analyse`: what notes say and may mean, for programs."""

import json
import subprocess
import sys
from pathlib import Path

NOTE = {
    "id": "a1",
    "researcher": "r9",
    "observed_at": "2021-11-16T10:00:00+00:00",
    "kind": "text",
    "text": "10.35, Riverside, theme trust. P07 rang from 07700 900123. Nobody had told her why. Follow up next week.",
}


def ran(folder: Path, lines: list[str], *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    files = ["--notes", str(folder / "in.jsonl"), "--output", str(folder / "out.jsonl")]
    command = [sys.executable, "-m", "bot.cli", "analyse", *files, *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_every_note_is_read_and_its_themes_are_ranked(tmp_path: Path) -> None:
    assert ran(tmp_path, [json.dumps(NOTE), "", json.dumps({"id": 2, "text": ""})]).returncode == 0
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["sites"], first["themes"]) == ("a1", ["riverside"], ["trust"])
    assert (first["note_type"], first["participants"], first["follow_up"]) == ("observation", ["P07"], True)
    scores = [one["score"] for one in first["suggested_themes"]]
    assert len(scores) == 18
    assert scores == sorted(scores, reverse=True)
    (phone,) = first["identifiers"]
    assert (NOTE["text"][phone["start"] : phone["end"]], phone["type"]) == ("07700 900123", "phone")
    assert set(first["key_sentences"]) <= {*NOTE["text"].split(". "), *first["key_sentences"]}
    assert all(sentence in NOTE["text"] for sentence in first["key_sentences"])
    assert (second["id"], second["key_sentences"], second["identifiers"]) == (2, [], [])
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_wrong_line_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    found = ran(tmp_path, [json.dumps(NOTE), "{", json.dumps({"id": "a3"})], "--cues")
    assert found.returncode == 1
    assert found.stderr.strip() == "Nothing was analysed: line 2 is no note; line 3 has no text."
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    found = ran(tmp_path, [json.dumps(NOTE)], "--codebook", str(tmp_path / "none.toml"))
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert "none.toml" in found.stderr
