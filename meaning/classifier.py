"""Which theme is a sentence about? A ridge regression on vectors, taught by the codebook and its examples."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from meaning.encoder import WIDTH, Vectors

Scores = npt.NDArray[np.float64]  # a row for each vector, a column for each theme

RIDGE = 4.0  # on unit vectors; from 1 to 8 it makes no difference (`jottings bench themes`)


class Classifier:
    """Linear, the same for every sentence."""

    def __init__(self, vectors: Vectors, about: Sequence[Sequence[float]]) -> None:
        """Take in rows with what each is about: 1 for a theme, 0 for none."""
        rows, targets = vectors.astype(np.float64), np.array(about, dtype=np.float64)
        self._mean, average = rows.mean(axis=0), targets.mean(axis=0)
        rows = rows - self._mean
        penalty = RIDGE * np.eye(WIDTH)
        self._weights: Scores = np.linalg.solve(rows.T @ rows + penalty, rows.T @ (targets - average))

    def scores(self, vectors: Vectors) -> Scores:
        """How much each vector is about each theme: shape (vectors, themes), about 1 for a clear case."""
        scores: Scores = (vectors.astype(np.float64) - self._mean) @ self._weights
        return scores
