"""How much does a sentence of a field note show? Signs of the sentence and its note, weighed by what people chose."""

import re
from collections.abc import Mapping, Sequence
from math import sqrt
from operator import mul

QUOTED = re.compile(r'"[^"\n]{1,600}"|“[^“”\n]{1,600}”')
WORD = re.compile(r"[\w'\u2019]+")
FEWEST_WITH_EDGES = 4  # sentences; a shorter note has no opening and no close to speak of

# What each weighs in a sentence, and in the one before it.
WEIGHTS: Mapping[str, tuple[float, float]] = {
    "opens the note": (-2.16, -0.77),
    "closes the note": (-0.37, 0.00),
    "longer than the note's others": (0.71, 0.01),
    "under six words": (-1.00, -0.12),
    "under nine words": (-0.76, -0.02),
    "share that is quoted": (2.11, 0.06),
    "somebody's words without quotation marks": (0.36, 0.13),
    "somebody says, without quotation marks": (0.56, 0.03),
    "somebody asks": (-0.10, 0.00),
    "he, she or they": (0.34, 0.15),
    "begins with he, she or they": (0.14, -0.05),
    "the author": (0.03, -0.10),
    "coming, going, being there": (-0.18, -0.08),
    "doing": (-0.18, 0.10),
    "what is not": (0.20, 0.04),
    "how things are": (0.09, -0.02),
    "no verb": (-0.32, -0.11),
    "names": (-0.24, -0.10),
    "numbers": (-0.27, 0.03),
    "commas": (-0.06, -0.03),
    "dashes and slashes": (-0.52, -0.02),
    "brackets": (-0.77, -0.31),
    "hesitation": (-0.39, -0.04),
    "bookkeeping": (-0.82, -0.29),
    "to be done": (-0.86, -0.04),
}
IN_ORDER = tuple(weight for each in zip(*WEIGHTS.values(), strict=True) for weight in each)  # as in `note_signs`

# Those for words in any case are for a text in small letters: without re.IGNORECASE they take two fifths of the time.
_SELF = re.compile(r"\b(?:I|I['\u2019](?:m|ve|d|ll)|me|my|you|your|we|us|our)\b")
_SAYS = re.compile(r"\b(?:said|says|saying|goes|went|told|tells|asked|asks|reckon(?:s|ed)|calls|called)\b")
_AUTHOR = re.compile(r"\b(?:I|I['\u2019](?:m|ve|d|ll)|me|my)\b")
_TOKEN = re.compile(r"\w+n't\b|\w+|'\w+")
_TOKENS = {  # single words are looked up rather than searched for: about half the time
    "says": "said says",
    "asks": "asked asks asking",
    "others": "he she they him her his their them",
    "there": "went came arrived walked got rang with met were",
    "doing": "did does do done",
    "not": "nobody nothing never not none nowhere cannot without",
    "is": "is are has have do does can be being 's 're 've",
    "verb": "is are was were be has have had do does did can could will would said says went came got told put took"
    " made sat 's 'd 'm 're 've 'll",
}
_KINDS_OF = {
    token: tuple(kind for kind, tokens in _TOKENS.items() if token in tokens.split())
    for token in " ".join(_TOKENS.values()).split()
}
_VERBS_END, _A_VERB = ("ed", "ing"), 4  # characters at least
_SUBJECTS = frozenset({"he", "she", "they"})
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]")
_NUMBER = re.compile(r"(?<!\w)[£$€]?\d[\d.,:]*")
_STROKE = re.compile(r" [-\u2013\u2014] |[\u2013\u2014/=&]")
_HESITATION = re.compile(r"\b(?:[ue]m+|er+m?|eh|uh|you know|sort of|i mean)\b")
_BOOKKEEPING = re.compile(
    r"#\w|\b(?:note to self\b|i(?:'d| would) (?:put|code|tag|file)\b|(?:theme|site|code|debrief|observation)s?\b\s*[:,]"
    r"|(?:transcripts?|recorder|consent forms?|logistics|so this is|batter(?:y|ies))\b)",
)
_THEME = re.compile(r"\bthemes?\b")
_TO_DO = re.compile(
    r"\bfollow[- ]?(?:ing )?up\b|\bremind"
    r"|\b(?:next (?:week|wk|visit|time|month)|tomorrow|need(?:s)? to|must|should|chase)\b",
)
_SHORT, _VERY_SHORT, _LONG = 9, 6, 40  # words
_A_SAYING = 3  # quoted words; fewer are a label rather than speech
_MOST = 3  # times that a word counts
_NOTHING = (0.0,) * len(WEIGHTS)  # before the first sentence
_SPREAD = 2.0  # words, so that two sentences of nearly one length are not told apart by it
_FARTHEST = 2.5  # spreads


