"""A start says how far it is: a bar at a terminal, a line now and then in a log."""

import io
import logging

import pytest

from bot.opening import EVERY_SECONDS, Logged, shown


class Terminal(io.StringIO):
    """A stream that says that a person reads it."""

    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_sees_a_bar_that_is_gone_when_all_notes_are_open() -> None:
    terminal = Terminal()
    with shown(terminal) as opened:
        opened(500, 2_000)
        opened(2_000, 2_000)
    said = terminal.getvalue()
    assert "Opening the notes" in said
    assert "2000/2000" in said
    assert said.endswith("\x1b[1A\x1b[2K"), "the line is taken away again"


def test_a_log_has_a_line_every_so_often_and_not_one_a_batch(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    logged = Logged(lambda: now)
    with caplog.at_level(logging.INFO):
        for batch in range(1, 21):
            now = batch * EVERY_SECONDS / 5
            logged(500 * batch, 10_000)
    told = [(record.msg, vars(record)["opened"], vars(record)["of"]) for record in caplog.records]
    assert told == [("opening_notes", opened, 10_000) for opened in (2_500, 5_000, 7_500, 10_000)]


def test_a_log_gets_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    plain = io.StringIO()
    with shown(plain) as opened:
        opened(500, 2_000)
    assert plain.getvalue() == ""
    assert capsys.readouterr().out == ""
