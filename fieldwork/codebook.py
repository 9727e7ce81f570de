"""The study's codebook: its sites, themes and participant codes, and how to find one in any spelling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Hamming

from fieldwork.codebook_entries import Group, Site, Theme
from fieldwork.codebook_form import Form, Problem, read_form
from fieldwork.spelling import compact, contracted

__all__ = ["Codebook", "Group", "Problem", "Site", "Theme", "default_codebook_text", "parse_codebook"]

Entry = TypeVar("Entry", Site, Theme)

NEAREST_SITES = 3
_NEAR = 45  # of 100; below that a name is no help
_FEWEST_SWAPPED = 5  # letters of a name of which two may have changed places
_LONG_WORD = 6  # letters: of a shorter one, another letter makes another word


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """What the study looks for, and where. Changed by people only."""

    title: str
    timezone: str  # IANA name
    version: str = ""
    participants: Mapping[str, str] = field(hash=False)  # prefix to meaning: "LW" to "link worker (...)"
    sites: tuple[Site, ...] = ()
    groups: tuple[Group, ...] = ()
    themes: tuple[Theme, ...] = ()
    retired_sites: tuple[Site, ...] = ()  # understood where people say them, offered to nobody
    retired_themes: tuple[Theme, ...] = ()
    _sites: dict[str, Site] = field(init=False, repr=False, compare=False)
    _themes: dict[str, Theme] = field(init=False, repr=False, compare=False)
    _beginnings: frozenset[str] = field(init=False, repr=False, compare=False)
    in_use: frozenset[str] = field(init=False, repr=False, compare=False)  # slugs of sites and themes that are offered

    def __post_init__(self) -> None:
        sites, themes = self.all_sites, self.all_themes
        in_use = {site.slug for site in self.sites} | {theme.slug for theme in self.themes}
        object.__setattr__(self, "in_use", frozenset(in_use))
        object.__setattr__(self, "_sites", {key: site for site in sites for key in _site_keys(site)})
        named = {compact(said): theme for theme in themes for name in theme.names for said in contracted(name)}
        parts = {compact(part): theme for theme in themes for part in theme.label_parts}
        object.__setattr__(self, "_themes", parts | named)
        object.__setattr__(self, "_beginnings", _beginnings((*self._sites, *self._themes)))

    @property
    def all_sites(self) -> tuple[Site, ...]:
        """Retired ones last."""
        return (*self.sites, *self.retired_sites)

    @property
    def all_themes(self) -> tuple[Theme, ...]:
        """Retired ones last."""
        return (*self.themes, *self.retired_themes)

    def site(self, slug: str) -> Site | None:
        """The site that notes with that slug are from: its own, or that of a site merged into it; or retired."""
        return self._sites.get(compact(slug))

    def theme(self, slug: str) -> Theme | None:
        """The theme that notes with that slug are about: its own, or that of a theme merged into it; or retired."""
        return self._themes.get(compact(slug))

    def current_site(self, slug: str) -> str:
        """The slug under which a site of that slug counts now."""
        site = self.site(slug)
        return site.slug if site else slug

    def current_theme(self, slug: str) -> str:
        """The slug under which a theme of that slug counts now; a hashtag that no theme answers to as it is."""
        theme = self.theme(slug)
        return theme.slug if theme else slug

    def site_name(self, slug: str) -> str:
        """Its name; an unknown slug as it is."""
        site = self.site(slug)
        return site.name if site else slug

    def theme_label(self, slug: str) -> str:
        """Its label; an emergent theme's slug as it is."""
        theme = self.theme(slug)
        return theme.label if theme else slug

    def begins_name(self, key: str) -> bool:
        """Whether some site's or theme's name begins so, both as `compact` writes them."""
        return key in self._beginnings or key.removeprefix("the") in self._beginnings or key == "the"

    def find_theme(self, words: str) -> Theme | None:
        """The theme with that slug, label or alias, in any spelling."""
        return self._themes.get(compact(words))

    def theme_of_cue(self, words: str) -> Theme | None:
        """The one theme that has these words for a cue: `#MDT`."""
        key = compact(words)
        having = [theme for theme in self.themes if any(compact(cue) == key for cue in theme.cues)]
        return having[0] if len(having) == 1 else None

    def find_site(self, words: str) -> Site | None:
        """The site with that slug, name, alias or mis-hearing, in any spelling, with or without "the"."""
        key = compact(words)
        return self._sites.get(key) or self._sites.get(_without_article(key))

    def site_of_link_worker(self, code: str) -> Site | None:
        """Where `LW2` works."""
        return next((site for site in self.sites if code in site.link_workers), None)

    def nearest_sites(self, words: str) -> tuple[Site, ...]:
        """At most three sites whose names look or sound like it, nearest first."""
        found = process.extract(
            compact(words), list(self._sites), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=len(self._sites)
        )
        return tuple({self._sites[key].slug: self._sites[key] for key, _, _ in found}.values())[:NEAREST_SITES]

    def likely_site(self, words: str, likeness: float) -> Site | None:
        """The one site whose name is at least `likeness` (0 to 100) like it; for a place where a site must stand."""
        return _likely(words, self._sites, likeness)

    def likely_theme(self, words: str, likeness: float) -> Theme | None:
        """The one theme whose name is at least `likeness` (0 to 100) like it; for a place where a theme must stand."""
        return _likely(words, self._themes, likeness)

    def misspelt_theme(self, words: str) -> Theme | None:
        """The theme whose name has one other letter, not the first: `capasity`; none where two have."""
        key = compact(words)
        close = {
            theme.slug: theme
            for name, theme in self._themes.items()
            if len(name) == len(key) >= _LONG_WORD and name[0] == key[0] and Hamming.distance(name, key) == 1
        }
        return next(iter(close.values())) if len(close) == 1 else None


