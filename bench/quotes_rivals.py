"""Plainer ways to the sentence worth quoting: the first, the longest, LexRank, and a ranker on surface signs."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from fieldwork.quotable import WORD

LIKE, DAMPING, ROUNDS = 0.1, 0.85, 50  # LexRank: Erkan and Radev 2004
SURFACE = 16  # signs
_AUTHOR = re.compile(r"\b(?:I|me|my)\b")
_OTHERS = re.compile(r"\b(?:he|she|they|him|her|his|their)\b", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:said|says|asked|told)\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?:LW|P|GP) ?\d+")
_HEADER = re.compile(r"#|\b(?:theme|site|follow)", re.IGNORECASE)


def first(pieces: Sequence[str]) -> list[float]:
    """In the order of the note."""
    return [-float(at) for at in range(len(pieces))]


def longest(pieces: Sequence[str]) -> list[float]:
    """By characters."""
    return [float(len(piece)) for piece in pieces]


def lexrank(pieces: Sequence[str]) -> list[float]:
    """The sentences most like the note's others: LexRank over TF-IDF, its idf from the note."""
    counts = [Counter(WORD.findall(piece.casefold())) for piece in pieces]
    within = Counter(word for count in counts for word in count)
    idf = {word: math.log(len(pieces) / often) + 1 for word, often in within.items()}
    rows = np.array([[count[word] * weight for word, weight in idf.items()] for count in counts]).reshape(
        len(pieces), -1
    )
    rows = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-12)
    near = (rows @ rows.T > LIKE).astype(float) + 1e-12
    near /= near.sum(axis=1, keepdims=True)
    rank = np.ones(len(pieces)) / max(1, len(pieces))
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / max(1, len(pieces)) + DAMPING * near.T @ rank
    return [float(one) for one in rank]


def surface_signs(pieces: Sequence[str]) -> list[list[float]]:
    """What anybody would count first: `SURFACE` signs a sentence, wherever in its note it stands."""
    words = [WORD.findall(piece) for piece in pieces]
    most = max(map(len, words), default=0)
    within = Counter(word for found in words for word in {each.casefold() for each in found})
    return [
        [
            len(found),
            len(found) / max(1, most),
            math.log1p(len(found)),
            float('"' in piece or "\u201c" in piece),
            piece.count('"') / 2,
            sum(map(str.isdigit, piece)),
            float(bool(_AUTHOR.search(piece))),
            float(bool(_OTHERS.search(piece))),
            float(bool(_SAYS.search(piece))),
            len(_CODE.findall(piece)),
            float(bool(_HEADER.search(piece))),
            piece.count(","),
            float(":" in piece),
            float("?" in piece),
            sum(map(len, found)) / max(1, len(found)),
            sum(within[word.casefold()] for word in found) / max(1, len(found)),
        ]
        for piece, found in zip(pieces, words, strict=True)
    ]
