"""A codebook file, read and checked: everything that is wrong with it at once, each with its line."""

import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fieldwork.codebook_entries import Group, Site, Theme
from fieldwork.spelling import compact
from fieldwork.toml_lines import TomlLines

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z]{1,4}")
_ONE = {"sites": "site", "groups": "group", "themes": "theme"}
_TABLES = ("study", "participants", "sites", "groups", "themes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a codebook file."""

    line: int  # counted from 1
    sentence: str


@dataclass(slots=True, kw_only=True)
class Form:
    """The file's content, as far as it could be read."""

    title: str = ""
    timezone: str = ""
    version: str = ""
    period: tuple[date | None, date | None] = (None, None)
    participants: dict[str, str] = field(default_factory=dict)
    sites: tuple[Site, ...] = ()
    groups: tuple[Group, ...] = ()
    themes: tuple[Theme, ...] = ()


def read_form(toml_text: str) -> tuple[Form | None, tuple[Problem, ...]]:
    """Read and check a codebook file."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as broken:
        return None, (_broken(str(broken), toml_text),)
    reader = _Reader(content, TomlLines(toml_text))
    form = reader.form()
    return form, tuple(sorted(reader.problems, key=lambda problem: problem.line))


def _broken(complaint: str, toml_text: str) -> Problem:
    """The decoder's complaint as a problem; it gives the place at its end: "(at line 3, column 5)"."""
    place = re.search(r"\(at line (\d+)", complaint)
    line = int(place[1]) if place else max(1, len(toml_text.splitlines()))
    reason = complaint.partition(" (at ")[0]
    return Problem(line=line, sentence=f"This line is not TOML: {reason[:1].lower()}{reason[1:]}.")


class _Table:
    """One table of the file; what is wrong with its fields goes into the common list."""

    def __init__(self, name: str, index: int, fields: Mapping[str, object], reader: "_Reader") -> None:
        self.name = name
        self._index = index
        self._fields = fields
        self._reader = reader
        self._asked: set[str] = set()

    @property
    def title(self) -> str:
        """How a problem calls it."""
        one = _ONE.get(self.name, self.name)
        slug = self._fields.get("slug")
        return f"{one} {slug}" if isinstance(slug, str) else one

    def complain(self, key: str, sentence: str) -> None:
        self._reader.complain(self.name, self._index, key, sentence)

    def text(self, key: str, *, required: bool = False) -> str:
        self._asked.add(key)
        value = self._fields.get(key)
        if value is None and not required:
            return ""
        if isinstance(value, str) and (value.strip() or not required):
            return value.strip()
        self.complain(key, f"{self.title}: {key} is missing." if not value else f"{self.title}: {key} must be text.")
        return ""

    def slug(self) -> str:
        slug = self.text("slug", required=True)
        if slug and not _SLUG.fullmatch(slug):
            self.complain("slug", f'{self.title}: a slug has small letters, digits and hyphens ("room-space").')
        return slug

    def texts(self, key: str) -> tuple[str, ...]:
        self._asked.add(key)
        value = self._fields.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) and compact(item) for item in value):
            return tuple(item.strip() for item in value)
        self.complain(key, f'{self.title}: {key} must be a list of texts, ["one", "two"].')
        return ()

    def yes(self, key: str) -> bool:
        self._asked.add(key)
        value = self._fields.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, f"{self.title}: {key} must be true or false.")
        return value is True

    def day(self, key: str) -> date | None:
        self._asked.add(key)
        return self._day(key, self._fields.get(key))

    def days(self, key: str) -> tuple[date | None, date | None]:
        self._asked.add(key)
        value = self._fields.get(key)
        if value is None:
            return None, None
        if not isinstance(value, list) or len(value) != 2:
            self.complain(key, f'{self.title}: {key} must be two dates, ["2021-11-08", "2021-12-10"].')
            return None, None
        return self._day(key, value[0]), self._day(key, value[1])

    def finish(self) -> None:
        for key in self._fields.keys() - self._asked:
            self.complain(key, f"{self.title}: I don't know the field {key}.")

    def _day(self, key: str, value: object) -> date | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.complain(key, f"{self.title}: {key} must be a date like 2021-11-08.")
            return None


