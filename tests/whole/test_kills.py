"""Not "Saved", not saved; "Saved", never lost: the bot is killed at random instants while messages come in."""

import asyncio
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from demo.people import Person
from demo.sent import Sent
from demo.stage import Stage
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join

TICK = re.compile(r"^Saved #(\d+)")
WEAKENED = Path(__file__).parent / "weakened_bot.py"


def ticks(sent: list[Sent]) -> set[int]:
    """The numbers of all notes that were said to be saved."""
    return {int(found[1]) for each in sent if (found := TICK.match(each.text))}


async def send_all(people: list[Person], count: int, seconds: float) -> Counter[str]:
    """Messages over the time given, one in ten spoken; what was sent, by chat and message."""
    recording = (MEMOS / "m05.ogg").read_bytes()
    sent: Counter[str] = Counter()
    for number in range(count):
        person = people[number % len(people)]
        if number % 10 == 9:
            message = person.speaks(recording, 25)
        else:
            message = person.writes(f"Note {number} of the day at Riverside")
        sent[f"{person.id}/{message}"] += 1
        await asyncio.sleep(seconds / count)
    return sent


async def killed_again_and_again(stage: Stage, kills: int, chance: random.Random, program: tuple[str, ...]) -> None:
    """Start and kill the bot; each life is long enough to start, and ends at any instant after."""
    for _ in range(kills):
        stage.start(*program)
        await asyncio.sleep(chance.uniform(0.9, 2.6))
        await stage.kill()
    stage.start()


async def storm(stage: Stage, kills: int, messages: int, program: tuple[str, ...]) -> tuple[Counter[str], Field]:
    """Messages under kills, and then quiet; what was sent and the field afterwards."""
    people = [stage.telegram.person(21, "Amal"), stage.telegram.person(22, "Ben")]
    stage.start()
    for person in people:
        await join(stage, person, "researcher")
    await stage.kill()
    chance = random.Random(kills)
    killing = asyncio.create_task(killed_again_and_again(stage, kills, chance, program))
    sent = await send_all(people, messages, kills * 1.6)
    await killing
    return sent, Field(stage=stage, pi=people[0], amal=people[0], ben=people[1])


async def everything_ticked(stage: Stage, messages: int, timeout: float) -> bool:
    """Whether as many notes are said to be saved as messages were sent."""
    deadline = asyncio.get_running_loop().time() + timeout
    while len(ticks(list(stage.telegram.sent))) < messages and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.2)
    return len(ticks(list(stage.telegram.sent))) >= messages


async def stored(field: Field) -> tuple[Counter[str], set[int]]:
    """How often each message is stored, and the numbers of all notes."""
    rows = await field.export()
    return Counter(f"{row['chat_id']}/{row['message_id']}" for row in rows), {row["number"] for row in rows}


@pytest.mark.parametrize(
    ("kills", "messages"),
    [(10, 40), pytest.param(50, 200, marks=pytest.mark.torture)],
)
async def test_every_message_is_stored_once_and_no_ticked_one_is_lost(stage: Stage, kills: int, messages: int) -> None:
    sent, field = await storm(stage, kills, messages, ("-m", "demo.bot_process"))
    assert await everything_ticked(stage, messages, PATIENCE * 2)
    await stage.stop()
    once, numbers = await stored(field)
    assert once == sent
    assert ticks(list(stage.telegram.sent)) <= numbers


async def test_control_an_offset_that_moves_before_the_commit_loses_messages(tmp_path: Path) -> None:
    async with Stage(tmp_path, now=THURSDAY, JOTTINGS_WHISPER_MODEL="tiny.en") as stage:
        await stage.jottings("init", "--yes")
        sent, field = await storm(stage, 10, 40, (str(WEAKENED),))
        await everything_ticked(stage, 40, 8)
        await stage.stop()
        once, _ = await stored(field)
        assert once != sent
