"""Whoever runs it: one clear sentence, the right exit code, never a traceback, and nothing overwritten."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from demo.stage import CommandFailed, Stage
from tests.whole.conftest import MEMOS, Field

NOTE = {
    "id": "n001",
    "researcher": "r1",
    "observed_at": "2021-11-08T10:35:00+00:00",
    "kind": "text",
    "text": "10.35, Riverside. The bus fare again.",
    "sites": ["riverside"],
    "themes": ["travel-cost"],
}


async def refused(stage: Stage, *words: str, code: int = 1) -> str:
    """What the command complains of."""
    with pytest.raises(CommandFailed) as failed:
        await stage.jottings(*words)
    assert failed.value.code == code
    assert "Traceback" not in failed.value.complaint
    return failed.value.complaint


def key_of(stage: Stage) -> Path:
    return Path(stage.environment()["JOTTINGS_MASTER_KEY_FILE"])


async def test_init_never_overwrites(stage: Stage) -> None:
    before = {path: path.read_bytes() for path in stage.root.rglob("*") if path.is_file()}
    said = await stage.jottings("init", "--yes")
    assert said.count("exists") >= 2
    assert {path: path.read_bytes() for path in before} == before
    assert oct(key_of(stage).stat().st_mode & 0o777) == "0o600"


async def test_a_wrong_damaged_or_exposed_key_refuses_and_writes_nothing(stage: Stage) -> None:
    key, database = key_of(stage), stage.data / "jottings.db"
    good, before = key.read_bytes(), database.read_bytes()
    key.write_bytes(good[:40])
    assert "damaged" in await refused(stage, "members")
    key.write_bytes(good.replace(good[60:70], good[60:70][::-1]))
    assert "key" in await refused(stage, "run")
    key.write_bytes(good)
    key.chmod(0o644)
    assert "chmod 600" in await refused(stage, "export", "--output", str(stage.root / "out.jsonl"))
    key.unlink()
    assert "no key file" in await refused(stage, "run")
    assert database.read_bytes() == before


async def test_a_codebook_is_compared_and_applied_unless_notes_would_lose_a_code(stage: Stage) -> None:
    notes, file = stage.root / "notes.jsonl", stage.root / "codebook.toml"
    notes.write_text(json.dumps(NOTE) + "\n")
    await stage.jottings("import", str(notes))
    file.write_text(await stage.jottings("codebook", "show"))
    assert "No difference" in await stage.jottings("codebook", "diff", str(file))
    whole = file.read_text()
    file.write_text(without(whole, "travel-cost"))
    assert "1 note has the theme travel-cost" in await refused(stage, "codebook", "apply", str(file))
    file.write_text(without(whole, "housing"))
    assert "Theme housing is gone." in await stage.jottings("codebook", "diff", str(file))
    assert "revision 2" in await stage.jottings("codebook", "apply", str(file))
    assert "Theme housing is gone." in await stage.jottings("codebook", "history")
    assert 'slug = "housing"' in await stage.jottings("codebook", "show", "--revision", "1")
    assert "newest is 2" in await refused(stage, "codebook", "show", "--revision", "9")


def without(codebook: str, theme: str) -> str:
    """The codebook's text with that theme left out."""
    tables = codebook.split("[[")
    return "[[".join(table for table in tables if f'slug = "{theme}"' not in table)


async def test_a_broken_codebook_is_told_with_every_line(stage: Stage) -> None:
    broken = stage.root / "codebook.toml"
    broken.write_text(
        '[study]\ntitle = "x"\ntimezone = "Europe/London"\n[[sites]]\nname = "No slug"\n[[themes]]\nlabel = 3\n'
    )
    complaint = await refused(stage, "codebook", "check", str(broken))
    assert complaint.count("line") >= 2


async def test_one_bot_runs_for_a_data_directory(field: Field) -> None:
    assert "Another" in await refused(field.stage, "run")


