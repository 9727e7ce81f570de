"""Notes captured per second, beside bare commits of the same size on the same disk with the same durability."""

import itertools
import os
import sqlite3
import statistics
import time
from datetime import timedelta
from pathlib import Path

from bench.figure import Figure, median_seconds
from bench.study import START, new_study, text_of
from fieldwork.note import Note
from services.capture import Capture
from services.incoming import IncomingText, Sender
from services.outgoing import Say
from storage.database import PRAGMAS

TIMES = 300


async def measure(folder: Path, _memos: Path) -> list[Figure]:
    """One figure: our capture against a bare INSERT and COMMIT of as many bytes as a note takes."""
    async with new_study(folder) as (study, member):
        capture, numbers = Capture(study), itertools.count(1)

        async def one() -> None:
            number = next(numbers)
            incoming = IncomingText(
                row=0,
                sender=Sender(telegram_id=21, name="Amal"),
                chat_id=21,
                message_id=number,
                sent_at=START + timedelta(minutes=number),
                text=text_of(number),
            )
            await capture.text(incoming, member, _card)

        before = os.path.getsize(folder / "data" / "jottings.db")
        ours = await median_seconds(one, TIMES)
        size = (os.path.getsize(folder / "data" / "jottings.db") - before) // TIMES
    bare = bare_commit_seconds(folder / "bare.db", size)
    return [
        Figure(
            what=f"text notes captured a second ({size} bytes each)",
            measured=f"{1 / ours:.0f}",
            rival=f"{1 / bare:.0f} bare commits",
            ratio=bare / ours,
        )
    ]


def bare_commit_seconds(path: Path, size: int) -> float:
    """Median of one INSERT of `size` bytes and its COMMIT, with our settings of SQLite."""
    connection = sqlite3.connect(path, isolation_level=None)
    for name, (wanted, _) in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={wanted}")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB)")
    durations = []
    for _ in range(TIMES):
        content = os.urandom(size)
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (content) VALUES (?)", (content,))
        connection.execute("COMMIT")
        durations.append(time.perf_counter() - started)
    connection.close()
    return statistics.median(durations)


def _card(note: Note) -> Say:
    return Say(chat_id=21, html=f"Saved #{note.number}", card_of=note.number)
