"""What notes that people coded tell of another one: how much it is about each theme, by its meaning and its words.

The table beside this module was fitted on the labelled notes of the bench (`python -m bench.coded_notes`): a ridge
regression from a note's vector and its words to the themes that its author gave it. It is for the themes of the link
worker study; of no note it holds more than that some words stand in several.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from fieldwork.terms import family, terms
from meaning.encoder import WIDTH, Vectors

Floats = npt.NDArray[np.float64]

FILE = "coded.tsv"
NONE = "(none)"  # the column of notes without any theme; no slug
SCALE = 1000  # the table has thousandths


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedNotes:
    """A linear model: what a note's vector and each of its words add to each theme, and to none."""

    columns: tuple[str, ...]  # themes by their slugs, and NONE
    mean: Floats  # of the notes' vectors, shape (384,)
    by_meaning: Floats  # shape (384, columns)
    rarity: Mapping[str, float]  # of families of words: inverse document frequency
    by_word: Mapping[str, Floats]  # for the same families, each of shape (columns,)
    base: Floats  # shape (columns,)

    def scores(self, text: str, vector: Vectors) -> Floats:
        """How much a note is about each column, about 1 where it is and 0 where not; `vector` is the whole note's."""
        scores = self.base + vector.astype(np.float64) @ self.by_meaning
        for word, worth in worths(text, self.rarity).items():
            scores += worth * self.by_word[word]
        return scores


def families(text: str) -> Counter[str]:
    """How often words of each family stand in a text, codes and numbers left out."""
    counts = Counter(family(term) for term in terms(text))
    return Counter({word: count for word, count in counts.items() if not any(map(str.isdigit, word))})


def worths(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """Its words of the families in `rarity`, as a vector of length 1: the rarer and the more often, the more."""
    worth = {word: (1 + math.log(count)) * rarity[word] for word, count in families(text).items() if word in rarity}
    length = math.sqrt(sum(value * value for value in worth.values()))
    return {word: value / length for word, value in worth.items()}


def table(coded: CodedNotes) -> str:
    """As text: a line for the base, one for each coordinate with its mean, one for each family with its rarity."""
    rows = [
        ("", 0.0, coded.base),
        *((str(at), coded.mean[at], coded.by_meaning[at]) for at in range(WIDTH)),
        *((word, coded.rarity[word], coded.by_word[word]) for word in sorted(coded.rarity)),
    ]
    lines = ["\t".join(("", "", *coded.columns))]
    for name, of_itself, weights in rows:
        lines.append("\t".join([name, *(str(round(float(value) * SCALE)) for value in (of_itself, *weights))]))
    return "\n".join(lines) + "\n"


def read_table(text: str) -> CodedNotes:
    """What `table` wrote."""
    head, *lines = text.splitlines()
    rows = [line.split("\t") for line in lines]
    values = np.array([row[1:] for row in rows], dtype=np.float64) / SCALE
    words = {row[0]: at for at, row in enumerate(rows) if at > WIDTH}
    return CodedNotes(
        columns=tuple(head.split("\t")[2:]),
        mean=values[1 : WIDTH + 1, 0],
        by_meaning=values[1 : WIDTH + 1, 1:],
        rarity={word: float(values[at, 0]) for word, at in words.items()},
        by_word={word: values[at, 1:] for word, at in words.items()},
        base=values[0, 1:],
    )


@cache
def coded_notes() -> CodedNotes:
    """The packaged ones."""
    return read_table((resources.files("meaning") / FILE).read_text(encoding="utf-8"))
