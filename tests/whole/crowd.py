"""Many people at their phones at once, and how long each of them waits."""

import asyncio
import os
import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.study import fill, reopened, text_of
from demo.people import Person
from demo.sent import Sent
from demo.stage import Stage
from fieldwork.member import Role

TICK = re.compile(r"^Saved #\d+")
FIRST_ID = 101
KIBIBYTE = 1024


async def enroll(stage: Stage, people: int, notes: int = 0) -> list[Person]:
    """So many researchers on the team of a study with so many notes, before the bot starts."""
    crowd = [stage.telegram.person(FIRST_ID + number, "Amal") for number in range(people)]
    async with reopened(stage.root) as study:
        for person in crowd:
            stage.telegram.private(person)
            member = await study.store.write(
                lambda tx, who=person.id: tx.members.add(Role.RESEARCHER, "Amal", who, study.clock())  # type: ignore[misc]
            )
        await fill(study, member, notes)
    return crowd


@dataclass(slots=True)
class Crowd:
    """People who send and ask, each in order in their own chat."""

    stage: Stage
    people: list[Person]
    written: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # updates, by chat
    spoken: int = 0
    numbers: "count[int]" = field(default_factory=count)

    def writes(self, person: Person) -> None:
        """One text note."""
        person.writes(f"{text_of(next(self.numbers))} {next(self.numbers)}")
        self.written[person.id].append(self._update())

    def speaks(self, person: Person, recording: Path) -> None:
        """One voice memo, like no other."""
        person.speaks(recording.read_bytes(), 25, caption=f"memo {next(self.numbers)}")
        self.spoken += 1

    def _update(self) -> int:
        return self.stage.telegram.updates.next_id - 1

    def text_ticks(self) -> dict[int, list[Sent]]:
        """The ticks of text notes, by chat, in order."""
        ticks: dict[int, list[Sent]] = defaultdict(list)
        for sent in self.stage.telegram.sent:
            if is_tick(sent) and "voice" not in sent.text.split("\n")[0]:
                ticks[sent.chat_id].append(sent)
        return ticks

    def waits(self) -> list[float]:
        """Seconds from the delivery of each text note to its tick."""
        given, ticks = self.stage.telegram.updates.given_at, self.text_ticks()
        return [
            tick.monotonic - given[update]
            for chat, updates in self.written.items()
            for update, tick in zip(updates, ticks[chat], strict=True)
        ]

    def told(self) -> int:
        """How many notes were said to be saved."""
        return sum(map(is_tick, self.stage.telegram.sent))

    async def until_told(self, notes: int, timeout: float) -> None:
        """Wait for as many ticks."""
        async with asyncio.timeout(timeout):
            while self.told() < notes:
                await asyncio.sleep(0.1)


def is_tick(sent: Sent) -> bool:
    """Whether a message says for the first time that a note is saved."""
    return sent.kind == "message" and TICK.match(sent.text) is not None


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many in a hundred lie."""
    return statistics.quantiles(values, n=100)[percent - 1]


def resident_mib(pid: int) -> float:
    """The memory that the process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert found
    return int(found[1]) / KIBIBYTE


def cpu_seconds(pid: int) -> float:
    """The processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    user, system = fields[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
