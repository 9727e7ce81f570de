"""Figures: what a test measured is said in one line at the end of the run, so that a document can quote it.

And tables: what the bench writes when it fits one anew.
"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Figure = Callable[[str], None]
FitAnew = Callable[[ModuleType, ModuleType, str], bytes]
_FIGURE = "figure"
_figures: list[str] = []


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured: `figure("2,000 power cuts: 0 acknowledged commits lost")`."""
    name = request.node.nodeid.split("::")[-1]
    return lambda words: request.node.user_properties.append((_FIGURE, f"{words}  [{name}]"))


@pytest.fixture
def fit_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FitAnew:
    """The file that a bench fits for a module, which stays as it is: `fit_anew(bench, module, "its.tsv")`."""

    def fit(bench: ModuleType, module: ModuleType, file: str) -> bytes:
        monkeypatch.setattr(module, "__file__", str(tmp_path / "module.py"))
        assert bench.main() == 0
        return (tmp_path / file).read_bytes()

    return fit


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Also of tests that ran in another process."""
    if report.when == "teardown":
        _figures.extend(str(words) for name, words in report.user_properties if name == _FIGURE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _figures:
        terminalreporter.section("figures")
        for line in _figures:
            terminalreporter.write_line(line)
