"""When to try again: pure."""

from datetime import timedelta

FIRST_DELAY_SECONDS = 2.0
LONGEST_DELAY_SECONDS = 300.0
TRANSCRIPTION_TRIES = 5


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after that many failed tries: doubling from two seconds, at most five minutes."""
    return timedelta(seconds=min(FIRST_DELAY_SECONDS * 2 ** max(0, attempts - 1), LONGEST_DELAY_SECONDS))
