"""A start as somebody sees it: a bar at a terminal, and a line every so often in a log."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EVERY_SECONDS = 2.0
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

log = logging.getLogger("jottings")


class Logged:
    """Says in the log how far it is, not more often than every so many seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def __call__(self, opened: int, of: int) -> None:
        """So many notes of so many are open."""
        if self._clock() - self._last >= EVERY_SECONDS:
            self._last = self._clock()
            log.info("opening_notes", extra={"opened": opened, "of": of})


@contextmanager
def shown(stream: TextIO = sys.stderr) -> Iterator[Callable[[int, int], None]]:
    """Whom to tell that so many notes of so many are open; the bar is gone when all of them are."""
    if not stream.isatty():
        yield Logged()
        return
    with Progress(*COLUMNS, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("Opening the notes", total=None)
        yield lambda opened, of: bar.update(task, completed=opened, total=of)
