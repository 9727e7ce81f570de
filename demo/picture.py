"""The README's picture: a memo, a question and its answer, taken from a real run.

Usage: python -m demo.picture FILE.svg
"""

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from demo.__main__ import MORNING
from demo.day import LONDON, MEMOS
from demo.narrator import Narrator
from demo.stage import Stage

WIDTH = 84
PATIENCE_SECONDS = 60.0


async def draw(root: Path) -> str:
    """Play a short scene and draw it."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False, markup=False)
    async with Stage(root, now=MORNING, JOTTINGS_WHISPER_MODEL="tiny.en") as stage:
        await stage.jottings("init", "--yes")
        stage.start()
        amal = stage.telegram.person(102, "Amal")
        code = (await stage.jottings("invite", "--role", "researcher", "--name", "Amal")).strip()
        await stage.telegram.answer_to(amal, lambda: amal.writes(f"/start {code}"), PATIENCE_SECONDS)
        Narrator(stage.telegram, console, LONDON)
        recording = (MEMOS / "hilltop.ogg").read_bytes()
        amal.speaks(recording, 18)
        await stage.telegram.wait_for(lambda sent: "unchecked" in sent.text, PATIENCE_SECONDS)
        await stage.telegram.answer_to(amal, lambda: amal.writes('/notes #loneliness "shed"'), PATIENCE_SECONDS)
        await stage.stop()
    drawn = console.export_svg(title="Jottings", theme=DIMMED_MONOKAI)
    return re.sub(r"@font-face \{.*?\}\n?", "", drawn, flags=re.DOTALL)  # no fonts from elsewhere


def main() -> None:
    """Draw into the file named on the command line."""
    with tempfile.TemporaryDirectory(prefix="jottings-picture-") as folder:
        Path(sys.argv[1]).write_text(asyncio.run(draw(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
