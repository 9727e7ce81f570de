"""A decoder child that is no longer ours: it repeats what it was given until nobody listens."""

import contextlib
import os
import sys


def main(_demuxer: str, _max_samples: str) -> None:
    """Say it over and over."""
    said = sys.stdin.buffer.read()
    with contextlib.suppress(BrokenPipeError):
        while True:
            sys.stdout.buffer.write(said)
    os._exit(0)
