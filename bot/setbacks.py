"""What to do when Telegram refuses a message, can't be reached, or can't be understood: pure decisions."""

import os
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from storage.errors import StorageUnavailable

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 20.0  # so that after any outage everything is back within a minute
MOST_SURPRISES = 5  # tries of a message that fails for no reason that we know

# The library's switch for the type that it will use anyway; without it every 429 prints a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    """The same, after a while."""

    after_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutShape:
    """As plain text: better than not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """To the chat's new id."""

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """Nothing helps."""

    why: str


Remedy = TryAgain | WithoutShape | Elsewhere | GiveUp


def wait_after(failures: int) -> float:
    """Seconds to wait after that many failures in a row."""
    return float(min(FIRST_WAIT_SECONDS * 2 ** min(failures, 16), LONGEST_WAIT_SECONDS))


def pause_after(error: Exception, failures: int) -> float:
    """Seconds to wait: what Telegram asks for, else longer from failure to failure."""
    return seconds_asked(error) if isinstance(error, RetryAfter) else wait_after(failures)


def seconds_asked(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def remedy_for(error: Exception, failures: int, *, plain: bool) -> Remedy:
    """What to do after that many failures in a row; `plain` when it was already tried as plain text."""
    match error:
        case ChatMigrated():
            return Elsewhere(chat_id=error.new_chat_id)
        case Forbidden():
            return GiveUp(why="blocked")
        case BadRequest():  # before TelegramError: the library makes it a NetworkError
            return _refused(error, plain=plain)
        case TelegramError() | StorageUnavailable():
            return TryAgain(after_seconds=pause_after(error, failures))
    return TryAgain(after_seconds=wait_after(failures)) if failures < MOST_SURPRISES else GiveUp(why="unexpected")


def _refused(error: BadRequest, *, plain: bool) -> Remedy:
    if "chat not found" in error.message.lower():
        return GiveUp(why="no_such_chat")
    return GiveUp(why="refused") if plain else WithoutShape()
