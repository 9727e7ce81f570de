"""Does a note tell what was seen, or only how it is arranged? Signs of the text, weighed by what people labelled."""

import re
from collections.abc import Collection
from math import exp, sqrt

from fieldwork.phrases import any_of_small, straight
from fieldwork.quotable import QUOTED

SIGNS = (
    "he, she or they",
    "somebody says, thinks or feels",
    "a patient",
    "participants",
    "share that is quoted",
    "words of logistics",
    "words of a place",
    "days and dates",
    "the team is asked or told",
    "the author's mind",
)
WEIGHTS = (
    -0.28,  # he, she or they
    -0.60,  # somebody says, thinks or feels
    -1.45,  # a patient
    -0.97,  # participants
    -0.22,  # share that is quoted
    1.31,  # words of logistics
    0.99,  # words of a place
    0.84,  # days and dates
    -0.01,  # the team is asked or told
    -0.88,  # the author's mind
)
BIAS = -2.21

_OTHERS = any_of_small("he|she|they|him|her|his|hers|them|their|theirs")
_SAYS = any_of_small(
    "sa(?:id|ys?|ying)|t(?:old|ells?)|ask(?:ed|s)?|goes|repl(?:ied|ies)|answer(?:ed|s)|thinks?|thought",
    "fe(?:lt|els?)|wants?",
    "wanted|laugh(?:ed|s)|cri(?:ed|es)|look(?:ed|s)|kn[eo]ws?|reckon(?:s|ed)|whisper(?:ed|s)|smil(?:ed|es)",
    "nodd?(?:ed|s)",
)
_LOGISTICS = any_of_small(
    # what is carried, and what it is recorded on
    "recorders?|dictaphone|mic(?:rophone)?|batter(?:y|ies)|chargers?|memory|(?:sd )?cards?|recording|clicking|light's",
    "playback|laptop|scanner|printer|print(?:ed|ing|er|outs?|s)?|notebooks?|usb|stick|encrypted|machine|phone",
    "new phone",
    "test(?:ing)?|kettle|milk|wifi",
    # papers
    "consent|(?:information|consent) sheets?|sheets|forms|protocol|ethics|amendment|stationery|posters?|copies",
    "receipts?",
    # getting there and in
    "car ?parks?|parking|permits?|fobs?|buzz(?:er|ed)?|lanyards?|badges?|door codes?|passcodes?|passwords?",
    "log ?ins?|keys?",
    "entrance|access|sign in|lfts?|ppe|masks?|train|(?:rail|bus) replacement|hire car|petrol|mileage|expenses|claims?",
    "tarmac|lift from",
    # when
    "rota|diary|calendar|annual leave|on leave|day off|i'm off|dentist|cover(?:s|ing)?|visits?|observation days?",
    "book(?:ed)?",
    "moved|swapped|cancelled|postponed|rescheduled|rearranged|supervisors?|steering|meeting|call|host",
    # where it goes
    "transcripts?|transcriber|transcription|upload(?:ed|ing)?|shared drive|file ?names?|(?:site )?files?|folders?",
    "(?:site )?plan|invoice|time ?sheets?|data manager|to do|for the file|anonymise|drop|post(?:ed)?|collect(?:ed)?",
)
_PLACE = any_of_small(
    "layout|sketch|floor ?plan|ground plan|drawing|map|not to scale|doors?|corridors?|stairs|upstairs|downstairs",
    "left|right",
    "l|r|toilets?|lavatories|seats?|seating|seated|chairs|rows?|fire exit|exit|entrance|ground floor|first floor",
    "hatch(?:es)?",
    r"counter|desk|screen|lift|rooms? \d+|opposite|behind|windows?|reception|taped|notice ?board|poster count|north",
    r"roof",
)
_DAYS = any_of_small(
    r"(?:mon|tues?|wed(?:nes)?|weds|thurs?|fri)(?:days?)?|tomorrow|next week|fortnight|\d{1,2}(?:st|nd|rd|th)",
    r"\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|until|till|from now on|before \d+|by the",
)
_TEAM = any_of_small(
    "anyone|anybody|somebody|someone|whoever(?:'s)?|the team|the office|everyone|everybody|can you|could you",
    "please|pls",
    "whose turn|reminder|for all",
)
_MIND = any_of_small(
    "i(?:'ve| have) (?:noticed|been thinking|wondered|realised)",
    "i (?:felt|feel|wonder|noticed|realised|keep|kept|think|thought)",
    "myself|my own|reflecting|ashamed|guilty|i(?:'d| had) (?:no|never)|what struck me|same word|compared|neither",
)
_DESCRIBES = any_of_small(  # said of the note
    "(?:the )?lie of the land",
    "what (?:the|this) (?:place|building|room|surgery|practice|waiting room) (?:itself )?looks like",
    "(?:pure|just a|only a|a quick|quick|plain) (?:physical )?(?:description|sketch|picture)",
    "(?:describ(?:e|ing)|sketch(?:ing)?) (?:of )?the (?:place|building|room|layout|surgery|waiting room)",
)
_FIFTY_WORDS = 50
NO_THEME = 0.4  # from this chance on, nothing is suggested
SAID_TO_BE_SO = 0.06  # and from this one, where the author says that it is about the method or only describes a place
_SURELY = 0.8  # and from this one, a note is called administrative
_LOGISTICS_SIGN, _PLACE_SIGN = SIGNS.index("words of logistics"), SIGNS.index("words of a place")


