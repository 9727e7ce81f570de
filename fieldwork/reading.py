"""What a note says of itself: read once, when it comes in or is changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from fieldwork.codebook import Codebook
from fieldwork.follow_up import TAG, follow_up
from fieldwork.header import Header, Named
from fieldwork.header_reading import heard_site, read_header
from fieldwork.identifiers import identifiers
from fieldwork.logistics import is_about_no_theme
from fieldwork.metadiscourse import Says
from fieldwork.no_site import leaves_site_out
from fieldwork.note import Code, CodeKind, NoteType, Origin
from fieldwork.note_types import is_administrative, said_type
from fieldwork.participants import Person, people
from fieldwork.privacy import is_for_the_team, says_only_me, sounds_reflexive
from fieldwork.quotation import Ranker, by_signs
from fieldwork.self_description import SelfDescription
from fieldwork.site_corrections import corrected_sites
from fieldwork.sites import SiteMention, by_part_of_day, link_worker_sites, named_sites, sites_of
from fieldwork.spoken_time import observed_at, observed_on
from fieldwork.suggestion import SHOWN, Suggester, by_cues
from fieldwork.tags import Tags
from fieldwork.theme_labels import ThemeLabel, theme_labels
from fieldwork.words import Word, words_of

_REFLEXIVITY = "reflexivity"  # the theme whose notes are about their author


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a note's text says of itself."""

    codes: tuple[Code, ...] = ()  # sites, main one first; said themes; then suggested themes, best first
    no_site: bool = False  # said on purpose
    note_type: NoteType = NoteType.OBSERVATION
    participants: tuple[str, ...] = ()
    follow_up: str = ""  # the sentence that asks for one
    observed_at: datetime | None = None  # a time that is said at the beginning
    flagged: bool = False  # something in it may tell who somebody is
    sounds_reflexive: bool = False  # worth asking who may read it
    only_me: bool = False
    telling: tuple[int, ...] = ()  # its sentences, the most telling first, by a model
    about_no_theme: bool = False  # logistics, or a place with nobody in it: nothing to suggest

    def may_suggest(self, theme: str) -> bool:
        """Whether the note can be about it; one on how the study is done is about its author's part, or no theme."""
        on_method = self.note_type is NoteType.METHODOLOGICAL
        return not self.about_no_theme and (not on_method or theme == _REFLEXIVITY)


