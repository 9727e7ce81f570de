"""The control: a bot whose offset moves before the commit, as a stock bot's does. It must lose messages under kills."""

import asyncio
import sys
from datetime import datetime
from typing import Any

from bot import bootstrap
from bot.poller import Poller
from bot.settings import load_settings
from demo.clock import FieldClock

BEFORE_THE_COMMIT_SECONDS = 0.2


class HastyPoller(Poller):
    """Confirms what it fetched, and only then stores it."""

    async def take_in(self, updates: list[Any]) -> None:
        """Move the offset first; the commit comes a moment later."""
        if updates:
            self._confirm(updates)
            await self._bot.do_api_request("getUpdates", api_kwargs={"offset": self._offset, "timeout": 0, "limit": 1})
            await asyncio.sleep(BEFORE_THE_COMMIT_SECONDS)
        await super().take_in(updates)


def main() -> None:
    """Run the weakened bot."""
    clock = FieldClock(datetime.fromisoformat(sys.argv[1]))
    clock.follow(sys.stdin)
    vars(bootstrap)["Poller"] = HastyPoller
    bootstrap.run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
