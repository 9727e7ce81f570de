"""What a speech server's answer means: pure."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from fieldwork.transcript import EngineAway, EngineUnavailable, RecordingUnreadable

TRIES = 3
LONGEST_PAUSE_SECONDS = 30.0  # a server that asks for more is asked again by the job
BUSY = frozenset({408, 425, 429, 502, 503})
UNKNOWN_PARAMETERS = frozenset({400, 422})
NOT_THIS_FILE = frozenset({413, 415})

KEY = "the speech server refuses the key; see JOTTINGS_TRANSCRIBER_KEY"
NOT_THERE = "the speech server knows no such address or model; see JOTTINGS_TRANSCRIBER_URL and JOTTINGS_WHISPER_MODEL"
REDIRECTS = "the speech server points to another address; put that into JOTTINGS_TRANSCRIBER_URL"
MISSET = {401: KEY, 403: KEY, 404: NOT_THERE, 405: NOT_THERE, 410: NOT_THERE}

Trouble = EngineUnavailable | RecordingUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, whole."""

    status: int
    body: bytes
    retry_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one try came to."""

    body: bytes = b""
    error: Trouble | None = None
    passing: bool = False  # the same question may be answered a moment later
    retry_after: str = ""


def outcome_of(reply: Reply) -> Outcome:
    """What an answer means."""
    return Outcome(
        body=reply.body,
        error=trouble(reply.status),
        passing=reply.status in BUSY or reply.status >= 500,
        retry_after=reply.retry_after,
    )


def trouble(status: int) -> Trouble | None:
    """Why there are no words in an answer with this status, or None."""
    if status == 200:
        return None
    if status in NOT_THIS_FILE:
        return RecordingUnreadable("the speech server takes none of this kind or size")
    if status in BUSY:
        return EngineAway(f"the speech server is busy ({status})")
    if status in MISSET or 300 <= status < 400:
        return EngineAway(MISSET.get(status, REDIRECTS))
    return EngineUnavailable(f"the speech server failed ({status})")


def pause(tries: int, retry_after: str, now: datetime, *, first: float = 1.0) -> float:
    """Seconds until the next try: doubling from `first`, at least what the server asks for, within reason."""
    return min(max(first * 2.0 ** (tries - 1), asked_for(retry_after, now)), LONGEST_PAUSE_SECONDS)


def asked_for(retry_after: str, now: datetime) -> float:
    """Seconds of a Retry-After, which is a number or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
