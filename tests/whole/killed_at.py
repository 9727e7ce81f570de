"""A bot that dies by SIGKILL at the n-th time that it comes to a point.

Usage: killed_at.py POINT N ISO-TIME
"""

import os
import signal
import sys
from datetime import datetime
from typing import Any

from telegram import Message

import storage.store
from bot import bootstrap
from bot.delivery import Delivery
from bot.fetcher import BotFileFetcher
from bot.settings import load_settings
from demo.clock import FieldClock
from services.outgoing import Say
from services.transcribing import Transcribing
from storage.database import Database

POINTS = (
    "before-commit",
    "after-commit",
    "before-send",
    "after-send",
    "downloading",
    "downloaded",
    "before-storing-words",
)


class Fate:
    """Counts how often the point was reached."""

    point = ""
    left = 0

    @classmethod
    def reached(cls, point: str) -> None:
        """Die if it is time."""
        cls.left -= point == cls.point
        if cls.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class DoomedDatabase(Database):
    """Dies around its commits."""

    async def _retried(self, statement: str) -> None:
        commits = statement == "COMMIT"
        Fate.reached("before-commit" if commits else "")
        await super()._retried(statement)
        Fate.reached("after-commit" if commits else "")


class DoomedDelivery(Delivery):
    """Dies around its messages: before Telegram has one, and after that before it is settled."""

    async def send(self, say: Say, *, shapeless: bool = False) -> Message | None:
        """Say it."""
        Fate.reached("before-send")
        sent = await super().send(say, shapeless=shapeless)
        Fate.reached("after-send")
        return sent


class DoomedFetcher(BotFileFetcher):
    """Dies around its downloads."""

    async def fetch(self, file_id: str) -> bytes:
        """The whole file."""
        Fate.reached("downloading")
        content = await super().fetch(file_id)
        Fate.reached("downloaded")
        return content


class DoomedTranscribing(Transcribing):
    """Dies between a transcription and its commit."""

    async def _revise(self, *arguments: Any, **named: Any) -> None:
        Fate.reached("before-storing-words")
        await super()._revise(*arguments, **named)


def main() -> None:
    """Run the doomed bot."""
    Fate.point, Fate.left = sys.argv[1], int(sys.argv[2])
    clock = FieldClock(datetime.fromisoformat(sys.argv[3]))
    clock.follow(sys.stdin)
    vars(storage.store)["Database"] = DoomedDatabase
    doomed = {"Delivery": DoomedDelivery, "BotFileFetcher": DoomedFetcher, "Transcribing": DoomedTranscribing}
    vars(bootstrap).update(doomed)
    bootstrap.run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
