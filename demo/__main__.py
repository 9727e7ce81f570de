"""`make demo`: a day in the field through the real bot, with nothing but this machine.

Usage: python -m demo [FOLDER]     FOLDER is kept; without it a new one is made among the temporary files
"""

import asyncio
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from rich.console import Console

from demo.day import LONDON, Day, DayFailed
from demo.narrator import Narrator
from demo.stage import CommandFailed, Stage
from demo.thief import search

MORNING = datetime(2021, 11, 11, 8, 30, tzinfo=LONDON)
NEXT = """\
Next, with a real bot: ask @BotFather on Telegram for a token, then
  .venv/bin/jottings init                  asks for the token; makes .env, the key and the database
  .venv/bin/jottings run                   runs until Ctrl-C
  .venv/bin/jottings invite --role pi      the first code, good for three days"""


async def play(root: Path, console: Console) -> int:
    """Play the day; 0 when all went as it should."""
    started = time.monotonic()
    async with Stage(root, now=MORNING, JOTTINGS_WHISPER_MODEL="tiny.en") as stage:
        narrator = Narrator(stage.telegram, console, LONDON)
        narrator.heading("A day in the field, Thursday 11 November 2021")
        narrator.aside("The bot is the real one, in a process of its own; Telegram is a server on this machine.")
        await stage.jottings("init", "--yes")
        stage.start()
        day = Day(stage=stage, narrator=narrator)
        await day.play()
        await stage.stop()
        return report(day, console, time.monotonic() - started)


def report(day: Day, console: Console, seconds: float) -> int:
    """What is on the disk now, as a thief would find it, and what to do next."""
    day.narrator.heading("What a thief of the disk would find")
    data = day.stage.data
    files = [path for path in data.rglob("*") if path.is_file()]
    finds = search(day.stage.root, day.said)
    console.print(f"    The sealed database: {data}")
    for path in files:
        console.print(f"    {path.name}: {path.stat().st_size:,} bytes")
    everything = sum(path.is_file() for path in day.stage.root.rglob("*"))
    console.print(
        f"    Searched {everything} files, the log among them, for {len(day.said)} phrases of the day, "
        f"in many disguises: {len(finds) or 'none'} can be read.",
        soft_wrap=True,
    )
    for found in finds:
        console.print(f"    FOUND {found.disguise} in {found.file}", style="red")
    errors = ", ".join(f"{heard.file} {heard.word_error:.0%}" for heard in day.heard)
    console.print(f"    Word error by memo: {errors}. The day took {seconds:.0f} s.", soft_wrap=True)
    console.print()
    console.print(NEXT, soft_wrap=True)
    return 1 if finds else 0


def main() -> int:
    """Play the day in the folder named on the command line, or a new one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="jottings-demo-"))
    console = Console(width=90 if not sys.stdout.isatty() else None, highlight=False, soft_wrap=False, markup=False)
    try:
        return asyncio.run(play(root, console))
    except (DayFailed, CommandFailed) as error:
        print(f"The demo stopped: {error}", file=sys.stderr)
        print(f"The bot's log is {root / 'log' / 'bot.jsonl'}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
