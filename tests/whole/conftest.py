"""The whole process on a stage: the real bot, started and killed, against the local Telegram over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from demo.people import Person
from demo.sent import Sent
from demo.stage import Stage

THURSDAY = datetime(2021, 11, 11, 10, 0, tzinfo=UTC)
MEMOS = Path(__file__).parents[1] / "transcription" / "samples"
PATIENCE = 30.0  # seconds for the slowest answer that is no transcript, on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A stage with a team on it."""

    stage: Stage
    pi: Person
    amal: Person
    ben: Person

    async def hears(self, person: Person, words: str, act: Callable[[], object], timeout: float = PATIENCE) -> Sent:
        """What the bot shows that person with `words` in it, after `act`."""
        since = len(self.stage.telegram.sent)
        act()
        return await self.stage.telegram.wait_for(
            lambda sent: sent.chat_id == person.id and words in sent.text, timeout=timeout, since=since
        )

    async def export(self) -> list[dict[str, Any]]:
        """Every note as the command line exports it."""
        output = self.stage.root / "export.jsonl"
        output.unlink(missing_ok=True)
        await self.stage.jottings("export", "--format", "jsonl", "--output", str(output), "--plain")
        rows = [json.loads(line) for line in output.read_text().splitlines()]
        output.unlink()
        return rows

    def shown(self, card: Sent) -> Sent:
        """That message as it stands now."""
        return self.stage.telegram.message(card.chat_id, card.message_id)


async def join(stage: Stage, *people: tuple[Person, str]) -> None:
    """Invite them in their roles, all at once, and let one after the other redeem, as people do."""
    invitations = [stage.jottings("invite", "--role", role, "--name", person.name) for person, role in people]
    for (person, _), code in zip(people, await asyncio.gather(*invitations), strict=True):
        redeems = partial(person.writes, f"/start {code.strip()}")
        welcome = await stage.telegram.answer_to(person, redeems, timeout=PATIENCE)
        assert "Welcome" in welcome.text


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A study with a key and an empty database; the bot is not running yet."""
    async with Stage(tmp_path, now=THURSDAY, JOTTINGS_WHISPER_MODEL="tiny.en") as stage:
        await stage.jottings("init", "--yes")
        yield stage


@pytest.fixture
async def field(stage: Stage) -> Field:
    """The bot running, with a PI and two researchers."""
    stage.start()
    people = stage.telegram
    field = Field(
        stage=stage, pi=people.person(11, "Priya"), amal=people.person(21, "Amal"), ben=people.person(22, "Ben")
    )
    await join(stage, (field.pi, "pi"), (field.amal, "researcher"), (field.ben, "researcher"))
    return field