async def test_an_unwritable_data_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with Stage(tmp_path / "stage", JOTTINGS_DATA_DIR=str(tmp_path / "file" / "data")) as stage:
        assert "file" in await refused(stage, "init", "--yes")


async def test_a_key_among_the_notes_a_mistyped_setting_and_wrong_use_are_refused(tmp_path: Path) -> None:
    async with Stage(tmp_path, JOTTINGS_MASTER_KEY_FILE=str(tmp_path / "data" / "key.json")) as stage:
        assert "MASTER_KEY_FILE" in await refused(stage, "init", "--yes")
    async with Stage(tmp_path, JOTTINGS_DIGEST_TIEM="20:00") as stage:
        assert "JOTTINGS_DIGEST_TIME" in await refused(stage, "doctor")
    async with Stage(tmp_path) as stage:
        await refused(stage, "invite", code=2)
        await refused(stage, "nonsense", code=2)
        assert "init" in await refused(stage, "members")


async def test_notes_come_in_and_go_out_and_the_same_id_again_is_equal_or_a_revision(stage: Stage) -> None:
    file, out = stage.root / "notes.jsonl", stage.root / "out.jsonl"
    file.write_text(json.dumps(NOTE) + "\n")
    await stage.jottings("import", str(file))
    await stage.jottings("import", str(file))
    file.write_text(json.dumps({**NOTE, "text": "corrected #trust"}) + "\n")
    await stage.jottings("import", str(file))
    await stage.jottings("export", "--format", "jsonl", "--output", str(out), "--plain")
    (note,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert (note["id"], note["revision"], note["text"]) == ("n001", 2, "corrected #trust")
    assert oct(out.stat().st_mode & 0o777) == "0o600"
    found = await stage.jottings("query", "--json", "--now", "2021-11-12T09:00", "#riverside this week")
    assert json.loads(found)["id"] == "n001"
    assert "None has the words" in await stage.jottings("query", "#riverside", "zeppelins")
    file.write_text(json.dumps({**NOTE, "id": "n002"}) + '\nno json\n{"id": 3}\n')
    complaint = await refused(stage, "import", str(file))
    assert "line 2" in complaint
    assert "line 3" in complaint
    assert "n002" not in await stage.jottings("query", "--json", "#riverside")


async def test_files_are_transcribed_and_a_bad_one_is_named(stage: Stage) -> None:
    said = await stage.jottings("transcribe", "--json", str(MEMOS / "m05.ogg"))
    heard = json.loads(said)
    assert set(heard) >= {"file", "text", "segments", "language", "model", "audio_seconds", "seconds"}
    assert "transport cost" in heard["text"].lower()
    assert (heard["engine"], heard["model"]) == ("faster-whisper", "faster-whisper tiny.en")
    assert "weights " in heard["version"]
    assert "beam 5" in heard["settings"]
    assert not any("doubt" in segment for segment in heard["segments"])
    bad = stage.root / "bad.ogg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 no sound")
    assert "bad.ogg" in await refused(stage, "transcribe", str(bad), str(stage.root / "missing.ogg"))


async def test_without_a_network_the_bot_waits_and_ends_when_told(stage: Stage) -> None:
    stage.telegram.faults.outage()
    stage.start()
    await asyncio.sleep(2.5)
    assert stage.running
    assert await stage.stop() == 0
    stage.start()
    await asyncio.sleep(1.5)
    stage.telegram.faults.outage(on=False)
    code = (await stage.jottings("invite", "--role", "pi")).strip()
    person = stage.telegram.person(61, "Gus")
    await stage.telegram.answer_to(person, lambda: person.writes(f"/start {code}"), timeout=40)
    assert await stage.stop() == 0


async def test_doctor_says_what_is_well_and_what_is_not(stage: Stage) -> None:
    assert "✓ key and database" in await stage.jottings("doctor")
    os.truncate(key_of(stage), 10)
    await refused(stage, "doctor")
