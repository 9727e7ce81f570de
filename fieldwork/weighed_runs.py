"""Runs of one to three words, weighed: what a sentence speaks for, by tables that were fitted on labelled sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources

from fieldwork.phrases import straight, word_set

LONGEST_RUN = 3  # words
_CODE = re.compile(
    r"\b(?:(?:lw|gp|pn|pm|rc|vs|p|r) ?\d+|link workers?(?: (?:one|two|three|four|five|six|seven|eight|nine|\d+))?"
    r"|p (?:oh |zero )?(?:[a-z]+(?:teen|ty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten))\b"
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


def tokens(sentence: str, pattern: re.Pattern[str] = _TOKEN) -> list[str]:
    """The words in small letters; codes of people, days and numbers are one word each, hesitation none."""
    text = _DAY.sub(" DAY ", _CODE.sub(" CODE ", straight(sentence).lower()))
    return ["0" if token.isdigit() else token for token in pattern.findall(_HESITATION.sub(" ", text))]


def lines(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The words with a mark at each end, and what kind of word each is."""
    line = ["<", *words, ">"]
    return line, [_KIND.get(word) or (word if word in _MARKS else "X") for word in line]


def runs(line: Sequence[str]) -> Iterator[str]:
    """One to three words that follow each other."""
    for length in range(1, LONGEST_RUN + 1):
        for at in range(len(line) - length + 1):
            yield " ".join(line[at : at + length])


@dataclass(slots=True)
class _Run:
    """A run of words: what it speaks for or against and by how much, and the longer ones that begin with it."""

    weights: Sequence[tuple[int, float]] = ()
    longer: dict[str, "_Run"] = field(default_factory=dict)


class RunWeights:
    """A table in this package: a run of words and its weights in each line, those that all begin with in the first."""

    def __init__(self, file: str, columns: int) -> None:
        self.file = file
        self._columns = columns

    def scores(self, *line: Sequence[str]) -> list[float]:
        """What these lines of words speak for, in each column: above 0 it is likely."""
        tree = self._tree
        met = {id(tree): tree}  # a run counts once
        for words in line:
            for at in range(len(words)):
                node = tree
                for word in words[at : at + LONGEST_RUN]:
                    further = node.longer.get(word)
                    if further is None:
                        break
                    met[id(further)] = node = further
        scores = [0.0] * self._columns
        for node in met.values():
            for at, weight in node.weights:
                scores[at] += weight
        return scores

    @cached_property
    def _tree(self) -> _Run:
        tree = _Run()
        for line in resources.files("fieldwork").joinpath(self.file).read_text(encoding="utf-8").splitlines():
            run, *weights = line.split("\t")
            node = tree
            for word in run.split(" ") if run else ():
                node = node.longer.setdefault(word, _Run())
            node.weights = tuple((at, float(weight)) for at, weight in enumerate(weights) if weight != "0")
        return tree
