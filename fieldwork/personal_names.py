"""Where is somebody named? By a title, by how they are brought in ("her son Tom"), by a first name."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from fieldwork.codebook import Codebook
from fieldwork.first_names import ALSO_WORDS, FIRST_NAMES
from fieldwork.phrases import word_set
from fieldwork.words import Word, ends_part, lower_at, words_of

_TITLES = word_set("mr mrs ms miss mx dr prof professor rev reverend sir dame lady auntie aunty uncle cllr canon")
_SHORT_TITLES = word_set("mr mrs ms dr prof rev")  # with a full stop, and known in small letters
_RELATED = word_set(
    "son daughter husband wife partner mum mam mother dad father brother sister friend neighbour neighbor niece "
    "nephew cousin aunt uncle gran nan grandad grandson granddaughter grandma eldest youngest oldest boyfriend "
    "girlfriend ex carer caseworker colleague boss man woman lady gentleman chap bloke lad lass girl boy widow "
    "widower volunteer someone somebody keyworker landlord landlady solicitor stepson stepdaughter stepdad flatmate "
    "baby toddler twin"
)
_INTRODUCED = word_set("called named")
_NAME_GIVEN = re.compile(
    r"\b(?:(?:name(?:'s| is| was)?|surname(?: is| was)?|signed|signature)\s*:?\s*|name:\s*)$", re.IGNORECASE
)
_DOES = word_set(
    "said says told asked asks rang rings phoned phones replied laughed cried smiled nodded wants wanted thinks "
    "thought lives lived reckons explained mentioned goes texted emailed whispered answered shouted sighed shrugged "
    "apologised"
)
_NOBODY = word_set(
    "i i'm i'd i've i'll monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur "
    "thurs fri sat sun january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec christmas xmas easter ramadan eid diwali hanukkah boxing new year "
    "english welsh scottish irish british polish romanian urdu punjabi arabic bengali somali ukrainian portuguese "
    "spanish french german italian turkish kurdish farsi tamil gujarati chinese cantonese mandarin hindi asian "
    "african european american indian pakistani zoom teams whatsapp facebook google excel outlook skype facetime "
    "youtube netflix tesco asda lidl aldi amazon covid the a an and but or so if when then she he they we you it this "
    "that these those there here her his my our their your who what why how where yes no not nobody somebody someone "
    "everyone everybody please thanks mr mrs ms miss dr link worker patient nurse doctor receptionist practice "
    "surgery manager navigator god lord jesus england scotland wales ireland britain london europe still then now "
    "also just only one two three first second next after before at in on of for to from with by as is was has had "
    "because while maybe perhaps okay ok right well oh um"
)
_OF_A_PLACE = word_set(
    "road street lane avenue close drive crescent terrace way court house hall centre center park square gardens "
    "grove hill hospital hospice school college church chapel ward wing room suite building lodge library club group "
    "trust foundation charity project café cafe arms inn clinic surgery practice station bridge green common market "
    "hotel university council estate place rise mews village town city day cross bank theatre museum uk line lounge "
    "bakery service services team bay beach island fields"
)
_IN_A_PLACE = word_set("in to from near at around")
_INSTITUTIONS = word_set(  # offices, benefits and charities are written with two capitals too
    "citizens advice universal credit benefit benefits allowance attendance personal independence payment pension "
    "tax council age concern aid action mind shelter samaritans relate crisis warm home homes discount legion "
    "salvation army red blue white black green cross food bank community men's women's shed sheds kids kitchen "
    "sure start job jobcentre plus social health care mental primary national housing support money energy adult "
    "bus sea radio bonfire night world war great big issue little good old new north south east west upper lower "
    "site theme themes week day"
)
_FIRST_AND_LAST = 2  # words
_SAINTS = word_set("st saint")
_JOINS = frozenset({" ", "\u00a0"})
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_LONGEST = 3  # words of one name


def personal_names(text: str, codebook: Codebook) -> Iterator[tuple[int, int]]:
    """Where somebody is named, as (start, end); titles belong to the name, possessives don't."""
    words, at = words_of(text), 0
    known = _study_words(codebook)
    while at < len(words):
        after = _titled(words, at) or (0 if _is_no_name(words, at, known) else _named(text, words, at, known))
        if after:
            yield words[at].start, words[after - 1].end - _possessive(words[after - 1])
        at = max(after, at + 1)


def _possessive(word: Word) -> int:
    return 2 if word.lower.endswith("'s") else 0


def _titled(words: Sequence[Word], at: int) -> int:
    """Behind `Mrs Ollerby-Fenn`, `Dr. A. Khan`, `mr smith`; 0 when no title and name stand at `at`."""
    title = words[at].lower
    if title not in _TITLES or at + 1 >= len(words):
        return 0
    follows, short = words[at + 1], title in _SHORT_TITLES
    if follows.gap not in ({" ", ". ", "."} if short else {" "}) or not (short or words[at].capital):
        return 0
    small = short and len(follows.text) > 2 and follows.text.isalpha() and follows.lower not in _NOBODY | _DOES
    shaped = (_name_shaped(follows) and follows.lower not in _NOBODY | _OF_A_PLACE) or _initial(words, at + 1)
    if not (shaped or small):
        return 0
    return _whole(words, at + 1) if follows.capital else at + 2


def _initial(words: Sequence[Word], at: int) -> bool:
    return len(words[at].text) == 1 and words[at].capital and at + 1 < len(words) and _name_shaped(words[at + 1])


