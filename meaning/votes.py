"""Which theme's examples is a sentence nearest to? Each example votes, the nearer the louder."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from meaning.encoder import Vectors

Shares = npt.NDArray[np.float64]  # a row for each vector, a column for each theme

SHARPNESS = 12.0  # how much louder a near example is: e to this power for a cosine of 1 beside one of 0


class Votes:
    """The examples of every theme and of none, as vectors of unit length."""

    def __init__(self, examples: Sequence[Vectors], of_none: Vectors) -> None:
        groups = [*examples, of_none]
        self._examples = np.concatenate(groups)
        # A theme with many examples is no louder than one with few; one without any says nothing.
        self._part = np.zeros((len(self._examples), len(groups)))
        first = 0
        for column, group in enumerate(groups):
            self._part[first : first + len(group), column] = 1 / (len(group) or 1)
            first += len(group)

    def shares(self, vectors: Vectors) -> Shares:
        """Each theme's share of the votes; what is missing to 1 in a row went to no theme."""
        loudness = np.exp(SHARPNESS * (vectors @ self._examples.T).astype(np.float64)) @ self._part
        shares: Shares = (loudness / loudness.sum(axis=1, keepdims=True))[:, :-1]
        return shares
