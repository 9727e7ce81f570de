"""[Picture] and [Trend] as a PI presses them: the real application on the real store."""

import pytest

from handlers.buttons import Press, Verb, encode
from services.outgoing import Toast
from tests.handlers.conftest import AMAL, BEN, PRIYA, Chats
from tests.handlers.digests import kept_digest
from tests.handlers.telegram_limits import labels

WEEK = 7 * 24 * 60  # minutes


async def test_the_digests_picture_says_what_is_new(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 asked about the dog. #trust #finance")
    await chats.writes(BEN, "I was cross with LW2. #housing")
    await chats.presses(BEN, encode(Press(verb=Verb.ONLY_ME, subject="2")))
    say = await chats.presses_label(PRIYA, await chats.writes(PRIYA, "/digest"), "Picture")
    assert say.photo
    assert "First time: trust at Riverside and finance at Riverside." in say.html
    assert "housing" not in say.html
    assert labels(say)[-1] == ["Row by row"]
    cards = await chats.presses_label(PRIYA, say, "finance")
    assert "/n1 " in cards.html


async def test_the_trend_comes_when_there_are_weeks_to_show(chats: Chats) -> None:
    for _ in range(5):
        await chats.writes(AMAL, "LW1 asked about the dog. #trust")
        chats.clock.pass_minutes(WEEK)
    await chats.writes(AMAL, "LW1 asked about money. #finance")
    say = await chats.presses_label(PRIYA, await chats.writes(PRIYA, "/digest"), "Picture")
    assert "the four weeks before: 4" in say.html
    trend = await chats.presses_label(PRIYA, say, "Trend")
    assert trend.photo
    assert "trust 1 1 1 1 1 0." in trend.html
    assert "Too few notes to show: finance." in trend.html


async def test_a_trend_too_early_is_a_sentence(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 asked about the dog. #trust")
    digest = await kept_digest(chats, 1)
    (say,) = await chats.presses(PRIYA, encode(Press(verb=Verb.TREND, subject="2021-11-11", argument=digest)))
    assert "too few notes to show a trend" in getattr(say, "html", "")


@pytest.mark.parametrize("day", ["", "2021-13-01", "yesterday", "0"])
async def test_a_forged_day_is_an_old_button(chats: Chats, day: str) -> None:
    digest = await kept_digest(chats, 1)
    for subject, argument in ((day, digest), ("2021-11-11", day)):
        (answer,) = await chats.presses(PRIYA, encode(Press(verb=Verb.TREND, subject=subject, argument=argument)))
        assert isinstance(answer, Toast)
