"""Words from another machine: refused where it might be anybody's, said when it is away, heard when it is back."""

import asyncio
from pathlib import Path

import pytest

from demo.stage import CommandFailed, Stage
from tests.deploy.ray_cluster import free_ports
from tests.deploy.speech_server import alone
from tests.whole.conftest import MEMOS, PATIENCE, Field, join

KEY = "a-key-that-nobody-else-has"


REFUSALS = [
    ({}, "JOTTINGS_TRANSCRIBER_URL must be"),
    ({"JOTTINGS_TRANSCRIBER_URL": "http://8.8.8.8:8000"}, "set JOTTINGS_TRANSCRIBER_PUBLIC=true"),
    (
        {"JOTTINGS_TRANSCRIBER_URL": "http://8.8.8.8", "JOTTINGS_TRANSCRIBER_PUBLIC": "true"},
        "Use https:// in JOTTINGS_TRANSCRIBER_URL",
    ),
]


async def test_the_bot_does_not_start_where_recordings_would_go_to_an_address_that_is_not_private(
    stage: Stage,
) -> None:
    for settings, words in REFUSALS:
        with pytest.raises(CommandFailed, match=words) as refused:
            await stage.jottings("run", JOTTINGS_TRANSCRIBER="http", **settings)
        assert refused.value.code == 1
        assert len(refused.value.complaint.strip().splitlines()) == 1
    with pytest.raises(CommandFailed, match=words):
        await stage.jottings("transcribe", str(MEMOS / "m05.ogg"), JOTTINGS_TRANSCRIBER="http", **settings)
    [finding] = [line for line in await findings(stage, JOTTINGS_TRANSCRIBER="http", **settings) if words in line]
    assert finding.startswith("✗ speech server: ")


async def test_a_memo_waits_for_a_server_that_is_away_and_health_says_so(tmp_path: Path) -> None:
    [port] = free_ports(1)
    key = tmp_path / "speech.key"
    key.write_text(KEY)
    async with Stage(
        tmp_path / "stage",
        JOTTINGS_TRANSCRIBER="http",
        JOTTINGS_TRANSCRIBER_URL=f"http://localhost:{port}",
        JOTTINGS_TRANSCRIBER_KEY=KEY,
        JOTTINGS_WHISPER_MODEL="tiny.en",
        JOTTINGS_LOG_LEVEL="DEBUG",
    ) as stage:
        await stage.jottings("init", "--yes")
        stage.start()
        amal, ada = stage.telegram.person(21, "Amal"), stage.telegram.person(31, "Ada")
        field = Field(stage=stage, pi=ada, amal=amal, ben=amal)
        await join(stage, (amal, "researcher"), (ada, "admin"))
        sound = (MEMOS / "m05.ogg").read_bytes()
        card = await field.hears(amal, "Saved #", lambda: amal.speaks(sound, 25))
        told = await until_told(field, "No words from the speech server since")
        assert "can't be reached" in told
        assert "1 recording waiting" in told
        arguments = ("--port", str(port), "--key-file", str(key))
        async with alone(tmp_path / "models", *arguments):
            await field.hears(amal, "unchecked", lambda: None, timeout=120)
            assert "car scheme" in field.shown(card).text
            assert "speech server" not in await until_told(field, "Disk:")
            assert [line for line in await findings(stage) if line.startswith("✓ speech server: ")]
        assert KEY not in stage.log.read_text()
        assert "car scheme" not in stage.log.read_text()


async def findings(stage: Stage, **settings: str) -> list[str]:
    """What `doctor` says, whether all is well or not."""
    try:
        return (await stage.jottings("doctor", **settings)).splitlines()
    except CommandFailed as failed:
        return failed.said.splitlines()


async def until_told(field: Field, words: str) -> str:
    """What `/health` says once it says that."""
    async with asyncio.timeout(2 * PATIENCE):
        while True:
            said = await field.hears(field.pi, "Disk:", lambda: field.pi.writes("/health"))
            if words in said.text:
                return said.text
            await asyncio.sleep(1)
