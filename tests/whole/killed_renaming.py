"""A `jottings` command that dies by SIGKILL around the n-th file that it renames.

Usage: killed_renaming.py before|after N COMMAND ...
"""

import os
import signal
import sys

from bot.cli import main


class Fate:
    """Counts the renames; what Python does next shows that one is over."""

    def __init__(self, when: str, nth: int) -> None:
        self._when = when
        self._left = nth
        self._renamed = False

    def __call__(self, event: str, _arguments: tuple[object, ...]) -> None:
        if self._renamed:
            self._renamed = False  # the kill is an event, too
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename":
            self._left -= 1
            if self._left == 0 and self._when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            self._renamed = self._left == 0


if __name__ == "__main__":
    sys.addaudithook(Fate(sys.argv[1], int(sys.argv[2])))
    sys.argv = ["jottings", *sys.argv[3:]]
    main()
