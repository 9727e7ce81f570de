"""What graded questions teach: the turn of a question's vector towards the notes that answer it, fitted anew.

Usage: python -m bench.answered_questions     fits it and writes it beside the module that uses it
"""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.folds import NOTES, QUERIES, labelled_lines
from bench.questions import TODAY
from bot.study import read_codebook
from fieldwork.codebook import Codebook
from fieldwork.question import parse_query
from meaning import answered
from meaning.answered import Turn, table
from meaning.encoder import WIDTH, Encoder
from meaning.likeness import SHARED, WHOLE_COUNTS, question_vector
from meaning.windows import windows

Floats = npt.NDArray[np.float64]

FREE = frozenset({"paraphrase", "topic"})  # kinds of question; the others name tags, sites, dates
RIDGE = 10.0  # over the questions' vectors, of length 1
STEPS, STEP = 6, 3.0  # of gradient descent in the space of maps
SOFT = 0.2  # of likeness 1.5: what a note must be liker for e times the chance
RANK = 16  # of the map: what more it learns holds for the notes of this study alone, and answers another less well


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The notes that some questions were asked of, as `meaning.likeness` sees them."""

    windows: Floats  # shape (windows, 384), note by note
    starts: npt.NDArray[np.int64]  # of each note's windows
    wholes: Floats  # shape (notes, 384), of length 1

    def likeness(self, wanted: Floats) -> tuple[Floats, Floats]:
        """How like it each note is, and each window."""
        near = self.windows @ wanted
        return np.maximum.reduceat(near, self.starts) + WHOLE_COUNTS * (self.wholes @ wanted), near

    def pull(self, wanted: Floats, share: Floats) -> Floats:
        """Where to turn so that each note's chance comes nearer to its share: the gradient of the cross-entropy."""
        near, each = self.likeness(wanted)
        chance = np.exp((near - near.max()) / SOFT)
        ends = [*self.starts[1:], len(each)]
        best = [start + int(np.argmax(each[start:end])) for start, end in zip(self.starts, ends, strict=True)]
        pull: Floats = (share - chance / chance.sum()) @ (self.windows[best] + WHOLE_COUNTS * self.wholes)
        return pull - (pull @ wanted) * wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question, and which part of what it wants each note of its shelf has."""

    vector: Floats  # shape (384,)
    shelf: Shelf
    share: Floats  # shape (notes,), sums to 1
    researchers: frozenset[str]


def answered_questions(notes: Path, questions: Path) -> list[Answered]:
    """The graded questions in free words, read by the model."""
    encoder, codebook = Encoder.installed(), read_codebook(None)
    noted = labelled_lines(notes)
    found: list[Answered] = []
    shelves: dict[frozenset[str], tuple[list[str], Shelf]] = {}
    for line in labelled_lines(questions):
        if line["kind"] in FREE:
            whose = frozenset(line["researchers"])
            if whose not in shelves:
                shelves[whose] = _shelf([note for note in noted if note["researcher"] in whose], encoder)
            ids, shelf = shelves[whose]
            gain = np.array([2.0 ** line["relevant"].get(note, 0) - 1 for note in ids])
            vector = question_vector(encoder, _said(line["query"], codebook)).astype(np.float64)
            found.append(Answered(vector=vector, shelf=shelf, share=gain / gain.sum(), researchers=whose))
    return found


def _said(question: str, codebook: Codebook) -> str:
    query, _ = parse_query(question, codebook, today=TODAY)
    return query.said or question


def _shelf(notes: Sequence[dict[str, Any]], encoder: Encoder) -> tuple[list[str], Shelf]:
    parts = [encoder.vectors(windows(note["text"], shared=SHARED)).astype(np.float64) for note in notes]
    sums = [part.sum(axis=0) for part in parts]
    shelf = Shelf(
        windows=np.concatenate(parts),
        starts=np.cumsum([0, *(len(part) for part in parts[:-1])]),
        wholes=np.array([one / np.linalg.norm(one) for one in sums]),
    )
    return [note["id"] for note in notes], shelf


def fit(questions: Sequence[Answered]) -> Turn:
    """Gradient descent over maps, each step smoothed by a ridge over the questions; then the best map of low rank."""
    asked = np.array([one.vector for one in questions])
    smooth = np.linalg.solve(asked @ asked.T + RIDGE * np.eye(len(asked)), asked)
    turned = np.eye(WIDTH)
    for _ in range(STEPS):
        now = asked @ turned.T
        now /= np.linalg.norm(now, axis=1, keepdims=True)
        pulls = np.array([one.shelf.pull(wanted, one.share) for one, wanted in zip(questions, now, strict=True)])
        turned += STEP * pulls.T @ smooth
    out, strength, seen = np.linalg.svd(turned - np.eye(WIDTH))
    part = np.sqrt(strength[:RANK])
    return Turn(
        seen=(part[:, None] * seen[:RANK]).astype(np.float32), added=(out[:, :RANK] * part).T.astype(np.float32)
    )


def fit_without(questions: Sequence[Answered], researchers: Collection[str]) -> Turn:
    """By questions to the notes of other researchers alone."""
    return fit([one for one in questions if one.researchers.isdisjoint(researchers)])


def main() -> int:
    """Fit the turn on every graded question of the bench and write it."""
    questions = answered_questions(NOTES, QUERIES)
    path = Path(answered.__file__).with_name(answered.FILE)
    path.write_text(table(fit(questions)), encoding="utf-8")
    print(f"{RANK} rows of {WIDTH}, by {len(questions)} questions.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
