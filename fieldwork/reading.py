"""What a note says of itself: read once, when it comes in or is changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldwork.codebook import Codebook
from fieldwork.follow_up import follow_up
from fieldwork.hashtags import hashtags, normal_tag
from fieldwork.header import Header, Named, read_header
from fieldwork.note import Code, CodeKind, NoteType, Origin
from fieldwork.note_types import is_administrative, said_type, says_only_me, sounds_reflexive, tagged_type
from fieldwork.participants import Person, people, person_code
from fieldwork.sites import SiteMention, link_worker_sites, named_sites, sites_of
from fieldwork.spoken_time import observed_at
from fieldwork.suggestion import suggest_themes, worth_showing
from fieldwork.words import Word, words_of

_FOLLOW_UP_TAGS = frozenset({"follow-up", "followup"})
_SILENT_TAGS = frozenset({"only-me", "onlyme", "private", "no-site", "nosite"}) | _FOLLOW_UP_TAGS
_WHICH = r"(?:which|what|the name of the) (?:surgery|practice|site|clinic|place|one)"
_NO_SITE = re.compile(
    r"\bno (?:particular |specific |one )?site\b(?![- ](?:visits?|wide|managers?|files?|access|folders?|names?|meetings?|is|was|has|had))"
    r"|\bnot (?:at|about|for|from|tied to) (?:a|any|any one|one) (?:particular |single |specific )?(?:site|practice|surgery)\b"
    r"|\b(?:i|we)(?:'d| would|'ll| will|'m| am| want to| need to| should)?(?: also| really)? (?:rather|prefer|going|keep|leave|better)?"
    r" ?(?:to )?(?:not|n't) (?:to )?(?:say|name|tell|give|identify|mention|specify|going to say)(?: \w+){0,2}? " + _WHICH + r"\b"
    r"|\b(?:won't|can't|cannot|shouldn't|mustn't|not going to|prefer not to|rather not) (?:say|name|tell|identify|mention) (?:here )?" + _WHICH
    + r"\b|\b" + _WHICH + r"\b[^.!?]{0,30}\b(?:i'd|i would|i) (?:rather|prefer|better) not\b"
    r"|\b(?:leave|leaving|left|keep|keeping) (?:the |out the |out which )?(?:site|surgery|practice)(?: name)? (?:out|off|blank|unnamed|anonymous)\b"
    r"|\b(?:site|surgery|practice) (?:withheld|unnamed|not given|left blank)\b",
    re.IGNORECASE,
)  # fmt: skip
_SOMEONE_ELSE = re.compile(r"(?:\b(?:he|she|they|who)|\b(?:LW|P|GP|PN|VS|RC)\s?\d+)(?:'d| would| has|'s| had)?(?: \w+)? ?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a note's text says of itself."""

    codes: tuple[Code, ...] = ()  # sites, main one first; said themes; then suggested themes, best first
    no_site: bool = False  # said on purpose
    note_type: NoteType = NoteType.OBSERVATION
    participants: tuple[str, ...] = ()
    follow_up: str = ""  # the sentence that asks for one
    observed_at: datetime | None = None  # a time that is said at the beginning
    sounds_reflexive: bool = False  # worth asking who may read it
    only_me: bool = False


