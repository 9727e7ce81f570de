"""A real python-telegram-bot client at the local Telegram."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from demo.people import Person
from demo.telegram import LocalTelegram

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 12, 11, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, span: timedelta) -> None:
        self.now += span


def bot_at(telegram: LocalTelegram, token: str = TOKEN) -> Bot:
    return Bot(token, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def telegram(clock: SetClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(TOKEN, clock) as server:
        yield server


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    async with bot_at(telegram) as client:
        yield client


@pytest.fixture
def amal(telegram: LocalTelegram) -> Person:
    """A researcher who has opened the chat with the bot."""
    person = telegram.person(4001, "Amal")
    telegram.private(person)
    return person
