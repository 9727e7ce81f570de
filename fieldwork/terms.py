"""The words of a text as questions look for them: in small letters, codes whole, each under the stem of its family."""

import re
from functools import lru_cache

from fieldwork.suggestion import stem

_TERM = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ASCII = bytes(ord(sign.lower() if sign.isalnum() or sign == "'" else " ") for sign in map(chr, range(128)))
_PLAIN = _ASCII.ljust(256)  # by bytes, a note is read in a tenth less time than by `str`'s own table
_STRAY = re.compile(r"'(?:(?<!\w')|(?!\w))")  # an apostrophe that does not stand within a word
_TYPED = dict.fromkeys("\u2018\u201c\u201d\u2013\u2014\u2026\u00a3", " ") | {
    "\u2019": "'"
}  # what telephones put into English
_UNEVEN = ("\n", "\t", "\r", "  ")  # what `plain` evens out
_UNEVEN_TYPED = ("\u2019", "\u00a0", "\u2009", "\u202f", "\u3000")
STEMS_KEPT = 65_536  # words whose stem is remembered


def plain(text: str) -> str:
    """In small letters, with plain apostrophes and single spaces."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def is_uneven(text: str) -> bool:
    """Whether `plain` may change more than capital letters: a phrase can then stand there and not be seen at once."""
    if any(map(text.__contains__, _UNEVEN)):
        return True
    return not text.isascii() and any(map(text.__contains__, _UNEVEN_TYPED))


def terms(text: str) -> list[str]:
    """Every word and code in the order in which they stand: `P07's form-filling` is p07's, form, filling.

    A start reads a hundred thousand notes: English is split without a pattern, which takes half as long.
    """
    if not text.isascii():
        for typed, plainly in _TYPED.items():
            text = text.replace(typed, plainly)
        if not text.isascii():
            return _TERM.findall(text.casefold())
    bare = text.encode("ascii").translate(_PLAIN).decode("ascii")
    return (_STRAY.sub(" ", bare) if "'" in bare else bare).split()


@lru_cache(maxsize=STEMS_KEPT)
def family(term: str) -> str:
    """What all forms of a word have in common: `letters`, `letter's` and `letter` are one family."""
    bare = term.removesuffix("'s")
    return bare if any(letter.isdigit() for letter in bare) else stem(bare)
