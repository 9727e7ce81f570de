"""Vectors of many windows in little memory: half a byte a number, and a bit to find the few worth a closer look."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from fieldwork.number_set import Numbers
from meaning.encoder import WIDTH, Vectors

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]

STEPS = 7  # of half a byte, to either side: a likeness is true to about a hundredth
CODE_WORDS = WIDTH // 64  # a sign each, 64 in a word
LOOKED_AT = 6_000  # rows that a search compares in full; the signs choose them
BLOCK = 4_096  # rows turned into floats at a time: they stay in the processor's cache
ROOM = 1_024  # rows at first
GROWTH = 1.1


class VectorTable:
    """Rows with an owner each; 248 bytes a row. Owner 0 is nobody: its row is zeros and is used again."""

    def __init__(self) -> None:
        self._length = 0
        self._free: list[int] = []
        self._values = np.zeros((ROOM, WIDTH // 2), dtype=np.uint8)
        self._scales = np.zeros(ROOM, dtype=np.float32)
        self._codes = np.zeros((ROOM, CODE_WORDS), dtype=np.uint64)
        self._owners = np.zeros(ROOM, dtype=np.uint32)

    def __len__(self) -> int:
        return self._length - len(self._free)

    @property
    def owners(self) -> npt.NDArray[np.uint32]:
        """The owner of each row."""
        return self._owners[: self._length]

    def add(self, owner: int, vectors: Vectors) -> None:
        """Keep these vectors."""
        rows = np.array([self._place() for _ in vectors], dtype=np.intp)
        largest = np.abs(vectors).max(axis=1)
        self._values[rows] = packed(vectors * (STEPS / largest)[:, None])
        self._scales[rows] = largest / STEPS
        self._codes[rows] = codes_of(vectors)
        self._owners[rows] = owner

    def rows_of(self, owners: npt.NDArray[np.bool_]) -> Rows:
        """The rows of these owners, each owner's together, in order of the owners."""
        rows = np.flatnonzero(owners[self.owners])
        in_order: Rows = rows[np.argsort(self.owners[rows], kind="stable")]
        return in_order

    def remove(self, owner: int) -> None:
        """Forget an owner's rows."""
        rows = np.flatnonzero(self.owners == owner)
        for kept in (self._values, self._scales, self._codes, self._owners):
            kept[rows] = 0
        self._free += rows.tolist()

    def vectors(self, rows: Rows) -> Vectors:
        """What these rows hold, nearly."""
        kept: Vectors = unpacked(self._values[rows]) * self._scales[rows][:, None]
        return kept

    def likeness(self, rows: Rows, wanted: Floats) -> Floats:
        """The dot product of each of these rows with one vector."""
        blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
        parts = [(unpacked(self._values[some]) @ wanted) * self._scales[some] for some in blocks]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def nearest(self, wanted: Floats, among: npt.NDArray[np.bool_] | None) -> Rows:
        """The rows worth comparing in full, at most `LOOKED_AT`; `among` says which owners count."""
        owners = self.owners
        rows = np.flatnonzero(owners if among is None else among[owners])
        if len(rows) <= LOOKED_AT:
            return rows
        codes = self._codes[: self._length]
        code = codes_of(wanted[None, :])[0]
        differing = np.zeros(self._length, dtype=np.uint16)
        for word in range(CODE_WORDS):
            differing += np.bitwise_count(codes[:, word] ^ code[word])
        best = np.argpartition(differing[rows], LOOKED_AT)[:LOOKED_AT]
        return rows[best]

    def _place(self) -> int:
        if self._free:
            return self._free.pop()
        if self._length == len(self._owners):
            self._grow(int(self._length * GROWTH))
        self._length += 1
        return self._length - 1

    def _grow(self, rows: int) -> None:
        """In place, where a copy would take the memory twice; nobody looks at the arrays meanwhile."""
        for kept in (self._values, self._scales, self._codes, self._owners):
            kept.resize((rows, *kept.shape[1:]), refcheck=False)


def packed(numbers: Vectors) -> npt.NDArray[np.uint8]:
    """Numbers from -7 to 7, two in a byte; a byte of zero holds nothing."""
    steps = (np.rint(numbers) + STEPS + 1).astype(np.uint8)
    return np.bitwise_or(steps[:, ::2], np.left_shift(steps[:, 1::2], 4)).astype(np.uint8)


def unpacked(both: npt.NDArray[np.uint8]) -> Vectors:
    """What was packed."""
    numbers = np.empty((len(both), WIDTH), dtype=np.float32)
    numbers[:, ::2] = both & 15
    numbers[:, 1::2] = both >> 4
    numbers -= STEPS + 1
    return numbers


def codes_of(vectors: Vectors) -> npt.NDArray[np.uint64]:
    """A bit a number: whether it is positive."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def mask_of(numbers: Iterable[int], largest: int) -> npt.NDArray[np.bool_]:
    """Which of the numbers up to `largest` are among these; 0 never is."""
    if isinstance(numbers, Numbers):
        mask = np.frombuffer(numbers.flags(largest + 1), dtype=np.bool_)[: largest + 1].copy()
        mask[0] = False
        return mask
    mask = np.zeros(largest + 1, dtype=np.bool_)
    chosen = np.fromiter(numbers, dtype=np.intp)
    mask[chosen[chosen <= largest]] = True
    mask[0] = False
    return mask
