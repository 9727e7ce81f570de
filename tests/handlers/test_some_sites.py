"""A digest of some sites alone: its buttons are about the same notes, now, in pictures and in the morning."""

from services.outgoing import Say
from tests.handlers.conftest import ADA, AMAL, PRIYA, Chats
from tests.handlers.telegram_limits import labels
from tests.handlers.test_decide import data_of, reminded

WEEK = 7 * 24 * 60  # minutes


async def a_night_of_two_sites(chats: Chats) -> Say:
    await chats.writes(AMAL, "LW1 asked about the dog. #trust #shed_talk")
    await chats.writes(AMAL, "LW2 went on about money. #finance")
    await chats.writes(AMAL, "LW1 waited for the bus. Follow up: ask about the bus. #finance")
    await chats.writes(PRIYA, "/digest on riverside")
    return await chats.writes(PRIYA, "/digest")


async def test_its_notes_and_no_others_are_read(chats: Chats) -> None:
    digest = await a_night_of_two_sites(chats)
    assert "2 notes · 1 thing for you · Riverside only" in digest.html
    read = await chats.presses_label(PRIYA, digest, "Read the 2")
    assert "/n1 " in read.html
    assert "/n3 " in read.html
    assert "/n2 " not in read.html


async def test_an_older_digests_buttons_are_about_its_own_sites_still(chats: Chats) -> None:
    digest = await a_night_of_two_sites(chats)
    await chats.writes(PRIYA, "/digest on hilltop")
    assert "/n2 " not in (await chats.presses_label(PRIYA, digest, "Read the 2")).html


async def test_its_picture_and_trend_show_its_sites_and_say_so(chats: Chats) -> None:
    for _ in range(5):
        await chats.writes(AMAL, "LW1 asked about the dog. #trust")
        await chats.writes(AMAL, "LW2 asked about the cat. #trust")
        chats.clock.pass_minutes(WEEK)
    picture = await chats.presses_label(PRIYA, await a_night_of_two_sites(chats), "Picture")
    assert "2 notes · the four weeks before: 4. Riverside only\n" in picture.html
    assert "First time: finance at Riverside and #shed_talk at Riverside." in picture.html
    assert "Hilltop" not in picture.html
    assert "/n12 " not in (await chats.presses_label(PRIYA, picture, "finance")).html
    trend = await chats.presses_label(PRIYA, picture, "Trend")
    assert "the last in orange. Riverside only\n" in trend.html
    assert "All notes: 1 1 1 1 1 2." in trend.html


async def test_what_comes_again_in_the_morning_is_of_its_sites(chats: Chats) -> None:
    digest = await a_night_of_two_sites(chats)
    await chats.writes(AMAL, "LW2 was cross. Follow up: ask why.")
    await chats.presses(PRIYA, data_of(digest, "Tomorrow"))
    chats.clock.pass_minutes(22 * 60)
    [again] = await reminded(chats)
    assert "ask about the bus" in again.html
    assert "ask why" not in again.html
    assert "Read the 2" in labels(again)[0]


async def test_an_admin_who_reads_no_notes_is_told_of_no_silence(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 asked about the dog.")
    chats.clock.pass_minutes(2 * WEEK)
    assert "Quiet: Riverside" in (await chats.writes(PRIYA, "/digest")).html
    assert "Quiet" not in (await chats.writes(ADA, "/digest")).html
