"""A logistic regression over the runs of words in a sentence; its penalties leave most of them without a weight."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Weights = Mapping[str, float]  # by run of words; "" is what every sentence begins with

LASSO, RIDGE = 0.5, 0.3  # penalties; the first leaves most runs of words without a weight
ROUNDS, POWERS = 150, 20
FEWEST = 3  # sentences that have a run of words
LEAST = 0.03  # of a weight that is kept


class Rows:
    """A sparse matrix of zeros and ones: which runs of words are in which sentence."""

    def __init__(self, rows: Sequence[Sequence[int]], width: int) -> None:
        self._at = np.array([at for row in rows for at in row], dtype=np.int64)
        self._row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.shape = (len(rows), width)

    def times(self, weights: Floats) -> Floats:
        """A sum of weights for each row."""
        return np.bincount(self._row, weights=weights[self._at], minlength=self.shape[0]).astype(np.float64)

    def back(self, errors: Floats) -> Floats:
        """A sum of errors for each column."""
        return np.bincount(self._at, weights=errors[self._row], minlength=self.shape[1]).astype(np.float64)


def weights_of(names: Iterable[str], sentences: Sequence[Collection[str]], targets: Sequence[bool]) -> Weights:
    """What each of these runs speaks for, by sentences of which some are what is looked for."""
    ordered = sorted(names)
    place = {run: at for at, run in enumerate(ordered, 1)}
    rows = Rows([[0, *sorted(place[run] for run in one if run in place)] for one in sentences], len(ordered) + 1)
    found = _fista(rows, np.array(targets, dtype=np.float64))
    return {run: float(weight) for run, weight in zip(("", *ordered), found, strict=True) if weight or not run}


def score(weights: Weights, sentence: Collection[str]) -> float:
    """What the runs of a sentence weigh together."""
    return weights[""] + sum(weights.get(run, 0.0) for run in sentence)


def write(columns: Sequence[Weights], path: Path) -> int:
    """Write a table of runs with their weights in each column; how many runs."""
    rows = sorted({run for weights in columns for run, weight in weights.items() if abs(weight) >= LEAST or not run})
    lines = ["\t".join([run, *(f"{weights.get(run, 0.0):.2g}" for weights in columns)]) for run in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(rows)


def _fista(rows: Rows, targets: Floats) -> Floats:
    """FISTA: Beck and Teboulle 2009."""
    held = np.arange(rows.shape[1]) > 0  # all but the beginning
    step = 4.0 / _largest_eigenvalue(rows)
    found = ahead = np.zeros(rows.shape[1])
    pace = 1.0
    for _ in range(ROUNDS):
        errors = 1 / (1 + np.exp(-rows.times(ahead))) - targets
        moved = ahead - step * (rows.back(errors) + RIDGE * ahead * held)
        shrunk = np.sign(moved) * np.maximum(np.abs(moved) - step * LASSO * held, 0)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = shrunk + (pace - 1) / faster * (shrunk - found)
        found, pace = shrunk, faster
    return found


def _largest_eigenvalue(rows: Rows) -> float:
    """Of the matrix's product with itself, and a little more: by power iteration."""
    vector = np.ones(rows.shape[1])
    for _ in range(POWERS):
        vector = rows.back(rows.times(vector))
        vector /= np.linalg.norm(vector)
    return float(np.linalg.norm(rows.back(rows.times(vector)))) * 1.05
