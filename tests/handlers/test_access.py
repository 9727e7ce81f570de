"""Who may do what: every handler and every button, for every role, in every way of arriving, is decided in a table."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldwork.member import Role
from fieldwork.note import NoteNumber
from fieldwork.question import parse_query
from handlers.buttons import Press, Verb, encode
from handlers.context import SERVICES
from handlers.registry import handlers
from handlers.replies import refusals, welcome
from services.admission import Admission
from services.study import Study
from tests.handlers.conftest import ADA, AMAL, BEN, PRIYA, STRANGER, TEAM, Chats, chats_of, join, opened, services_of
from tests.handlers.digests import kept_digest
from tests.handlers.notes import CODEBOOK
from tests.handlers.observation import facts_of, fingerprint, letter, out_of_sight, said_after, word_of
from tests.handlers.occasions import (
    BY_BUTTON,
    BY_HANDLER,
    ERASED,
    FINANCE_SUGGESTED,
    HIDDEN,
    OCCASIONS,
    PRIVATE,
    STUDY_GROUP,
    THEIR_CARD,
    UNDER_NOTES,
    Someone,
    Way,
    update_of,
)

TABLE = Path(__file__).with_name("access.table")
RHEA, INVITED = 5005, 7777  # she has left the team; they hold a code
ROLES = ("stranger", "invited", "revoked", "researcher", "pi", "admin")
EVERYBODY = (STRANGER, INVITED, RHEA, BEN, PRIYA, ADA)


def table() -> dict[str, dict[Way, str]]:
    """The decisions: a letter for each role, in the order of `ROLES`."""
    rows = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    header, *rows = rows
    assert header[1:] == list(Way)
    return {name: dict(zip(Way, cells, strict=True)) for name, *cells in rows}


@dataclass(slots=True)
class Fresh:
    """A study with notes of everybody's, as it was at first whenever something has changed it."""

    template: Path
    folder: Path
    chats: Chats
    people: dict[str, Someone]
    used: int = 0

    @property
    def path(self) -> Path:
        """The database."""
        return self.folder / str(self.used) / "data" / "jottings.db"

    async def again(self) -> None:
        """Back to the beginning."""
        await self.chats.study.store.close()
        shutil.rmtree(self.folder / str(self.used))
        self.used += 1
        shutil.copytree(self.template, self.folder / str(self.used))
        study = await opened(self.folder / str(self.used))
        put_cards(study)
        self.chats.services = services_of(study, self.folder)
        self.chats.application.bot_data[SERVICES] = self.chats.services


def put_cards(study: Study) -> None:
    """Everybody has a card of Amal's first note in their chat."""
    for chat in EVERYBODY:
        study.notebook.add_card(NoteNumber(1), chat, THEIR_CARD)


async def populate(chats: Chats) -> dict[str, Someone]:
    """Amal's three notes: for the team, Only you, taken back; then of each other member one for the team, one not."""
    study = chats.study
    own: dict[int, tuple[NoteNumber, int]] = {}
    await join(study, RHEA, Role.RESEARCHER, "Rhea")
    number = 0
    for who in (AMAL, BEN, PRIYA, ADA, RHEA):
        for private in (False, True):
            number += 1
            await chats.writes(
                who, f"LW1 was late, {word_of(number)} spoke of #trust and #laundry, {FINANCE_SUGGESTED}"
            )
            own.setdefault(who, (NoteNumber(number), chats.message_id))
            if private:
                await chats.presses(who, encode(Press(verb=Verb.ONLY_ME, subject=str(number))))
        if who == AMAL:
            number += 1
            await chats.writes(who, f"LW1 was early, {word_of(number)} spoke of #trust")
            await chats.presses(who, encode(Press(verb=Verb.DELETE, subject=str(number))))
    await chats.services.digests.set_group(None, STUDY_GROUP, list, who="R1")
    rhea = study.team.by_telegram(RHEA)
    assert rhea is not None
    await study.team.revoke(rhea, study.clock())
    code = await study.team.invite(Role.RESEARCHER, "Ina", study.clock())
    query, _ = parse_query("#trust", CODEBOOK, today=study.today(), labels=set())
    question = await chats.services.questions.remember(query)
    digest = await kept_digest(chats, *range(1, 100))
    people = {
        role: Someone(telegram_id=who, note=own[who][0], message_id=own[who][1], question=question, digest=digest)
        for role, who in zip(ROLES[2:], EVERYBODY[2:], strict=True)
    }
    people["stranger"] = Someone(telegram_id=STRANGER, question=question, digest=digest)
    people["invited"] = Someone(telegram_id=INVITED, code=code, question=question, digest=digest)
    return people


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Fresh]:
    """The study, and how to have it as it was."""
    template, folder = tmp_path / "template", tmp_path / "used"
    template.mkdir()
    study = await opened(template)
    for telegram_id, role, name in TEAM:
        await join(study, telegram_id, role, name)
    chats = chats_of(services_of(study, template))
    people = await populate(chats)
    shutil.copytree(template, folder / "0")
    fresh = Fresh(template=template, folder=folder, chats=chats, people=people)
    await fresh.again()
    yield fresh
    await fresh.chats.study.store.close()


async def observed(fresh: Fresh, name: str, way: Way, role: str) -> tuple[str, list[object]]:
    """One cell: the letter, and what was said."""
    chats, who = fresh.chats, fresh.people[role]
    study = chats.study
    admission = Admission(study, stranger=refusals.stranger, refused=welcome.invitation_refused)
    before = await facts_of(study, fresh.path, [AMAL, *EVERYBODY])
    says = await said_after(chats, admission, update_of(name, way, who))
    after = await facts_of(study, fresh.path, [AMAL, *EVERYBODY])
    leaks = out_of_sight(study, says, who.telegram_id)
    assert not leaks, f"{name}, {way}, {role}: shown out of sight {leaks}"
    if after != before:
        await fresh.again()
    return letter(before, after, says, who), fingerprint(says)


def test_every_handler_and_every_button_has_its_row() -> None:
    decided = {name.partition("/")[0] for name in table() if not name.startswith("[")}
    assert decided == {str(handler.callback.__name__) for handler in handlers()}
    assert {name for name in table() if name.startswith("[")} == {f"[{verb.name}]" for verb in Verb}
    assert list(table()) == list(OCCASIONS)


@pytest.mark.parametrize("names", [tuple(BY_HANDLER), tuple(BY_BUTTON)], ids=["handlers", "buttons"])
async def test_every_cell_is_as_decided(fresh: Fresh, names: tuple[str, ...]) -> None:
    decisions, wrong = table(), []
    for name in names:
        for way in Way:
            for place, role in enumerate(ROLES):
                seen, _ = await observed(fresh, name, way, role)
                decided = decisions[name][way][place]
                wrong += [] if seen == decided else [f"{name}, {way}, {role}: decided {decided}, seen {seen}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["researcher", "pi", "admin"])
async def test_a_note_out_of_sight_is_as_good_as_none(fresh: Fresh, role: str) -> None:
    for name in UNDER_NOTES:
        _, private = await observed(fresh, name, Way.PRIVATE, role)
        _, erased = await observed(fresh, name, Way.OLD, role)
        assert private == erased, name
    asked = {n: await fresh.chats.writes(fresh.people[role].telegram_id, f"/n{n}") for n in (PRIVATE, HIDDEN, ERASED)}
    assert len({say.html.replace(f"note {n} ", "note ") for n, say in asked.items()}) == 1
