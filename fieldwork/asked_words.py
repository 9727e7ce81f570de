"""The words of questions: those that ask and say nothing of what is asked, and names made of several."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

IDLE = frozenset(
    (
        "a about above again all already among an and any anybody anyone anything are ask asked asking asks at be "
        "because been best both but by came can coded come comes coming compare compared comparing concerning "
        "could dated did difference differences do does down each else er etc ever everything find for from get "
        "give got had has have hear heard her him his how i if in into is it its just kindly latest like list "
        "made make making many me memo memos mention mentioned mentioning more much my need needs new newest not "
        "note notes of often on one ones only or our over owt per please pls plus quotation quotations quote "
        "quotes regarding researcher researchers said say says see seem should show since site sites so somebody "
        "someone something still summarise summary tag tagged talked tell than that the their them theme themes "
        "then there these they this those though to um up us versus very vs want wants was we were what what's "
        "whatever whats when where whether which whichever who who's whoever whom whose why wi will with wonder "
        "wondering would written wrote yet you your"
    ).split()
)
_LONG = 7  # letters
_LONG_IDLE = tuple(word for word in IDLE if len(word) > _LONG)
LONGEST_NAME = 4  # words of an alias
_SHORT = {
    "b4": "before",
    "wk": "week",
    "wks": "weeks",
    "abt": "about",
    "thats": "that's",
    "mths": "months",
    "wi": "with",
    "frm": "from",
    "wat": "what",
    "grp": "group",
    "grps": "groups",
    "smth": "something",
}
DAYS_AND_MONTHS = (
    "january february september october november december monday tuesday wednesday thursday friday saturday sunday"
).split()
_FEWEST_OF_A_DAY = 6  # letters of one that may be mistyped
_QUOTED_OR_WORD = re.compile(r'"[^"]+"|“[^”]+”|«[^»]+»|(?<![#\uff03\w])[^\W_]+')
_TO_THE_19TH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINALS = (
    *_TO_THE_19TH, "twentieth", *(f"twenty-{unit}" for unit in _TO_THE_19TH[:9]), "thirtieth", "thirty-first"
)  # fmt: skip
_SPELT_DAY = re.compile(
    rf"\b(?:the )?({'|'.join(sorted((one.replace('-', '[- ]') for one in _ORDINALS), key=len, reverse=True))}) of "
    rf"(?=(?:{'|'.join((*DAYS_AND_MONTHS[:6], 'march', 'april', 'may', 'june', 'july', 'august'))})\b)",
    re.IGNORECASE,
)
_GREETING = r"^\W*(?:(?:hi|hello|hey|please|pls|so|ok|okay|and|now|just)\W+)*"
_WISH = (
    r"(?:i(?:'d| would) be (?:very |most )?(?:grateful|obliged) (?:for|if (?:you|i|we) (?:could|would))"
    r"|i wonder(?:ed)? (?:whether|if) (?:you|i|we) (?:could|would|might)"
    r"|i(?:'d| would)? (?:just )?(?:like|love|want|need)(?: to)?|i(?:'m| am) (?:looking for|after|interested in)"
    r"|(?:could|can|would|will|might|may) (?:you|i|we)(?: (?:please|kindly|possibly))*"
    r"|would you mind|let me|let's)\b"
)
_BRINGING = (
    r"(?: (?:please|kindly))?"
    r"(?: (?:read|see|have|know|find|get|look(?:ing)? (?:at|for|up)|pull(?:ing)? (?:up|out)|show(?:ing)?|list|tell"
    r"|giv(?:e|ing)|dig out|bring up|check|open)\b)?(?: (?:me|us)\b)?"
)
_MANNERS = re.compile(_GREETING + _WISH + _BRINGING, re.IGNORECASE)
_THANKS = re.compile(r"\W+(?:please|pls|thanks|thank you|cheers|if there (?:are|is) (?:any|such))\W*$", re.IGNORECASE)
_THE_WORDS = re.compile(r'\b(?:the )?(?:words?|phrase) (?=["“«])', re.IGNORECASE)
QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»')


def in_full(text: str) -> str:
    """With what haste cut short or mistyped of days: "b4 decmber" is before december; a quotation stays as it is."""
    said = _QUOTED_OR_WORD.sub(lambda match: _meant(match[0]), text.replace("\u2019", "'"))
    return _SPELT_DAY.sub(lambda match: f"{_ORDINALS.index(match[1].lower().replace(' ', '-')) + 1} ", said)


def _meant(word: str) -> str:
    lower = word.lower()
    if lower in _SHORT:
        return _SHORT[lower]
    if len(lower) < _FEWEST_OF_A_DAY or lower in DAYS_AND_MONTHS or lower.removesuffix("s") in DAYS_AND_MONTHS:
        return word
    return next((day for day in DAYS_AND_MONTHS if day[0] == lower[0] and is_slip(lower, day)), word)


def without_manners(text: str) -> str:
    """Without "I'd be grateful for", "could you please show me", "thank you", and "the words" before a quotation."""
    return _THANKS.sub("", _THE_WORDS.sub("", _MANNERS.sub("", text))).strip()


def bare(words: Sequence[str]) -> str:
    """A name of several words, without the punctuation around it."""
    return " ".join(words).strip(".,;:!?()'")


def free_words(text: str) -> Iterator[str]:
    """What is looked for: the words, in small letters, without those that ask."""
    for word in re.findall(r"[\w'’-]+", text.casefold()):
        stripped = word.strip("'’-")
        if len(stripped) > 1 and not is_idle(stripped):
            yield stripped


def is_idle(word: str) -> bool:
    """Whether it only asks, a long one with a slip of the thumb too: `everthing`."""
    return word in IDLE or (len(word) >= _LONG and any(is_slip(word, idle) for idle in _LONG_IDLE))


def is_slip(word: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many or in its neighbour's place."""
    return OSA.distance(word, meant, score_cutoff=1) == 1
