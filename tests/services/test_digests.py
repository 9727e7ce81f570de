"""One digest for each person and date, whatever happens to the bot, the clock and Telegram."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from fieldwork.preference import EVERY_DAY, WORKING_DAYS, Preference
from fieldwork.window import Window
from services.digests import ORDER, DigestOrder, Digests, SentDigests
from storage.jobs import JobKind
from tests.conftest import Figure
from tests.services.year import DAILY, FRIDAY_AT_FIVE, WEEKLY, Make, Year, a_year

HOURS = (3, 9, 17, 21)  # UTC, and some minutes
ZONES = ("Europe/London", "America/New_York")


class SinceToday(Digests):
    """A window that begins with the day."""

    def _window(self, sent: SentDigests, recipient: int, preference: Preference) -> Window:
        return Window(since=datetime.combine(self._study.today(), time(), tzinfo=self._study.timezone))


class OrdersAgain(Digests):
    """Orders without a key of recipient and date."""

    async def _order(self, order: DigestOrder) -> None:
        await self._study.store.write(
            lambda tx: tx.jobs.add(JobKind.DIGEST, ORDER.pack(order), due=self._study.clock())
        )


async def live(folder: Path, zone: str, days: range, seed: int, make: Make = Digests) -> Year:
    """Those days of 2021: notes come in, the bot is switched off for three days, the clock is three hours wrong."""
    async with a_year(folder, zone, seed, make) as (year, amal):
        for day in days:
            year.study = year.study or await year.switch_on()
            for hour in HOURS:
                minutes = year.dice.randrange(60)
                year.clock.now = datetime(2021, 1, 1, hour, minutes, tzinfo=UTC) + timedelta(days=day)
                if year.dice.random() < 0.4:
                    await year.writes(amal)
                if day % 30 in (7, 8, 9):
                    continue  # three days off
                if day % 11 == 5:
                    year.clock.now += timedelta(hours=year.dice.choice((-3, 3)))
                await year.look()
        year.cuts = 0.0
        year.clock.now += timedelta(days=1, hours=3)
        for _ in range(60):
            await year.look()  # Telegram takes everything in the end
    return year


def each_once(year: Year, chat: int, expected: list[date]) -> None:
    """Nothing twice, nothing unasked for, and on a working day always something."""
    told = [day for who, day, _ in year.told if who == chat]
    assert len(told) == len(set(told)), "a digest came twice"
    assert set(told) <= set(expected)
    assert {day for day in expected if day.weekday() in WORKING_DAYS} <= set(told), "a digest did not come"


def checked(year: Year) -> None:
    """Everybody had each digest once, and every note of the team was in one of them."""
    each_once(year, DAILY, year.expected(time(20), EVERY_DAY))
    each_once(year, WEEKLY, year.expected(FRIDAY_AT_FIVE.hour, FRIDAY_AT_FIVE.days))
    told = sum(count for who, _, count in year.told if who == DAILY)
    assert told <= year.notes, "a note was told twice, or a private one"
    assert told >= year.notes, "a note was told to nobody"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "days",
    [
        range(80, 92),  # both zones put their clocks forward in March
        range(298, 314),  # and back around the end of October
        pytest.param(range(366), marks=pytest.mark.torture),
    ],
    ids=["spring", "autumn", "a_year"],
)
async def test_each_person_gets_one_digest_for_each_date(
    tmp_path: Path, zone: str, days: range, figure: Figure
) -> None:
    seed = len(days) * 7 + len(zone)
    year = await live(tmp_path, zone, days, seed)
    checked(year)
    digests, restarts = len(year.told), len(year.awake)
    figure(f"{len(days)} days in {zone}, {restarts} looks, {digests} digests of {year.notes} notes: each once")


@pytest.mark.parametrize("make", [SinceToday, OrdersAgain])
async def test_control_a_weaker_schedule_is_found_out(tmp_path: Path, make: Make) -> None:
    year = await live(tmp_path, ZONES[0], range(80, 100), 3, make)
    with pytest.raises(AssertionError):
        checked(year)
