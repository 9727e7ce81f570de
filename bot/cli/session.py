"""What most commands begin with: settings, store, study; and the way to show progress."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from bot.settings import Settings, SettingsWrong, load_settings
from bot.study import open_store, open_study, utc_now
from services.ports import Clock
from services.study import Study

T = TypeVar("T")
ERRORS = Console(stderr=True, highlight=False, markup=False)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def opened(settings: Settings | None = None, clock: Clock = utc_now) -> AsyncIterator[Study]:
    """The study, closed afterwards."""
    settings = settings or load_settings()
    store = await open_store(settings)
    try:
        yield await open_study(settings, store, clock)
    finally:
        await store.close()


def clock_at(now: str | None) -> Clock:
    """A clock that stands at `now`, or the real one.

    Raises:
        typer.BadParameter: no time that can be read.
    """
    if now is None:
        return utc_now
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter("A time looks like 2021-11-12T09:00.", param_hint="--now") from None
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=load_settings().zone)
    except SettingsWrong:
        aware = moment.replace(tzinfo=UTC)
    return lambda: aware


def progress(*columns: ProgressColumn) -> Progress:
    """A bar on standard error, by default one that counts; nothing where that is no terminal."""
    counting = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(
        *(columns or counting),
        console=Console(file=sys.stderr),
        disable=not sys.stderr.isatty(),
    )
