"""A day in the field, Thursday 11 November 2021, played through the real bot: who does what, scene by scene."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.narrator import Narrator
from demo.people import Person
from demo.sent import Sent
from demo.stage import Stage
from demo.words import word_error

LONDON = ZoneInfo("Europe/London")
MEMOS = Path(__file__).parent / "memos"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(200)
WORD_ERROR_LIMIT = 0.25
QUICK = 20.0  # seconds: no message is left without an answer for longer
PATIENT = 60.0  # seconds: for a transcript on a slow machine


class DayFailed(RuntimeError):
    """The day did not go as it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A memo and how far its transcript is from what was spoken."""

    file: str
    spoken: str
    heard: str

    @property
    def word_error(self) -> float:
        """0 for the same words."""
        return word_error(self.spoken, self.heard)


def memos() -> dict[str, str]:
    """What is spoken in each of the demo's recordings."""
    lines = (MEMOS / "memos.jsonl").read_text(encoding="utf-8").splitlines()
    return {memo["file"]: memo["text"] for memo in map(json.loads, lines)}


def transcript_in(card: str) -> str:
    """The words on a card: what stands after the first blank line, without our own remarks."""
    body = card.split("\n\n", 1)[-1]
    lines = [line for line in body.splitlines() if not re.match(r"(Underlined|Perhaps|New tag)\b", line)]
    return "\n".join(lines).strip()


@dataclass(slots=True, kw_only=True)
class Day:
    """The day as it is played."""

    stage: Stage
    narrator: Narrator
    heard: list[Heard] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # phrases of the day, for the thief to look for

    async def play(self) -> None:
        """All scenes in order.

        Raises:
            DayFailed: an answer did not come, or a transcript was too far off.
        """
        code = (await self.stage.jottings("invite", "--role", "pi", "--name", "Priya")).strip()
        priya = self._person(101, "Priya")
        self._at(8, 40, "The PI joins and invites two researchers")
        self.narrator.aside("$ jottings invite --role pi --name Priya   (gives the code)")
        await self._hears(priya, "Welcome", lambda: priya.writes(f"/start {code}"))
        amal, ben = await self._invited(priya, 102, "Amal"), await self._invited(priya, 103, "Ben")
        await self._morning(amal)
        await self._voices(amal, ben)
        await self._odd_things(ben)
        await self._questions(amal, priya)
        await self._evening(priya)

    async def _invited(self, priya: Person, telegram_id: int, name: str) -> Person:
        person = self._person(telegram_id, name)
        answer = await self._hears(priya, "start", lambda: priya.writes(f"/invite researcher {name}"))
        found = re.search(r"start=([\w-]{20,})|/start ([\w-]{20,})", answer.text + answer.html)
        if found is None:
            raise DayFailed(f"No code for {name}.")
        code = found[1] or found[2]
        await self._hears(person, "Welcome", lambda: person.writes(f"/start {code}"))
        return person

    async def _morning(self, amal: Person) -> None:
        self._at(11, 35, "After an observation: a text, corrected with a tap and a reply")
        text = (
            "11.30, after second appt. LW1 and P06, carrier bag under the chair all through. Ten minutes before "
            "the end she lifts it on to the table: unopened envelopes, I'd guess sixty. Debt, about £3k all told. "
            "She trusts LW1 with the bag: leaves it there overnight. #washing_machine"
        )
        self.said.append("unopened envelopes, I'd guess sixty")
        card = await self._hears(amal, "Saved #", lambda: amal.writes(text))
        wanted = next((label for label in card.labels if label.startswith("+ ")), None)
        if wanted is not None:
            await self._hears(amal, "", lambda: amal.presses(card.message_id, wanted))
        await self._hears(amal, "", lambda: amal.writes("lifts -> lifted", reply_to=card.message_id))

    async def _voices(self, amal: Person, ben: Person) -> None:
        self._at(14, 5, "From the car park: voice memos")
        await self._memo(amal, "riverside.ogg", 16)
        await self._memo(ben, "hilltop.ogg", 17)
        self._at(15, 20, "Another site")
        await self._hears(ben, "Orchard", lambda: ben.writes("/site orchard"))
        await self._memo(ben, "orchard.ogg", 16)

    async def _memo(self, person: Person, file: str, seconds: int) -> None:
        spoken = memos()[file]
        self.said += [spoken[:40], spoken[-40:]]
        since = len(self.stage.telegram.sent)
        person.speaks((MEMOS / file).read_bytes(), seconds)
        await self._wait(person, "Saved #", since, QUICK)
        words = await self._wait(person, "unchecked", since, PATIENT)
        heard = Heard(file=file, spoken=spoken, heard=transcript_in(words.text))
        self.heard.append(heard)
        self.narrator.aside(f"{file}: word error {heard.word_error:.0%} against what was spoken")
        if heard.word_error > WORD_ERROR_LIMIT:
            raise DayFailed(f"The transcript of {file} is too far off: {heard.word_error:.0%}.")
        if "✓ Right" in words.labels:
            await self._hears(person, "", lambda: person.presses(words.message_id, "✓ Right"))

    async def _odd_things(self, ben: Person) -> None:
        self._at(16, 10, "A pocket recording, a photo, and a file that is no sound")
        silence = (MEMOS / "silence.ogg").read_bytes()
        await self._hears(ben, "no speech", lambda: ben.speaks(silence, 8), PATIENT)
        await self._hears(ben, "picture", ben.sends_photo)
        await self._hears(ben, "Not saved", lambda: ben.sends_audio(JPEG, "memo.ogg", "audio/ogg"))

    async def _questions(self, amal: Person, priya: Person) -> None:
        self._at(17, 30, "Questions in the chat")
        await self._hears(amal, "trust", lambda: amal.writes("/notes #trust"))
        await self._hears(priya, "loneliness", lambda: priya.writes('/notes #loneliness since monday "shed"'))
        await self._hears(priya, "#1", lambda: priya.writes("/n1"))

    async def _evening(self, priya: Person) -> None:
        since = len(self.stage.telegram.sent)
        self._at(20, 0, "Eight in the evening: the digest")
        await self._wait(priya, "Thu 11 Nov", since, QUICK)

    def _person(self, telegram_id: int, name: str) -> Person:
        person = self.stage.telegram.person(telegram_id, name)
        self.stage.telegram.private(person)
        self.said.append(str(telegram_id) + name)
        return person

    def _at(self, hour: int, minute: int, scene: str) -> None:
        moment = datetime(2021, 11, 11, hour, minute, tzinfo=LONDON)
        if moment > self.stage.now():
            self.stage.set_time(moment + timedelta(seconds=1))
        self.narrator.heading(scene)

    async def _hears(self, person: Person, words: str, act: Callable[[], object], patience: float = QUICK) -> Sent:
        since = len(self.stage.telegram.sent)
        act()
        return await self._wait(person, words, since, patience)

    async def _wait(self, person: Person, words: str, since: int, patience: float) -> Sent:
        try:
            return await self.stage.telegram.wait_for(
                lambda sent: sent.chat_id == person.id and sent.kind != "answer" and words in sent.text,
                timeout=patience,
                since=since,
            )
        except TimeoutError as error:
            raise DayFailed(f"{person.name} waited {patience:.0f} s for {words!r}. {error}") from None
