"""What asking costs with 1,000, 10,000 and 100,000 notes: each size in a process of its own, beside its limits."""

import asyncio
import random
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bench.corpus import notes as written
from bench.figure import Figure, median_seconds
from bench.questions_rivals import bare_opening_seconds, by_fts5, by_table, product_seconds
from bench.study import START, new_study, reopened
from bot.bootstrap import SWITCH_SECONDS
from bot.understanding import installed_encoder
from fieldwork.index import NoteIndex
from fieldwork.member import Member
from fieldwork.note import Note
from fieldwork.question import parse_query
from fieldwork.search import answers
from meaning.encoder import WIDTH, Encoder, Vectors
from meaning.likeness import Likeness
from services.capture import Capture
from services.incoming import IncomingText, Sender
from services.outgoing import Say
from services.questions import Questions
from services.study import Study
from storage.transaction import Transaction

SIZES = (1_000, 10_000, 100_000)
TAG, WORDS, MEANING = "#trust", "government people found", "nobody would open the letters about what was owed"
PEOPLE = 10
CAPTURES = 300
TIMES = 25
PROMISED = {"start": "8 s", "tag": "5 ms", "words": "30 ms", "meaning": "150 ms", "memory": "700 MB", "tick": "1 s"}
TODAY = date(2021, 12, 8)
Asked = Callable[..., Awaitable[float]]  # `_asked` of one study


