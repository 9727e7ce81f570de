"""What themes look like in the field: sentences that show one, and sentences that only look like it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook

NOTHING = "nothing"  # sentences of field notes that are about no theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Sentences about one theme, made up."""

    shows: tuple[str, ...] = ()
    looks_like: tuple[str, ...] = ()  # and is none


def examples_of(codebook: Codebook) -> dict[str, Examples]:
    """Examples for those themes that mean what the link worker study's own mean: of the same slug, and label once."""
    known, own = _all(), _labels()
    return {
        theme.slug: known[theme.slug]
        for theme in codebook.themes
        if theme.slug in known and own.get(theme.slug) in (theme.label, *theme.formerly)
    }


def nothing() -> tuple[str, ...]:
    """Sentences about no theme at all."""
    return _all()[NOTHING].looks_like


def packaged() -> tuple[str, ...]:
    """Every sentence of the file, each once."""
    entries = _all().values()
    return tuple(dict.fromkeys(sentence for entry in entries for sentence in (*entry.shows, *entry.looks_like)))


@cache
def _all() -> Mapping[str, Examples]:
    text = (resources.files("meaning") / "examples.toml").read_text(encoding="utf-8")
    return {
        slug: Examples(shows=tuple(entry.get("shows", ())), looks_like=tuple(entry["not"]))
        for slug, entry in tomllib.loads(text).items()
    }


@cache
def _labels() -> Mapping[str, str]:
    codebook, _ = parse_codebook(default_codebook_text())
    return {theme.slug: theme.label for theme in codebook.themes} if codebook else {}
