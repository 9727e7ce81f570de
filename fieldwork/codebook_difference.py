"""What would change if one codebook took the place of another, in words; and which notes would lose a code."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from fieldwork.codebook import Codebook
from fieldwork.codebook_entries import Group, Site, Theme
from fieldwork.codebook_use import Use

Entry = Site | Theme | Group

_SAID = {"link_workers": "link workers", "formerly": "former names", "cues": "cues", "misheard": "mis-hearings"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A code on notes that the other codebook does not know, nor says what became of it."""

    kind: str  # "theme" or "site"
    slug: str
    count: int  # of notes

    def __str__(self) -> str:
        notes = "note has" if self.count == 1 else "notes have"
        return f"{self.count} {notes} the {self.kind} {self.slug}"


def differences(before: Codebook, after: Codebook) -> tuple[str, ...]:
    """A sentence for each difference; none when both say the same."""
    study = (
        f"The study's {name} changes."
        for name in ("title", "timezone", "version", "participants")
        if getattr(before, name) != getattr(after, name)
    )
    return (
        *study,
        *_of_kind("site", before.all_sites, after.all_sites, after),
        *_of_kind("group", before.groups, after.groups, after),
        *_of_kind("theme", before.all_themes, after.all_themes, after),
    )


def lost_codes(before: Codebook, after: Codebook, use: Use) -> tuple[Lost, ...]:
    """The themes and sites that are gone, have notes, and are neither merged nor retired."""
    themes = (theme.slug for theme in before.all_themes if after.theme(theme.slug) is None)
    sites = (site.slug for site in before.all_sites if after.site(site.slug) is None)
    return (
        *_lost("theme", themes, use.themes),
        *_lost("site", sites, use.sites),
    )


def _lost(kind: str, slugs: Iterator[str], counts: Counter[str]) -> Iterator[Lost]:
    return (Lost(kind=kind, slug=slug, count=counts[slug]) for slug in slugs if counts[slug])


def _of_kind(kind: str, before: Sequence[Entry], after: Sequence[Entry], codebook: Codebook) -> Iterator[str]:
    old, new = {entry.slug: entry for entry in before}, {entry.slug: entry for entry in after}
    for slug, entry in new.items():
        if slug not in old:
            yield f"New {kind} {slug} ({_name(entry)})."
        elif entry != old[slug]:
            yield f"{kind.capitalize()} {slug}: {'; '.join(_changes(old[slug], entry))}."
    for slug in old.keys() - new.keys():
        yield _gone(kind, slug, codebook)
    if _order(old, new) != _order(new, old):
        yield f"The {kind}s come in another order."


def _order(entries: Mapping[str, Entry], others: Mapping[str, Entry]) -> list[str]:
    """Of those in use in both; where the retired stand is seen by nobody."""
    return [slug for slug in entries if slug in others and not (_retired(entries[slug]) or _retired(others[slug]))]


def _retired(entry: Entry) -> bool:
    return not isinstance(entry, Group) and entry.retired


def _gone(kind: str, slug: str, codebook: Codebook) -> str:
    into = {"theme": codebook.theme, "site": codebook.site}.get(kind, lambda _slug: None)(slug)
    return f"{kind.capitalize()} {slug} is merged into {into.slug}." if into else f"{kind.capitalize()} {slug} is gone."


def _changes(old: Entry, new: Entry) -> Iterator[str]:
    for field in fields(old):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield _change(field.name, was, now)


def _change(name: str, was: Any, now: Any) -> str:
    if name == "retired":
        return "is retired" if now else "is in use again"
    if name in ("name", "label"):
        return f"is called {now}, no longer {was}"
    if isinstance(was, tuple):
        added, gone = [item for item in now if item not in was], [item for item in was if item not in now]
        parts = [f"{', '.join(added)} added"] if added else []
        parts += [f"{', '.join(gone)} taken out"] if gone else []
        return f"{_SAID.get(name, name)}: {', '.join(parts) or 'another order'}"
    return f"{name} changed"


def _name(entry: Entry) -> str:
    return entry.name if isinstance(entry, Site) else entry.label
