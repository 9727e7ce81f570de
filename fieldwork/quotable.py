"""How much does a sentence of a field note show? Signs of the sentence and its note, weighed by what people chose."""

import re
from collections.abc import Sequence
from itertools import starmap
from math import sqrt

QUOTED = re.compile(r'"[^"\n]{1,600}"|“[^“”\n]{1,600}”')
WORD = re.compile(r"[\w'\u2019]+")
FEWEST_WITH_EDGES = 4  # sentences; a shorter note has no opening and no close to speak of

SIGNS = (
    "opens the note",
    "closes the note",
    "longer than the note's others",
    "under six words",
    "under nine words",
    "share that is quoted",
    "somebody quoted on I and you",
    "somebody's words without quotation marks",
    "somebody says",
    "he, she or they",
    "the author",
    "something going on",
    "participants",
    "numbers",
    "dashes and slashes",
    "brackets",
    "colon",
    "hesitation",
    "doubt",
    "bookkeeping",
    "to be done",
)
WEIGHTS = (
    -1.28,  # opens the note
    -0.55,  # closes the note
    0.68,  # longer than the note's others
    -1.37,  # under six words
    -0.61,  # under nine words
    2.18,  # share that is quoted
    -0.01,  # somebody quoted on I and you
    0.56,  # somebody's words without quotation marks
    0.45,  # somebody says
    0.37,  # he, she or they
    -0.13,  # the author
    0.27,  # something going on
    -0.16,  # participants
    -0.30,  # numbers
    -0.98,  # dashes and slashes
    -1.79,  # brackets
    -0.31,  # colon
    -0.64,  # hesitation
    -0.13,  # doubt
    -0.63,  # bookkeeping
    -0.10,  # to be done
)

# Those for words in any case are for a text in small letters: without re.IGNORECASE they take two fifths of the time.
_SELF = re.compile(r"\b(?:I|I['\u2019](?:m|ve|d|ll)|me|my|you|your|we|us|our)\b")
_SAYS = re.compile(r"\b(?:said|says|saying|goes|went|told|tells|asked|asks|reckon(?:s|ed)|calls|called)\b")
_OTHERS = re.compile(r"\b(?:he|she|they|him|her|his|their|them)\b")
_AUTHOR = re.compile(r"\b(?:I|I['\u2019](?:m|ve|d|ll)|me|my)\b")
_GOING_ON = re.compile(r"\b\w{3,}ing\b")
_CODE = re.compile(r"\b(?:LW|P|GP|PN|PM|RC|VS) ?\d+\b")
_NUMBER = re.compile(r"(?<!\w)[£$€]?\d[\d.,:]*")
_STROKE = re.compile(r" [-\u2013\u2014] |[\u2013\u2014/=&]")
_HESITATION = re.compile(r"\b(?:[ue]m+|er+m?|eh|uh|you know|sort of|i mean)\b")
_DOUBT = re.compile(
    r"\b(?:i think|i suppose|i guess|i wonder|maybe|perhaps|probably|seem(?:s|ed)?|generally|usually|not sure)\b",
)
_BOOKKEEPING = re.compile(
    r"#\w|\bnote to self\b|\bi(?:'d| would) (?:put|code|tag|file)\b|\b(?:theme|site|code|debrief)s?\b\s*[:,]"
    r"|\bobservations?\s*[:,]|\b(?:transcripts?|recorder|consent forms?|logistics|so this is|batter(?:y|ies))\b",
)
_THEME = re.compile(r"\bthemes?\b")
_TO_DO = re.compile(
    r"\bfollow[- ]?(?:ing )?up\b|\bremind"
    r"|\b(?:next (?:week|wk|visit|time|month)|tomorrow|need(?:s)? to|must|should|chase)\b",
)
_SHORT, _VERY_SHORT, _LONG = 9, 6, 40  # words
_A_SAYING = 3  # quoted words; fewer are a label rather than speech
_SPREAD = 2.0  # words, so that two sentences of nearly one length are not told apart by it
_FARTHEST = 2.5  # spreads


def worths(sentences: Sequence[str]) -> tuple[float, ...]:
    """How much each sentence of one note shows, beside the note's others; only their order means anything.

    `WEIGHTS` are a conditional logit (which sentence of its note did a person choose?) with an L2 penalty, fitted on
    430 notes of fourteen researchers. Where in a note a sentence stands counts at the edges alone,
    and less than fitted. `jottings bench quotes --notes FILE` fits again, shows the table and measures on notes left
    out.
    """
    return tuple(
        sum(map(float.__mul__, WEIGHTS, signs)) - _overlong(sentence)
        for sentence, signs in zip(sentences, note_signs(sentences), strict=True)
    )


def worth(sentence: str) -> float:
    """How much a sentence shows that stands alone."""
    return worths([sentence])[0]


def is_bookkeeping(sentence: str) -> bool:
    """Whether a sentence says where a note belongs rather than what was seen: "This is Riverside, themes trust"."""
    small = sentence.lower()
    return bool(_BOOKKEEPING.search(small) or _THEME.search(small))


def note_signs(sentences: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    """The signs of each sentence of one note, in the order of `SIGNS`."""
    lengths = [len(WORD.findall(sentence)) for sentence in sentences]
    mean = sum(lengths) / max(1, len(lengths))
    spread = sqrt(sum((length - mean) ** 2 for length in lengths) / max(1, len(lengths))) + _SPREAD
    beside = [max(-_FARTHEST, min(_FARTHEST, (length - mean) / spread)) for length in lengths]
    edges = len(sentences) >= FEWEST_WITH_EDGES
    own = starmap(_signs, zip(sentences, lengths, strict=True))
    return tuple(
        (float(edges and at == 0), float(edges and at == len(lengths) - 1), beside[at], *signs)
        for at, signs in enumerate(own)
    )


def _overlong(sentence: str) -> float:
    """Set by hand: nobody chose a sentence that fills a phone's screen, but there were too few to learn it from."""
    return max(0, len(WORD.findall(sentence)) - _LONG) / 20


def _signs(sentence: str, words: int) -> tuple[float, ...]:
    said = [quoted for quoted in QUOTED.findall(sentence) if len(WORD.findall(quoted)) >= _A_SAYING]
    told = QUOTED.sub(" ", sentence)
    small = told.lower()
    return (
        float(words < _VERY_SHORT),
        float(words < _SHORT),
        sum(len(WORD.findall(quoted)) for quoted in said) / max(1, words),
        float(any(map(_SELF.search, said))),
        float(_reports(told)),
        float(bool(_SAYS.search(small))),
        float(bool(_OTHERS.search(small))),
        float(bool(_AUTHOR.search(told))),
        float(bool(_GOING_ON.search(told))),
        float(min(2, len(_CODE.findall(sentence)))),
        float(min(4, len(_NUMBER.findall(told)))),
        float(bool(_STROKE.search(told))),
        float("(" in told),
        float(":" in told),
        float(min(3, len(_HESITATION.findall(small)))),
        float(bool(_DOUBT.search(small))),
        float(bool(_BOOKKEEPING.search(small))),
        float(bool(_TO_DO.search(small))),
    )


def _reports(told: str) -> bool:
    """Whether somebody's words follow without quotation marks, as in dictated notes: "and she said you can't"."""
    says = _SAYS.search(told.lower())
    return bool(says and _SELF.search(told, says.end()))
