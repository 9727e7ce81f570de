"""Which sentence of a note is worth quoting? Always one of its own, word for word."""

import re
from collections.abc import Collection, Iterator

from fieldwork.note import Note, NoteType

_QUOTED = re.compile(r'"[^"\n]{1,600}"|“[^”\n]{1,600}”')
# Possessive and looking behind, so that sixty thousand dots take no longer than sixty thousand words.
_END = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"”\u2019')\]]*+)\s++(?=(?P<next>\S))|(?<![^\S\n])[^\S\n]*+\n\s*+"
)
_TITLES = frozenset(  # more always follows
    ("mr", "mrs", "ms", "dr", "prof", "rev", "st", "eg", "ie", "e.g", "i.e", "cf", "vs", "approx", "fig")
)
_SHORTENED = frozenset(  # ends a sentence only before a capital
    (
        "appt",
        "appts",
        "min",
        "mins",
        "hr",
        "hrs",
        "sec",
        "secs",
        "etc",
        "no",
        "tel",
        "dept",
        "ref",
        "ext",
        "est",
        "incl",
    )
)
_LAST_WORD = re.compile(r"[^\s\"“(\[]*$")
_SPEAKER = re.compile(
    r"(?:the |my |our )?(?:[\w.'\u2019]+ ){1,2}(?:said|says|asked|asks|told|goes|went|replied|answered|whispered)\b",
    re.IGNORECASE,
)

_WORD = re.compile(r"[\w'\u2019]+")
_SPEECH = re.compile(
    r"\b(?:said|says|saying|told|asked|asks|replied|answered|whispered|calls it|called it|put it)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:[A-Z]{1,3}\d{1,3}|he|she|they|her|his|him|them|their|man|woman|patient|link worker)\b")
_DOES = re.compile(
    r"\b(?:put|took|gave|came|went|stood|sat|walked|opened|closed|held|wrote|laughed|cried|waited|asked|turned|left|rang"
    r"|brought|showed|looked|picked|pulled|pushed|moved|stopped|started|began|never|nobody|only|instead|until)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|though|although|then|because|not|n't|without|rather than|even)\b|n['\u2019]t\b", re.IGNORECASE
)
_BOOKKEEPING = re.compile(
    r"#\w|\bnote to self\b|\bfollow[- ]?up\b|\bi(?:'d| would) (?:put|code|tag|file)\b|\b(?:theme|site|code)s?\b\s*[:,]"
    r"|\b(?:transcript|recorder|consent form|logistics|remind|so this is)\b",
    re.IGNORECASE,
)
_HESITATION = re.compile(r"\b(?:um|er|erm|uh|you know|sort of)\b", re.IGNORECASE)
LONGEST_WORD = 40  # characters before a full stop that are looked at
_SHORTEST, _LONGEST = 8, 40  # words; outside it says too little, or fills the screen


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each exactly as it stands there; what somebody said is kept in one piece."""
    return tuple(piece for piece in _pieces(text) if _WORD.search(piece))


def pick_sentence(text: str, terms: Collection[str]) -> str:
    """The sentence with most of the terms; with none of them, the one worth quoting; "" when there are no words."""
    wanted = [re.compile(rf"(?<!\w){re.escape(term)}", re.IGNORECASE) for term in terms if term.strip()]
    return max(
        sentences(text),
        key=lambda sentence: (sum(bool(term.search(sentence)) for term in wanted), quotability(sentence)),
        default="",
    )


def worth_quoting(note: Note) -> str:
    """The sentence that shows most of what was seen or heard; "" for an administrative or wordless note."""
    return "" if note.note_type is NoteType.ADMIN else pick_sentence(note.text, ())


def quotability(sentence: str) -> float:
    """How much a sentence shows: someone's words above all, then people doing things, at a length that reads well."""
    words = len(_WORD.findall(sentence))
    speech = 2.0 * bool(_spoken(sentence)) + 1.0 * bool(_SPEECH.search(sentence))
    shown = 0.5 * bool(_PERSON.search(sentence)) + 0.4 * min(3, len(_DOES.findall(sentence)))
    turn = 0.4 * min(2, len(_CONTRAST.findall(sentence)))
    detail = 0.03 * min(words, 30)
    spoilt = 2.0 * bool(_BOOKKEEPING.search(sentence)) + 0.2 * len(_HESITATION.findall(sentence))
    return speech + shown + turn + detail - spoilt - _unfit(words)


def _spoken(sentence: str) -> bool:
    """Whether it quotes more than a word or two, which would be a label rather than speech."""
    return any(len(_WORD.findall(quoted[0])) >= 3 for quoted in _QUOTED.finditer(sentence))


def _unfit(words: int) -> float:
    if words < _SHORTEST:
        return 2.5
    return 0.1 * max(0, words - _LONGEST)


def _pieces(text: str) -> Iterator[str]:
    quoted = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
    start = 0
    for end in _END.finditer(text):
        if "\n" in end[0] or (
            not _within(end.start(), quoted)
            and _ends(text[max(start, end.start() - LONGEST_WORD) : end.start()], end, text)
        ):
            yield text[start : end.end()].strip()
            start = end.end()
    yield text[start:].strip()


def _within(place: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether a stop is in the middle of somebody's words; their last stop may end the sentence around them."""
    return any(first < place and not last - 3 <= place for first, last in quoted if place < last)


def _ends(before: str, end: re.Match[str], text: str) -> bool:
    upper = not end["next"].islower()
    if '"' in end["close"] or "”" in end["close"]:
        return upper and not (end["stop"] != "." and _SPEAKER.match(text, end.end()))
    if end["stop"] != ".":
        return upper
    return _is_last(_LAST_WORD.search(before), next_=end["next"])


def _is_last(found: re.Match[str] | None, *, next_: str) -> bool:
    """Whether the full stop after that word ends the sentence rather than the word."""
    word = found[0] if found else ""
    if word.lower() in _TITLES or (len(word) == 1 and word.isalpha() and word != "I"):
        return False  # "P." is a person
    if word.lower() == "no" and next_.isdigit():
        return False
    return not next_.islower() or (len(word) > 2 and word.lower() not in _SHORTENED)
