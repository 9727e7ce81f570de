"""The study's codebook: its sites, themes and participant codes, and how to find one in any spelling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import TypeVar

from rapidfuzz import fuzz, process

from fieldwork.codebook_entries import Group, Site, Theme
from fieldwork.codebook_form import Form, Problem, read_form
from fieldwork.spelling import compact

__all__ = ["Codebook", "Group", "Problem", "Site", "Theme", "default_codebook_text", "parse_codebook"]

Entry = TypeVar("Entry", Site, Theme)

NEAREST_SITES = 3
_NEAR = 45  # of 100; below that a name is no help


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
    _sites: dict[str, Site] = field(init=False, repr=False, compare=False)
    _themes: dict[str, Theme] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sites", {key: site for site in self.sites for key in _site_keys(site)})
        object.__setattr__(self, "_themes", {compact(name): theme for theme in self.themes for name in theme.names})

    def site(self, slug: str) -> Site | None:
        """The site of that slug."""
        return next((site for site in self.sites if site.slug == slug), None)

    def theme(self, slug: str) -> Theme | None:
        """The theme of that slug."""
        return next((theme for theme in self.themes if theme.slug == slug), None)

    def site_name(self, slug: str) -> str:
        """Its name; an unknown slug as it is."""
        site = self.site(slug)
        return site.name if site else slug

    def theme_label(self, slug: str) -> str:
        """Its label; an emergent theme's slug as it is."""
        theme = self.theme(slug)
        return theme.label if theme else slug

    def find_theme(self, words: str) -> Theme | None:
        """The theme with that slug, label or alias, in any spelling."""
        return self._themes.get(compact(words))

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
        sites=form.sites,
        groups=form.groups,
        themes=form.themes,
    )


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
    return entries[found[0]] if found else None
