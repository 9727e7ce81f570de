"""Numbers as people say them."""

import re
from collections.abc import Sequence

from fieldwork.phrases import word_set
from fieldwork.words import Word, lower_at

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: value for value, word in enumerate(_UNITS.split())}
TENS = {word: value * 10 for value, word in enumerate(_TENS.split(), start=2)}
_NOUGHTS = frozenset({"oh", "o", "zero", "nought", "0"})
_MAX_DIGITS = 3
_DRAWN_TOGETHER = re.compile(r"'(?:s|d|ll|ve)$")

# After these a number counts or measures: "the nurse two doors down", "GP 2 pm".
COUNTED = word_set(
    "am pm o'clock second seconds minute minutes min mins hour hours hrs hr day days week weeks wk wks month "
    "months year years yrs morning mornings afternoon evening night nights time times of or more other others "
    "people persons patients appointments appts calls visits sessions slots door doors floor floors street "
    "streets mile miles pound pounds pence quid percent per things thing years-old year-old at-a-time hundred "
    "thousand halves thirds"
)


def said_at(words: Sequence[Word], at: int) -> str:
    """The word in small letters without what was drawn together with it: "four" of "four's", "four'd", "four'll"."""
    return _DRAWN_TOGETHER.sub("", lower_at(words, at))


def number_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The number that begins at `at`, below 1000, and how many words it takes: "oh seven", "twenty-two", "07"."""
    word = said_at(words, at)
    if word.isascii() and word.isdigit() and len(word) <= _MAX_DIGITS and word != "0":
        return int(word), 1
    if word in _NOUGHTS:
        return _after_nought(words, at)
    if word in TENS:
        unit = UNITS.get(said_at(words, at + 1), 0)
        joined = 1 <= unit <= 9 and not words[at + 1].opens
        return (TENS[word] + unit, 2) if joined else (TENS[word], 1)
    return (UNITS[word], 1) if word in UNITS else None


def _after_nought(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    follows = said_at(words, at + 1)
    digit = int(follows) if len(follows) == 1 and follows.isascii() and follows.isdigit() else UNITS.get(follows, 0)
    return (digit, 2) if 1 <= digit <= 9 else None


def counts_something(words: Sequence[Word], at: int) -> bool:
    """Whether the word at `at`, right after a number, makes it a count or a measure."""
    return at < len(words) and not words[at].opens and words[at].lower in COUNTED
