"""The words of questions: those that ask and say nothing of what is asked, and names made of several."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

IDLE = frozenset(
    (
        "a about above again all an and any anybody anyone anything are ask asked asking asks at be because been "
        "best both but by came can come comes coming compare compared comparing could did difference differences do "
        "does each else ever everything find for from get give got had has have hear heard her him his how i if in "
        "into is it its just kindly latest list many me memo memos mention mentioned mentioning more much my need "
        "needs new newest not note notes of often on one ones or our over per please pls quotation quotations quote "
        "quotes researcher researchers said say says see show since site sites so somebody someone something still "
        "summarise summary tag tagged talked tell than that the their them theme themes then "
        "there these they this those to up us versus vs want wants was we were what what's whats when where which "
        "who who's whom whose why will with would written wrote yet you your"
    ).split()
)
_LONG = 7  # letters
_LONG_IDLE = tuple(word for word in IDLE if len(word) > _LONG)
LONGEST_NAME = 4  # words of an alias


def bare(words: Sequence[str]) -> str:
    """A name of several words, without the punctuation around it."""
    return " ".join(words).strip(".,;:!?()'")


def free_words(text: str) -> Iterator[str]:
    """What is looked for: the words, in small letters, without those that ask."""
    for word in re.findall(r"[\w'’-]+", text.casefold()):
        stripped = word.strip("'’-")
        if len(stripped) > 1 and not is_idle(stripped):
            yield stripped


def is_idle(word: str) -> bool:
    """Whether it only asks, a long one with a slip of the thumb too: `everthing`."""
    return word in IDLE or (len(word) >= _LONG and any(is_slip(word, idle) for idle in _LONG_IDLE))


def is_slip(word: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many or in its neighbour's place."""
    return OSA.distance(word, meant, score_cutoff=1) == 1
