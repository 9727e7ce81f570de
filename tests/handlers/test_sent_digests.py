"""A digest that came at its hour: what it tells, and what its buttons go back to."""

import pytest

from handlers.buttons import Press, Verb, encode
from services.outgoing import Say
from tests.handlers.conftest import AMAL, BEN, PRIYA, Chats
from tests.handlers.test_decide import data_of, reminded

TO_THE_EVENING, A_DAY = 9 * 60, 24 * 60  # minutes


async def evening(chats: Chats, minutes: int = A_DAY) -> Say:
    """Wait, and read the PI's digest."""
    chats.clock.pass_minutes(minutes)
    await chats.services.digests.order_due()
    [digest] = [say for say in await reminded(chats) if say.chat_id == PRIYA]
    return digest


async def test_what_is_opened_to_the_team_later_is_new_then_and_its_buttons_show_it(chats: Chats) -> None:
    await chats.writes(BEN, "Only me: LW1 was cross with the printer. #printer")
    assert "no new notes" in (await evening(chats, TO_THE_EVENING)).html
    chats.clock.pass_minutes(3 * A_DAY)
    await chats.presses(BEN, encode(Press(verb=Verb.TEAM, subject="1")))
    await chats.writes(AMAL, "LW1 was late.")
    digest = await evening(chats, 60)
    assert "2 notes" in digest.html
    assert "New tag #printer" in digest.html
    read = await chats.presses_label(PRIYA, digest, "Read the 2")
    assert "/n1 " in read.html
    assert "/n2 " in read.html


async def test_notes_of_a_clock_that_was_put_back_are_read_by_the_button_too(chats: Chats) -> None:
    await evening(chats, TO_THE_EVENING)
    chats.clock.pass_minutes(-3 * 60)
    await chats.writes(AMAL, "LW1 was late.")
    digest = await evening(chats, A_DAY + 3 * 60)
    assert "1 note" in digest.html
    assert "/n1 " in (await chats.presses_label(PRIYA, digest, "Read it")).html


async def test_tomorrow_brings_the_notes_of_its_digest_and_no_others(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. Follow up on the shed.")
    digest = await evening(chats, TO_THE_EVENING)
    await chats.writes(AMAL, "LW1 was early. Follow up on the bus.")
    await evening(chats)
    await chats.presses(PRIYA, data_of(digest, "Tomorrow"))
    chats.clock.pass_minutes(12 * 60 + 31)
    [again] = await reminded(chats)
    assert again.html.splitlines()[0] == "Thu 11 Nov · you wanted this again"
    assert "shed" in again.html
    assert "bus" not in again.html
    assert [button.label for button in again.buttons[0]] == ["Read it", "Tomorrow"]


@pytest.mark.parametrize("days", ["weekly friday", "weekly sunday"])
async def test_a_first_digest_looks_back_to_when_it_was_set(chats: Chats, days: str) -> None:
    await chats.writes(PRIYA, f"/digest {days}")
    chats.clock.pass_minutes(1)
    await chats.writes(AMAL, "LW1 was late.")
    digest = await evening(chats, TO_THE_EVENING + (1 if "friday" in days else 3) * A_DAY)
    assert "1 note" in digest.html.splitlines()[0]


async def test_a_digest_that_reached_nobody_is_told_by_the_next_one(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    await evening(chats, TO_THE_EVENING)
    priya = chats.study.team.by_telegram(PRIYA)
    assert priya is not None
    await chats.study.store.write(lambda tx: chats.services.digests.take_back(tx, priya.id))
    digest = await evening(chats)
    assert digest.html.startswith("Fri 12 Nov · 1 note")
    assert digest.of_digest
    assert not (await chats.writes(PRIYA, "/digest")).of_digest
    assert "no new notes" in (await evening(chats, 3 * A_DAY)).html


async def test_whoever_takes_a_note_back_hears_that_a_digest_may_have_quoted_it(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late.")
    await evening(chats, TO_THE_EVENING)
    await chats.writes(AMAL, "LW1 was early.")
    assert "digest" not in (await chats.writes(AMAL, "/undo 2")).html
    assert "A digest that has quoted it stays in its reader's chat." in (await chats.writes(AMAL, "/undo 1")).html
