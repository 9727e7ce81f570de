"""What a header says: the sites, themes, kind of note and time that people announce before or after a note."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldwork.note import NoteType
from fieldwork.spoken_day import Day
from fieldwork.spoken_time import Said


@dataclass(frozen=True, slots=True)
class Named:
    """A slug and the words that gave it."""

    slug: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header says."""

    sites: tuple[Named, ...] = ()
    site_marked: bool = False  # said with the word "site"
    aside: tuple[Named, ...] = ()  # a site in mid-note, among other pieces of a header: for want of any other
    themes: tuple[Named, ...] = ()
    note_type: NoteType | None = None
    clock: Said | None = None
    day: Day | None = None

    def joined(self, other: "Header") -> "Header":
        """Both; what this one says stands first."""
        return Header(
            sites=_each_once((*self.sites, *other.sites)),
            site_marked=self.site_marked or other.site_marked,
            aside=self.aside or other.aside,
            themes=_each_once((*self.themes, *other.themes)),
            note_type=self.note_type or other.note_type,
            clock=self.clock or other.clock,
            day=self.day or other.day,
        )

    def corrected(self, other: "Header") -> "Header":
        """The same with what the other one says in place of it: "Orchard, no sorry, Meadow"."""
        kept = replace(
            self,
            sites=() if other.sites else self.sites,
            themes=() if other.themes else self.themes,
            clock=None if other.clock else self.clock,
        )
        return kept.joined(other)

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self == Header()


def _each_once(named: Iterable[Named]) -> tuple[Named, ...]:
    first: dict[str, Named] = {}
    for item in named:
        first.setdefault(item.slug, item)
    return tuple(first.values())
