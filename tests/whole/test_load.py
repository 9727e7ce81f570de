"""Nobody waits for anybody: captures beside searches and an export, and a flood of notes at Telegram's own pace."""

import asyncio
import random
import sys
from dataclasses import dataclass, field

import pytest

from demo.people import Person
from demo.stage import Stage
from tests.conftest import Figure
from tests.whole.conftest import MEMOS, PATIENCE
from tests.whole.crowd import Crowd, cpu_seconds, enroll, percentile, resident_mib

pytestmark = pytest.mark.alone

PROMISED = 20.0  # seconds: no message is left without an answer for longer
RATE = 20  # messages a second: Telegram lets a bot say 25 to 30, and a memo takes two
AT_REST = 0.1  # seconds of work in a second: nothing is loaded, read or answered any more
READ_A_SECOND = 5  # notes, whose meaning is read behind everything else
PACE_SECONDS = 1.2  # Telegram lets a bot speak once a second in a chat
QUESTIONS = (
    "/notes #trust",
    "/notes riverside last week",
    "/notes dog at hilltop",
    "/notes what did we hear about the bus fare?",
    '/notes "the form stayed face down"',
    "/notes finance since november",
)


@dataclass(slots=True)
class Searcher:
    """Somebody who asks one thing after another."""

    stage: Stage
    person: Person
    dice: random.Random
    waits: list[float] = field(default_factory=list)

    async def asks(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            asked = clock()
            await self.stage.telegram.answer_to(
                self.person, lambda: self.person.writes(self.dice.choice(QUESTIONS)), timeout=PROMISED
            )
            self.waits.append(clock() - asked)
            await asyncio.sleep(max(0.0, PACE_SECONDS - self.waits[-1]))


async def exports(stage: Stage, over: asyncio.Event) -> int:
    """Export the whole study again and again until it is over; how often."""
    done, output = 0, stage.root / "export.jsonl"
    while not over.is_set():
        await stage.jottings("export", "--format", "jsonl", "--output", str(output), "--plain")
        output.unlink()
        done += 1
    return done


async def captures(crowd: Crowd, people: list[Person], seconds: float) -> None:
    """Text notes at an even pace for so long."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        for person in people:
            crowd.writes(person)
            await asyncio.sleep(PACE_SECONDS / len(people))


@pytest.mark.parametrize(
    ("notes", "seconds", "limit"),
    [(1000, 6, PROMISED), pytest.param(10_000, 120, 1.0, marks=pytest.mark.torture)],
)
async def test_captures_do_not_wait_for_searches_and_an_export(
    stage: Stage, notes: int, seconds: int, limit: float, figure: Figure
) -> None:
    people = await enroll(stage, 14, notes)
    writers, askers = people[:4], people[4:]
    stage.start()
    await stage.telegram.answer_to(people[0], lambda: people[0].writes("/help"), timeout=PATIENCE)
    crowd = Crowd(stage, writers)
    searchers = [Searcher(stage, person, random.Random(person.id)) for person in askers]
    searching = [asyncio.create_task(searcher.asks()) for searcher in searchers]
    over = asyncio.Event()
    exporting = asyncio.create_task(exports(stage, over))
    await captures(crowd, writers, seconds)
    written = sum(map(len, crowd.written.values()))
    await crowd.until_told(written, PROMISED)
    over.set()
    exported = await exporting
    for task in searching:
        task.cancel()
    results = await asyncio.gather(*searching, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results), "a question was not answered"
    waits, asked = crowd.waits(), [wait for searcher in searchers for wait in searcher.waits]
    figure(
        f"{written} captures beside ten people searching ({len(asked)} answers, 99 in 100 within "
        f"{percentile(asked, 99):.2f} s) and {exported} exports of {notes:,} notes: "
        f"the longest waited {max(waits):.2f} s"
    )
    assert exported
    assert max(waits) < limit


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("texts", "memos", "limit"),
    [(150, 3, PROMISED), pytest.param(10_000, 500, 1.0, marks=pytest.mark.torture)],
)
async def test_a_flood_of_notes_is_ticked_as_fast_as_telegram_lets_us(
    stage: Stage, texts: int, memos: int, limit: float, figure: Figure
) -> None:
    people = await enroll(stage, 50)
    crowd = Crowd(stage, people)
    stage.start()
    await stage.telegram.answer_to(people[0], lambda: people[0].writes("/help"), timeout=PATIENCE)
    before = await memory_at_ease(stage, 0)
    await flood(crowd, texts, memos)
    await crowd.until_told(texts + memos, PATIENCE)
    waits = crowd.waits()
    await quiet(crowd, memos)
    after = await memory_at_ease(stage, texts + memos)
    reloaded = await restarted(stage, texts + memos)
    figure(
        f"{texts:,} texts and {memos} memos, {RATE} a second: 99 in 100 texts ticked within "
        f"{percentile(waits, 99):.2f} s, the slowest {max(waits):.2f} s; "
        f"memory {before:.0f} MiB before, {after:.0f} after, "
        f"{reloaded:.0f} in a new process with the same notes"
    )
    assert percentile(waits, 99) < limit
    assert after < 1.25 * reloaded + 16


async def flood(crowd: Crowd, texts: int, memos: int) -> None:
    """Everybody in turn, the memos spread evenly among the texts."""
    loop = asyncio.get_running_loop()
    started, recording, total = loop.time(), MEMOS / "m05.ogg", texts + memos
    for number in range(total):
        person = crowd.people[number % len(crowd.people)]
        if number * memos // total != (number + 1) * memos // total:
            crowd.speaks(person, recording)
        else:
            crowd.writes(person)
        await asyncio.sleep(max(0.0, started + number / RATE - loop.time()))


async def quiet(crowd: Crowd, memos: int) -> None:
    """Wait until every memo has its words."""
    async with asyncio.timeout(PATIENCE + 5 * memos):
        while sum("unchecked" in sent.text for sent in crowd.stage.telegram.sent if sent.kind == "edit") < memos:
            await asyncio.sleep(0.5)


async def restarted(stage: Stage, notes: int) -> float:
    """The memory of a new process over the same notes."""
    await stage.stop()
    stage.log.unlink()
    stage.start()
    person = stage.telegram.person(101, "Amal")
    await stage.telegram.answer_to(person, lambda: person.writes("/help"), timeout=PATIENCE)
    return await memory_at_ease(stage, notes)


async def memory_at_ease(stage: Stage, notes: int) -> float:
    """The memory once the model for meaning is loaded and has read the notes."""
    async with asyncio.timeout(PATIENCE + notes / READ_A_SECOND):
        while "model_ready" not in stage.log.read_text():
            await asyncio.sleep(0.2)
        before, used = 0.0, cpu_seconds(stage.pid)
        while used - before > AT_REST:
            await asyncio.sleep(1.0)
            before, used = used, cpu_seconds(stage.pid)
    return resident_mib(stage.pid)