def read_note(text: str, codebook: Codebook, *, sent_at: datetime, dictated: bool) -> Reading:
    """Read a note. `sent_at` is aware, in the study's time zone; `dictated` when an engine wrote the words."""
    words = words_of(text)
    persons = people(words, codebook)
    tags = _Tags.read(text, codebook)
    header = read_header(words, codebook, persons)
    no_site = tags.no_site or _says_no_site(text)
    sites = _sites(text, words, codebook, persons, tags, header, no_site=no_site)
    themes = _themes(tags, header)
    participants = _distinct((*(person.code for person in persons), *tags.people))
    note_type = _note_type(text, tags, header, participants)
    reflexive = note_type is NoteType.REFLEXIVE
    themed = note_type is not NoteType.ADMIN
    return Reading(
        codes=(*sites, *themes, *(_suggestions(text, codebook, themes) if themed else ())),
        no_site=no_site and not sites,
        note_type=note_type,
        participants=participants,
        follow_up=_follow_up(text, tags),
        observed_at=observed_at(header.clock, header.day, sent_at=sent_at) if header.clock else None,
        sounds_reflexive=not reflexive and (sounds_reflexive(text) or any(code.slug == "reflexivity" for code in themes)),
        only_me=reflexive or says_only_me(text, tags.plain),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tags:
    """The hashtags of a note, sorted."""

    sites: tuple[Named, ...]
    themes: tuple[Named, ...]
    people: tuple[str, ...]
    plain: tuple[str, ...]  # all of them, in their normal form

    @classmethod
    def read(cls, text: str, codebook: Codebook) -> "_Tags":
        sites: list[Named] = []
        themes: list[Named] = []
        persons: list[str] = []
        written = hashtags(text)
        for tag in written:
            if site := codebook.find_site(tag):
                sites.append(Named(site.slug, tag))
            elif code := person_code(tag, codebook):
                persons.append(code)
            elif slug := theme_slug(tag, codebook):
                themes.append(Named(slug, tag))
        plain = tuple(normal_tag(tag) for tag in written)
        return cls(sites=tuple(sites), themes=tuple(themes), people=tuple(persons), plain=plain)

    @property
    def no_site(self) -> bool:
        return not {"no-site", "nosite"}.isdisjoint(self.plain)


def theme_slug(tag: str, codebook: Codebook) -> str | None:
    """The theme of a hashtag: the codebook's, else an emergent one; None for tags that mean something else."""
    if theme := codebook.find_theme(tag):
        return theme.slug
    normal = normal_tag(tag)
    return None if not normal or normal in _SILENT_TAGS or tagged_type((normal,)) else normal


def _says_no_site(text: str) -> bool:
    """Whether the author leaves the site out on purpose; what a participant would rather not say is no matter."""
    plain = text.replace("’", "'")
    return any(not _SOMEONE_ELSE.search(plain[max(0, m.start() - 25) : m.start()]) for m in _NO_SITE.finditer(plain))


def _sites(
    text: str,
    words: Sequence[Word],
    codebook: Codebook,
    persons: Sequence[Person],
    tags: _Tags,
    header: Header,
    *,
    no_site: bool,
) -> tuple[Code, ...]:
    """Tagged, then said in a header, then named, then by a link worker's code."""
    marked = (*tags.sites, *(header.sites if header.site_marked else ()))
    if marked:
        return _site_codes(marked)
    if no_site:
        return ()
    if header.sites:
        labels = [mention for mention in named_sites(text, words, codebook) if mention.label]
        return _site_codes((*header.sites, *(Named(mention.slug, mention.evidence) for mention in labels)))
    return tuple(_mentioned(mention, codebook, persons) for mention in _found(text, words, codebook, persons, tags))


def _found(
    text: str, words: Sequence[Word], codebook: Codebook, persons: Sequence[Person], tags: _Tags
) -> tuple[SiteMention, ...]:
    tagged = [Person(code=code, first=0, after=0) for code in tags.people]
    return sites_of(text, words, codebook, persons) or link_worker_sites(codebook, tagged)


def _mentioned(mention: SiteMention, codebook: Codebook, persons: Sequence[Person]) -> Code:
    worker = codebook.site_of_link_worker(mention.evidence)
    origin = Origin.LINK_WORKER if worker else Origin.SAID
    return Code(kind=CodeKind.SITE, slug=mention.slug, origin=origin, evidence=mention.evidence)


def _site_codes(named: Iterable[Named]) -> tuple[Code, ...]:
    return tuple(
        Code(kind=CodeKind.SITE, slug=site.slug, origin=Origin.SAID, evidence=site.evidence) for site in _first(named)
    )


def _themes(tags: _Tags, header: Header) -> tuple[Code, ...]:
    return tuple(
        Code(kind=CodeKind.THEME, slug=theme.slug, origin=Origin.SAID, evidence=theme.evidence)
        for theme in _first((*header.themes, *tags.themes))
    )


def _suggestions(text: str, codebook: Codebook, said: Sequence[Code]) -> tuple[Code, ...]:
    ranked = suggest_themes(text, codebook, said=[code.slug for code in said])
    return tuple(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED) for slug in worth_showing(ranked))


def _note_type(text: str, tags: _Tags, header: Header, participants: Sequence[str]) -> NoteType:
    said = tagged_type(tags.plain) or header.note_type or said_type(text)
    if said is not None:
        return said
    has_patients = any(re.fullmatch(r"P\d+", code) for code in participants)
    return NoteType.ADMIN if is_administrative(text, has_patients=has_patients) else NoteType.OBSERVATION


def _follow_up(text: str, tags: _Tags) -> str:
    """The sentence that asks; `#follow-up` without such a sentence stands for itself."""
    tag = next((tag for tag in tags.plain if tag in _FOLLOW_UP_TAGS), "")
    return follow_up(text) or (f"#{tag}" if tag else "")


def _first(named: Iterable[Named]) -> tuple[Named, ...]:
    kept: dict[str, Named] = {}
    for item in named:
        kept.setdefault(item.slug, item)
    return tuple(kept.values())


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
