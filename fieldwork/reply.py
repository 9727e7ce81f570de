"""What does a reply to one's own card want? Tags, a site, nothing, a phrase put right, or a new text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from fieldwork.codebook import Codebook, Theme
from fieldwork.hashtags import hashtags
from fieldwork.header import Named
from fieldwork.header_reading import header_alone
from fieldwork.note import Audience, Code, CodeKind, NoteType, Origin
from fieldwork.participants import people
from fieldwork.phrases import word_set
from fieldwork.reply_corrections import arrow, code_meant, correction, put_right, sentence, several_arrows, starred
from fieldwork.reply_orders import kind, order, said_of_the_note
from fieldwork.spoken_day import Day, day_at
from fieldwork.spoken_time import Clock, Said, clock_at
from fieldwork.tags import Tags
from fieldwork.wish import (
    AddCodes,
    DropThemes,
    NoSite,
    NothingToDo,
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
_SITE_SAID = re.compile(
    r"(?:(?:no|sorry|actually|oh|wrong site),?\s+)*(?:(?:it|this|that|the site|site)(?:'s| is| was)?\s+)?"
    r"(?:(?:at|in|from)\s+)?(?:site:?\s+)?",
    re.IGNORECASE,
)
_AFTER_ALL = re.compile(r",? (?:after all|actually|instead|i think|i mean|please|pls|sorry)$", re.IGNORECASE)
_AT_AN_HOUR = re.compile(r"(?:(?:this|that|it) was |(?:seen|observed) )?at (1?[0-9]|2[0-3])", re.IGNORECASE)
_BEFORE_A_TIME = frozenset({"at", "on", "about", "around"})
# What people say before a site, a code or a time; taken off where nothing else is left.
_LEADING = re.compile(
    r"(?:(?:(?:no|sorry|actually|oh|oops|please|pls|great|thanks|thank you|ok|okay|could you|can you|also|and|plus"
    r"|add|tag|time|it|this|that|is|was|as|an?|the|make|change|set|to|should|be|at|on|in|observed|seen|happened)\b"
    r"|not \w+,)[\s,:;.!]*)+",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"(?:please )?(?:(?:remove|drop|untag|without|not|no|take off)\s+|[-\u2212\u00d7\u2715\u2717]\s?|x\s)"
    r"(?:the )?(?:(?:theme|tag)s? )?"
    r"(?P<name>[^.!?\n]+?)(?: (?:tag|theme)s?)?(?:,? (?:please|pls|plz|thanks))?[.!]?",
    re.IGNORECASE,
)
_TAKE_OFF = re.compile(r"(?:please )?take (?P<name>[^.!?\n]+?) off(?:,? (?:please|pls|thanks))?[.!]?", re.IGNORECASE)
_ALL_THEMES = re.compile(
    r"(?:please )?(?:no|remove|drop|take off|clear)(?: all)?(?: the| my)? (?:themes?|tags?)(?: please)?[.!]?",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:p\.? ?s\b\.?|(?:forgot to (?:say|add|mention)|to add|addendum|one more thing|(?:please )?add"
    r"|(?P<loose>and|also|plus|cont(?:inued|'d|d)?))\b\.?)\s*[:,-]*\s*(?=\S+ \S+ \S)",
    re.IGNORECASE,
)
_SHORT_QUESTION = re.compile(r"(?:what|who|why|how|where|when|huh)\b(?: [\w']+){0,5} ?\?+", re.IGNORECASE)
_NO_SITE = re.compile(r"(?:it has |there is |there was )?no site|without (?:a )?site|none of the sites", re.IGNORECASE)
_HEADER_WORDS = 30
_ALIKE_LETTERS = 5  # a shorter phrase is like too many others
_MISTYPED = 91  # of 100: a letter more or less


def read_reply(text: str, codebook: Codebook, *, note_text: str, quote: str | None = None) -> Wish:
    """What a reply to the card of a note with `note_text` asks for; `quote` is the piece that Telegram quotes."""
    said = text.strip()
    if tags := _hashtags_only(said, codebook):
        return tags
    if phrase := several_arrows(said, note_text) or arrow(said, note_text):
        return phrase
    if is_polite(said):
        return NothingToDo()
    if quote and quote.strip():
        return put_right(quote, said, note_text)
    bare = _LEADING.sub("", said, count=1)
    wish = (
        order(said)
        or kind(said, note_text)
        or _dropped(said, codebook)
        or _asked(said, note_text)
        or _time(said)
        or _time(bare)
        or _said_codes(said, codebook)
        or _site(said, codebook)
        or (_bare_codes(bare, codebook) if bare != said else None)
        or _listed(said, codebook, note_text)
        or correction(said, note_text)
        or code_meant(said, codebook, note_text)
        or starred(said, note_text)
        or said_of_the_note(said, note_text)
        or sentence(said, note_text)
        or _addition(said, note_text)
        or ReplaceText(text=said)
    )
    if isinstance(wish, AddCodes) and wish.note_type is NoteType.REFLEXIVE and wish.audience is None:
        return replace(wish, audience=Audience.AUTHOR)  # as a note that says so begins
    return wish


def _addition(text: str, note_text: str) -> ReplaceText | None:
    """`PS he came back for his hat`: behind what is there."""
    found = _ADDED.match(text) if note_text else None
    if found and found["loose"] and len(text.split()) * 2 > len(note_text.split()):
        found = None  # "And then she ...": as long as the note, it is the note
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
    return AddCodes(
        codes=codes, unknown=unknown, note_type=tags.note_type, audience=audience, follow_up=tags.follow_up or None
    )


def _asked(text: str, note_text: str) -> NothingToDo | None:
    """`who can see this?` is no new text of a note; where there are no words yet, it may be them."""
    return NothingToDo() if note_text and _SHORT_QUESTION.fullmatch(text) else None


def _dropped(text: str, codebook: Codebook) -> DropThemes | None:
    """`remove loneliness`, `not #trust`, `-trust`: themes and nothing else."""
    if _ALL_THEMES.fullmatch(text):
        return DropThemes(slugs=tuple(theme.slug for theme in codebook.themes))
    found = _DROP.fullmatch(text) or _TAKE_OFF.fullmatch(text)
    names = re.split(r"\s*(?:[,;+&]|\b(?:and|or)\b)\s*", found["name"]) if found else []
    themes = [codebook.find_theme(name.lstrip("#\uff03")) for name in names if name]
    slugs = tuple(theme.slug for theme in themes if theme)
    return DropThemes(slugs=slugs) if slugs and len(slugs) == len(themes) else None


def _bare_codes(text: str, codebook: Codebook) -> AddCodes | SetSite | NoSite | None:
    """The same without what people say before it: `should be Riverside`, `could you also add trust`."""
    return (_hashtags_only(text, codebook) or _said_codes(text, codebook) or _site(text, codebook)) if text else None


def _time(text: str) -> SetTime | None:
    """`9.15`, `it was at half past nine`, `yesterday, 3pm`: a time and nothing else."""
    if at_hour := _AT_AN_HOUR.fullmatch(text.strip(" .!")):
        return SetTime(clock=Clock(hour=int(at_hour[1]), minute=0))
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
    plain = _AFTER_ALL.sub("", text.strip(" .!"))
    names = [name for name in re.split(r"\s*(?:[,;+&\n]|\band\b)\s*", plain) if name]
    whole = codebook.find_theme(plain)
    found = [whole] if whole else [codebook.find_theme(name) or _mistyped_theme(name, codebook) for name in names]
    themes = [Named(theme.slug, theme.label) for theme in found if theme]
    return AddCodes(codes=_added(CodeKind.THEME, themes)) if themes and len(themes) == len(found) else None


def _mistyped_theme(name: str, codebook: Codebook) -> Theme | None:
    """`trsut`: one word, all but a theme's name."""
    return codebook.likely_theme(name, _MISTYPED) if len(name.split()) == 1 and len(name) >= _ALIKE_LETTERS else None


