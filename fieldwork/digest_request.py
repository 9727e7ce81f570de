"""Which digest does somebody want to see now: of which days, and what of it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldwork.codebook import Codebook
from fieldwork.preference import Preference
from fieldwork.preference_words import read_preference, site_at
from fieldwork.schedule import Span, span_of

_MARKS = ",;?!+&"
_BESIDE = frozenset({"at", "for", "from", "in", "only", "just", "and", "please", "the"})
_OF_A_SETTING = frozenset({"on", "set", "every", "each"})
_NO_DAY = Preference(days=frozenset())  # so that "daily" is told from nothing
_EMPTY = frozenset({"", "now", "of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRequest:
    """What is wanted now."""

    span: Span | None = None  # since the last digest where no days are named
    beside: str = ""  # words on sites, quotations and counts; without them as that person gets it at night

    def of(self, preference: Preference, codebook: Codebook) -> Preference:
        """What somebody with that preference wants to see now."""
        wanted, _ = read_preference(self.beside, preference, codebook)
        return replace(preference, sites=wanted.sites, shows=wanted.shows)


def read_request(words: str, today: date, codebook: Codebook) -> DigestRequest | None:
    """What "", "now", "hilltop", "last week at all sites but riverside" ask for; None for anything else."""
    said = [word for word in (each.strip(_MARKS) for each in words.split()) if word.casefold() not in _EMPTY]
    for length in range(len(said), 0, -1):
        for at in range(len(said) - length + 1):
            span = span_of(" ".join(said[at : at + length]), today)
            rest = (*said[:at], *said[at + length :])
            if span is not None and _says_what_to_show(rest, codebook):
                return DigestRequest(span=span, beside=" ".join(rest))
    return DigestRequest(beside=" ".join(said)) if _names_sites_alone(said, codebook) else None


def _says_what_to_show(words: Sequence[str], codebook: Codebook) -> bool:
    """Whether the words say which sites and whether quotations, and nothing of when: not as "on" of "on monday"."""
    if not _OF_A_SETTING.isdisjoint(word.casefold() for word in words):
        return False
    wanted, problems = read_preference(" ".join(words), _NO_DAY, codebook)
    return not problems and (wanted.days, wanted.at) == (_NO_DAY.days, _NO_DAY.at)


def _names_sites_alone(words: list[str], codebook: Codebook) -> bool:
    at = 0
    while at < len(words):
        length = site_at(words, at, codebook)
        if not length and words[at].casefold() not in _BESIDE:
            return False
        at += length or 1
    return True
