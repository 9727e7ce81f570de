"""What asking can't cost less than, or costs elsewhere: the bare work, on the same texts in the same run."""

import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldwork.note import Note
from meaning.encoder import WIDTH
from storage.records import NOTE

TIMES = 9


def bare_opening_seconds(notes: Sequence[Note]) -> float:
    """AES-256-GCM twice (data key, record) and the JSON of every note, with nothing around it."""
    key, nonce = os.urandom(32), os.urandom(12)
    cipher = AESGCM(key)
    sealed = [(cipher.encrypt(nonce, key, b""), cipher.encrypt(nonce, NOTE.pack(note), b"")) for note in notes]
    started = time.perf_counter()
    for wrapped, record in sealed:
        NOTE.unpack(AESGCM(cipher.decrypt(nonce, wrapped, b"")).decrypt(nonce, record, b""))
    return time.perf_counter() - started


def by_fts5(texts: Sequence[str], words: str) -> float:
    """SQLite's own full text in memory: any of the words, the fifty best by BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE notes USING fts5(text, tokenize='porter')")
    connection.executemany("INSERT INTO notes VALUES (?)", ((text,) for text in texts))
    wanted = " OR ".join(words.split())
    seconds = _median(
        lambda: connection.execute(
            "SELECT rowid FROM notes WHERE notes MATCH ? ORDER BY rank LIMIT 50", (wanted,)
        ).fetchall()
    )
    connection.close()
    return seconds


def by_table(notes: Sequence[Note], theme: str) -> float:
    """A table of codes with an index, in memory: all notes on a theme, newest first."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE codes (slug TEXT, moment REAL, note INTEGER)")
    connection.executemany(
        "INSERT INTO codes VALUES (?, ?, ?)",
        ((code.slug, note.observed_at.timestamp(), note.number) for note in notes for code in note.codes),
    )
    connection.execute("CREATE INDEX by_slug ON codes (slug, moment)")
    seconds = _median(
        lambda: connection.execute("SELECT note FROM codes WHERE slug = ? ORDER BY moment DESC", (theme,)).fetchall()
    )
    connection.close()
    return seconds


def product_seconds(rows: int) -> float:
    """Numpy's product of so many vectors with one, in 32-bit floats: four times the memory of ours."""
    table = np.ones((rows, WIDTH), dtype=np.float32)
    wanted = np.ones(WIDTH, dtype=np.float32)
    return _median(lambda: np.argpartition(table @ wanted, -50))


def _median(act: Callable[[], object]) -> float:
    durations = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)
