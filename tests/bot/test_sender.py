"""Storms of refusals, resets and silence: every answer arrives, in order, and none when Telegram wants quiet."""

import asyncio
import contextlib
import random
import time
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.pace import BURST, CHAT_INTERVAL_SECONDS, Paces
from bot.setbacks import GiveUp, TryAgain, remedy_for
from demo.storm import Storm
from demo.world import Attempt
from services.outgoing import Say, add_replies
from storage.errors import StorageUnavailable
from storage.jobs import JobKind
from tests.bot.conftest import ADA, AMAL, BEN, PRIYA, House
from tests.conftest import Figure

pytestmark = pytest.mark.alone

OUTAGE_SECONDS = 1.5
SPEAKING = ("send", "edit", "answer")
UNDER_WAY_SECONDS = 0.25  # a call that had left before the refusal of another one came back


def into_closed_windows(attempts: list[Attempt]) -> list[Attempt]:
    """Every call that speaks while its own chat was closed, or a while after any private chat was."""
    spoken = [each for each in attempts if each.method.lower().startswith(SPEAKING)]
    return [late for late in spoken if any(_is_in(late, early) for early in spoken)]


def _is_in(late: Attempt, early: Attempt) -> bool:
    grace = 0.0 if late.chat_id == early.chat_id else UNDER_WAY_SECONDS
    return early.at + grace < late.at < early.closed_until


@pytest.mark.parametrize(("messages", "retry_after"), [(5, 0.2), pytest.param(60, 1.0, marks=pytest.mark.torture)])
async def test_in_a_storm_nothing_is_lost_nothing_is_out_of_order_and_no_window_is_broken(
    house: House, figure: Figure, messages: int, retry_after: float
) -> None:
    seed = random.randrange(2**32)
    house.telegram.faults.storm(
        Storm(
            chance=random.Random(seed),
            floods=0.3,
            retry_after=retry_after,
            errors=0.05,
            resets=0.05,
            silences=0.02,
            spared=frozenset({"getme"}) if messages > 50 else frozenset({"getme", "getupdates"}),
        )
    )
    await house.start()
    people = [house.person(who) for who in (AMAL, BEN, PRIYA)]
    sent = {person.id: [f"{person.id} note {number}" for number in range(messages)] for person in people}
    for number in range(messages):
        for person in people:
            person.writes(sent[person.id][number])
    async with asyncio.timeout(60 + messages * 10):
        while not all(_answered(house, who) >= messages for who in sent):
            await asyncio.sleep(0.05)
    house.telegram.faults.storm(None)
    await house.everything_is_said()
    lost = [text for texts in sent.values() for text in texts if text not in house.texts()]
    astray = [who for who in sent if _ticks(house, who) != sorted(_ticks(house, who))]
    broken = into_closed_windows(house.telegram.attempts)
    floods = sum(1 for each in house.telegram.attempts if each.closed_until)
    figure(
        f"storm of {len(house.telegram.attempts):,} calls (seed {seed}), {floods:,} answered 429: {len(lost)} of "
        f"{3 * messages} notes lost, {len(astray)} chats out of order, {len(broken)} calls into a closed window"
    )
    assert (lost, astray, broken) == ([], [], [])
    for who, texts in sent.items():
        assert [text for text in house.texts() if text.startswith(str(who))] == texts


def _ticks(house: House, who: int) -> list[int]:
    """The numbers in the order in which they were first said to be saved."""
    return list(dict.fromkeys(int(text.split()[1].strip("#")) for text in house.heard(who, "Saved #")))


def _answered(house: House, who: int) -> int:
    return len(_ticks(house, who))


async def test_control_a_call_into_a_closed_window_is_found(house: House) -> None:
    house.telegram.faults.fail_next("sendMessage", 429, retry_after=5)
    for _ in range(2):
        with contextlib.suppress(RetryAfter):
            await house.bot.send_message(AMAL, "at once")
    assert len(into_closed_windows(house.telegram.attempts)) == 1


async def test_after_an_outage_the_bot_is_back_within_a_minute(house: House, figure: Figure) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    house.telegram.faults.outage()
    house.person(AMAL).writes("during")
    await asyncio.sleep(OUTAGE_SECONDS)
    house.telegram.faults.outage(on=False)
    begun = time.monotonic()
    await house.telegram.wait_for(lambda sent: "Saved #2" in sent.text, timeout=60)
    figure(f"back {time.monotonic() - begun:.1f} s after an outage of {OUTAGE_SECONDS:g} s (limit 60 s)")


async def test_a_disk_that_fails_after_sending_does_not_say_it_again(house: House) -> None:
    await house.start()
    house.telegram.faults.slow("sendMessage", 0.5)
    house.person(AMAL).writes("a note")
    await house.until(lambda: bool(house.telegram.calls["sendMessage"]))
    await house.disk.is_remounted_read_only()
    await house.hears(AMAL, "Saved #1")
    await asyncio.sleep(1)
    await house.disk.is_well_again()
    await house.everything_is_said()
    assert len(house.heard(AMAL, "Saved #1")) == 1