def parse_codebook(toml_text: str) -> tuple[Codebook | None, tuple[Problem, ...]]:
    """The codebook in a TOML file, or everything that is wrong with it, in the order of its lines."""
    form, problems = read_form(toml_text)
    return (None, problems) if form is None or problems else (_codebook(form), ())


def default_codebook_text() -> str:
    """The link worker study's own codebook, as TOML."""
    return resources.files("fieldwork").joinpath("link_workers.toml").read_text(encoding="utf-8")


def _codebook(form: Form) -> Codebook:
    return Codebook(
        title=form.title,
        timezone=form.timezone,
        version=form.version,
        participants=form.participants,
        sites=tuple(site for site in form.sites if not site.retired),
        groups=form.groups,
        themes=tuple(theme for theme in form.themes if not theme.retired),
        retired_sites=tuple(site for site in form.sites if site.retired),
        retired_themes=tuple(theme for theme in form.themes if theme.retired),
    )


def _beginnings(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name[:end] for name in names for end in range(1, len(name) + 1))


def _site_keys(site: Site) -> Iterable[str]:
    for name in (*site.names, *site.misheard):
        yield compact(name)
        yield _without_article(compact(name))


def _without_article(key: str) -> str:
    return key.removeprefix("the") if len(key) > len("the") + 3 else key


def _likely(words: str, entries: Mapping[str, Entry], likeness: float) -> Entry | None:
    key = compact(words)
    if len(key) < 4:  # short words are like too many others
        return None
    found = process.extractOne(key, list(entries), scorer=fuzz.ratio, score_cutoff=likeness)
    return entries[found[0]] if found else next((entry for name, entry in entries.items() if _swapped(key, name)), None)


def _swapped(one: str, other: str) -> bool:
    """Whether only two letters that stand side by side changed their places: `riversdie`."""
    return (
        len(one) == len(other) >= _FEWEST_SWAPPED
        and OSA.distance(one, other) == 1
        and Hamming.distance(one, other) == 2
    )