def is_about_no_theme(text: str, participants: Collection[str], *, on_method: bool = False) -> bool:
    """Whether a note arranges or sketches rather than tells what was seen; `participants` are its codes.

    `on_method`: the author says that it is about how the study is done, which seldom shows a theme of the codebook.
    """
    said = on_method or _DESCRIBES.search(straight(text).lower())
    return chance_of_no_theme(signs(text, participants)) >= (SAID_TO_BE_SO if said else NO_THEME)


def is_logistics(text: str, participants: Collection[str], *, nothing_seen: bool = False) -> bool:
    """Whether a note arranges; a sketch of a place is an observation. `nothing_seen`: the author says so."""
    found = signs(text, participants)
    arranges = found[_LOGISTICS_SIGN] >= found[_PLACE_SIGN]
    return arranges and chance_of_no_theme(found) >= (NO_THEME if nothing_seen else _SURELY)


def chance_of_no_theme(found: Collection[float]) -> float:
    """How likely it is that a note with these signs is about no theme, 0 to 1.

    A logistic regression with an L2 penalty, fitted on labelled notes of several researchers and on their pieces of two
    sentences; `jottings bench themes` fits it anew and measures it on notes left out.
    """
    return 1 / (1 + exp(-sum(map(float.__mul__, WEIGHTS, found)) - BIAS))


def signs(text: str, participants: Collection[str]) -> tuple[float, ...]:
    """The signs of a note in the order of `SIGNS`; `participants` are its codes."""
    plain = straight(text).lower()
    words = max(1, len(plain.split()))
    thick = sqrt(max(1.0, words / _FIFTY_WORDS))  # a longer note holds more different words of any kind
    told = QUOTED.sub(" ", plain)
    return (
        100 * len(_OTHERS.findall(plain)) / words,
        float(min(6, len(_SAYS.findall(plain)))),
        float(any(code[0] == "P" and code[1:].isdigit() for code in participants)),
        float(min(3, len(participants))),
        10 * (len(plain) - len(told)) / len(plain or " "),
        min(8, _kinds(_LOGISTICS, told)) / thick,
        min(8, _kinds(_PLACE, told)) / thick,
        float(min(5, len(_DAYS.findall(told)))),
        float(min(3, len(_TEAM.findall(told)))),
        float(min(3, len(_MIND.findall(told)))),
    )


def _kinds(sought: re.Pattern[str], text: str) -> int:
    """How many different words of that kind the text has."""
    return len({found[0] for found in sought.finditer(text)})
