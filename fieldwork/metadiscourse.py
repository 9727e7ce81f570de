"""What does a sentence say of its own note? Runs of words, weighed by what people wrote.

Writing about the writing is called metadiscourse (Hyland 2005): "for my own ears", "this one's about how we do the
study", "worth our asking VS2". Its words are without number, so beside the fixed phrases there are weights, fitted on
sentences of several people by `python -m bench.metadiscourse` and kept beside this file.
"""

from collections.abc import Sequence
from enum import StrEnum

from fieldwork.weighed_runs import RunWeights, lines, tokens
from fieldwork.weighed_runs import runs as runs_of


class Says(StrEnum):
    """What a sentence may say of its note."""

    FOLLOW_UP = "follow_up"
    DEBRIEF = "debrief"
    REFLEXIVE = "reflexive"
    METHODOLOGICAL = "methodological"
    ANALYTIC = "analytic"
    NO_SITE = "no_site"
    ONLY_ME = "only_me"


WEIGHTS = RunWeights("metadiscourse.tsv", len(Says))
LONGEST = 60  # words of a sentence; a longer one has no full stops and is read in pieces
PIECE, NEXT_PIECE = 16, 8  # words, and from which on the next one is read: as long as people's sentences are


def likely(sentence: str) -> list[float]:
    """How surely a sentence says each of `Says`, in their order: above 0 it counts as said."""
    scores = [WEIGHTS.scores(*lines(piece)) for piece in _pieces(tokens(sentence))]
    return [max(each) for each in zip(*scores, strict=True)]


def runs(sentence: str) -> frozenset[str]:
    """The runs of words in a sentence that may have a weight, with its beginning and its end marked."""
    return frozenset(run for piece in _pieces(tokens(sentence)) for line in lines(piece) for run in runs_of(line))


def _pieces(words: Sequence[str]) -> list[Sequence[str]]:
    if len(words) <= LONGEST:
        return [words]
    return [words[start : start + PIECE] for start in range(0, len(words) - NEXT_PIECE, NEXT_PIECE)]
