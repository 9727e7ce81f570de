"""Sets of words and of phrases, written so that they can be read."""

import re
from collections.abc import Mapping


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


def phrase_set(phrases: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a line, parted by bars, longest first, each as its words."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases.split("|")), key=len, reverse=True))


PhraseBook = Mapping[str, tuple[tuple[str, ...], ...]]


def phrase_book(phrases: str) -> PhraseBook:
    """The same by their first words, for looking many up at every word of a note."""
    book: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrase_set(phrases):
        for said in dict.fromkeys((phrase, tuple(unmarked(word) for word in phrase))):
            book[said[0]] = (*book.get(said[0], ()), said)
    return book


def unmarked(word: str) -> str:
    """The word as hasty thumbs and some engines write it, "its" for "it's"; as it is where that is another word."""
    bare = word.replace("'", "")
    return word if bare in _OTHER_WORDS else bare


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of the phrases as whole words, in any case; each is a regular expression with a straight apostrophe."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def any_of_small(*patterns: str) -> re.Pattern[str]:
    """The same for a text that is in small letters already, in two fifths of the time."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def opening(*patterns: str) -> re.Pattern[str]:
    """Any of the phrases at the beginning of a sentence, behind punctuation and hesitation."""
    return re.compile(rf"^\W*(?:(?:{_HESITATION})\b\W*)*(?:{'|'.join(patterns)})", re.IGNORECASE)


def straight(text: str) -> str:
    """The text with straight apostrophes; every character stays at its place."""
    return text.replace("\u2019", "'")


_OTHER_WORDS = word_set("were well ill wed hell shell shed id")
_HESITATION = (
    "[ue]m+|er+m?|eh+m?|uh|[ah]h+|hm+|okay|ok|right|so|and|also|well|just|sorry|hi|hello|nb|then|please|actually|quick"
    "|like|anyway|oh|yeah|a|an"
)
