"""Which theme is a sentence about? One ridge regression on vectors, taught by the codebook and by the team."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from meaning.encoder import WIDTH, Vectors

Scores = npt.NDArray[np.float64]  # a row for each vector, a column for each theme

RIDGE = 4.0  # on unit vectors; from 1 to 8 it makes no difference (`jottings bench themes`)


class Classifier:
    """Sums of what it was taught, so that a lesson more costs one addition; weights are worked out when asked."""

    def __init__(self, themes: int) -> None:
        self._weight = 0.0
        self._mean: Scores = np.zeros(WIDTH)
        self._mean_target: Scores = np.zeros(themes)
        self._products: Scores = np.zeros((WIDTH, WIDTH))
        self._crossed: Scores = np.zeros((WIDTH, themes))
        self._solved: Scores | None = None

    def teach(self, vectors: Vectors, themes: Iterable[Sequence[float]], weight: float = 1.0) -> None:
        """Take in rows with what each is about: 1 for a theme, 0 for none."""
        rows = vectors.astype(np.float64)
        targets = np.array(list(themes), dtype=np.float64).reshape(len(rows), -1)
        self._weight += weight * len(rows)
        self._mean = self._mean + weight * rows.sum(axis=0)
        self._mean_target = self._mean_target + weight * targets.sum(axis=0)
        self._products = self._products + weight * rows.T @ rows
        self._crossed = self._crossed + weight * rows.T @ targets
        self._solved = None

    def scores(self, vectors: Vectors) -> Scores:
        """How much each vector is about each theme: shape (vectors, themes), about 1 for a clear case."""
        if self._solved is None:
            self._solved = self._solve()
        centred = np.asarray(vectors, dtype=np.float64) - self._mean / self._weight
        scores: Scores = np.matmul(centred, self._solved)
        return scores

    def _solve(self) -> Scores:
        mean, target = self._mean / self._weight, self._mean_target / self._weight
        scatter = self._products - self._weight * np.outer(mean, mean)
        crossed = self._crossed - self._weight * np.outer(mean, target)
        solved: Scores = np.asarray(np.linalg.solve(scatter + RIDGE * np.eye(WIDTH), crossed), dtype=np.float64)
        return solved
