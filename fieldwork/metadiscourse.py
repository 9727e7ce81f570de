"""What does a sentence say of its own note? Runs of words, weighed by what people wrote.

Writing about the writing is called metadiscourse (Hyland 2005): "for my own ears", "this one's about how we do the
study", "worth our asking VS2". Its words are without number, so beside the fixed phrases there are weights, fitted on
sentences of several people by `python -m bench.metadiscourse` and kept beside this file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from fieldwork.phrases import straight, word_set


class Says(StrEnum):
    """What a sentence may say of its note."""

    FOLLOW_UP = "follow_up"
    DEBRIEF = "debrief"
    REFLEXIVE = "reflexive"
    METHODOLOGICAL = "methodological"
    ANALYTIC = "analytic"
    NO_SITE = "no_site"
    ONLY_ME = "only_me"


WEIGHTS = "metadiscourse.tsv"  # a run of words and its weight for each of these; the first line has what all begin with
LONGEST_RUN = 3  # words
LONGEST = 60  # words of a sentence; a longer one has no full stops and is read in pieces
PIECE, NEXT_PIECE = 16, 8  # words, and from which on the next one is read: as long as people's sentences are
_CODE = re.compile(
    r"\b(?:(?:lw|gp|pn|pm|rc|vs|p|r) ?\d+|link workers?(?: (?:one|two|three|four|five|six|seven|eight|nine|\d+))?"
    r"|p (?:oh |zero )?(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+(?:teen|ty))(?: [a-z]+)?)\b"
)
_DAY = re.compile(r"\b(?:mon|tues?|weds?|wednes|thurs?|fri)(?:day)?s?\b")
_HESITATION = re.compile(r"\b(?:u+m+|e+m+|e+r+m?|uh|hm+)\b")
_TOKEN = re.compile(r"CODE|DAY|[a-z]+(?:'[a-z]+)*|\d+|[?:]")
_KINDS_OF_WORD = {  # beside the words themselves, for who is to do what when
    "HER": "she he they him her them his hers their her's someone's",
    "I": "i me my myself mine i'm i've i'll i'd im ive ill id",
    "WE": "we us our ourselves we're we've we'll we'd let's lets",
    "ANYONE": "anyone anybody someone somebody whoever everyone team others colleagues folks lads lot yous",
    "STUDY": "study research project data fieldwork findings paper codebook interviews sample sampling methods method "
    "methodology ethics protocol consent template guide observation observations",
    "ASK": "ask check chase find ring email phone call text message speak talk confirm clarify raise revisit query "
    "verify probe see look get count compare trace dig nudge remind contact request establish learn know hear follow "
    "pick bring put chk",
    "SAID": "said says told tells asked asks goes went replied remarked mentioned thinks reckons wants suggested",
    "NOTE": "note memo entry record recording one bit piece paragraph jotting",
    "THIS": "this that these it",
    "WH": "who what where when why how which whether if whose",
    "NEXT": "next tomorrow later again back DAY week visit time soon yet still fortnight january december",
    "MUST": "must need needs should ought have got to want will shall would could can may might shd wd cd",
    "AFTER": "chat conversation natter debrief discussion afterwards after",
}
_KIND = {word: kind for kind, words in _KINDS_OF_WORD.items() for word in word_set(words)}
_MARKS = frozenset("<>?:")


def likely(sentence: str) -> list[float]:
    """How surely a sentence says each of `Says`, in their order: above 0 it counts as said."""
    scores = [_scores(piece) for piece in _pieces(_tokens(sentence))]
    return [max(each) for each in zip(*scores, strict=True)]


def runs(sentence: str) -> frozenset[str]:
    """The runs of words in a sentence that may have a weight, with its beginning and its end marked."""
    return frozenset(run for piece in _pieces(_tokens(sentence)) for line in _lines(piece) for run in _runs(line))


def _scores(tokens: Sequence[str]) -> list[float]:
    tree = _tree()
    met = {id(tree): tree}  # a run counts once
    for line in _lines(tokens):
        for at in range(len(line)):
            node = tree
            for word in line[at : at + LONGEST_RUN]:
                further = node.longer.get(word)
                if further is None:
                    break
                met[id(further)] = node = further
    scores = [0.0] * len(Says)
    for node in met.values():
        for at, weight in node.weights:
            scores[at] += weight
    return scores


def _lines(tokens: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The words with a mark at each end, and what kind of word each is."""
    words = ["<", *tokens, ">"]
    return words, [_KIND.get(word) or (word if word in _MARKS else "X") for word in words]


def _runs(line: Sequence[str]) -> Iterator[str]:
    """One to three words that follow each other."""
    for length in range(1, LONGEST_RUN + 1):
        for at in range(len(line) - length + 1):
            yield " ".join(line[at : at + length])


def _tokens(sentence: str) -> list[str]:
    """The words in small letters; codes of people, days and numbers are one word each, hesitation none."""
    text = _DAY.sub(" DAY ", _CODE.sub(" CODE ", straight(sentence).lower()))
    return ["0" if token.isdigit() else token for token in _TOKEN.findall(_HESITATION.sub(" ", text))]


def _pieces(tokens: Sequence[str]) -> list[Sequence[str]]:
    if len(tokens) <= LONGEST:
        return [tokens]
    return [tokens[start : start + PIECE] for start in range(0, len(tokens) - NEXT_PIECE, NEXT_PIECE)]


@dataclass(slots=True)
class _Run:
    """A run of words: what it speaks for or against and by how much, and the longer ones that begin with it."""

    weights: Sequence[tuple[int, float]] = ()
    longer: dict[str, "_Run"] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _tree() -> _Run:
    tree = _Run()
    for line in resources.files("fieldwork").joinpath(WEIGHTS).read_text(encoding="utf-8").splitlines():
        run, *weights = line.split("\t")
        node = tree
        for word in run.split():
            node = node.longer.setdefault(word, _Run())
        node.weights = tuple((at, float(weight)) for at, weight in enumerate(weights) if weight != "0")
    return tree
