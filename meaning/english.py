"""Which words are English? Those of the sentence model's vocabulary, which needs no model to be read."""

from functools import cache
from importlib import resources


def is_word(word: str) -> bool:
    """Whether a word in small letters is one: 21,000 are, names and towns among them."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    lines = (resources.files("meaning") / "vocab.txt").read_text(encoding="utf-8").split()
    return frozenset(line for line in lines if line.isalpha() and len(line) > 1)
