"""The hashtags of a note, sorted by what they mean."""

import re
from dataclasses import dataclass

from fieldwork.codebook import Codebook, Site
from fieldwork.hashtags import hashtags, normal_tag
from fieldwork.header import Named
from fieldwork.note import NoteType
from fieldwork.participants import person_code

_SHORTENED = re.compile(r"appt(?=s?$)", re.IGNORECASE)
_LIKE_NAME = 90  # of 100: a slip of the thumb, no other word

_TYPES = {
    "observation": NoteType.OBSERVATION,
    "debrief": NoteType.DEBRIEF,
    "reflexive": NoteType.REFLEXIVE,
    "reflexive-note": NoteType.REFLEXIVE,
    "methodological": NoteType.METHODOLOGICAL,
    "method": NoteType.METHODOLOGICAL,
    "methods": NoteType.METHODOLOGICAL,
    "analytic": NoteType.ANALYTIC,
    "analytical": NoteType.ANALYTIC,
    "admin": NoteType.ADMIN,
    "logistics": NoteType.ADMIN,
}
_ONLY_ME = frozenset({"only-me", "onlyme", "private"})
_NO_SITE = frozenset({"no-site", "nosite"})
_FOLLOW_UP = frozenset({"follow-up", "followup"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the hashtags of a text say."""

    sites: tuple[Named, ...] = ()
    themes: tuple[Named, ...] = ()  # the codebook's and emergent ones
    people: tuple[str, ...] = ()
    note_type: NoteType | None = None
    only_me: bool = False
    no_site: bool = False
    follow_up: bool = False

    @classmethod
    def of(cls, text: str, codebook: Codebook) -> "Tags":
        """Sort the hashtags of a text."""
        written = hashtags(text)
        plain = frozenset(normal_tag(tag) for tag in written)
        sites = {tag: site for tag in written if (site := _site(tag, codebook))}
        persons = {tag: code for tag in written if tag not in sites and (code := person_code(tag, codebook))}
        themes = ((tag, _theme(tag, codebook)) for tag in written if tag not in sites and tag not in persons)
        return cls(
            sites=tuple(Named(site.slug, tag) for tag, site in sites.items()),
            themes=tuple(Named(slug, tag) for tag, slug in themes if slug),
            people=tuple(persons.values()),
            note_type=next((_TYPES[tag] for tag in map(normal_tag, written) if tag in _TYPES), None),
            only_me=not _ONLY_ME.isdisjoint(plain),
            no_site=not _NO_SITE.isdisjoint(plain),
            follow_up=not _FOLLOW_UP.isdisjoint(plain),
        )


def _site(tag: str, codebook: Codebook) -> Site | None:
    """The site of that name, or of one that is a slip of the thumb away when no theme has the tag for its own."""
    slipped = None if codebook.find_theme(tag) else codebook.likely_site(tag, _LIKE_NAME)
    return codebook.find_site(tag) or slipped


def _theme(tag: str, codebook: Codebook) -> str:
    """The slug of the codebook's theme, else of an emergent one; "" for a tag that means something else."""
    normal = normal_tag(tag)
    if normal in _TYPES or normal in _ONLY_ME | _NO_SITE | _FOLLOW_UP:
        theme = codebook.find_theme(tag)
        return theme.slug if theme else ""
    spelt = _SHORTENED.sub("appointment", tag)
    theme = codebook.find_theme(spelt) or codebook.theme_of_cue(tag) or codebook.likely_theme(spelt, _LIKE_NAME)
    theme = theme or codebook.misspelt_theme(spelt)
    return theme.slug if theme else normal
