"""What a reply orders, as a tag or a button would: who may read the note, its kind, a follow-up, to take it back."""

import re

from fieldwork.metadiscourse import Says
from fieldwork.note import Audience, NoteType
from fieldwork.privacy import is_for_the_team, says_only_me
from fieldwork.self_description import SelfDescription
from fieldwork.wish import AddCodes, Delete

_PLEASE = "(?:,? (?:please|pls|plz|thanks|ta))?"
_DELETE = re.compile(
    r"(?:(?:can|could|would) you )?(?:(?:please|pls|plz) )?(?:delete|remove|erase|undo|scrap|discard|bin|trash)"
    rf"(?: (?:this|it|that)(?: one)?| (?:the|this|that|my)(?: last)? (?:note|one))?{_PLEASE}",
    re.IGNORECASE,
)
_READERS = {
    Audience.AUTHOR: re.compile(
        r"(?:(?:please|pls) )?(?:(?:make|keep|mark|set) (?:it|this|that)(?: one)?(?: as)? )?"
        r"(?:(?:it|this|that)(?: one)?(?:'s| is) )?"
        r"(?:(?:only|just) (?:for|to) me|hide(?: it| this)?(?: from (?:the team|everyone|everybody|others))?|to myself"
        r"|only me|just me|(?:strictly )?private|confidential|for my eyes only|not for the team"
        r"|(?:don't|do not|not to) share(?: (?:it|this|that))?(?: with (?:the team|anyone|anybody))?)"
        rf"{_PLEASE}",
        re.IGNORECASE,
    ),
    Audience.TEAM: re.compile(
        r"(?:(?:ok|okay|please),? )?(?:not private|(?:for )?the team"
        r"|share(?: (?:it|this))?(?: with (?:the )?(?:team|everyone))?|(?:make (?:it|this) |make )?public"
        r"|(?:the team|team|everyone|everybody|anyone) can (?:read|see)(?: it| this)?)"
        rf"{_PLEASE}",
        re.IGNORECASE,
    ),
}
_FOLLOW_UP = re.compile(
    r"(?:(?:needs?|to|for|please) )?follow[- ]?(?:ing )?up(?: (?:this|needed|please))?", re.IGNORECASE
)
_NO_FOLLOW_UP = re.compile(
    r"(?:(?:no|not|remove|drop|without|take off)(?: the| need| needs| to)* follow(?:ing)?[- ]?up(?: needed| off)?"
    r"|(?:done,? )?followed up|follow[- ]?up (?:done|off))(?:,? (?:please|pls|thanks))?",
    re.IGNORECASE,
)
_KINDS = {
    "method": NoteType.METHODOLOGICAL, "methods": NoteType.METHODOLOGICAL, "methodological": NoteType.METHODOLOGICAL,
    "idea": NoteType.ANALYTIC, "analysis": NoteType.ANALYTIC, "analytic": NoteType.ANALYTIC,
    "analytical": NoteType.ANALYTIC, "debrief": NoteType.DEBRIEF, "reflexive": NoteType.REFLEXIVE,
    "reflective": NoteType.REFLEXIVE, "reflection": NoteType.REFLEXIVE, "admin": NoteType.ADMIN,
    "administrative": NoteType.ADMIN, "logistics": NoteType.ADMIN, "observation": NoteType.OBSERVATION,
}  # fmt: skip
_AS_KIND = re.compile(
    r"(?:(?:kind|type)\s*[:=]?\s*|(?:please )?(?:mark|file|tag|save|make) (?:it|this|that)?(?: ?as)? ?(?:an? )?"
    r"|(?:it'?s|this is|that'?s|that was|this was) (?:an? )?|an? )?(?P<kind>[a-z]+)(?: note)?(?:,? (?:please|pls))?"
)
_NO_KIND = re.compile(r"(?:it'?s |this is |that'?s )?not (?:an? )?(?P<kind>[a-z]+)(?: note)?(?:,? (?:please|pls))?")
_TO_FOLLOW_UP = re.compile(
    r"(?:(?:i|we) )?(?:need|needs|want|flag(?:ged)?|mark(?:ed)?|please|must|should|add)?(?: (?:it|this|that))?"
    r"(?: (?:to|for|as|a))*\s*follow(?:ing|ed)?[- ]?(?:this |it )?up(?: on)?(?: please)?",
    re.IGNORECASE,
)
_FAR_SHORTER = 1.5  # a note, than a reply that may be about it
_SHORT_WORDS = 8


def order(text: str) -> AddCodes | Delete | None:
    """What a tag or a button would do, in words: `only me`, `team can read`, `follow up`."""
    plain = text.strip(" .!").replace("\u2019", "'")
    for audience, said in _READERS.items():
        if said.fullmatch(plain):
            return AddCodes(codes=(), audience=audience)
    if _DELETE.fullmatch(plain):
        return Delete()
    if _NO_FOLLOW_UP.fullmatch(plain):
        return AddCodes(codes=(), follow_up=False)
    return AddCodes(codes=(), follow_up=True) if _FOLLOW_UP.fullmatch(plain) else None


def kind(text: str, note_text: str) -> AddCodes | None:
    """`kind: method`, `mark as reflexive`, `not a debrief`."""
    plain = text.strip(" .!").casefold()
    if found := _NO_KIND.fullmatch(plain):
        return AddCodes(codes=(), note_type=NoteType.OBSERVATION) if found["kind"] in _KINDS else None
    found = _AS_KIND.fullmatch(plain)
    kind = _KINDS.get(found["kind"]) if found and note_text else None
    return AddCodes(codes=(), note_type=kind) if kind else None


def said_of_the_note(text: str, note_text: str) -> AddCodes | None:
    """`keep this to myself`, `needs following up`: what a note says of itself, said in a reply to it."""
    words = text.split()
    if not note_text or len(words) > _SHORT_WORDS or len(words) * _FAR_SHORTER > len(note_text.split()):
        return None
    said = SelfDescription.of(text)
    if says_only_me(text) or Says.ONLY_ME in said.first:
        return AddCodes(codes=(), audience=Audience.AUTHOR)
    if is_for_the_team(text):
        return AddCodes(codes=(), audience=Audience.TEAM)
    return AddCodes(codes=(), follow_up=True) if _TO_FOLLOW_UP.fullmatch(text.strip(" .!")) else None
