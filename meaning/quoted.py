"""Which sentence of a note would a person quote? What quoted sentences taught the sentence model, beside the signs.

The model reads a note as a whole; small changes of its matrices and a row of weights say of each sentence how much more
it shows than its signs tell (`fieldwork.quotable`). They were fitted on notes whose authors and readers chose,
and on what a larger model made of these (`python -m bench.quoted_sentences`; docs/adr/0014 and 0015).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np

from fieldwork.quotable import worths
from fieldwork.quotation import sentences
from meaning.encoder import Encoder, Vectors
from meaning.weights import Array, Changes

FILE = "quoted.npz"
WEIGHTS, OUT, INTO = "weights", "out", "into"
MOST_SENTENCES = 60  # of one note: a pasted interview is ranked by the signs alone


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taught:
    """What was fitted."""

    changes: Changes
    weights: Vectors  # shape (384,), of a sentence's state


def packed(taught: Taught) -> bytes:
    """As a file: half-precision arrays, by the names of the matrices that they change."""
    arrays = {f"{name}:{OUT}": out for name, (out, _) in taught.changes.items()}
    arrays |= {f"{name}:{INTO}": into for name, (_, into) in taught.changes.items()}
    arrays[WEIGHTS] = taught.weights
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{name: each.astype(np.float16) for name, each in arrays.items()})
    return file.getvalue()


def unpacked(content: bytes) -> Taught:
    """What `packed` wrote."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        arrays: Mapping[str, Array] = {name: file[name].astype(np.float32) for name in file.files}
    names = [name.removesuffix(f":{OUT}") for name in arrays if name.endswith(f":{OUT}")]
    changes = {name: (arrays[f"{name}:{OUT}"], arrays[f"{name}:{INTO}"]) for name in names}
    return Taught(changes=changes, weights=arrays[WEIGHTS])


@cache
def taught() -> Taught:
    """The packaged one."""
    return unpacked((resources.files("meaning") / FILE).read_bytes())


class QuotedSentences:
    """Puts a note's sentences in order. Threads may share it."""

    def __init__(self, encoder: Encoder, taught: Taught) -> None:
        """The encoder's matrices are changed as it was taught."""
        self._encoder = encoder
        self._taught = taught

    @classmethod
    def installed(cls) -> "QuotedSentences":
        """What the package brings.

        Raises:
            NoMeaning: the model can't be used here.
        """
        return cls(Encoder.installed(taught().changes), taught())

    def worths(self, pieces: Sequence[str]) -> tuple[float, ...]:
        """How much each sentence of one note shows; only their order means anything."""
        more = self._encoder.within(pieces) @ self._taught.weights
        return tuple(sign + float(each) for sign, each in zip(worths(pieces), more, strict=True))

    def __call__(self, text: str) -> tuple[int, ...]:
        """A note's sentences by their number from 0, the most telling first; () where signs must do."""
        pieces = sentences(text)
        if not 1 < len(pieces) <= MOST_SENTENCES:
            return ()
        worth = self.worths(pieces)
        return tuple(sorted(range(len(pieces)), key=lambda at: (-worth[at], at)))
