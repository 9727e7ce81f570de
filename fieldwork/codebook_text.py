"""A codebook written as the TOML file that it could have been read from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from fieldwork.codebook import Codebook
from fieldwork.codebook_entries import Group, Site, Theme

Value = str | bool | date | tuple[str, ...]


def codebook_text(codebook: Codebook) -> str:
    """TOML that reads as this codebook; comments are not part of it."""
    study: Mapping[str, Value] = {
        "title": codebook.title,
        "timezone": codebook.timezone,
        "version": codebook.version,
    }
    tables = [
        _table("[study]", study),
        _table("[participants]", dict(codebook.participants)),
        *(_table("[[sites]]", _site(site)) for site in codebook.all_sites),
        *(_table("[[groups]]", _group(group)) for group in codebook.groups),
        *(_table("[[themes]]", _theme(theme)) for theme in codebook.all_themes),
    ]
    return "\n".join(tables)


def _site(site: Site) -> Mapping[str, Value]:
    days = {"opens": site.opens, "closes": site.closes}
    return {
        "slug": site.slug,
        "name": site.name,
        "description": site.description,
        "aliases": site.aliases,
        "misheard": site.misheard,
        "link_workers": site.link_workers,
        **{key: day for key, day in days.items() if day is not None},
        "formerly": site.formerly,
        "retired": site.retired,
    }


def _group(group: Group) -> Mapping[str, Value]:
    return {"slug": group.slug, "label": group.label}


def _theme(theme: Theme) -> Mapping[str, Value]:
    return {
        "slug": theme.slug,
        "label": theme.label,
        "group": theme.group,
        "aliases": theme.aliases,
        "definition": theme.definition,
        "include": theme.include,
        "exclude": theme.exclude,
        "cues": theme.cues,
        "formerly": theme.formerly,
        "retired": theme.retired,
    }


def _table(header: str, fields: Mapping[str, Value]) -> str:
    return "\n".join((header, *_lines(fields), ""))


def _lines(fields: Mapping[str, Value]) -> Iterator[str]:
    return (f"{key} = {_written(value)}" for key, value in fields.items() if value)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return _string(value) if isinstance(value, str) else _list(value)


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, values))}]"


def _string(value: str) -> str:
    # TOML's basic strings are JSON's but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
