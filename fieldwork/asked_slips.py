"""Slips of the thumb in the words by which a question is understood: `trvel yesterdy` is travel yesterday.

Only what is no English word can be a slip: a monkey is not money.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from fieldwork.asked_kinds import STATES, TYPES
from fieldwork.asked_words import DAYS_AND_MONTHS, IDLE
from fieldwork.codebook import Codebook

IsWord = Callable[[str], bool]  # in small letters
_FEWEST_LETTERS = 5  # of what may have been meant
_WORD = re.compile(r'"[^"]+"|“[^”]+”|«[^»]+»|(?<![#\uff03\w@])[^\W\d_]{4,}(?![\w-])')
_ASKING = (
    "follow follows following except without excluding yesterday today since before after until between about notes "
    "saying mentioning concerning regarding"
).split()


def without_slips(text: str, codebook: Codebook, is_word: IsWord) -> str:
    """The question with such words put right; what is quoted stays as it is."""
    meant = _meant(codebook)

    def put_right(match: re.Match[str]) -> str:
        word = match[0].lower()
        if not word.isalpha() or word in meant or is_word(word):
            return match[0]
        near = [one for one in meant if abs(len(one) - len(word)) <= 1 and OSA.distance(word, one, score_cutoff=1) == 1]
        return near[0] if len(near) == 1 else match[0]

    return _WORD.sub(put_right, text)


@lru_cache(maxsize=8)
def _meant(codebook: Codebook) -> frozenset[str]:
    """Single words by which questions are understood."""
    names = chain.from_iterable([*(site.names for site in codebook.sites), *(theme.names for theme in codebook.themes)])
    words = {word.lower() for name in names for word in name.split() if word.isalpha()}
    return frozenset(
        word for word in (*words, *_ASKING, *STATES, *TYPES, *DAYS_AND_MONTHS, *IDLE) if len(word) >= _FEWEST_LETTERS
    )
