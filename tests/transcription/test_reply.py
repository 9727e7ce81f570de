"""What a speech server's status means, and when it is asked again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.transcript import EngineAway, EngineUnavailable, RecordingUnreadable
from transcription.reply import LONGEST_PAUSE_SECONDS, Reply, outcome_of, pause

NOW = datetime(2021, 11, 11, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind", "passing", "words"),
    [
        (400, EngineUnavailable, False, "(400)"),
        (401, EngineAway, False, "JOTTINGS_TRANSCRIBER_KEY"),
        (403, EngineAway, False, "JOTTINGS_TRANSCRIBER_KEY"),
        (404, EngineAway, False, "JOTTINGS_TRANSCRIBER_URL"),
        (307, EngineAway, False, "another address"),
        (413, RecordingUnreadable, False, "kind or size"),
        (415, RecordingUnreadable, False, "kind or size"),
        (429, EngineAway, True, "busy"),
        (500, EngineUnavailable, True, "(500)"),
        (503, EngineAway, True, "busy"),
        (504, EngineUnavailable, True, "(504)"),
        (204, EngineUnavailable, False, "(204)"),
    ],
)
def test_a_refusal_is_the_recordings_or_the_servers_and_worth_a_moment_or_not(
    status: int, kind: type[Exception], words: str, *, passing: bool
) -> None:
    outcome = outcome_of(Reply(status=status, body=b"what the server says is not told on"))
    assert type(outcome.error) is kind
    assert outcome.passing is passing
    assert words in str(outcome.error)
    assert "told on" not in str(outcome.error)


def test_words_are_no_error() -> None:
    assert outcome_of(Reply(status=200, body=b"{}")).error is None


@pytest.mark.parametrize(
    ("tries", "retry_after", "seconds"),
    [
        (1, "", 1),
        (2, "", 2),
        (1, "7", 7),
        (2, "1", 2),
        (1, "86400", LONGEST_PAUSE_SECONDS),
        (1, "9" * 400, LONGEST_PAUSE_SECONDS),
        (1, "Thu, 11 Nov 2021 11:30:12 GMT", 12),
        (1, "Thu, 11 Nov 2021 11:00:00 GMT", 1),
        (1, "Thu, 11 Nov 2021 11:30:12", 1),  # in no zone: nobody knows when that is
        (1, "soon", 1),
        (1, "-5", 1),
    ],
)
def test_the_next_try_comes_when_the_server_asks_for_it_within_reason(
    tries: int, retry_after: str, seconds: float
) -> None:
    assert pause(tries, retry_after, NOW) == seconds


@given(tries=st.integers(1, 9), retry_after=st.text())
def test_whatever_stands_there_the_wait_is_short(tries: int, retry_after: str) -> None:
    assert 1 <= pause(tries, retry_after, NOW) <= LONGEST_PAUSE_SECONDS
