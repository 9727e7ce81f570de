"""Sets of words and of phrases, written so that they can be read."""

import re


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


def phrase_set(phrases: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a line, parted by bars, longest first, each as its words."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases.split("|")), key=len, reverse=True))


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of the phrases as whole words, in any case; each is a regular expression with a straight apostrophe."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def opening(*patterns: str) -> re.Pattern[str]:
    """Any of the phrases at the beginning of a sentence, behind punctuation and hesitation."""
    return re.compile(rf"^\W*(?:(?:{_HESITATION})\b\W*)*(?:{'|'.join(patterns)})", re.IGNORECASE)


def straight(text: str) -> str:
    """The text with straight apostrophes; every character stays at its place."""
    return text.replace("\u2019", "'")


_HESITATION = "um+|er+m?|uh|hm+|okay|ok|right|so|and|also|well|just|sorry|hi|hello|nb|then|please|actually|quick|a|an"
