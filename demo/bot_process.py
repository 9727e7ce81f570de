"""The real bot in a process of its own, with the demo's clock: a time on each line of standard input sets it.

Usage: python -m demo.bot_process ISO-TIME     settings come from the environment as for `jottings run`
"""

import sys
from datetime import datetime

from bot.bootstrap import run_bot
from bot.settings import load_settings
from demo.clock import FieldClock


def main() -> None:
    """Run the bot until it is told to stop."""
    clock = FieldClock(datetime.fromisoformat(sys.argv[1]))
    clock.follow(sys.stdin)
    run_bot(load_settings(), clock=clock)


if __name__ == "__main__":
    main()