@dataclass(slots=True)
class Drawn:
    """Vectors drawn at random for notes (encoding 100,000 takes half an hour), the model's own for what is asked."""

    model: Encoder
    dice: np.random.Generator

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text."""
        if MEANING in texts:
            return self.model.vectors(texts)
        drawn = self.dice.normal(size=(len(texts), WIDTH)).astype(np.float32)
        unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit


async def measure(folder: Path, _memos: Path) -> list[Figure]:
    """Every size in turn."""
    figures: list[Figure] = []
    for size in SIZES:
        place = folder / str(size)
        await fill(place, size)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            figures += await asyncio.get_running_loop().run_in_executor(alone, measured, place, size)
    return figures


async def fill(folder: Path, size: int) -> None:
    """Store so many notes, a thousand a transaction."""
    async with new_study(folder) as (study, member):
        batch: list[Note] = []
        for note in written(size, study.codebook, author=member.id, label=member.label):
            batch.append(note)
            if len(batch) == 1_000 or note.number == size:
                await study.store.write(partial(_store, batch))
                batch = []


async def _store(batch: list[Note], tx: Transaction) -> None:
    for note in batch:
        await tx.notes.put(note)
        await tx.cards.add(note.number, 21, note.number)


def measured(folder: Path, size: int) -> list[Figure]:
    """In a process that has done nothing else."""
    sys.setswitchinterval(SWITCH_SECONDS)
    return asyncio.run(_measured(folder, size))


async def _measured(folder: Path, size: int) -> list[Figure]:
    encoder = installed_encoder()
    likeness = Likeness(Drawn(encoder, np.random.default_rng(1))) if encoder else None
    began = time.perf_counter()
    async with reopened(folder) as study:
        questions = Questions(study, likeness)
        await questions.open()
        ready = time.perf_counter() - began
        await questions.until_words_known()
        words_known = time.perf_counter() - began
        if likeness:
            likeness.read_all()
        asked = partial(_asked, questions, study, study.team.members()[0])
        meant = await _by_meaning(size, encoder, likeness, asked) if encoder and likeness else []
        memory = resident_mb()  # with the model, and before the rivals
        opening, alone = bare_opening_seconds(study.notebook.all()), "decrypting and parsing alone"
        return [
            _figure(size, "start: captures and tags", "start", ready, opening, alone),
            _figure(size, "start: every word known", "start", words_known, opening, alone),
            *await _by_codes_and_words(size, study, asked),
            *meant,
            await _beside_captures(size, study, questions),
            _memory(size, memory, sum(len(note.text) for note in study.notebook.all()) / 1e6),
        ]


async def _by_codes_and_words(size: int, study: Study, asked: Asked) -> list[Figure]:
    notes = study.notebook.all()
    codes, full_text = by_table(notes, "trust"), by_fts5([note.text for note in notes], WORDS)
    tag, page = await asked(TAG, sentences=False), await asked(TAG)
    return [
        _figure(size, TAG, "tag", tag, codes, "SQLite, a table of codes"),
        _figure(size, f"{TAG} with the sentences of its first page", "tag", page, codes, "SQLite without them"),
        _figure(size, WORDS, "words", by_words_alone(study), full_text, "SQLite FTS5"),
    ]


async def _by_meaning(size: int, encoder: Encoder, likeness: Likeness, asked: Asked) -> list[Figure]:
    meant, rows = await asked(MEANING), likeness.windows_read
    bare = product_seconds(rows) + least(lambda: encoder.vectors([MEANING]))
    return [_figure(size, "by meaning", "meaning", meant, bare, f"model, numpy's product ({rows:,})")]


async def _beside_captures(size: int, study: Study, questions: Questions) -> Figure:
    alone, beside = await _captures(study, study.team.members()[0], questions)
    return _figure(size, f"99 of 100 captures, {PEOPLE} asking", "tick", beside, alone, "nobody asking")


def _memory(size: int, ours: float, texts: float) -> Figure:
    """Both in millions of bytes."""
    return Figure(
        what=f"{size:,}: memory ({PROMISED['memory']})",
        measured=f"{ours:.0f} MB",
        rival=f"{texts:.0f} MB the texts alone",
        ratio=ours / texts,
    )


def by_words_alone(study: Study) -> float:
    """Seconds of full text without the model, over an index of its own."""
    index = NoteIndex(study.timezone)
    for note in study.notebook.all():
        index.put(note)
    query, _ = parse_query(WORDS, study.codebook, today=TODAY)
    index.read()
    return least(lambda: list(answers(index, query, index.sought(query, index.readable(None)))[:5]))


async def _asked(questions: Questions, study: Study, member: Member, question: str, *, sentences: bool = True) -> float:
    """Seconds from the question to its count and first page, with or without the sentences that answer best."""
    query, _ = parse_query(question, study.codebook, today=TODAY, labels=["R1"])

    async def first_page() -> None:
        page = (await questions.find(query, member))[:5]
        [match.sentence if sentences else match.note for match in page]

    return await median_seconds(first_page, TIMES)


def least(act: Callable[[], object]) -> float:
    """Median seconds of an act."""
    durations = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)


def _figure(size: int, what: str, promise: str, ours: float, limit: float, rival: str) -> Figure:
    """Ours beside what can't be beaten or somebody else's; `what` names what 100,000 notes may cost."""
    unit, scale, digits = ("s", 1, 2) if promise == "start" else ("ms", 1000, 1)
    return Figure(
        what=f"{size:,}: {what} ({PROMISED[promise]})",
        measured=f"{ours * scale:.{digits}f} {unit}",
        rival=f"{limit * scale:.{digits}f} {unit} {rival}",
        ratio=ours / limit,
    )


async def _captures(study: Study, member: Member, questions: Questions) -> tuple[float, float]:
    """The 99th of 100 captures in seconds: with nobody asking, and with ten people who ask one thing after another."""
    alone = await _capturing(study, member, 1)
    asking = [asyncio.create_task(_asks(study, member, questions, seed)) for seed in range(PEOPLE)]
    beside = await _capturing(study, member, CAPTURES + 1)
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    return alone, beside


async def _asks(study: Study, member: Member, questions: Questions, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same every time
    while True:
        query, _ = parse_query(dice.choice((TAG, WORDS, MEANING)), study.codebook, today=TODAY)
        await questions.find(query, member)


async def _capturing(study: Study, member: Member, first: int) -> float:
    capture, durations = Capture(study), []
    for number in range(first, first + CAPTURES):
        incoming = IncomingText(
            row=0,
            sender=Sender(telegram_id=21, name="Amal"),
            chat_id=21,
            message_id=10_000_000 + number,
            sent_at=START + timedelta(minutes=number),
            text=f"The bus fare again, {number}, and nobody at the desk.",
        )
        started = time.perf_counter()
        await capture.text(incoming, member, _card)
        durations.append(time.perf_counter() - started)
        await asyncio.sleep(0)
    return statistics.quantiles(durations, n=100)[98]


def _card(note: Note) -> Say:
    return Say(chat_id=21, html=f"Saved #{note.number}", card_of=note.number)


def resident_mb() -> float:
    """The memory that this process holds, in millions of bytes; 0 where /proc does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0
