"""Outlasting a disk that does not take what has to be kept: nothing ends, everything is tried again."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from services.retry import retry_delay
from services.study import Study
from storage.errors import StorageUnavailable
from storage.transaction import Transaction

LONGEST_WAIT_SECONDS = 20.0  # so that everything is back within a minute

T = TypeVar("T")


@contextlib.contextmanager
def outlasting(log: logging.Logger) -> Iterator[None]:
    """Do without what the disk refuses now; whoever asks for it comes again."""
    try:
        yield
    except StorageUnavailable as error:
        log.error("storage_failed", extra={"reason": error.reason})


async def written(study: Study, work: Callable[[Transaction], Awaitable[T]], log: logging.Logger) -> T:
    """Store it, however long that takes."""
    failures = 0
    while True:
        with outlasting(log):
            return await study.store.write(work)
        failures += 1
        await asyncio.sleep(storage_wait(failures))


def storage_wait(failures: int) -> float:
    """Seconds until the disk is tried again."""
    return min(retry_delay(failures).total_seconds(), LONGEST_WAIT_SECONDS)
