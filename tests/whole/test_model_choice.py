"""Whoever runs it is told what each model costs on this machine, and which one to take."""

import json
from pathlib import Path
from typing import Any

import pytest

from demo.stage import CommandFailed, Stage


async def listed(stage: Stage, **settings: str) -> dict[str, dict[str, Any]]:
    rows = [json.loads(line) for line in (await stage.jottings("model", "list", "--json", **settings)).splitlines()]
    return {row["model"]: row for row in rows}


@pytest.fixture
def shelf(tmp_path: Path) -> dict[str, str]:
    """An empty model directory, as a setting."""
    return {"JOTTINGS_MODEL_DIR": str(tmp_path / "shelf")}


async def test_models_are_compared_and_one_is_recommended(stage: Stage, shelf: dict[str, str]) -> None:
    before = await listed(stage, **shelf)
    assert {"tiny.en", "base", "small", "medium", "large-v3", "large-v3-turbo"} <= set(before)
    assert all(row["times_real_time"] is None and not row["memory_measured"] for row in before.values())
    assert [row["model"] for row in before.values() if row["recommended"]] != []
    shown = await stage.jottings("model", "list", **shelf)
    assert "For this machine: " in shown
    assert "`jottings model bench` does" in shown


@pytest.mark.torture
async def test_a_model_is_measured_on_this_machine(stage: Stage, shelf: dict[str, str]) -> None:
    said = await stage.jottings("model", "bench", "tiny.en", **shelf)
    assert said.startswith("tiny.en: ")
    assert "times real time" in said
    after = (await listed(stage, **shelf))["tiny.en"]
    assert after["here"]
    assert after["times_real_time"] > 1
    assert 0 < after["word_error"] < 0.2
    assert after["memory_bytes"] > 100_000_000
    assert "measured here" in await stage.jottings("model", "list", **shelf)


async def complaint(stage: Stage, *words: str, **settings: str) -> str:
    with pytest.raises(CommandFailed) as failed:
        await stage.jottings(*words, **settings)
    assert "Traceback" not in failed.value.complaint
    return failed.value.complaint.strip()


async def test_a_wrong_checksum_or_a_missing_model_is_one_sentence(
    stage: Stage, shelf: dict[str, str], tmp_path: Path
) -> None:
    brought = tmp_path / "small.zip"
    brought.write_bytes(b"PK")
    refused = await complaint(stage, "model", "fetch", "small", "--from", str(brought), "--sha256", "00", **shelf)
    assert refused == "The checksum of small.zip is wrong: it was damaged on the way, or altered. Nothing was kept."
    assert not (tmp_path / "shelf").exists()
    assert "goes with --from" in await complaint(stage, "model", "fetch", "small", "--sha256", "00", **shelf)
    assert "`jottings model fetch medium` brings it" in await complaint(stage, "model", "bench", "medium", **shelf)
