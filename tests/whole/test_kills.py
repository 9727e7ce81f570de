"""Not "Saved", not saved; "Saved", never lost: the bot is killed at any instant while messages come in."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from demo.people import Person
from demo.sent import Sent
from demo.stage import Stage
from tests.conftest import Figure
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join
from tests.whole.killed_at import POINTS

TICK = re.compile(r"^Saved #(\d+)")
WEAKENED = str(Path(__file__).parent / "weakened_bot.py")
DOOMED = str(Path(__file__).parent / "killed_at.py")
SECONDS_A_LIFE = 1.6  # on average; a start takes about one
LONGEST_LIFE_SECONDS = 60.0


def ticks(sent: Sequence[Sent]) -> list[int]:
    """The numbers of the notes that were said to be saved, in a message of its own each time."""
    return [int(found[1]) for each in sent if each.kind == "message" and (found := TICK.match(each.text))]


def repeated(sent: Sequence[Sent]) -> int:
    """How many of them were said once more."""
    return len(ticks(sent)) - len(set(ticks(sent)))


@dataclass(slots=True)
class Storm:
    """Messages under kills, and then quiet."""

    stage: Stage
    people: list[Person]
    sent: Counter[str] = field(default_factory=Counter)  # by chat and message
    kills: int = 0

    async def send(self, pause: Callable[[], float]) -> None:
        """Messages until cancelled, one in ten spoken."""
        recording = (MEMOS / "m05.ogg").read_bytes()
        while True:
            number = self.sent.total()
            person = self.people[number % len(self.people)]
            spoken = number % 10 == 9
            message = person.speaks(recording, 25) if spoken else person.writes(f"Note {number}, at Riverside")
            self.sent[f"{person.id}/{message}"] += 1
            await asyncio.sleep(pause())

    async def kill(self) -> None:
        """End the bot between any two instructions."""
        await self.stage.kill()
        self.kills += 1

    async def quiet(self, timeout: float) -> bool:
        """Start the real bot; whether as many notes are said to be saved as messages were sent."""
        self.stage.start()
        deadline = asyncio.get_running_loop().time() + timeout
        while len(set(ticks(self.stage.telegram.sent))) < self.sent.total():
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.2)
        return True

    async def stored(self) -> tuple[Counter[str], set[int]]:
        """How often each message is stored, and the numbers of all notes."""
        await self.stage.stop()
        amal = self.people[0]
        rows = await Field(stage=self.stage, pi=amal, amal=amal, ben=amal).export()
        return Counter(f"{row['chat_id']}/{row['message_id']}" for row in rows), {row["number"] for row in rows}


async def storm_on(stage: Stage) -> Storm:
    """Two researchers and a bot that is about to be killed."""
    people = [stage.telegram.person(21, "Amal"), stage.telegram.person(22, "Ben")]
    stage.start()
    for person in people:
        await join(stage, (person, "researcher"))
    await stage.kill()
    return Storm(stage, people)


async def while_messages_come(storm: Storm, killing: Awaitable[None], pause: Callable[[], float]) -> None:
    sending = asyncio.create_task(storm.send(pause))
    await killing
    sending.cancel()


async def at_any_instant(storm: Storm, kills: int, chance: random.Random, *program: str) -> None:
    """Each life is long enough to start, and ends at any instant after."""
    for _ in range(kills):
        storm.stage.start(*program)
        await asyncio.sleep(chance.uniform(0.6, 2 * SECONDS_A_LIFE - 0.6))
        await storm.kill()


async def all_is_well(storm: Storm, figure: Figure, what: str) -> None:
    """Nothing ticked is missing, nothing stored twice, at most one reply repeated for each kill."""
    assert await storm.quiet(PATIENCE * 4)
    sent = storm.stage.telegram.sent
    once, numbers = await storm.stored()
    assert once == storm.sent
    assert set(ticks(sent)) <= numbers
    assert repeated(sent) <= storm.kills
    figure(f"{storm.kills:,} kills {what} while {storm.sent.total():,} messages came in, one in ten spoken: "
           f"0 ticked ones missing, 0 stored twice, {repeated(sent)} replies repeated")  # fmt: skip


@pytest.mark.parametrize("kills", [10, pytest.param(1000, marks=pytest.mark.torture)])
async def test_every_message_is_stored_once_and_no_ticked_one_is_lost(stage: Stage, kills: int, figure: Figure) -> None:
    storm, chance = await storm_on(stage), random.Random(kills)
    await while_messages_come(storm, at_any_instant(storm, kills, chance), lambda: chance.uniform(0.1, 0.7))
    await all_is_well(storm, figure, "at random instants")


async def at_points(storm: Storm, points: Sequence[str], kills: int) -> None:
    """Die at each point for the first, the second ... time that the bot comes to it; memos come there more seldom."""
    for point in points:
        deepest = 20 if "commit" in point or "send" in point else 3
        for nth in range(kills):
            storm.stage.start(DOOMED, point, str(1 + nth % deepest))
            async with asyncio.timeout(LONGEST_LIFE_SECONDS):
                while storm.stage.running:
                    await asyncio.sleep(0.05)
            await storm.kill()


@pytest.mark.parametrize(
    ("points", "kills"),
    [
        (("after-commit", "after-send", "downloaded"), 1),
        *(pytest.param((point,), 20, marks=pytest.mark.torture) for point in POINTS),
    ],
)
async def test_a_kill_around_a_commit_a_message_or_a_download_loses_nothing(
    stage: Stage, points: tuple[str, ...], kills: int, figure: Figure
) -> None:
    storm, chance = await storm_on(stage), random.Random(kills)
    await while_messages_come(storm, at_points(storm, points, kills), lambda: chance.uniform(0.05, 0.3))
    await all_is_well(storm, figure, f"at {', '.join(points)}")


async def test_control_an_offset_that_moves_before_the_commit_loses_messages(tmp_path: Path) -> None:
    async with Stage(tmp_path, now=THURSDAY, JOTTINGS_WHISPER_MODEL="tiny.en") as stage:
        await stage.jottings("init", "--yes")
        storm, chance = await storm_on(stage), random.Random(4)
        await while_messages_come(storm, at_any_instant(storm, 8, chance, WEAKENED), lambda: chance.uniform(0.1, 0.7))
        await storm.quiet(8)
        once, _ = await storm.stored()
        assert once != storm.sent
