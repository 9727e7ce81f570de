"""What a note says of itself: read once, when it comes in or is changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldwork.codebook import Codebook
from fieldwork.follow_up import follow_up
from fieldwork.header import Header, Named, read_header
from fieldwork.no_site import leaves_site_out
from fieldwork.note import Code, CodeKind, NoteType, Origin
from fieldwork.note_types import is_administrative, said_type, says_only_me, sounds_reflexive
from fieldwork.participants import Person, people
from fieldwork.sites import SiteMention, link_worker_sites, named_sites, sites_of
from fieldwork.spoken_time import observed_at
from fieldwork.suggestion import suggest_themes, worth_showing
from fieldwork.tags import Tags
from fieldwork.words import Word, words_of


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
    tags = Tags.of(text, codebook)
    header = read_header(words, codebook, persons)
    no_site = tags.no_site or leaves_site_out(text)
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
        sounds_reflexive=not reflexive
        and (sounds_reflexive(text) or any(code.slug == "reflexivity" for code in themes)),
        only_me=reflexive or tags.only_me or says_only_me(text),
    )


def _sites(
    text: str,
    words: Sequence[Word],
    codebook: Codebook,
    persons: Sequence[Person],
    tags: Tags,
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
    return tuple(_mentioned(mention) for mention in _found(text, words, codebook, persons, tags))


def _found(
    text: str, words: Sequence[Word], codebook: Codebook, persons: Sequence[Person], tags: Tags
) -> tuple[SiteMention, ...]:
    tagged = [Person(code=code, first=0, after=0) for code in tags.people]
    return sites_of(text, words, codebook, persons) or link_worker_sites(codebook, tagged)


def _mentioned(mention: SiteMention) -> Code:
    origin = Origin.LINK_WORKER if mention.by_link_worker else Origin.SAID
    return Code(kind=CodeKind.SITE, slug=mention.slug, origin=origin, evidence=mention.evidence)


def _site_codes(named: Iterable[Named]) -> tuple[Code, ...]:
    return tuple(
        Code(kind=CodeKind.SITE, slug=site.slug, origin=Origin.SAID, evidence=site.evidence) for site in _first(named)
    )


def _themes(tags: Tags, header: Header) -> tuple[Code, ...]:
    return tuple(
        Code(kind=CodeKind.THEME, slug=theme.slug, origin=Origin.SAID, evidence=theme.evidence)
        for theme in _first((*header.themes, *tags.themes))
    )


def _suggestions(text: str, codebook: Codebook, said: Sequence[Code]) -> tuple[Code, ...]:
    ranked = suggest_themes(text, codebook, said=[code.slug for code in said])
    return tuple(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED) for slug in worth_showing(ranked))


def _note_type(text: str, tags: Tags, header: Header, participants: Sequence[str]) -> NoteType:
    said = tags.note_type or header.note_type or said_type(text)
    if said is not None:
        return said
    has_patients = any(re.fullmatch(r"P\d+", code) for code in participants)
    return NoteType.ADMIN if is_administrative(text, has_patients=has_patients) else NoteType.OBSERVATION


def _follow_up(text: str, tags: Tags) -> str:
    """The sentence that asks; `#follow-up` without such a sentence stands for itself."""
    return follow_up(text) or ("#follow_up" if tags.follow_up else "")


def _first(named: Iterable[Named]) -> tuple[Named, ...]:
    kept: dict[str, Named] = {}
    for item in named:
        kept.setdefault(item.slug, item)
    return tuple(kept.values())


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
