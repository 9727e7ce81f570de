"""The demo's clock: it can be set, and runs on from there in real time."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TextIO


class FieldClock:
    """A clock for a scripted day; called, it gives the present (aware, UTC)."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def set(self, moment: datetime) -> None:
        """Make it that moment now."""
        self._start, self._since = moment.astimezone(UTC), time.monotonic()

    def __call__(self) -> datetime:
        """The present."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def follow(self, lines: TextIO) -> None:
        """Set itself to each ISO time that comes in, a line each, until the input ends."""

        def listen() -> None:
            for line in lines:
                self.set(datetime.fromisoformat(line.strip()))

        threading.Thread(target=listen, daemon=True).start()
