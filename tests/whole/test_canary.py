"""Nothing readable at rest: unique phrases go through the whole flow, and every file ever written is searched."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from demo.stage import Stage
from demo.thief import search
from tests.whole.conftest import MEMOS, PATIENCE, THURSDAY, Field, join

WEAKENED = Path(__file__).parent / "plaintext_bot.py"
TEXT = "the heron stood beside the vending machine"
EDIT = "the heron had gone by noon"
TAG = "heron_sighting"
NAME = "Quillfeather"
SEARCH = "marzipan umbrella"
SPOKEN = "community car scheme"  # in m05.ogg


class Keeper:
    """Keeps a hard link to every file that appears, so that what is deleted can still be searched."""

    def __init__(self, folders: list[Path], kept: Path) -> None:
        self._folders = folders
        self._kept = kept
        self._seen: set[tuple[int, int]] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.journals = 0

    def start(self) -> None:
        self._kept.mkdir()
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.is_set():
            for folder in self._folders:
                self._link_all(folder)
            time.sleep(0.0002)

    def _link_all(self, folder: Path) -> None:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._link(entry)
        except OSError:
            return

    def _link(self, entry: os.DirEntry[str]) -> None:
        try:
            facts = entry.stat()
            # The same inode number comes back when a journal is deleted and made again: its time tells them apart.
            known = (facts.st_ino, 0 if entry.name.endswith(".db") else facts.st_ctime_ns)
            if entry.is_file() and known not in self._seen and not entry.name.endswith(".db"):
                self._seen.add(known)
                os.link(entry.path, self._kept / f"{len(self._seen)}-{entry.name}")
                self.journals += entry.name.endswith("-journal")
        except OSError:
            return


@asynccontextmanager
async def a_day(root: Path, *program: str) -> AsyncIterator[Keeper]:
    """A day with the phrases in it, every log line kept; the bot is killed in the middle, then ended."""
    async with Stage(root, now=THURSDAY, JOTTINGS_WHISPER_MODEL="tiny.en", JOTTINGS_LOG_LEVEL="DEBUG") as stage:
        keeper = Keeper([stage.data, root / "tmp", stage.log.parent, root], root / "kept")
        await stage.jottings("init", "--yes")
        keeper.start()
        stage.start(*program)
        people = stage.telegram
        field = Field(
            stage=stage,
            pi=people.person(771100223, "Priya"),
            amal=people.person(771100224, NAME),
            ben=people.person(3, "B"),
        )
        await join(stage, field.pi, "pi")
        await join(stage, field.amal, "researcher")
        await notes(field)
        field.amal.writes(f"{TEXT} again")
        await asyncio.sleep(0.02)
        await stage.kill()
        stage.start(*program)
        await asyncio.sleep(1.5)
        since = len(people.sent)
        stage.set_time(datetime(2021, 11, 11, 20, 0, 1, tzinfo=UTC))
        await people.wait_for(
            lambda sent: sent.chat_id == field.pi.id and "Thu 11 Nov" in sent.text, timeout=PATIENCE, since=since
        )
        await stage.stop()
        keeper.end()
        yield keeper


async def notes(field: Field) -> None:
    """The phrases: note, edit, tag, memo, search, name."""
    message = 0

    def writes() -> None:
        nonlocal message
        message = field.amal.writes(f"{TEXT} #{TAG}")

    await field.hears(field.amal, "Saved #", writes)
    await field.hears(field.amal, "Saved #", lambda: field.amal.edits(message, f"{EDIT} #{TAG}"))
    recording = (MEMOS / "m05.ogg").read_bytes()
    await field.hears(field.amal, "unchecked", lambda: field.amal.speaks(recording, 25), timeout=60)
    await field.hears(field.pi, "", lambda: field.pi.writes(f'/notes "{SEARCH}"'))
    await field.hears(field.pi, "#1", lambda: field.pi.writes("/n1"))


PHRASES = [TEXT, EDIT, TAG, TAG.replace("_", "-"), NAME, SEARCH, SPOKEN, "771100223", "771100224", "hardship fund"]


async def test_no_phrase_of_the_day_is_in_any_file_ever_written(tmp_path: Path) -> None:
    async with a_day(tmp_path) as keeper:
        finds = search(tmp_path, PHRASES)
    assert keeper.journals > 20, "too few of the deleted journals were caught to say anything"
    assert finds == []


async def test_control_one_plaintext_column_is_found(tmp_path: Path) -> None:
    async with a_day(tmp_path, str(WEAKENED)):
        finds = search(tmp_path, PHRASES)
    assert {found.file.name.split("-")[-1] for found in finds} >= {"jottings.db"}
