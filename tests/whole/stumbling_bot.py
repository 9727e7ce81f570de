"""A bot that fails at each new note, with the note's words in its error."""

import sys
from datetime import datetime
from typing import Any

from bot import bootstrap
from bot.settings import load_settings
from demo.clock import FieldClock
from services.capture import Capture


class StumblingCapture(Capture):
    """Quotes the note when it fails."""

    async def text(self, incoming: Any, *arguments: Any, **named: Any) -> Any:
        """Fail."""
        del arguments, named
        raise ValueError(incoming.text)


def main() -> None:
    """Run the stumbling bot."""
    clock = FieldClock(datetime.fromisoformat(sys.argv[1]))
    clock.follow(sys.stdin)
    vars(bootstrap)["Capture"] = StumblingCapture
    bootstrap.run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
