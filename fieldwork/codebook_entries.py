"""What a codebook is made of: sites, groups of themes, themes."""

import re
from dataclasses import dataclass
from datetime import date

_JOINS = re.compile(r" and |[:,] ")


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
    formerly: tuple[str, ...] = ()  # names and slugs it had, those of sites merged into it among them
    retired: bool = False  # stays on its notes, is offered no more

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it that is not a mis-hearing."""
        return (self.slug, self.name, *self.aliases, *self.formerly)


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
    formerly: tuple[str, ...] = ()  # names and slugs it had, those of themes merged into it among them
    retired: bool = False  # stays on its notes, is offered and suggested no more

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it."""
        return (self.slug, self.label, *self.aliases, *self.formerly)

    @property
    def label_parts(self) -> tuple[str, ...]:
        """What the label puts together, in two words or more: "Money worries and benefits" is also "Money worries"."""
        parts = _JOINS.split(self.label)
        return tuple(part for part in parts if " " in part) if len(parts) > 1 else ()
