"""Kinds of people a question asks for as participants: "notes with receptionists" is all of RC1, RC2 and so on."""

import re
from collections.abc import Iterator
from functools import lru_cache

from fieldwork.codebook import Codebook

_LED_BY = (
    r"\b(?:notes?|memos?|messages?|recordings?|debriefs?|interviews?|observations?|talks?|chats?|anything|everything)"
    r"\s+(?:with\b|w/|w\b|involving\b|from\b)\s*(?:(?:a|an|all|any|some|the|our)\s+)?"
)
_IN_THEM = r"(?:\s+in\s+(?:it|them|there))?"
_BEHIND = r"(?=\s+(?:notes?|memos?|debriefs?|interviews?)\b)"


def asked_roles(text: str, codebook: Codebook) -> tuple[tuple[str, ...], str]:
    """The prefixes ("RC") asked for, in order, and the question without them.

    A role elsewhere in a sentence ("trust in receptionists") stays a word of it.
    """
    roles = _roles(tuple(codebook.participants.items()))
    if not roles:
        return (), text
    names = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in sorted(roles, key=len, reverse=True))
    prefixes = "|".join(re.escape(prefix) for prefix in codebook.participants)
    led = re.compile(rf"({_LED_BY})({names})(?:'?s)?\b(?![\s-]*\d){_IN_THEM}", re.IGNORECASE)
    bare = re.compile(rf"\b({prefixes})s?\b{_BEHIND}")  # in capitals only: "pm notes" are those of an afternoon
    found = [roles[" ".join(re.split(r"[\s-]+", match[2].lower()))] for match in led.finditer(text)]
    found += [match[1] for match in bare.finditer(text)]
    kept = led.sub(lambda match: f" {match[1].split()[0]} ", text)
    return tuple(dict.fromkeys(found)), bare.sub(" ", kept)


@lru_cache(maxsize=8)
def _roles(participants: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: prefix for prefix, meaning in reversed(participants) for name in (prefix.lower(), *_names(meaning))}


def _names(meaning: str) -> Iterator[str]:
    """`receptionist or care co-ordinator at the desk`: receptionist, care co-ordinator."""
    for part in re.split(r"[(),;/]|\bor\b", meaning.lower()):
        name = re.split(r"\b(?:at|in|of|on|with)\b|\d", part)[0]
        words = name.replace("-", " ").split()
        if words and words[0] not in {"other", "two", "one", "three"}:
            yield " ".join(words)
