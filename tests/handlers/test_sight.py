"""Nobody is ever shown, told of or counted a note out of their sight, whatever they ask, while sight itself changes."""

import random
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from fieldwork.access import may_read
from fieldwork.index import NoteIndex
from fieldwork.matrix import Matrix
from fieldwork.member import Member, Role
from fieldwork.news import News
from fieldwork.note import Audience, Note, NoteNumber
from fieldwork.number_set import Numbers
from fieldwork.trend import Trend
from handlers import edits, press_note
from handlers.buttons import Press, Verb, encode
from services.outgoing import Say, Toast
from tests.conftest import Figure
from tests.handlers.conftest import ADA, AMAL, BEN, GROUP, PRIYA, TEAM, Chats, chats_of, join, opened, services_of
from tests.handlers.digests import kept_digest
from tests.handlers.observation import word_of, words_in
from tests.handlers.occasions import FINANCE_SUGGESTED

SAM = 5006  # a second PI
PEOPLE = {AMAL: Role.RESEARCHER, BEN: Role.RESEARCHER, PRIYA: Role.PI, SAM: Role.PI, ADA: Role.ADMIN}
NOTES = 24
CHANGES_EACH = 5  # one of so many steps changes who may see what
COUNTED = re.compile(r"(\d+) notes?")

Rule = Callable[[Member, Note], bool]


def name_of(number: int) -> str:
    """A word to look for, which stands in that note alone; an answer may repeat what was asked."""
    return f"okapi{number}k"


@dataclass(slots=True)
class Sight:
    """The model: what was said about notes and people, kept apart from the bot."""

    author: dict[int, int] = field(default_factory=dict)
    private: set[int] = field(default_factory=set)
    taken_back: set[int] = field(default_factory=set)

    def of(self, who: int) -> set[int]:
        """The notes that they may see."""
        there = self.author.keys() - self.taken_back
        own = {number for number in there if self.author[number] == who}
        return own if PEOPLE[who] is Role.ADMIN else own | (there - self.private)

    def of_group(self, asker: int) -> set[int]:
        """The notes that are counted where everybody reads along."""
        return self.of(asker) - self.private


@dataclass(slots=True)
class Pictured:
    """A painter that remembers what it was given."""

    notes: list[NoteNumber] = field(default_factory=list)

    async def matrix(self, matrix: Matrix, _title: str, _about: str) -> bytes:
        self.notes = [number for cell in matrix.cells.values() for number in (*cell.stated, *cell.suggested)]
        return b"PNG"

    async def news(self, news: News, title: str, about: str) -> bytes:
        return await self.matrix(news.matrix, title, about)

    async def trend(self, trend: Trend, _title: str, _about: str) -> bytes:
        assert trend
        return b"PNG"


