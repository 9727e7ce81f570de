"""Opening 10,000 notes and asking them, beside the bare work that no program could do without."""

import os
import time
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.figure import Figure, median_seconds
from bench.study import fill, new_study, reopened
from fieldwork.note import Note
from fieldwork.query import parse_query, search
from services.study import Study
from storage.records import NOTE

NOTES = 10_000
QUESTIONS = ("#trust", '#trust #riverside since monday "bus fare"', "corridor dog form")


async def measure(folder: Path, _memos: Path) -> list[Figure]:
    """Start-up against decrypting and parsing alone, questions against looking for a word in every text."""
    async with new_study(folder) as (study, member):
        await fill(study, member, NOTES)
    started = time.perf_counter()
    async with reopened(folder) as study:
        opening = time.perf_counter() - started
        notes = study.notebook.all()
        bare = bare_opening_seconds(notes)
        figures = [
            Figure(
                what=f"opening {NOTES:,} notes",
                measured=f"{opening:.2f} s",
                rival=f"{bare:.2f} s decrypting and parsing",
                ratio=opening / bare,
            )
        ]
        return figures + [await asked(study, notes, question) for question in QUESTIONS]


async def asked(study: Study, notes: list[Note], question: str) -> Figure:
    """One question over all notes."""
    query, _ = parse_query(question, study.codebook, today=date(2021, 12, 8), labels=["R1"])

    async def ours() -> None:
        search(query, notes, timezone=study.timezone)

    async def bare() -> None:
        [note for note in notes if "fare" in note.text]

    taken, limit = await median_seconds(ours, 7), await median_seconds(bare, 7)
    return Figure(
        what=f"{question} over {len(notes):,} notes",
        measured=f"{taken * 1000:.1f} ms",
        rival=f"{limit * 1000:.1f} ms one word in every text",
        ratio=taken / limit,
    )


def bare_opening_seconds(notes: list[Note]) -> float:
    """AES-256-GCM twice (data key, record) and the JSON of every note, with nothing around it."""
    key, nonce = os.urandom(32), os.urandom(12)
    cipher = AESGCM(key)
    sealed = [(cipher.encrypt(nonce, key, b""), cipher.encrypt(nonce, NOTE.pack(note), b"")) for note in notes]
    started = time.perf_counter()
    for wrapped, record in sealed:
        NOTE.unpack(AESGCM(cipher.decrypt(nonce, wrapped, b"")).decrypt(nonce, record, b""))
    return time.perf_counter() - started