def worths(sentences: Sequence[str]) -> tuple[float, ...]:
    """How much each sentence of one note shows, beside the note's others; only their order means anything.

    `WEIGHTS` are a conditional logit (which sentence of its note did a person choose?) with an L2 penalty, fitted on
    the bench's notes alone, of 34 writers. `jottings bench quotes` fits again, shows the table and measures on notes
    left out.
    """
    return tuple(
        sum(map(mul, IN_ORDER, signs)) - _overlong(sentence)
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
    """The signs of each sentence of one note, in the order of `WEIGHTS`, and then those of the sentence before it."""
    lengths = [len(WORD.findall(sentence)) for sentence in sentences]
    mean = sum(lengths) / max(1, len(lengths))
    spread = sqrt(sum((length - mean) ** 2 for length in lengths) / max(1, len(lengths))) + _SPREAD
    beside = [max(-_FARTHEST, min(_FARTHEST, (length - mean) / spread)) for length in lengths]
    edges = len(sentences) >= FEWEST_WITH_EDGES
    own = [
        (float(edges and at == 0), float(edges and at == len(lengths) - 1), beside[at], *_signs(sentence, lengths[at]))
        for at, sentence in enumerate(sentences)
    ]
    return tuple((*here, *before) for here, before in zip(own, (_NOTHING, *own), strict=False))


def _overlong(sentence: str) -> float:
    """Set by hand: nobody chose a sentence that fills a phone's screen, but there were too few to learn it from."""
    return max(0, len(WORD.findall(sentence)) - _LONG) / 20


def _signs(sentence: str, words: int) -> tuple[float, ...]:
    quotations = QUOTED.findall(sentence)
    said = [quoted for quoted in quotations if len(WORD.findall(quoted)) >= _A_SAYING]
    told = QUOTED.sub(" ", sentence) if quotations else sentence
    small = told.lower()
    first, outside = _kinds(small)
    begins, whole = _kinds(sentence.lower()) if quotations else (first, outside)
    return (
        float(words < _VERY_SHORT),
        float(words < _SHORT),
        sum(len(WORD.findall(quoted)) for quoted in said) / max(1, words),
        float(_reports(told, small)),
        float(not quotations and outside["says"] > 0),
        float(outside["asks"]),
        float(outside["others"] > 0),
        float(begins in _SUBJECTS),
        float(bool(_AUTHOR.search(told))),
        float(outside["there"]),
        float(outside["doing"]),
        float(whole["not"]),
        float(whole["is"]),
        float(not whole["verb"]),
        _often(_NAME, sentence),
        _often(_NUMBER, told),
        float(min(_MOST, sentence.count(","))),
        float(bool(_STROKE.search(told))),
        float("(" in told),
        _often(_HESITATION, small),
        float(bool(_BOOKKEEPING.search(small))),
        float(bool(_TO_DO.search(small))),
    )


def _kinds(small: str) -> tuple[str, dict[str, int]]:
    """The first word of a text in small letters, and how many of its words are of each kind, at most three."""
    found = dict.fromkeys(_TOKENS, 0)
    tokens = _TOKEN.findall(small.replace("\u2019", "'"))
    for token in tokens:
        for kind in _KINDS_OF.get(token, ()):
            found[kind] += found[kind] < _MOST
        if token.endswith("n't"):
            found["not"] += found["not"] < _MOST
        elif token.endswith(_VERBS_END) and len(token) >= _A_VERB:
            found["verb"] += 1
    return tokens[0] if tokens else "", found


def _often(sign: re.Pattern[str], words: str) -> float:
    return float(min(_MOST, len(sign.findall(words))))


def _reports(told: str, small: str) -> bool:
    """Whether somebody's words follow without quotation marks, as in dictated notes: "and she said you can't"."""
    says = _SAYS.search(small)
    return bool(says and _SELF.search(told, says.end()))
