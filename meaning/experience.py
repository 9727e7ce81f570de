"""What the team's decisions add to what was believed: wherever one was a surprise, notes like it are judged anew."""

import numpy as np
import numpy.typing as npt

from meaning.encoder import WIDTH, Vectors

Floats = npt.NDArray[np.float64]

SINGLE_MIND = 1.0  # ridge: one decision moves a note just like it by half of the surprise, three by three quarters
COUNTS = 8.0  # in log-odds, a surprise of 1; `jottings bench themes` plays a team that decides note after note


class Experience:
    """A ridge regression from notes' vectors to surprises: decision (0 or 1) less the probability believed before.

    Sums of what was taken in, so that a decision more, or one taken back, costs one addition. No decision on a theme is
    no surprise: what is believed already is believed on.
    """

    def __init__(self, themes: int) -> None:
        self._products: Floats = np.zeros((WIDTH, WIDTH))
        self._crossed: Floats = np.zeros((WIDTH, themes))
        self._solved: Floats | None = None

    def take_in(self, vector: Vectors, surprises: Floats, times: int = 1) -> None:
        """Learn from a note; with `times` of -1 forget it again. The vector is centred, shape (384,)."""
        row = vector.astype(np.float64)
        self._products = self._products + times * np.outer(row, row)
        self._crossed = self._crossed + times * np.outer(row, surprises)
        self._solved = None

    def log_odds(self, vector: Vectors) -> Floats:
        """What is to be added for each theme, shape (themes,); 0 while nothing was decided."""
        if self._solved is None:
            self._solved = self._solve()
        added: Floats = COUNTS * np.matmul(vector.astype(np.float64), self._solved)
        return added

    def _solve(self) -> Floats:
        solved = np.linalg.solve(self._products + SINGLE_MIND * np.eye(WIDTH), self._crossed)
        return np.asarray(solved, dtype=np.float64)
