"""How the bot hears of what people do: getUpdates."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from demo.people import Person
from demo.telegram import LocalTelegram
from tests.demo.conftest import SetClock, bot_at


async def test_a_message_waits_until_the_bot_has_confirmed_it(bot: Bot, amal: Person) -> None:
    amal.writes("LW1 at Riverside")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates()
    assert first.update_id == again.update_id
    assert first.message is not None
    assert first.message.text == "LW1 at Riverside"
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_updates_come_in_order_and_not_more_than_asked_for(bot: Bot, amal: Person) -> None:
    for number in range(5):
        amal.writes(f"note {number}")
    batch = await bot.get_updates(limit=2)
    assert [update.message.text for update in batch if update.message] == ["note 0", "note 1"]
    assert batch[1].update_id == batch[0].update_id + 1
    with pytest.raises(BadRequest):
        await bot.get_updates(limit=101)


async def test_a_negative_offset_keeps_only_the_last(bot: Bot, amal: Person) -> None:
    for number in range(5):
        amal.writes(f"note {number}")
    batch = await bot.get_updates(offset=-2)
    assert [update.message.text for update in batch if update.message] == ["note 3", "note 4"]
    assert len(await bot.get_updates()) == 2


async def test_a_long_poll_returns_as_soon_as_somebody_writes(bot: Bot, amal: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    assert not poll.done()
    amal.writes("now")
    async with asyncio.timeout(1):
        assert len(await poll) == 1


async def test_a_long_poll_without_news_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first_ones_poll(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with bot_at(telegram) as other:
        newer = asyncio.create_task(other.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        amal.writes("for the newer one")
        assert len(await newer) == 1


async def test_what_the_bot_did_not_ask_for_is_not_kept_for_it(bot: Bot, amal: Person) -> None:
    await bot.get_updates(allowed_updates=["message"])
    message_id = amal.writes("first")
    amal.edits(message_id, "second")
    assert [update.edited_message for update in await bot.get_updates()] == [None]


async def test_reactions_come_only_when_asked_for(bot: Bot, amal: Person) -> None:
    message_id = amal.writes("first")
    amal.reacts(message_id, "👍")
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(allowed_updates=["message_reaction"])
    amal.reacts(message_id, "👍")
    assert (await bot.get_updates())[-1].message_reaction is not None


async def test_updates_are_held_for_a_day(bot: Bot, amal: Person, clock: SetClock) -> None:
    amal.writes("on Thursday")
    clock.passes(timedelta(hours=25))
    amal.writes("on Friday")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["on Friday"]


async def test_pending_updates_can_be_dropped(bot: Bot, amal: Person) -> None:
    amal.writes("old")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_ids_may_restart_and_malformed_updates_may_come(telegram: LocalTelegram, amal: Person) -> None:
    amal.writes("high")
    telegram.updates.drop_all()
    telegram.updates.next_id = 5
    amal.writes("low")
    telegram.push_raw({"message": {"nobody": "knows"}})
    assert [update["update_id"] for update in telegram.updates.pending] == [5, 6]
