"""What a codebook is made of: sites, groups of themes, themes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place that is studied."""

    slug: str
    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()  # what people say or type
    misheard: tuple[str, ...] = ()  # what dictation has made of it
    link_workers: tuple[str, ...] = ()  # their codes: "LW1"
    opens: date | None = None  # first day of fieldwork; before it a site is not silent
    closes: date | None = None  # last day of fieldwork

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it that is not a mis-hearing."""
        return (self.slug, self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Themes that belong together."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A code with its rule: when to use it, when not, and the words that hint at it."""

    slug: str
    label: str
    group: str  # a group's slug
    aliases: tuple[str, ...] = ()
    definition: str = ""
    include: str = ""
    exclude: str = ""
    cues: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it."""
        return (self.slug, self.label, *self.aliases)