def _named(text: str, words: Sequence[Word], at: int, known: frozenset[str]) -> int:
    """Behind the name that begins at `at`; 0 when none does."""
    after = _whole(words, at, known)
    if _is_place(words, at, after):
        return 0
    known_by = _brought_in(text, words, at) or _first_name(words, at, after) or _set_off(words, at, after)
    acts = _acts(words, at, after) and not _is_institution(words, at, after)
    return after if known_by or acts else 0


def _set_off(words: Sequence[Word], at: int, after: int) -> bool:
    """`P65, Janine Strickle, oh`, `the daughter (Corinne Aldous)`: two capitals set apart, or a double name."""
    apart = bool(words[at].gap.strip()) and not words[at].opens_sentence and ends_part(words, after)
    parts = after - at - sum(bool(_HYPHEN.fullmatch(word.gap)) for word in words[at + 1 : after])
    double = parts == _FIRST_AND_LAST < after - at  # "Bernie Castlereagh-Watt" is nothing else
    set_apart = apart and parts == _FIRST_AND_LAST and lower_at(words, after) != "and"
    return (double or set_apart) and not _is_institution(words, at, after)


def _is_institution(words: Sequence[Word], at: int, after: int) -> bool:
    """`Citizens Advice`, `Universal Credit`."""
    return any(word.lower in _INSTITUTIONS for word in words[at:after])


def _brought_in(text: str, words: Sequence[Word], at: int) -> bool:
    """`her son Tom`, `his eldest, Tamsin`, `a man called Zed`, `signed Derek`."""
    before = lower_at(words, at - 1)
    if before in _RELATED and words[at].gap in {" ", ", "}:
        return words[at].gap == " " or at + 1 >= len(words) or words[at + 1].opens
    if before in _INTRODUCED and words[at].gap in {" ", ' "', " “"}:
        return bool({lower_at(words, at - n) for n in (2, 3)} & _RELATED)
    return bool(_NAME_GIVEN.search(text[max(0, words[at].start - 30) : words[at].start]))


def _first_name(words: Sequence[Word], at: int, after: int) -> bool:
    name = words[at].bare
    if name in ALSO_WORDS:
        elsewhere = lower_at(words, at - 1) in _IN_A_PLACE
        return after > at + 1 or _does_something(words, after) or not (words[at].opens or elsewhere)
    return name in FIRST_NAMES


def _acts(words: Sequence[Word], at: int, after: int) -> bool:
    """An unlisted name, one or two words in mid-sentence, of someone who says or asks: "then Oyelaran rang"."""
    alone = not words[at].opens_sentence and not words[at].text.isupper()
    alone = alone and lower_at(words, at - 1) not in _IN_A_PLACE
    return (
        alone
        and after - at <= 2
        and (_does_something(words, after) or _covers(words, after) or (after > at + 1 and _spoken_of(words, after)))
    )


def _does_something(words: Sequence[Word], after: int) -> bool:
    return after < len(words) and words[after].gap == " " and words[after].lower in _DOES


def _spoken_of(words: Sequence[Word], after: int) -> bool:
    """`Morven Tulliecraig, she's on extension 4`."""
    return (
        after < len(words) and words[after].gap == ", " and words[after].lower in {"she", "she's", "he", "he's", "who"}
    )


def _covers(words: Sequence[Word], after: int) -> bool:
    """`Hollis is covering`: what only a person is or will."""
    return lower_at(words, after) in {"is", "will", "was"} and lower_at(words, after + 1) in {
        "covering", "off", "ringing", "calling", "call", "ring", "poorly", "retiring", "leaving", "coming",
    }  # fmt: skip


def _whole(words: Sequence[Word], at: int, known: frozenset[str] = frozenset()) -> int:
    """Behind the last word of the name: surnames with capitals, initials and hyphens belong to it."""
    after = at + 1
    while after < len(words) and after - at < _LONGEST and _goes_on(words, after, known):
        after += 1
    while after < len(words) and _HYPHEN.fullmatch(words[after].gap) and words[after].capital:
        after += 1
    return after


def _goes_on(words: Sequence[Word], at: int, known: frozenset[str]) -> bool:
    word = words[at]
    if _possessive(words[at - 1]) or word.lower in _NOBODY or word.bare in known:
        return False
    initial = len(word.text) == 1 and word.capital and word.text != "I"
    hyphened = bool(_HYPHEN.fullmatch(word.gap)) and word.capital
    behind_initial = word.gap == ". " and len(words[at - 1].text) == 1
    return hyphened or ((word.gap in _JOINS or behind_initial) and (_name_shaped(word) or initial))


def _name_shaped(word: Word) -> bool:
    letters = word.text.replace("'", "").replace("\u2019", "")
    return word.capital and len(word.text) > 1 and letters.isalpha() and not word.text.isupper()


def _is_no_name(words: Sequence[Word], at: int, known: frozenset[str]) -> bool:
    word = words[at]
    return not _name_shaped(word) or word.lower in _NOBODY - ALSO_WORDS or word.bare in known or _month(words, at)


def _month(words: Sequence[Word], at: int) -> bool:
    """May, June and April are people only when they do something."""
    return words[at].bare in {"april", "may", "june", "jan"} and not _does_something(words, at + 1)


def _is_place(words: Sequence[Word], at: int, after: int) -> bool:
    """`Victoria Road`, `Dorothy House`, `St Mary's`, `the Marjorie Trust`."""
    last = words[after - 1].lower
    follows = lower_at(words, after) if after < len(words) and not words[after].opens else ""
    return last in _OF_A_PLACE or follows in _OF_A_PLACE or lower_at(words, at - 1) in _SAINTS


@lru_cache(maxsize=8)
def _study_words(codebook: Codebook) -> frozenset[str]:
    """The words of sites, which are nobody's name here."""
    return frozenset(word.bare for site in codebook.sites for name in site.names for word in words_of(name))
