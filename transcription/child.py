"""A child process: isolated Python, a given environment and nothing else, two pipes that are always there."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BOOT = (
    "import sys; from importlib import import_module; sys.path.append(sys.argv[1]);"
    " import_module(sys.argv[2]).main(*sys.argv[3:])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A running child and its pipes."""

    process: asyncio.subprocess.Process
    to: asyncio.StreamWriter
    out: asyncio.StreamReader

    def kill(self) -> None:
        """End it at once, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


async def start_child(module: str, *arguments: str, environment: Mapping[str, str]) -> Child:
    """Start the `main` of one of our modules, without the parent's environment, directory, terminal or error output."""
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-c", BOOT, str(ROOT), module, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # libraries print what they heard
            env=environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the parent to judge
        )
    )
    try:
        process = await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(end)  # cancelled itself, asyncio would wait for ever for half-made pipes
        raise
    if process.stdin is None or process.stdout is None:
        raise RuntimeError
    return Child(process=process, to=process.stdin, out=process.stdout)


def end(starting: asyncio.Future[asyncio.subprocess.Process]) -> None:
    """End a child that nobody wants any more as soon as it has been started."""
    if not starting.cancelled() and starting.exception() is None:
        starting.result().kill()
