"""What labelled notes teach of themes: the table of words and meaning fitted anew, and what it says of notes left out.

Usage: python -m bench.coded_notes     fits it and writes it beside the module that uses it
"""

import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.folds import NOTES, labelled_lines, left_out
from bot.study import read_codebook
from meaning import coded
from meaning.coded import NONE, CodedNotes, families, table, worths
from meaning.encoder import WIDTH, Encoder, Vectors
from meaning.themes import read_whole

Floats = npt.NDArray[np.float64]

RIDGE = 1.0  # on vectors of length 1, one of meaning and one of words; from .5 to 2 it makes no difference
FEWEST, MOST = 4, 0.3  # notes that a family of words stands in, and which part of all


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedNote:
    """A note as a person coded it."""

    text: str
    themes: frozenset[str]
    researcher: str


def coded_notes(path: Path) -> list[CodedNote]:
    """The labelled notes of a file."""
    return [
        CodedNote(text=line["text"], themes=frozenset(line["themes"]), researcher=line.get("researcher", ""))
        for line in labelled_lines(path)
    ]


def fit(notes: Sequence[CodedNote], vectors: Vectors, themes: Sequence[str]) -> CodedNotes:
    """A ridge regression from meaning and words to themes, solved over the notes, which are fewer than words.

    `vectors` has a row for each note as a whole.
    """
    rarity = _rarity(notes)
    rows = np.hstack([vectors.astype(np.float64), _words(notes, rarity)])
    targets = np.array([[theme in note.themes for theme in themes] + [not note.themes] for note in notes], dtype=float)
    mean, average = rows.mean(axis=0), targets.mean(axis=0)
    centred = rows - mean
    weights = centred.T @ np.linalg.solve(centred @ centred.T + RIDGE * np.eye(len(rows)), targets - average)
    return CodedNotes(
        columns=(*themes, NONE),
        mean=mean[:WIDTH],
        by_meaning=weights[:WIDTH],
        rarity=rarity,
        by_word=dict(zip(rarity, weights[WIDTH:], strict=True)),
        base=average - mean @ weights,
    )


def scores_left_out(notes: Sequence[CodedNote], vectors: Vectors, themes: Sequence[str]) -> Floats:
    """What each note scores by the other researchers' notes: shape (notes, columns)."""
    scores = np.zeros((len(notes), len(themes) + 1))
    for judged, rest in left_out([note.researcher for note in notes]):
        others = fit([notes[at] for at in rest], vectors[rest], themes)
        scores[judged] = [others.scores(notes[at].text, vectors[at]) for at in judged]
    return scores


def _rarity(notes: Sequence[CodedNote]) -> dict[str, float]:
    """Inverse document frequency of the families that are neither rare nor everywhere."""
    holders = Counter(word for note in notes for word in families(note.text))
    kept = {word: held for word, held in sorted(holders.items()) if FEWEST <= held <= MOST * len(notes)}
    return {word: math.log(len(notes) / held) for word, held in kept.items()}


def _words(notes: Sequence[CodedNote], rarity: Mapping[str, float]) -> Floats:
    column = {word: at for at, word in enumerate(rarity)}
    rows = np.zeros((len(notes), len(rarity)))
    for row, note in zip(rows, notes, strict=True):
        for word, worth in worths(note.text, rarity).items():
            row[column[word]] = worth
    return rows


def main() -> int:
    """Fit the table on every labelled note of the bench and write it."""
    notes = coded_notes(NOTES)
    encoder = Encoder.installed()
    wholes = np.array([read_whole(encoder, note.text) for note in notes])
    fitted = fit(notes, wholes, [theme.slug for theme in read_codebook(None).themes])
    path = Path(coded.__file__).with_name(coded.FILE)
    path.write_text(table(fitted), encoding="utf-8")
    print(f"{len(fitted.rarity):,} families of words of {len(notes):,} notes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