def read_note(
    text: str,
    codebook: Codebook,
    *,
    sent_at: datetime,
    dictated: bool,
    suggest: Suggester = by_cues,
    rank: Ranker = by_signs,
) -> Reading:
    """Read a note. `sent_at` is aware, in the study's time zone; `dictated` when an engine wrote the words."""
    parts = _Parts.of(text, codebook, dictated=dictated)
    sites, themes = parts.sites(), parts.themes()
    note_type = parts.note_type()
    reflexive = note_type is NoteType.REFLEXIVE
    about_author = sounds_reflexive(text) or any(code.slug == _REFLEXIVITY for code in themes)
    reading = Reading(
        codes=(*sites, *themes),
        no_site=parts.no_site and not sites,
        note_type=note_type,
        participants=parts.participants(),
        follow_up=parts.follow_up(),
        observed_at=_observed_at(parts.header, note_type, sent_at),
        flagged=bool(identifiers(text, codebook)),
        sounds_reflexive=about_author and not reflexive,
        only_me=parts.only_me(note_type),
        about_no_theme=parts.is_about_no_theme(note_type),
        telling=rank(text),
    )
    likely = [code for code in parts.suggestions(themes, suggest) if reading.may_suggest(code.slug)]
    return replace(reading, codes=(*reading.codes, *likely))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A note taken apart."""

    text: str
    codebook: Codebook
    dictated: bool
    words: tuple[Word, ...]
    people: tuple[Person, ...]
    tags: Tags
    header: Header
    named: tuple[SiteMention, ...]
    said: SelfDescription
    labels: tuple[ThemeLabel, ...]
    no_site: bool

    @classmethod
    def of(cls, text: str, codebook: Codebook, *, dictated: bool) -> "_Parts":
        words = words_of(text)
        persons = people(words, codebook)
        tags = Tags.of(text, codebook)
        header = read_header(words, codebook, persons)
        said = SelfDescription.of(text)
        named = named_sites(text, words, codebook, dictated=dictated)
        names_one = bool(header.sites or header.aside or named)
        return cls(
            text=text,
            codebook=codebook,
            dictated=dictated,
            words=words,
            people=persons,
            tags=tags,
            header=header,
            named=named,
            said=said,
            labels=theme_labels(text, codebook.themes),
            no_site=tags.no_site or leaves_site_out(text) or (Says.NO_SITE in said.first and not names_one),
        )

    def sites(self) -> tuple[Code, ...]:
        """Those that are said, with what the author puts right."""
        said, meant = self._said_sites(), corrected_sites(self.words, self.codebook)
        if not any(code.slug in meant for code in said):
            return said
        kept = [code for code in said if code.slug not in meant]
        put_right = _codes(CodeKind.SITE, [meant[code.slug] for code in said if code.slug in meant])
        return (*put_right, *(code for code in kept if code.slug not in {one.slug for one in put_right}))

    def _said_sites(self) -> tuple[Code, ...]:
        """Tagged or marked in a header; else set at its beginning; else named; else by a link worker's code."""
        marked = (*self.tags.sites, *(self.header.sites if self.header.site_marked else ()))
        if marked or self.no_site:
            return _codes(CodeKind.SITE, (*marked, *(self._of_the_day() if marked else ())))
        if self.header.sites:
            return _codes(CodeKind.SITE, (*self.header.sites, *self._labels(), *self._of_the_day()))
        tagged = [Person(code=code, first=0, after=0) for code in self.tags.people]
        analytic = self.note_type() is NoteType.ANALYTIC
        found = sites_of(self.text, self.words, self.codebook, self.people, dictated=self.dictated, analytic=analytic)
        if self.header.aside and all(mention.by_link_worker or mention.passing for mention in found):
            return _codes(CodeKind.SITE, self.header.aside)
        found = found or link_worker_sites(self.codebook, tagged)
        heard = heard_site(self.words, self.codebook) if self.dictated and not found else None
        return _codes(CodeKind.SITE, [heard]) if heard else tuple(map(_site_code, found))

    def themes(self) -> tuple[Code, ...]:
        """Said in a header, as a hashtag or, in words of the author's own, as a theme."""
        labels = (label.theme for label in self.labels if label.outright)
        return _codes(CodeKind.THEME, (*self.header.themes, *self.tags.themes, *labels))

    def suggestions(self, said: Iterable[Code], suggest: Suggester) -> tuple[Code, ...]:
        told = {code.slug for code in said}
        likely = (one.theme for one in suggest(self.text, self.codebook) if one.shown and one.theme not in told)
        return tuple(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED) for slug in islice(likely, SHOWN))

    def note_type(self) -> NoteType:
        said = self.tags.note_type or self.header.note_type or said_type(self.text) or self.said.kind
        if said is not None:
            return said
        administrative = not self._coded() and is_administrative(self.text, self.participants())
        return NoteType.ADMIN if administrative else NoteType.OBSERVATION

    def is_about_no_theme(self, note_type: NoteType) -> bool:
        """Whether there is none to look for; a theme of the codebook that is said is one."""
        on_method = note_type is NoteType.METHODOLOGICAL
        return note_type is NoteType.ADMIN or (
            not self._coded() and is_about_no_theme(self.text, self.participants(), on_method=on_method)
        )

    def only_me(self, note_type: NoteType) -> bool:
        """Said; and a reflexive note is its author's alone, unless they say otherwise."""
        said = self.tags.only_me or says_only_me(self.text)
        likely = note_type is NoteType.REFLEXIVE or Says.ONLY_ME in self.said.first
        return said or (likely and not is_for_the_team(self.text))

    def follow_up(self) -> str:
        """The sentence that asks for one, by phrases before by likeness, for these are surer."""
        said = follow_up(self.text) or self.said.first.get(Says.FOLLOW_UP, "")
        return said or (TAG if self.tags.follow_up else "")

    def participants(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(person.code for person in self.people), *self.tags.people)))

    def _coded(self) -> bool:
        """Whether a theme of the codebook is said; a hashtag of the author's own ("#rota") may be about anything."""
        return any(self.codebook.find_theme(code.slug) for code in self.themes())

    def _labels(self) -> tuple[Named, ...]:
        """Sites that open a sentence and are set off from it: "Hilltop: own door"."""
        return tuple(Named(mention.slug, mention.evidence) for mention in self.named if mention.label)

    def _of_the_day(self) -> tuple[Named, ...]:
        """Those of its other half: "Site: Hilltop (am), Harbour (pm)"."""
        return tuple(Named(one.slug, one.evidence) for one in by_part_of_day(self.words, self.named))


def _observed_at(header: Header, note_type: NoteType, sent_at: datetime) -> datetime | None:
    """The day of logistics is one to come."""
    if header.clock:
        return observed_at(header.clock, header.day, sent_at=sent_at)
    return observed_on(header.day, sent_at=sent_at) if header.day and note_type is not NoteType.ADMIN else None


def _site_code(mention: SiteMention) -> Code:
    origin = Origin.LINK_WORKER if mention.by_link_worker else Origin.SAID
    return Code(kind=CodeKind.SITE, slug=mention.slug, origin=origin, evidence=mention.evidence)


def _codes(kind: CodeKind, named: Iterable[Named]) -> tuple[Code, ...]:
    first: dict[str, Named] = {}
    for item in named:
        first.setdefault(item.slug, item)
    return tuple(Code(kind=kind, slug=item.slug, origin=Origin.SAID, evidence=item.evidence) for item in first.values())