def _listed(text: str, codebook: Codebook, note_text: str) -> AddCodes | None:
    """`meadow, travel, debrief, only me`: each of them something to add."""
    parts = [part for part in re.split(r"\s*[,;]\s*", text.strip(" .!")) if part]
    wishes = [
        order(each) or _said_codes(each, codebook) or _site(each, codebook) or kind(each, note_text) for each in parts
    ]
    added = [_as_codes(wish) for wish in wishes]
    if len(parts) < 2 or not all(added):
        return None
    found = [wish for wish in added if wish]
    return AddCodes(
        codes=tuple(code for wish in found for code in wish.codes),
        note_type=next((wish.note_type for wish in found if wish.note_type), None),
        audience=next((wish.audience for wish in found if wish.audience), None),
        follow_up=next((wish.follow_up for wish in found if wish.follow_up is not None), None),
    )


def _as_codes(wish: Wish | None) -> AddCodes | None:
    if isinstance(wish, SetSite):
        return AddCodes(codes=_added(CodeKind.SITE, [Named(wish.slug, wish.slug)]))
    return wish if isinstance(wish, AddCodes) else None


def _added(kind: CodeKind, named: Sequence[Named]) -> tuple[Code, ...]:
    """Given on the card, so of the same standing as a tap: rewording the note does not take them off."""
    return tuple(Code(kind=kind, slug=item.slug, origin=Origin.TAPPED, evidence=item.evidence) for item in named)


def is_polite(text: str) -> bool:
    """Thanks, or nothing but emoji and punctuation."""
    words = words_of(text)
    polite = all(word.bare in _POLITE or word.lower in _POLITE for word in words)
    return not hashtags(text) and len(words) <= _POLITE_MOST and polite


def _site(text: str, codebook: Codebook) -> SetSite | NoSite | None:
    """`riverside`, `it was Hill Top`, `no site`."""
    plain = _AFTER_ALL.sub("", text.strip(" .!").replace("\u2019", "'"))
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
