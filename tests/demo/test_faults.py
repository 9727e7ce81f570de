"""What goes wrong on demand, and how a script waits for the bot."""

import asyncio
import time
from datetime import timedelta
from random import Random

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from demo.errors import NoSuchMessage, NothingArrived
from demo.people import Person
from demo.storm import Storm
from demo.telegram import LocalTelegram


async def voice_of(bot: Bot) -> str:
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.voice is not None
    return message.voice.file_id


async def test_a_voice_message_is_fetched_whole(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    recording = bytes(range(256)) * 1000
    amal.speaks(recording, 60)
    file = await bot.get_file(await voice_of(bot))
    assert await file.download_as_bytearray() == recording
    assert telegram.calls["download"] == 1


async def test_20_mb_can_be_fetched_and_more_can_not(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    amal.speaks(telegram.file_of_size(20 * 1024 * 1024), 3600)
    file = await bot.get_file(await voice_of(bot))
    assert len(await file.download_as_bytearray()) == 20 * 1024 * 1024
    amal.speaks(telegram.file_of_size(25_000_000), 5400)
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(await voice_of(bot))


async def test_a_forgotten_file_is_gone(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    amal.speaks(b"OggS", 3)
    file = await bot.get_file(await voice_of(bot))
    telegram.faults.forget_file(file.file_id)
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file(file.file_id)
    with pytest.raises(TelegramError):
        await file.download_as_bytearray()


async def test_a_download_can_break_off_in_the_middle(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    amal.speaks(bytes(200_000), 60)
    file = await bot.get_file(await voice_of(bot))
    telegram.faults.cut_downloads()
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert len(await file.download_as_bytearray()) == 200_000


async def test_a_flood_is_refused_with_the_time_to_wait(
    telegram: LocalTelegram, bot: Bot, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.fail_next("sendMessage", 429, retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(amal.id, "Saved")
        assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(amal.id, "Saved")
    assert telegram.calls["sendMessage"] == 3
    assert len(telegram.sent) == 1


@pytest.mark.parametrize("status", [500, 502])
async def test_telegram_itself_can_fail(telegram: LocalTelegram, bot: Bot, amal: Person, status: int) -> None:
    telegram.faults.fail_next("*", status)
    with pytest.raises(TelegramError):
        await bot.send_message(amal.id, "Saved")
    assert telegram.sent == []


async def test_a_connection_breaks_before_or_after_telegram_has_acted(
    telegram: LocalTelegram, bot: Bot, amal: Person
) -> None:
    telegram.faults.drop_connections("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(amal.id, "Saved")
    assert telegram.sent == []
    telegram.faults.drop_connections("sendMessage", after=True)
    with pytest.raises(NetworkError):
        await bot.send_message(amal.id, "Saved")
    assert [sent.text for sent in telegram.sent] == ["Saved"]


async def test_a_half_open_connection_is_taken_and_never_answered(
    telegram: LocalTelegram, bot: Bot, amal: Person
) -> None:
    telegram.faults.never_answer("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(amal.id, "Saved", read_timeout=0.1)
    await bot.send_message(amal.id, "Saved")
    assert len(telegram.sent) == 1


async def test_a_storm_spoils_its_share_of_the_calls_and_ends(
    telegram: LocalTelegram, bot: Bot, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.storm(Storm(chance=Random(7), floods=0.3, retry_after=2, errors=0.1, resets=0.1))
    failed = 0
    for _ in range(100):
        try:
            await bot.send_message(amal.id, "Saved")
        except TelegramError:
            failed += 1
    assert 35 <= failed <= 65
    floods = [each for each in telegram.attempts if each.closed_until]
    assert 15 <= len(floods) <= 45
    assert all(each.closed_until == each.at + 2 for each in floods)
    telegram.faults.storm(None)
    await bot.send_message(amal.id, "Saved")


async def test_an_outage_breaks_the_waiting_poll_and_loses_nothing(
    telegram: LocalTelegram, bot: Bot, amal: Person
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    telegram.faults.outage(on=True)
    with pytest.raises(NetworkError):
        await poll
    amal.writes("while you were away")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    telegram.faults.outage(on=False)
    assert len(await bot.get_updates()) == 1


async def test_telegram_can_be_slow_and_well_again(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    telegram.faults.slow("sendMessage", 0.3)
    begun = time.monotonic()
    await bot.send_message(amal.id, "Saved")
    assert time.monotonic() - begun >= 0.3
    telegram.faults.clear()
    begun = time.monotonic()
    await bot.send_message(amal.id, "Saved")
    assert time.monotonic() - begun < 0.3


async def test_a_script_waits_for_the_answer(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    async def answer() -> None:
        for update in await bot.get_updates(timeout=5):
            await bot.send_message(amal.id, f"Saved {update.message.text if update.message else ''}")

    await bot.send_message(amal.id, "Welcome")
    answering = asyncio.create_task(answer())
    sent = await telegram.answer_to(amal, lambda: amal.writes("LW1"), timeout=3)
    await answering
    assert sent.text == "Saved LW1"
    assert await telegram.wait_for(lambda each: each.text.startswith("Welcome"), timeout=0) == telegram.sent[0]


async def test_waiting_in_vain_says_what_happened_instead(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    await bot.send_message(amal.id, "Something else")
    with pytest.raises(NothingArrived, match=r"in vain.*message in 4001: 'Something else'.*sendMessage 1"):
        await telegram.wait_for(lambda sent: sent.text == "Saved", timeout=0.05)
    with pytest.raises(NoSuchMessage):
        telegram.message(amal.id, 999)


async def test_it_ends_at_once_while_a_poll_waits(telegram: LocalTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    await telegram.__aexit__(None, None, None)
    assert time.monotonic() - begun < 1
    await asyncio.gather(poll, return_exceptions=True)
