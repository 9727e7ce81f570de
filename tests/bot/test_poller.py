"""The poller: nothing is confirmed that is not kept, nothing stops it, and people are told what they should know."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.rivals import EPISODE_SECONDS, GRACE_SECONDS, Conflicts
from fieldwork.member import Role
from storage.jobs import JobKind
from tests.bot.conftest import ADA, AMAL, BEN, PRIYA, House

LONG = "LW1 kept the form face down and asked about the dog. " * 60


@pytest.mark.parametrize("trouble", ["fills_up", "is_remounted_read_only"])
async def test_a_full_disk_is_said_once_in_chat_and_everything_is_saved_when_there_is_room(
    house: House, trouble: str
) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    await getattr(house.disk, trouble)()
    stranger = house.person(9)
    stranger.writes("let me in")
    told = await house.hears(AMAL, "Not saved yet", lambda: house.person(AMAL).writes(LONG))
    assert "I'll say “Saved”" in told.text
    await house.hears(BEN, "Not saved yet", lambda: house.person(BEN).writes(LONG))
    house.person(AMAL).writes(LONG + "again")
    await asyncio.sleep(0.7)
    assert len(house.heard(AMAL, "Not saved yet")) == 1
    assert len(house.heard(AMAL, "Saved #")) == 1
    assert house.heard(9, "Not saved") == []
    await house.disk.is_well_again()
    await house.until(lambda: len(house.heard(AMAL, "Saved #")) == 3 and len(house.heard(BEN, "Saved #")) == 1)
    assert sorted(map(str.strip, house.texts())) == sorted(["before", LONG.strip(), LONG.strip(), LONG + "again"])
    await house.disk.fills_up()
    await house.hears(AMAL, "Not saved yet", lambda: house.person(AMAL).writes(LONG + "and again"))


async def test_a_recording_that_the_disk_has_no_room_for_is_said_so_and_saved_later(house: House) -> None:
    await house.start()
    await house.hears(BEN, "Saved #1", lambda: house.person(BEN).writes("before"))
    house.person(AMAL).speaks(b"OggS", 3)
    await house.disk.fills_up()
    await house.hears(AMAL, "Not saved yet")
    await house.disk.is_well_again()
    await house.hears(AMAL, "Saved #2")


async def test_after_an_absence_each_author_is_told_once_what_arrived(house: House) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    await house.stop()
    house.pass_time(timedelta(minutes=98))
    for text in ("one", "two", "three"):
        house.person(AMAL).writes(text)
    await house.start()
    await house.hears(AMAL, "Saved #4")
    await house.everything_is_said()
    await house.stop()  # before anybody was told, unless the machine was slow
    await house.start()
    await house.until(lambda: bool(house.heard(AMAL, "I was away from 14:02 to 15:40")))
    (told,) = house.heard(AMAL, "I was away")
    assert "From you I now have #2, #3 and #4. If you sent more than 3 notes" in told
    await house.everything_is_said()
    await house.stop()
    await house.start()
    await house.hears(BEN, "Saved #5", lambda: house.person(BEN).writes("after"))
    assert len(house.heard(AMAL, "I was away")) == 1
    assert house.heard(BEN, "I was away") == house.heard(PRIYA, "I was away") == []


async def test_who_came_in_just_before_a_crash_is_let_in_after_it(house: House) -> None:
    code = await house.study.team.invite(Role.RESEARCHER, "Cleo", house.clock())
    house.person(31).writes(f"/start {code}")
    (start,) = house.telegram.updates.pending
    await house.study.store.write(lambda tx: tx.inbox.add(start))
    house.telegram.updates.drop_all()
    house.person(31).writes("my first words")
    polling = asyncio.ensure_future(house.parts()[0]())
    await house.until(lambda: house.telegram.calls["getUpdates"] > 1)
    polling.cancel()
    rows = await house.study.store.write(lambda tx: tx.inbox.waiting())
    assert [row.update["message"]["text"] for row in rows] == [f"/start {code}", "my first words"]


async def test_a_restart_is_nobodys_news(house: House) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    await house.stop()
    house.pass_time(timedelta(minutes=9))
    await house.start()
    await house.hears(AMAL, "Saved #2", lambda: house.person(AMAL).writes("after"))
    assert await house.study.store.write(lambda tx: tx.jobs.open(JobKind.ABSENCE)) == []


async def test_a_clock_that_is_set_while_all_is_well_is_no_absence(house: House) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    house.pass_time(timedelta(hours=5))
    await house.hears(AMAL, "Saved #2", lambda: house.person(AMAL).writes("after"))
    assert await house.study.store.write(lambda tx: tx.jobs.open(JobKind.ABSENCE)) == []


async def test_an_outage_of_26_hours_loses_nothing_that_telegram_holds_and_the_team_is_told(house: House) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    house.telegram.faults.outage()
    await asyncio.sleep(0.3)
    house.person(AMAL).writes("in the second hour")
    house.pass_time(timedelta(hours=25))
    house.person(AMAL).writes("in the last hour")
    house.pass_time(timedelta(hours=1))
    house.telegram.faults.outage(on=False)
    told = await house.hears(AMAL, "I was away from Thu 11 Nov, 14:02 to Fri 12 Nov, 16:02")
    assert "what was sent before Thu 11 Nov, 16:02 may be lost. From you I now have #2." in told.text
    for person in (BEN, PRIYA):
        await house.until(lambda person=person: bool(house.heard(person, "may be lost")))  # type: ignore[misc]
        assert "From you I have nothing from that time" in house.heard(person, "may be lost")[0]
    assert house.heard(ADA, "I was away") == []
    assert house.texts() == ["before", "in the last hour"]


async def test_a_second_poller_is_told_once_to_those_who_can_do_something(house: House) -> None:
    await house.start()
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("before"))
    thief = asyncio.create_task(_steals(house))
    told = await house.hears(PRIYA, "another program")
    assert "/revoke" in told.text
    await house.until(lambda: bool(house.heard(ADA, "another program")))
    await asyncio.sleep(1.5)
    thief.cancel()
    await asyncio.gather(thief, return_exceptions=True)
    assert len(house.heard(PRIYA, "another program")) == len(house.heard(ADA, "another program")) == 1
    assert house.heard(AMAL, "another program") == []


async def _steals(house: House) -> None:
    async with Bot(house.bot.token, base_url=f"{house.telegram.url}/bot") as thief:
        while True:
            try:
                await thief.get_updates(timeout=20)
            except Conflict:
                await asyncio.sleep(0.2)


def test_one_conflict_after_a_broken_connection_is_our_own_old_poll() -> None:
    conflicts = Conflicts(0.0)
    assert not conflicts.tells(1.0)
    assert conflicts.tells(2.0)


def test_one_conflict_out_of_the_blue_is_told_once_in_an_episode() -> None:
    conflicts = Conflicts(0.0)
    first = GRACE_SECONDS + 1
    assert conflicts.tells(first)
    conflicts.told()
    assert not conflicts.tells(first + 10)
    assert not conflicts.tells(first + EPISODE_SECONDS)
    assert conflicts.tells(first + 10 + 3 * EPISODE_SECONDS)


async def test_a_pi_who_joins_while_the_bot_runs_gets_their_menu(house: House) -> None:
    await house.start()
    code = await house.study.team.invite(Role.PI, "Cleo", house.clock())
    await house.hears(31, "Welcome", lambda: house.person(31).writes(f"/start {code}"))
    await house.until(lambda: any("31" in name for name in house.telegram.settings))
    (menu,) = [commands for name, commands in house.telegram.settings.items() if "31" in name]
    assert "invite" in {command["command"] for command in menu}
