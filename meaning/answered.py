"""What answered questions tell of another one: its vector is turned to where the notes lie that answer it.

A model that was made to find sentences alike puts "who has to wait" beside other questions, and notes elsewhere. The
table beside this module was fitted on the graded questions of the bench (`python -m bench.answered_questions`).
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from meaning.encoder import Vectors
from meaning.vectors import Floats

FILE = "answered.tsv"
SCALE = 1000  # the table has thousandths


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """The identity and a map of low rank: of what is found along each row of `seen`, the row of `added` is added."""

    seen: Vectors  # shape (rank, 384)
    added: Vectors  # shape (rank, 384)

    def __call__(self, vector: Floats) -> Floats:
        """The question's vector, turned; of length 1."""
        turned = vector + (self.seen @ vector) @ self.added
        unit: Floats = turned / (np.linalg.norm(turned) or 1.0)
        return unit


def table(turn: Turn) -> str:
    """As text: a line of `seen` and a line of `added` in turn."""
    rows = (row for pair in zip(turn.seen, turn.added, strict=True) for row in pair)
    return "".join("\t".join(str(round(float(value) * SCALE)) for value in row) + "\n" for row in rows)


def read_table(text: str) -> Turn:
    """What `table` wrote."""
    rows = np.array([line.split("\t") for line in text.splitlines()], dtype=np.float32) / np.float32(SCALE)
    return Turn(seen=rows[::2], added=rows[1::2])


@cache
def turn() -> Turn:
    """The packaged one."""
    return read_table((resources.files("meaning") / FILE).read_text(encoding="utf-8"))
