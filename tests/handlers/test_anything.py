"""Whatever people type, edit and tap, in any order: it is answered within Telegram's limits, and no handler fails."""

import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench.coded_notes import coded_notes
from bot.study import read_codebook
from services.outgoing import Say, Toast
from tests.conftest import Figure
from tests.handlers.conftest import ADA, AMAL, BEN, GROUP, PRIYA, Chats

LABELLED = Path(__file__).parents[2] / "bench" / "labelled"
TEXTS = tuple(note.text for note in coded_notes(LABELLED / "notes.jsonl"))
ASKED = tuple(json.loads(line)["query"] for line in (LABELLED / "queries.jsonl").read_text().splitlines())
REPLIES = tuple(
    "thanks|Riverside|#trust|only me|team can read|no site|delete|follow up|debrief|9.15|yesterday|she -> he|right|LW2"
    "|bus should be train|remove trust|#only_me|👍|P07|no|it was at Hilltop|reflexive|who can see this?|214|.|#|->"
    "|a -> |-#trust|monday 9am".split("|")
)
COMMANDS = tuple(
    "/start|/help|/privacy|/site|/site hilltop|/site none|/notes|/today|/digest|/digest now|/digest last week"
    "|/digest on 20:30 mon-fri|/digest off|/digest here|/digest 3 november|/matrix|/matrix trust since monday|/codebook"
    "|/codebook trust|/codebook add laundry = washing|/codebook merge laundry into trust|/codebook retire laundry"
    "|/codebook rename site Riverside: Old Mill|/undo|/invite|/team|/health|/n1|/n2|3|#4|/nonsense"
    "|/notes last 3 notes|/notes yesterday morning".split("|")
)
PEOPLE = (AMAL, BEN, PRIYA, ADA)
IN_REACH = 400  # of the buttons seen, so many are still in reach of a thumb
MINUTES = (0, 0.1, 1, 5, 40, 700)  # until somebody does the next thing

Says = Sequence[Say | Toast]


@dataclass(slots=True)
class Day:
    """People with everything that they were shown and have sent."""

    chats: Chats
    dice: random.Random
    buttons: list[tuple[int, str]] = field(default_factory=list)
    cards: list[tuple[int, int]] = field(default_factory=list)
    sent: list[tuple[int, int]] = field(default_factory=list)

    async def step(self) -> bool:
        """Somebody does something; whether it was answered."""
        self.chats.clock.pass_minutes(self.dice.choice(MINUTES))
        says = await self.dice.choice(DOING)(self)
        self.buttons += [
            (say.chat_id, b.data) for say in says if isinstance(say, Say) for row in say.buttons for b in row if b.data
        ]
        return bool(says)

    async def writes(self) -> Says:
        """A note."""
        who = self.dice.choice(PEOPLE)
        says = await self.chats.message(who, text=self.dice.choice(TEXTS))
        self.sent.append((who, self.chats.message_id))
        self.cards += [(who, await self.chats.card(say)) for say in says if say.card_of and say.chat_id == who]
        return says

    async def asks(self) -> Says:
        """A question or a command, in private or in the group."""
        text = self.dice.choice((*COMMANDS, f"/notes {self.dice.choice(ASKED)}"))
        ours = text.startswith("/") and text != "/nonsense"  # what else is said in the group is not
        place, who = self.dice.choice((None, None, GROUP)) if ours else None, self.dice.choice(PEOPLE)
        member = self.chats.study.team.by_telegram(who)
        says = await self.chats.message(who, place, text=text)
        off_the_team = member is None or not member.active  # a PI pressed [Remove]: nobody hears them in the group
        return says or ([Toast(press="")] if place and off_the_team else [])

    async def replies(self) -> Says:
        """A reply to a card of one's own, sometimes with a piece of it quoted."""
        if not self.cards:
            return await self.writes()
        who, card = self.dice.choice(self.cards)
        text = self.dice.choice((*REPLIES, self.dice.choice(TEXTS)))
        said: dict[str, Any] = {"text": text, "reply_to_message": self.chats._ours(who, card)}
        if self.dice.random() < 0.2:
            said["quote"] = {"text": self.dice.choice(("she", "bus", "the")), "position": 0}
        says = await self.chats.message(who, None, **said)
        return says or [Toast(press="")]  # "thanks" is answered with nothing

    async def edits(self) -> Says:
        """A message of one's own, edited."""
        if not self.sent:
            return await self.writes()
        who, message = self.dice.choice(self.sent)
        text = self.dice.choice((*TEXTS, *REPLIES))
        return await self.chats.edits(who, message, text) or [Toast(press="")]  # an equal text is no edit

    async def presses(self) -> Says:
        """A button of a while ago, mostly by whom it was shown to."""
        if not self.buttons:
            return await self.writes()
        shown_to, data = self.dice.choice(self.buttons[-IN_REACH:])
        theirs = shown_to in PEOPLE and self.dice.random() < 0.9
        return await self.chats.presses(shown_to if theirs else self.dice.choice(PEOPLE), data)


DOING: tuple[Callable[[Day], Awaitable[Says]], ...] = (
    Day.writes, Day.asks, Day.asks, Day.replies, Day.edits, Day.presses, Day.presses, Day.presses,
)  # fmt: skip


@pytest.mark.parametrize("steps", [300, pytest.param(5_000, marks=pytest.mark.torture)])
async def test_whatever_is_typed_and_tapped_is_answered(chats: Chats, steps: int, figure: Figure) -> None:
    seed = random.SystemRandom().randrange(2**32)
    chats.study.codebook = read_codebook(None)
    chats.study.notebook.read_by(chats.study.codebook)
    day = Day(chats=chats, dice=random.Random(seed))
    answered = [await day.step() for _ in range(steps)]
    unanswered = answered.count(False)
    figure(f"{steps:,} things typed, edited and tapped at random (seed {seed}): {unanswered} without an answer")
    assert not unanswered