async def test_a_card_that_waited_until_its_note_was_erased_is_not_sent(house: House) -> None:
    await house.start()
    house.telegram.faults.fail_next("sendMessage", 429, retry_after=2)
    house.person(AMAL).writes("a note")
    await house.until(lambda: bool(house.telegram.calls["sendMessage"]))
    now, number = house.study.clock(), house.study.notebook.all()[0].number
    await house.study.store.write(lambda tx: tx.jobs.add(JobKind.ERASE, b"", due=now, note=number))
    house.study.bells.jobs.ring()
    await house.until(lambda: not house.study.notebook.all())
    await house.hears(BEN, "Saved #2", lambda: house.person(BEN).writes("another"))
    await house.everything_is_said()
    assert house.heard(AMAL) == []


def test_a_short_burst_is_at_once_and_then_one_a_second() -> None:
    paces = Paces()
    waits = [paces.reserve(AMAL, 0.0) for _ in range(BURST + 3)]
    assert max(waits[:BURST]) < 0.5
    assert [round(wait) for wait in waits[BURST:]] == [CHAT_INTERVAL_SECONDS * n for n in (1, 2, 3)]


@pytest.mark.parametrize(("chat", "span", "most"), [(-100, 60.0, 20), (AMAL, 60.0, 65)])
def test_no_chat_gets_more_than_telegram_allows(chat: int, span: float, most: int) -> None:
    paces, moment, moments = Paces(), 0.0, []
    for _ in range(300):
        moment += paces.reserve(chat, moment)
        moments.append(moment)
    assert max(sum(start <= each < start + span for each in moments) for start in moments) <= most


def test_all_chats_together_get_thirty_in_any_second() -> None:
    paces = Paces()
    waits = sorted(paces.reserve(chat, 0.0) for chat in range(1, 200))
    assert max(sum(start <= each < start + 1 for each in waits) for start in waits) <= 30


def test_a_group_that_wants_quiet_holds_up_nobody_else() -> None:
    paces = Paces()
    paces.close(-100, 40, 0.0)
    assert (paces.closed_for(-100, 1.0), paces.closed_for(AMAL, 1.0)) == (39.0, 0.0)
    paces.close(AMAL, 3, 0.0)
    assert paces.closed_for(BEN, 1.0) == 2.0


def test_a_surprise_is_tried_again_and_given_up_in_the_end() -> None:
    assert isinstance(remedy_for(KeyError("x"), 1, plain=False), TryAgain)
    assert remedy_for(KeyError("x"), 5, plain=False) == GiveUp(why="unexpected")
    assert isinstance(remedy_for(StorageUnavailable("full"), 500, plain=False), TryAgain)


async def test_what_telegram_refuses_for_its_shape_is_sent_without(house: House) -> None:
    await house.start()
    house.telegram.faults.fail_next("sendMessage", 400, description="Bad Request: can't parse entities")
    card = await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("LW1 & <b>co</b>"))
    assert "<b>" not in card.html.replace("<b>co</b>", "")
    assert card.buttons


async def test_a_group_that_refuses_the_bot_is_reported_to_the_pis_once(house: House) -> None:
    await house.start()
    priya = house.person(PRIYA)
    await house.hears(PRIYA, "Saved #1", lambda: priya.writes("LW1 was late."))
    group = house.telegram.group(-50, "Team", [priya])
    await house.hears(group.id, "This group's digest", lambda: priya.writes("/digest here", chat=group))
    group.refusal = "bot was kicked from the group chat"  # and the update that says so was lost
    counts = Say(chat_id=group.id, html="Thu 11 Nov · 1 note")
    for _ in range(2):
        await house.study.store.write(lambda tx: add_replies(tx, [counts], house.study.clock()))
    await house.hears(PRIYA, "I am no longer in the team's group", house.study.bells.replies.ring)
    await house.everything_is_said()
    assert len(house.heard(PRIYA, "I am no longer in the team's group")) == 1


async def test_a_digest_that_a_block_refused_is_told_by_the_next_one_and_one_that_came_is_not(house: House) -> None:
    await house.start()
    amal, priya = house.person(AMAL), house.person(PRIYA)
    await house.hears(AMAL, "Saved #1", lambda: amal.writes("LW1 was late."))
    priya.blocks_bot()
    await house.hears(ADA, "has blocked me", lambda: house.pass_time(timedelta(hours=9)))
    priya.unblocks_bot()
    await house.hears(PRIYA, "Your digest", lambda: priya.writes("/digest settings"))
    await house.hears(PRIYA, "Fri 12 Nov · 1 note", lambda: house.pass_time(timedelta(days=1)))
    priya.blocks_bot()
    answer = Say(chat_id=PRIYA, html="Only an answer.")
    await house.study.store.write(lambda tx: add_replies(tx, [answer], house.study.clock()))
    await house.everything_is_said()
    priya.unblocks_bot()
    await house.hears(PRIYA, "Your digest", lambda: priya.writes("/digest settings"))
    await house.hears(PRIYA, "Mon 15 Nov · no new notes", lambda: house.pass_time(timedelta(days=3)))
