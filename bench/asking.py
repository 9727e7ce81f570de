"""How well are questions answered? nDCG@10 on labelled notes and questions: our order, BM25 alone, the model alone."""

import json
import math
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.answered_questions import FREE, answered_questions, fit_without
from bench.figure import Figure
from bench.folds import ANOTHER_STUDY, QUERIES, labelled_lines
from bench.study import new_study
from bot.suggesting import suggesting
from bot.understanding import installed_encoder
from fieldwork.full_text import FullText, Wanted
from fieldwork.note import Note
from fieldwork.terms import terms
from meaning.answered import Turn
from meaning.likeness import Likeness
from services.batch import answered, read_questions
from services.exchange import BATCH, Import, read_import
from services.questions import Questions
from services.study import Study

PLACES = 10
Labelled = Mapping[str, int]  # relevance by note: 1 useful, 2 just what was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was answered to one question, in three ways."""

    kind: str
    ours: float
    by_words: float
    by_model: float


def ndcg(order: Sequence[str], relevant: Labelled) -> float:
    """Normalised discounted cumulative gain of the first ten, gain 2^relevance - 1; Järvelin and Kekäläinen 2002."""
    gain = sum((2 ** relevant.get(note, 0) - 1) / math.log2(place + 2) for place, note in enumerate(order[:PLACES]))
    best = sorted(relevant.values(), reverse=True)[:PLACES]
    ideal = sum((2**worth - 1) / math.log2(place + 2) for place, worth in enumerate(best))
    return gain / ideal if ideal else 0.0


async def measure(notes: Path, queries: Path) -> list[Figure]:
    """Ask every question of the notes that it was labelled for, compare.

    Where they are the bench's own, by what is learned from the questions to other people's notes; and those of a study
    of something else.
    """
    lines = labelled_lines(queries)
    ours = answered_questions(notes, queries) if queries.samefile(QUERIES) else []
    asked: list[Asked] = []
    for researchers in dict.fromkeys(tuple(line.get("researchers", ())) for line in lines):
        about = [line for line in lines if tuple(line.get("researchers", ())) == researchers]
        turn = fit_without(ours, researchers) if ours else None
        asked += await _of(notes, about, researchers, turn)
    free, named = [one for one in asked if one.kind in FREE], [one for one in asked if one.kind not in FREE]
    figures = [*_figures("free words", free), *_figures("tags, sites, dates", named)]
    if ours:
        lines = labelled_lines(ANOTHER_STUDY / "queries.jsonl")
        other = await _of(ANOTHER_STUDY / "notes.jsonl", lines, codebook=ANOTHER_STUDY / "codebook.toml")
        figures += _figures("free words, of nights on two wards", other)
    return figures


async def _of(
    notes: Path,
    lines: Sequence[dict[str, Any]],
    researchers: Collection[str] = (),
    turn: Turn | None = None,
    codebook: Path | None = None,
) -> list[Asked]:
    """What is answered to these questions by a new study with the notes of these researchers, of all without any."""
    kept = [json.dumps(note) for note in labelled_lines(notes) if not researchers or note["researcher"] in researchers]
    with tempfile.TemporaryDirectory(prefix="jottings-bench-") as folder:
        async with new_study(Path(folder), codebook) as (study, _):
            await _import(study, kept)
            rivals = _Rivals(study.notebook.all())
            encoder = installed_encoder()
            study.suggesting = suggesting()
            await study.suggesting.warm_up(study.codebook)
            likeness = Likeness(encoder, turn) if encoder else None
            questions = Questions(study, likeness)
            await questions.open()
            if likeness is not None:
                likeness.read_all()
            last = max(note.observed_at for note in study.notebook.all())
            return [await _ask({"now": last.isoformat(), **line}, study, questions, rivals) for line in lines]


async def _import(study: Study, notes: Sequence[str]) -> None:
    imported = read_import(notes, study)
    for start in range(0, len(imported), BATCH):
        await Import(study).batch(imported[start : start + BATCH])


async def _ask(labelled: dict[str, Any], study: Study, questions: Questions, rivals: "_Rivals") -> Asked:
    [question] = read_questions([json.dumps(labelled)], study)
    answer = await answered(question, study, questions, today=study.today())
    relevant: Labelled = labelled["relevant"]
    return Asked(
        kind=labelled.get("kind", "paraphrase"),
        ours=ndcg([result["id"] for result in answer["results"]], relevant),
        by_words=ndcg(rivals.by_words(question.text), relevant),
        by_model=ndcg(rivals.by_model(question.text), relevant),
    )


class _Rivals:
    """What everybody has: BM25 over stems, and the model with a vector for each whole note."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._ids = {int(note.number): note.source_id for note in notes}
        self._text = FullText()
        self._encoder = installed_encoder()
        self._vectors = self._encoder.vectors([note.text for note in notes]) if self._encoder else None
        for note in notes:
            self._text.put(note.number, note.text)

    def by_words(self, question: str) -> list[str]:
        worth, _ = self._text.scores([Wanted(word=word) for word in dict.fromkeys(terms(question))], None)
        return [self._ids[number] for number in sorted(worth, key=worth.__getitem__, reverse=True)]

    def by_model(self, question: str) -> list[str]:
        if self._encoder is None or self._vectors is None:
            return []
        near = self._vectors @ self._encoder.vectors([question])[0]
        ids = list(self._ids.values())
        return [ids[at] for at in (-near).argsort()[:PLACES]]


def _figures(kind: str, asked: Sequence[Asked]) -> list[Figure]:
    if not asked:
        return []
    ours = fmean(one.ours for one in asked)
    rivals = (("BM25 alone", fmean(one.by_words for one in asked)), ("MiniLM alone", fmean(o.by_model for o in asked)))
    return [
        Figure(
            what=f"nDCG@{PLACES}, {len(asked)} questions in {kind}",
            measured=f"{ours:.3f}",
            rival=f"{rival:.3f} {name}",
            ratio=ours / rival if rival else math.inf,
        )
        for name, rival in rivals
    ]
