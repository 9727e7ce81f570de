"""What a reply puts right in a note's text: `a -> b`, `X should be Y`, `it's Y, not X`, `*Y`, a sentence sent back."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from fieldwork.codebook import Codebook
from fieldwork.doubt import sentence_spans
from fieldwork.participants import Person, people
from fieldwork.phrase import apply_phrase, find_phrase
from fieldwork.wish import PhraseNotFound, ReplacePhrase, ReplaceText
from fieldwork.words import Word, words_of

_ARROW = re.compile(r"\s*(?:-{1,2}>|={1,2}>|→|⇒|➔|➜)\s*")
_SHOULD_BE = re.compile(
    r"(?P<old>.+?),?\s+(?:should|must|ought to|is meant to|was meant to)\s+(?:be|read|say)\s*:?\s+(?P<new>.+)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(  # between two corrections
    r"(?:[.;,]\s+|\s+and\s+)(?=[^.;,]{1,60}?(?:\s(?:should|must|ought to|is meant to)\s+(?:be|read|say)\s|->|=>|→))"
)
_NOT = re.compile(
    r"(?:(?:it'?s|(?:it|this|that) is|it was|it should be|i said|i meant|that'?s|should be)\s+)?(?P<new>.+?),?"
    r"\s+not\s+(?P<old>.+)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?:(?:please|pls) )?(?:change|replace|correct|swap)\s+(?P<old>.+?)\s+(?:to|with|for|by|into)\s+(?P<new>.+?)\.?",
    re.IGNORECASE,
)
_STAR = re.compile(r"(?:\*+\s*|typo[,:]?\s+)(?P<before>[^*\n]+?)|(?P<behind>[^*\n]+?)\s*\*+", re.IGNORECASE)
_SAYS_CODE = re.compile(
    r"(?:(?:no|sorry|actually),? )*"
    r"(?:(?:it |that )?(?:should|was meant to|must) (?:be|say|read)|i meant|it was|it's|make it) (?P<code>[\w ]{2,20})",
    re.IGNORECASE,
)
COPIED_MOST = 256  # characters that a button copies (Bot API, CopyTextButton): longer sentences come in pieces
_SHORT_WORDS = 8
_ALIKE_LETTERS = 5  # a shorter phrase is like too many others
_PHRASE_WORDS = 12  # a longer left side is no phrase but a text with an arrow in it
_CORRECTION_MOST = 200  # characters
_ALIKE = 85  # of 100, for a phrase that is quoted with a slip
_SAME_SENTENCE = 75  # of 100: most of its letters are still there
_QUOTES = "\"'“”\u2018\u2019«»"


def several_arrows(text: str, note_text: str) -> ReplaceText | PhraseNotFound | None:
    """`shed -> men's shed, gas -> electric`."""
    parts = [part for part in re.split(r"\n+", text) if part.strip()] if "\n" in text else _SEVERAL.split(text)
    if len(parts) < 2 or not all(len(_ARROW.split(part)) == 2 for part in parts):
        return None
    return _corrections(parts, note_text)


def arrow(text: str, note_text: str) -> ReplacePhrase | PhraseNotFound | None:
    """`shed -> men's shed`."""
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) != 2 or "\n" in text or not 1 <= len(parts[0].split()) <= _PHRASE_WORDS:
        return None
    return put_right(parts[0], parts[1], note_text)


def _corrections(parts: Sequence[str], note_text: str) -> ReplaceText | PhraseNotFound | None:
    """`kettle should say radio. gas should be electric`: each in turn; None where one is no correction."""
    text = note_text
    for part in parts:
        found = arrow(part, text) or (correction(part, text) if _SHOULD_BE.fullmatch(part) else None)
        if isinstance(found, PhraseNotFound):
            return found
        if not isinstance(found, ReplacePhrase):
            return None
        text, _ = apply_phrase(text, found.old, found.new)
    return ReplaceText(text=text)


def correction(text: str, note_text: str) -> ReplacePhrase | ReplaceText | PhraseNotFound | None:
    """`X should be Y`, `it's Y, not X`: only short ones, and the second only when the note has X."""
    if "\n" in text or len(text) > _CORRECTION_MOST:
        return None
    if (several := _SEVERAL.split(text)) and len(several) > 1:
        return _corrections(several, note_text)
    if (change := _CHANGE.fullmatch(text)) and (exact := find_phrase(_unquoted(change["old"]), note_text)):
        return ReplacePhrase(old=exact, new=_unquoted(change["new"]))
    if found := _SHOULD_BE.fullmatch(text):
        new = found["new"].rstrip(".")
        if len(found["old"].split()) <= _SHORT_WORDS // 2:
            return put_right(found["old"], new, note_text)
        exact = find_phrase(found["old"], note_text)  # a longer left side may be a sentence of a new text
        return ReplacePhrase(old=exact, new=_unquoted(new)) if exact else None
    negated = _NOT.fullmatch(text) if len(text.split()) <= _SHORT_WORDS else None
    wrong = find_phrase(negated["old"].rstrip("."), note_text) if negated else ""
    return _grown(wrong, _unquoted(negated["new"]), note_text) if negated and wrong else None


def _grown(old: str, new: str, note_text: str) -> ReplacePhrase:
    """`three months behind, not two`: what of it follows in the note already is not said twice."""
    behind = note_text[note_text.find(old) + len(old) :]
    for words in range(len(new.split()) - 1, 0, -1):
        tail = " " + " ".join(new.split()[-words:])
        if behind.casefold().startswith(tail.casefold()):
            return ReplacePhrase(old=old + behind[: len(tail)], new=new)
    return ReplacePhrase(old=old, new=new)


def put_right(old: str, new: str, note_text: str) -> ReplacePhrase | PhraseNotFound:
    """One phrase for another, as the note has it or nearly so."""
    wanted = _unquoted(old)
    exact = find_phrase(wanted, note_text) or _find_alike(wanted, note_text)
    return ReplacePhrase(old=exact, new=_unquoted(new)) if exact else PhraseNotFound(old=wanted)


def sentence(text: str, note_text: str) -> ReplacePhrase | None:
    """One sentence of several, copied from the card and sent back as it should be."""
    pieces = [note_text[start:end] for start, end in sentence_spans(note_text, COPIED_MOST)]
    if len(pieces) < 2:
        return None
    best = process.extractOne(text, pieces, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_SAME_SENTENCE)
    return ReplacePhrase(old=best[0], new=text) if best else None


def code_meant(text: str, codebook: Codebook, note_text: str) -> ReplacePhrase | None:
    """`should say LW7`: in place of the one such code that the note has."""
    found = _SAYS_CODE.fullmatch(text)
    meant = people(words_of(found["code"]), codebook) if found else ()
    words = words_of(note_text)
    if len(meant) != 1:
        return None
    new = meant[0].code
    alike = [one for one in people(words, codebook) if one.code.rstrip("0123456789") == new.rstrip("0123456789")]
    if not alike or len({one.code for one in alike}) != 1 or alike[0].code == new:
        return None
    return ReplacePhrase(old=_said(note_text, words, alike[0]), new=new)


def _said(text: str, words: Sequence[Word], person: Person) -> str:
    return text[words[person.first].start : words[person.after - 1].end].removesuffix("'s")


def starred(text: str, note_text: str) -> ReplacePhrase | None:
    """`*three months`, `typo, three months`: put in place of the stretch that is most like it, where that is plain."""
    found = _STAR.fullmatch(text)
    new = (found["before"] or found["behind"]).strip() if found else ""
    if not 1 <= len(new.split()) <= _SHORT_WORDS:
        return None
    words, wanted = words_of(note_text), [word.lower for word in words_of(new)]
    stretches = [words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1)]
    alike = [sum(map(str.__eq__, wanted, (word.lower for word in each))) for each in stretches]
    best = [each for each, count in zip(stretches, alike, strict=True) if count == max(alike)]
    if len(wanted) > 1 and len(best) == 1 and 0 < max(alike) < len(wanted):
        return ReplacePhrase(old=note_text[best[0][0].start : best[0][-1].end], new=new)
    near = _find_alike(new, note_text)
    return ReplacePhrase(old=near, new=new) if near and near.casefold() != new.casefold() else None


def _unquoted(phrase: str) -> str:
    """Without the quotation marks around it; those within stay."""
    bare = phrase.strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] in _QUOTES and bare[-1] in _QUOTES else bare


def _find_alike(phrase: str, text: str) -> str:
    """The stretch of as many words that is most like the phrase, when it is like enough."""
    words, length = words_of(text), len(words_of(phrase))
    if not 0 < length <= _PHRASE_WORDS or len(phrase) < _ALIKE_LETTERS:
        return ""
    stretches = {
        text[words[at].start : words[at + size - 1].end]
        for size in {max(1, length - 1), length, length + 1}
        for at in range(len(words) - size + 1)
    }
    best = process.extractOne(phrase, sorted(stretches), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE)
    return best[0] if best else ""