class _Reader:
    """Reads table by table and remembers who took which name."""

    def __init__(self, content: Mapping[str, object], lines: TomlLines) -> None:
        self.problems: list[Problem] = []
        self._content = content
        self._lines = lines
        self._names: dict[str, str] = {}  # compact name to the entry that has it
        self._slugs: dict[tuple[str, str], int] = {}
        self._link_workers: dict[str, str] = {}  # code to site

    def form(self) -> Form:
        for name in self._content.keys() - set(_TABLES):
            self.complain(name, 0, "", f"I don't know the table {name}.")
        form = Form()
        self._study(form)
        form.participants = self._participants()
        form.sites = tuple(self._site(table, form) for table in self._tables("sites"))
        form.groups = tuple(self._group(table) for table in self._tables("groups"))
        known = {group.slug for group in form.groups}
        form.themes = tuple(self._theme(table, known) for table in self._tables("themes"))
        return form

    def complain(self, table: str, index: int, key: str, sentence: str) -> None:
        self.problems.append(Problem(line=self._lines.line(table, index, key), sentence=sentence))

    def _one(self, name: str) -> _Table:
        fields = self._content.get(name, {})
        if name in self._content and not isinstance(fields, dict):
            self.complain(name, 0, "", f"{name} must be a table, [{name}].")
        return _Table(name, 0, fields if isinstance(fields, dict) else {}, self)

    def _tables(self, name: str) -> Iterator[_Table]:
        entries = self._content.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.complain(name, 0, "", f"{name} must be tables, each under [[{name}]].")
            return
        if not entries and name != "groups":
            self.complain(name, 0, "", f"There are no {name}: each wants its own [[{name}]].")
        for index, entry in enumerate(entries):
            table = _Table(name, index, entry, self)
            yield table
            table.finish()

    def _study(self, form: Form) -> None:
        table = self._one("study")
        form.title = table.text("title", required=True)
        form.timezone = table.text("timezone") or "Europe/London"
        form.version = table.text("version")
        form.period = table.days("period")
        if not _is_timezone(form.timezone):
            table.complain("timezone", f"study: {form.timezone} is not a time zone like Europe/London.")
        table.finish()

    def _participants(self) -> dict[str, str]:
        fields = self._content.get("participants", {})
        table = self._one("participants")
        prefixes = {prefix: table.text(prefix, required=True) for prefix in fields} if isinstance(fields, dict) else {}
        for prefix in prefixes:
            if not _PREFIX.fullmatch(prefix):
                table.complain(prefix, f"participants: {prefix} must be one to four capital letters, as in LW.")
        return prefixes

    def _site(self, table: _Table, form: Form) -> Site:
        site = Site(
            slug=table.slug(),
            name=table.text("name", required=True),
            description=table.text("description"),
            aliases=table.texts("aliases"),
            misheard=table.texts("misheard"),
            link_workers=table.texts("link_workers"),
            opens=table.day("opens") or form.period[0],
            closes=table.day("closes") or form.period[1],
            formerly=table.texts("formerly"),
            retired=table.yes("retired"),
        )
        if site.opens and site.closes and site.opens > site.closes:
            table.complain("closes", f"{table.title}: it closes before it opens.")
        self._claim(table, {"slug": (site.slug,), "name": (site.name,), "aliases": site.aliases})
        self._claim(table, {"formerly": site.formerly, "misheard": site.misheard})
        self._claim_link_workers(table, site, form.participants)
        return site

    def _group(self, table: _Table) -> Group:
        group = Group(slug=table.slug(), label=table.text("label", required=True))
        self._claim_slug(table, group.slug)
        return group

    def _theme(self, table: _Table, groups: set[str]) -> Theme:
        theme = Theme(
            slug=table.slug(),
            label=table.text("label", required=True),
            group=table.text("group", required=True),
            aliases=table.texts("aliases"),
            definition=table.text("definition", required=True),
            include=table.text("include"),
            exclude=table.text("exclude"),
            cues=table.texts("cues"),
            formerly=table.texts("formerly"),
            retired=table.yes("retired"),
        )
        if theme.group and theme.group not in groups:
            table.complain("group", f"{table.title}: there is no group {theme.group}.")
        self._claim(table, {"slug": (theme.slug,), "label": (theme.label,), "aliases": theme.aliases})
        self._claim(table, {"formerly": theme.formerly})
        return theme

    def _claim_slug(self, table: _Table, slug: str) -> None:
        seen = self._slugs[table.name, slug] = self._slugs.get((table.name, slug), 0) + 1
        if slug and seen > 1:
            table.complain("slug", f"{table.title}: this slug is taken.")

    def _claim(self, table: _Table, names: Mapping[str, tuple[str, ...]]) -> None:
        """No two entries may answer to one name; an entry may repeat its own."""
        if "slug" in names:
            self._claim_slug(table, names["slug"][0])
        for key, values in names.items():
            for value in filter(compact, values):
                owner = self._names.setdefault(compact(value), table.title)
                if owner != table.title:
                    table.complain(key, f"{table.title}: {value} already means {owner}.")

    def _claim_link_workers(self, table: _Table, site: Site, participants: Mapping[str, str]) -> None:
        for code in site.link_workers:
            owner = self._link_workers.setdefault(code, site.slug)
            if owner != site.slug:
                table.complain("link_workers", f"{table.title}: {code} already works at {owner}.")
            if not re.fullmatch(r"[A-Z]{1,4}[0-9]{1,3}", code) or code.rstrip("0123456789") not in participants:
                table.complain("link_workers", f"{table.title}: {code} is not a code of [participants], as LW1 is.")


def _is_timezone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True