@dataclass(slots=True)
class Meeting:
    """People who ask at random, and the model beside them."""

    chats: Chats
    painter: Pictured
    dice: random.Random
    sight: Sight = field(default_factory=Sight)
    out_of_sight: int = 0
    miscounted: int = 0
    missed: int = 0
    meddled: int = 0  # decisions on a note that was not theirs to decide on

    async def step(self) -> None:
        """Somebody does something."""
        who = self.dice.choice(tuple(PEOPLE))
        number = self.dice.choice(tuple(self.sight.author))
        if self.dice.randrange(CHANGES_EACH) == 0:
            await self._change(number)
            return
        await self.dice.choice(ASKING)(self, who, number)

    async def _change(self, number: int) -> None:
        author, sight = self.sight.author[number], self.sight
        verb = self.dice.choice((Verb.ONLY_ME, Verb.TEAM, Verb.DELETE, Verb.PUT_BACK))
        await self._press(author, verb, str(number))
        if verb is Verb.PUT_BACK:
            sight.taken_back.discard(number)
        elif number not in sight.taken_back:
            {Verb.ONLY_ME: sight.private.add, Verb.TEAM: sight.private.discard}.get(verb, sight.taken_back.add)(number)

    async def _press(self, who: int, verb: Verb, subject: str, argument: str = "") -> list[Say | Toast]:
        return await self.chats.presses(who, encode(Press(verb=verb, subject=subject, argument=argument)))

    def judge(self, says: Sequence[Say | Toast], who: int) -> set[int]:
        """The notes of which words were shown; the wrong ones are counted."""
        shown: set[int] = set()
        for say in says:
            chat = who if isinstance(say, Toast) else say.chat_id
            seen = set(words_in(say))
            self.out_of_sight += len(seen - (self.sight.of(chat) if chat in PEOPLE else set()))
            shown |= seen
        return shown

    async def reads(self, who: int, number: int) -> None:
        """`/n7`, in private or in the group."""
        place = self.dice.choice((None, GROUP))
        says = await self.chats.message(who, place, text=f"/n{number}")
        self.missed += self.judge(says, who) != {number} & self.sight.of(who)

    async def looks_for(self, who: int, number: int) -> None:
        """A search for the word that stands in one note alone."""
        shown = self.judge(await self.chats.message(who, text=f"/notes {name_of(number)}"), who)
        self.missed += shown != {number} & self.sight.of(who)

    async def looks_through(self, who: int, _number: int) -> None:
        """A search for a theme, page after page."""
        (say,) = await self.chats.message(who, text="/notes #trust")
        self.judge([say], who)
        self.miscounted += counted(say) != len(self.sight.of(who))
        for data in [button.data for row in say.buttons for button in row if button.data]:
            self.judge(await self.chats.presses(who, data), who)

    async def counts(self, who: int, number: int) -> None:
        """Numbers in the group: of all, and of the one note that has a word."""
        for words, notes in (("#trust", self.sight.of_group(who)), (name_of(number), {number})):
            (say,) = await self.chats.message(who, GROUP, text=f"/notes {words}")
            self.judge([say], who)
            self.miscounted += counted(say) != len(notes & self.sight.of_group(who))

    async def follows(self, who: int, number: int) -> None:
        """[Read privately] of a question that somebody else asked in the group."""
        asker = self.dice.choice(tuple(PEOPLE))
        (say,) = await self.chats.message(asker, GROUP, text=f"/notes {name_of(number)}")
        link = next((b.url for row in say.buttons for b in row if b.url), None)
        if link is not None:
            self.judge(await self.chats.message(who, text=f"/start {link.rpartition('=')[2]}"), who)

    async def digests(self, who: int, _number: int) -> None:
        """The digest, its notes and its picture; in the group its counts."""
        says = await self.chats.message(who, text="/digest")
        self.judge(says, who)
        digest = await kept_digest(self.chats, *range(1, NOTES + 1))
        self.judge(await self._press(who, Verb.READ_NEW, digest, "0"), who)
        self.painter.notes = []  # no picture is painted of nothing
        await self._press(who, Verb.PICTURE, digest)
        self.miscounted += set(self.painter.notes) != self.sight.of(who) - self.sight.private
        for say in await self.chats.message(who, GROUP, text="/digest"):
            self.judge([say], who)
            listed = {int(found) for found in re.findall(r"/n(\d+)", say.html)}
            self.out_of_sight += len(listed & (self.sight.private | self.sight.taken_back))

    async def looks_over(self, who: int, _number: int) -> None:
        """The matrix, in private and in the group, and the notes behind its row."""
        for place, sight in ((None, self.sight.of(who)), (GROUP, self.sight.of_group(who))):
            self.painter.notes = []
            (say,) = await self.chats.message(who, place, text="/matrix #trust")
            self.judge([say], who)
            self.miscounted += set(self.painter.notes) != sight
            for data in [button.data for row in say.buttons for button in row if button.data]:
                self.judge(await self.chats.presses(who, data), who)

    async def looks_around(self, who: int, number: int) -> None:
        """The day, and what stands under a note."""
        self.judge(await self.chats.message(who, text="/today"), who)
        verb = self.dice.choice((Verb.CARD, Verb.PAGE, Verb.LIKE_THIS, Verb.REMARK, Verb.CORRECT, Verb.MORE))
        self.judge(await self._press(who, verb, str(number)), who)

    async def decides(self, who: int, number: int) -> None:
        """A suggested theme accepted, refused or taken back: one's own, or a PI's on a note in sight."""
        before = self.chats.study.notebook.get(NoteNumber(number))
        verb = self.dice.choice((Verb.THEME, Verb.REFUSE, Verb.RECONSIDER))
        self.judge(await self._press(who, verb, str(number), "finance"), who)
        theirs = self.sight.author[number] == who or PEOPLE[who] is Role.PI
        changed = self.chats.study.notebook.get(NoteNumber(number)) != before
        self.meddled += changed and not (theirs and number in self.sight.of(who))


