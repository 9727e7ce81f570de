"""Which digest does somebody want to see now: of which days, at which sites?"""

from dataclasses import dataclass
from datetime import date

from fieldwork.codebook import Codebook
from fieldwork.schedule import Span, span_of

_LONGEST_SITE = 4  # words
_MARKS = ",;?!+&"
_BESIDE = frozenset({"", "now", "at", "for", "from", "of", "in", "only", "just", "and", "please", "the"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRequest:
    """What is wanted now."""

    span: Span | None = None  # since the last digest where no days are named
    only_at: tuple[str, ...] = ()  # slugs; where none is named, as that person gets it at night


def read_request(words: str, today: date, codebook: Codebook) -> DigestRequest | None:
    """What "", "now", "hilltop", "last week at riverside" ask for; None where they ask for something else."""
    rest, sites = _sites([word.strip(_MARKS) for word in words.split()], codebook)
    days = " ".join(rest)
    span = span_of(days, today) or span_of(" ".join(word for word in rest if word.casefold() not in _BESIDE), today)
    if span is None and any(word.casefold() not in _BESIDE for word in rest):
        return None
    return DigestRequest(span=span, only_at=sites)


def _sites(words: list[str], codebook: Codebook) -> tuple[list[str], tuple[str, ...]]:
    """The other words, and the sites among them."""
    rest: list[str] = []
    found: list[str] = []
    at = 0
    while at < len(words):
        lengths = range(min(_LONGEST_SITE, len(words) - at), 0, -1)
        named = ((length, codebook.find_site(" ".join(words[at : at + length]))) for length in lengths)
        length, site = next(((length, site) for length, site in named if site is not None), (1, None))
        if site is None:
            rest.append(words[at])
        elif site.slug not in found:
            found.append(site.slug)
        at += length
    return rest, tuple(found)
