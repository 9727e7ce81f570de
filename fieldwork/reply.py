"""What does a reply to one's own card want? Tags, a site, nothing, a phrase put right, or a new text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from fieldwork.codebook import Codebook
from fieldwork.doubt import sentence_spans
from fieldwork.hashtags import hashtags
from fieldwork.header import Named
from fieldwork.header_reading import header_alone
from fieldwork.note import Audience, Code, CodeKind, NoteType, Origin
from fieldwork.participants import people
from fieldwork.phrase import apply_phrase, find_phrase
from fieldwork.phrases import word_set
from fieldwork.spoken_day import Day, day_at
from fieldwork.spoken_time import Said, clock_at
from fieldwork.tags import Tags
from fieldwork.wish import (
    AddCodes,
    Delete,
    DropThemes,
    NoSite,
    NothingToDo,
    PhraseNotFound,
    ReplacePhrase,
    ReplaceText,
    SetSite,
    SetTime,
    Wish,
)
from fieldwork.words import words_of

_POLITE = word_set(
    "thanks thank you thx ta cheers ok okay k yes yep yeah great good perfect lovely brilliant super nice cool "
    "fine done got it right correct sure no worries many so much very that's thats all bot jottings will do noted "
    "received hi hello mate x xx xxx lol haha hehe love lovely np appreciated welcome"
)
_POLITE_MOST = 7  # words
_TAG = re.compile(r"[#\uff03]\w[\w-]*")
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
_SITE_SAID = re.compile(
    r"(?:(?:no|sorry|actually|oh|wrong site),?\s+)*(?:(?:it|this|that|the site|site)(?:'s| is| was)?\s+)?"
    r"(?:(?:at|in|from)\s+)?(?:site:?\s+)?",
    re.IGNORECASE,
)
_BEFORE_A_TIME = frozenset({"at", "on", "about", "around"})
# What people say before a site, a code or a time; taken off where nothing else is left.
_LEADING = re.compile(
    r"(?:(?:(?:no|sorry|actually|oh|oops|please|pls|great|thanks|thank you|ok|okay|could you|can you|also|and|plus"
    r"|add|tag|time|it|this|that|is|was|as|an?|the|make|change|set|to|should|be|at|on|in|observed|seen|happened)\b"
    r"|not \w+,)[\s,:;.!]*)+",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"(?:please )?(?:(?:remove|drop|untag|without|not|no|take off)\s+|[-\u2212]\s?)(?:the )?(?:(?:theme|tag)s? )?"
    r"(?P<name>[^.!?\n]+?)(?: (?:tag|theme)s?)?(?:,? (?:please|pls|plz|thanks))?[.!]?",
    re.IGNORECASE,
)
_PLEASE = "(?:,? (?:please|pls|plz|thanks|ta))?"
_DELETE = re.compile(
    r"(?:(?:can|could|would) you )?(?:(?:please|pls|plz) )?(?:delete|remove|erase|undo|scrap|discard)"
    rf"(?: (?:this|it|that)(?: one)?| (?:the|this|that|my)(?: last)? (?:note|one))?{_PLEASE}",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:p\.? ?s\.?|forgot to (?:say|add|mention)|to add|addendum|one more thing|(?:please )?add)\b\s*[:,-]?\s*"
    r"(?=\S+ \S+ \S)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?:(?:please|pls) )?(?:change|replace|correct|swap)\s+(?P<old>.+?)\s+(?:to|with|for|by|into)\s+(?P<new>.+?)\.?",
    re.IGNORECASE,
)
_SHORT_QUESTION = re.compile(r"(?:what|who|why|how|where|when|huh)\b(?: [\w']+){0,5} ?\?+", re.IGNORECASE)
_NO_SITE = re.compile(r"(?:it has |there is |there was )?no site|without (?:a )?site|none of the sites", re.IGNORECASE)
_READERS = {
    Audience.AUTHOR: re.compile(
        r"(?:(?:please|pls) )?(?:(?:make|keep|mark|set) (?:it|this|that)(?: one)?(?: as)? )?"
        r"(?:(?:it|this|that)(?: one)?(?:'s| is) )?"
        r"(?:only (?:for )?me|just (?:for )?me|(?:strictly )?private|confidential|for my eyes only|not for the team"
        r"|(?:don't|do not|not to) share(?: (?:it|this|that))?(?: with (?:the team|anyone|anybody))?)"
        rf"{_PLEASE}",
        re.IGNORECASE,
    ),
    Audience.TEAM: re.compile(r"(?:not private|(?:for )?the team|(?:the )?team can read(?: it| this)?)", re.IGNORECASE),
}
_FOLLOW_UP = re.compile(
    r"(?:(?:needs?|to|for|please) )?follow[- ]?(?:ing )?up(?: (?:this|needed|please))?", re.IGNORECASE
)
COPIED_MOST = 256  # characters that a button copies (Bot API, CopyTextButton): longer sentences come in pieces
_PHRASE_WORDS = 12  # a longer left side is no phrase but a text with an arrow in it
_SHORT_WORDS = 8
_HEADER_WORDS = 30
_CORRECTION_MOST = 200  # characters
_ALIKE_LETTERS = 5  # a shorter phrase is like too many others
_ALIKE = 85  # of 100, for a phrase that is quoted with a slip
_MISTYPED = 91  # of 100: a letter more or less
_SAME_SENTENCE = 75  # of 100: most of its letters are still there
_QUOTES = "\"'“”\u2018\u2019«»"


def read_reply(text: str, codebook: Codebook, *, note_text: str, quote: str | None = None) -> Wish:
    """What a reply to the card of a note with `note_text` asks for; `quote` is the piece that Telegram quotes."""
    said = text.strip()
    if tags := _hashtags_only(said, codebook):
        return tags
    if phrase := _several_arrows(said, note_text) or _arrow(said, note_text):
        return phrase
    if is_polite(said):
        return NothingToDo()
    if quote and quote.strip():
        return _put_right(quote, said, note_text)
    bare = _LEADING.sub("", said, count=1)
    wish = (
        _order(said)
        or _dropped(said, codebook)
        or _asked(said, note_text)
        or _time(bare)
        or _said_codes(said, codebook)
        or _site(said, codebook)
        or (_bare_codes(bare, codebook) if bare != said else None)
        or _correction(said, note_text)
        or _sentence(said, note_text)
        or _addition(said, note_text)
        or ReplaceText(text=said)
    )
    if isinstance(wish, AddCodes) and wish.note_type is NoteType.REFLEXIVE and wish.audience is None:
        return replace(wish, audience=Audience.AUTHOR)  # as a note that says so begins
    return wish


def _addition(text: str, note_text: str) -> ReplaceText | None:
    """`PS he came back for his hat`: behind what is there."""
    found = _ADDED.match(text) if note_text else None
    return ReplaceText(text=f"{note_text.rstrip()}\n{text[found.end() :].strip()}") if found else None


def _hashtags_only(text: str, codebook: Codebook) -> AddCodes | SetSite | NoSite | None:
    if not hashtags(text) or _TAG.sub("", text).strip(" ,;.&+\n"):
        return None
    tags = Tags.of(text, codebook)
    codes = (*_added(CodeKind.SITE, tags.sites[:1]), *_added(CodeKind.THEME, tags.themes))
    if tags.no_site and not codes:
        return NoSite()
    if tags.sites and len(codes) == 1:
        return SetSite(slug=codes[0].slug)
    unknown = tuple(theme.slug for theme in tags.themes if codebook.theme(theme.slug) is None)
    audience = Audience.AUTHOR if tags.only_me else None
    return AddCodes(codes=codes, unknown=unknown, note_type=tags.note_type, audience=audience, follow_up=tags.follow_up)


def _order(text: str) -> AddCodes | Delete | None:
    """What a tag or a button would do, in words: `only me`, `team can read`, `follow up`."""
    plain = text.strip(" .!").replace("\u2019", "'")
    for audience, said in _READERS.items():
        if said.fullmatch(plain):
            return AddCodes(codes=(), audience=audience)
    if _DELETE.fullmatch(plain):
        return Delete()
    return AddCodes(codes=(), follow_up=True) if _FOLLOW_UP.fullmatch(plain) else None


def _asked(text: str, note_text: str) -> NothingToDo | None:
    """`who can see this?` is no new text of a note; where there are no words yet, it may be them."""
    return NothingToDo() if note_text and _SHORT_QUESTION.fullmatch(text) else None


def _dropped(text: str, codebook: Codebook) -> DropThemes | None:
    """`remove loneliness`, `not #trust`, `-trust`: themes and nothing else."""
    found = _DROP.fullmatch(text)
    names = re.split(r"\s*(?:[,;+&]|\b(?:and|or)\b)\s*", found["name"]) if found else []
    themes = [codebook.find_theme(name.lstrip("#\uff03")) for name in names if name]
    slugs = tuple(theme.slug for theme in themes if theme)
    return DropThemes(slugs=slugs) if slugs and len(slugs) == len(themes) else None


def _bare_codes(text: str, codebook: Codebook) -> AddCodes | SetSite | NoSite | None:
    """The same without what people say before it: `should be Riverside`, `could you also add trust`."""
    return (_hashtags_only(text, codebook) or _said_codes(text, codebook) or _site(text, codebook)) if text else None


def _time(text: str) -> SetTime | None:
    """`9.15`, `it was at half past nine`, `yesterday, 3pm`: a time and nothing else."""
    words = words_of(text)
    clock: Said | None = None
    day: Day | None = None
    at = 0
    while at < len(words):
        if clock is None and (found := clock_at(words, at)):
            clock, length = found
        elif day is None and (on := day_at(words, at)):
            day, length = on
        elif words[at].lower in _BEFORE_A_TIME:
            length = 1
        else:
            return None
        at += length
    return None if clock is None and day is None else SetTime(clock=clock, day=day)


def _said_codes(text: str, codebook: Codebook) -> AddCodes | SetSite | None:
    """A spoken header and nothing else ("theme trust and finance"), or themes by name alone."""
    words = words_of(text)
    header = header_alone(words, codebook, people(words, codebook)) if len(words) <= _HEADER_WORDS else None
    if header is None:
        return _theme_names(text, codebook)
    if header.sites and not header.themes and not header.note_type:
        return SetSite(slug=header.sites[0].slug)
    codes = (*_added(CodeKind.SITE, header.sites[:1]), *_added(CodeKind.THEME, header.themes))
    return AddCodes(codes=codes, note_type=header.note_type)


def _theme_names(text: str, codebook: Codebook) -> AddCodes | None:
    names = [name for name in re.split(r"\s*(?:[,;+&\n]|\band\b)\s*", text.strip(" .!")) if name]
    whole = codebook.find_theme(text)
    found = [whole] if whole else [codebook.find_theme(name) for name in names]
    themes = [Named(theme.slug, theme.label) for theme in found if theme]
    return AddCodes(codes=_added(CodeKind.THEME, themes)) if themes and len(themes) == len(found) else None


def _added(kind: CodeKind, named: Sequence[Named]) -> tuple[Code, ...]:
    """Given on the card, so of the same standing as a tap: rewording the note does not take them off."""
    return tuple(Code(kind=kind, slug=item.slug, origin=Origin.TAPPED, evidence=item.evidence) for item in named)


def is_polite(text: str) -> bool:
    """Thanks, or nothing but emoji and punctuation."""
    words = [word.bare for word in words_of(text)]
    return not hashtags(text) and len(words) <= _POLITE_MOST and all(word in _POLITE for word in words)


def _site(text: str, codebook: Codebook) -> SetSite | NoSite | None:
    """`riverside`, `it was Hill Top`, `no site`."""
    plain = text.strip(" .!").replace("\u2019", "'")
    if _NO_SITE.fullmatch(plain):
        return NoSite()
    told = _SITE_SAID.match(plain)
    rest = plain[told.end() :] if told else plain
    kept, _, left_out = re.sub(r",? not (?:the )?", "\0", rest, count=1).partition("\0")
    if left_out and codebook.find_site(left_out):
        rest = kept  # "Harbour, not Meadow"
    site = codebook.find_site(plain) or codebook.find_site(rest)
    if site is None and len(rest) >= _ALIKE_LETTERS and len(rest.split()) == 1:
        site = codebook.likely_site(rest, _MISTYPED)
    return SetSite(slug=site.slug) if site else None


def _several_arrows(text: str, note_text: str) -> ReplaceText | PhraseNotFound | None:
    """`shed -> men's shed, gas -> electric`."""
    parts = [part for part in re.split(r"\n+", text) if part.strip()] if "\n" in text else _SEVERAL.split(text)
    if len(parts) < 2 or not all(len(_ARROW.split(part)) == 2 for part in parts):
        return None
    return _corrections(parts, note_text)


def _arrow(text: str, note_text: str) -> ReplacePhrase | PhraseNotFound | None:
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) != 2 or "\n" in text or not 1 <= len(parts[0].split()) <= _PHRASE_WORDS:
        return None
    return _put_right(parts[0], parts[1], note_text)


def _corrections(parts: Sequence[str], note_text: str) -> ReplaceText | PhraseNotFound | None:
    """`kettle should say radio. gas should be electric`: each in turn; None where one is no correction."""
    text = note_text
    for part in parts:
        found = _arrow(part, text) or (_correction(part, text) if _SHOULD_BE.fullmatch(part) else None)
        if isinstance(found, PhraseNotFound):
            return found
        if not isinstance(found, ReplacePhrase):
            return None
        text, _ = apply_phrase(text, found.old, found.new)
    return ReplaceText(text=text)


def _correction(text: str, note_text: str) -> ReplacePhrase | ReplaceText | PhraseNotFound | None:
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
            return _put_right(found["old"], new, note_text)
        exact = find_phrase(found["old"], note_text)  # a longer left side may be a sentence of a new text
        return ReplacePhrase(old=exact, new=_unquoted(new)) if exact else None
    negated = _NOT.fullmatch(text) if len(text.split()) <= _SHORT_WORDS else None
    wrong = find_phrase(negated["old"].rstrip("."), note_text) if negated else ""
    return ReplacePhrase(old=wrong, new=_unquoted(negated["new"])) if negated and wrong else None


def _put_right(old: str, new: str, note_text: str) -> ReplacePhrase | PhraseNotFound:
    wanted = _unquoted(old)
    exact = find_phrase(wanted, note_text) or _find_alike(wanted, note_text)
    return ReplacePhrase(old=exact, new=_unquoted(new)) if exact else PhraseNotFound(old=wanted)


def _sentence(text: str, note_text: str) -> ReplacePhrase | None:
    """One sentence of several, copied from the card and sent back as it should be."""
    pieces = [note_text[start:end] for start, end in sentence_spans(note_text, COPIED_MOST)]
    if len(pieces) < 2:
        return None
    best = process.extractOne(text, pieces, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_SAME_SENTENCE)
    return ReplacePhrase(old=best[0], new=text) if best else None


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