ASKING = (
    Meeting.reads,
    Meeting.looks_for,
    Meeting.looks_through,
    Meeting.counts,
    Meeting.follows,
    Meeting.digests,
    Meeting.looks_over,
    Meeting.looks_around,
    Meeting.decides,
)


def counted(say: Say) -> int:
    """How many notes an answer speaks of."""
    found = COUNTED.search(say.html)
    return int(found[1]) if found else 0


async def meeting_of(folder: Path, seed: int) -> Meeting:
    """Notes by everybody, some of them private from the beginning."""
    study = await opened(folder)
    for telegram_id, role, name in (*TEAM, (SAM, Role.PI, "Sam")):
        await join(study, telegram_id, role, name)
    painter = Pictured()
    chats = chats_of(replace(services_of(study, folder), painter=painter))
    meeting = Meeting(chats=chats, painter=painter, dice=random.Random(seed))
    for number in range(1, NOTES + 1):
        author = meeting.dice.choice(tuple(PEOPLE))
        await chats.writes(
            author, f"LW1 was late, {word_of(number)} and {name_of(number)} spoke of #trust, {FINANCE_SUGGESTED}"
        )
        meeting.sight.author[number] = author
    for number in meeting.dice.sample(range(1, NOTES + 1), NOTES // 3):
        await meeting._change(number)
    return meeting


@pytest.fixture
async def meeting(tmp_path: Path) -> AsyncIterator[Meeting]:
    """A new one."""
    meeting = await meeting_of(tmp_path, random.SystemRandom().randrange(2**32))
    yield meeting
    await meeting.chats.study.store.close()


@pytest.mark.parametrize("steps", [500, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_nobody_is_shown_or_counted_a_note_out_of_their_sight(
    meeting: Meeting, steps: int, figure: Figure
) -> None:
    for _ in range(steps):
        await meeting.step()
    figure(
        f"{steps:,} random reads, searches, digests, counts and changes of sight: {meeting.out_of_sight} shown out of "
        f"sight, {meeting.miscounted} counted wrongly, {meeting.missed} missed that were in sight, "
        f"{meeting.meddled} decided by somebody whose note it was not"
    )
    assert (meeting.out_of_sight, meeting.miscounted, meeting.missed, meeting.meddled) == (0, 0, 0, 0)


def private_is_for_all(member: Member, note: Note) -> bool:
    return may_read(member, replace(note, audience=Audience.TEAM))


def admins_read(member: Member, note: Note) -> bool:
    return may_read(replace(member, role=Role.PI), note)


def taken_back_is_there(member: Member, note: Note) -> bool:
    return may_read(member, replace(note, hidden_at=None))


def as_the_index_has_it(rule: Rule) -> Callable[..., Numbers]:
    """The index knows the rule for all notes at once, in its own words."""

    def readable(index: NoteIndex, reader: Member | None, *, team_only: bool = False) -> Numbers:
        assert reader is not None
        notes = index.notes(range(1, NOTES + 1))
        shown = (note for note in notes if rule(reader, note))
        return Numbers.of(note.number for note in shown if not (team_only and note.audience is Audience.AUTHOR))

    return readable


WEAKENED: Mapping[str, Rule] = {rule.__name__: rule for rule in (private_is_for_all, admins_read, taken_back_is_there)}


@pytest.mark.parametrize("name", WEAKENED)
async def test_control_a_weaker_rule_is_found_out(
    meeting: Meeting, name: str, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    users = [
        name for name, module in sys.modules.items() if getattr(module, "__dict__", {}).get("may_read") is may_read
    ]
    for user in users:
        if not user.startswith("tests."):
            monkeypatch.setattr(sys.modules[user], "may_read", WEAKENED[name])
    monkeypatch.setattr(NoteIndex, "readable", as_the_index_has_it(WEAKENED[name]))
    for _ in range(100):
        await meeting.step()
    found = meeting.out_of_sight + meeting.miscounted
    figure(f"control, {name.replace('_', ' ')}: {found} found within 100 steps")
    assert found


async def test_control_that_somebody_else_decides_on_a_note_is_found_out(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    for module in (press_note, edits):
        monkeypatch.setattr(module, "may_judge", lambda *_: True)
    for _ in range(100):
        await meeting.decides(meeting.dice.choice(tuple(PEOPLE)), meeting.dice.choice(tuple(meeting.sight.author)))
    figure(f"control, everybody decides on everything in sight: {meeting.meddled} found within 100 decisions")
    assert meeting.meddled
