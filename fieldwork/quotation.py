"""Which sentence of a note is worth quoting? Always one of its own, word for word."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence

from fieldwork.quotable import QUOTED, WORD, is_bookkeeping, worth, worths

# Possessive and looking behind, so that sixty thousand dots take no longer than sixty thousand words.
_END = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"”\u2019')\]]*+)\s++(?=(?P<next>\S))|(?<![^\S\n])[^\S\n]*+\n\s*+"
    # An engine forgets full stops, not capitals: "full of letters And we heard".
    r"|(?<=[a-z])[ ](?=(?:She|He|They|We|And|But|Then|So|There|When|It)[ ])"
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
_BULLET = re.compile(r"(?:[-\u2013\u2014\u2022*\u00b7>]++[^\S\n]++)++(?=\S)")  # of a list: not the author's words
Ranker = Callable[[str], tuple[int, ...]]  # a text in; its sentences by number, the most telling first, or () out
AN_END = 2  # sentences
_TAGS = re.compile(r"(?:[#\uff03][\w:-]+[\s,;.]*+)++")
LONGEST_WORD = 40  # characters before a full stop that are looked at


def by_signs(_text: str) -> tuple[int, ...]:
    """The ranker of whoever has no model: the signs of the sentences say it whenever it is wanted."""
    return ()


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each exactly as it stands there; what somebody said is kept in one piece.

    A line of hashtags is none, unless there is nothing else.
    """
    pieces = [piece for piece in _pieces(text) if WORD.search(piece)]
    return tuple(piece for piece in pieces if not _TAGS.fullmatch(piece)) or tuple(pieces)


def first_and_last(pieces: Sequence[str]) -> tuple[str, ...]:
    """The sentences in which people say what the whole is: the first two and the last two."""
    return (*pieces[:AN_END], *pieces[max(AN_END, len(pieces) - AN_END) :])


def pick_sentence(text: str, terms: Collection[str], telling: Sequence[int] = ()) -> str:
    """The sentence with most of the terms; with none of them, the one worth quoting; "" when there are no words."""
    return max(ranked_sentences(text, telling), key=_holding(terms), default="")


def pick_about(text: str, names: Collection[str], telling: Sequence[int] = ()) -> str:
    """The same for the names of a theme: a sentence that only puts the note under it shows nothing of it."""
    holding, ranked = _holding(names), ranked_sentences(text, telling)
    return max(ranked, key=lambda piece: 0 if is_bookkeeping(piece) else holding(piece), default="")


def _holding(terms: Collection[str]) -> Callable[[str], int]:
    """How many of the terms a sentence holds."""
    wanted = [re.compile(rf"(?<!\w){re.escape(term)}", re.IGNORECASE) for term in terms if term.strip()]
    return lambda sentence: sum(bool(term.search(sentence)) for term in wanted)


def ranked_sentences(text: str, telling: Sequence[int] = ()) -> tuple[str, ...]:
    """All sentences of a text, the one most worth quoting first; equals in the order of the text.

    `telling` is what a `Ranker` said of the text; what it said of another one is passed over.
    """
    return tuple(sentence for sentence, _ in ranked_with_worth(text, telling))


def ranked_with_worth(text: str, telling: Sequence[int] = ()) -> tuple[tuple[str, float], ...]:
    """The same, each with how much its signs say that it shows beside the text's other sentences."""
    pieces = sentences(text)
    signs = worths(pieces)
    if sorted(telling) != list(range(len(pieces))):
        telling = sorted(range(len(pieces)), key=lambda at: -signs[at])
    return tuple((pieces[at], signs[at]) for at in telling)


def quotability(sentence: str) -> float:
    """How much a sentence shows that stands alone: someone's words, people doing things, no bookkeeping."""
    return worth(sentence)


def _pieces(text: str) -> Iterator[str]:
    quoted = [(found.start(), found.end()) for found in QUOTED.finditer(text)]
    start = 0
    for end in _END.finditer(text):
        if "\n" in end[0] or (
            not _within(end.start(), quoted)
            and (not end["stop"] or _ends(text[max(start, end.start() - LONGEST_WORD) : end.start()], end, text))
        ):
            yield _unlisted(text[start : end.end()])
            start = end.end()
    yield _unlisted(text[start:])


def _unlisted(piece: str) -> str:
    """A piece without the stroke or dot of a list before it."""
    piece = piece.strip()
    bullet = _BULLET.match(piece)
    return piece[bullet.end() :] if bullet else piece


def _within(place: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether a stop is in the middle of somebody's words; their last stop may end the sentence around them."""
    at = bisect_right(quoted, (place, 0)) - 1  # the last one that begins before it: none overlap
    return at >= 0 and quoted[at][0] < place < quoted[at][1] - 3


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
