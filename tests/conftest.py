"""Figures: what a test measured is said in one line at the end of the run, so that a document can quote it."""

from collections.abc import Callable

import pytest

Figure = Callable[[str], None]
_FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = []


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured: `figure("2,000 power cuts: 0 acknowledged commits lost")`."""
    name = request.node.nodeid.split("::")[-1]
    return lambda words: request.config.stash[_FIGURES].append(f"{words}  [{name}]")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[_FIGURES]:
        terminalreporter.section("figures")
        for line in config.stash[_FIGURES]:
            terminalreporter.write_line(line)
