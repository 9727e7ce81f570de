"""On which line of a TOML file does a table or key stand? `tomllib` does not say."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


@dataclass(slots=True)
class _Table:
    line: int
    keys: dict[str, int] = field(default_factory=dict)


class TomlLines:
    """Lines of tables and keys, counted from 1."""

    def __init__(self, toml_text: str) -> None:
        self._tables: dict[str, list[_Table]] = {"": [_Table(1)]}
        current = self._tables[""][0]
        within_string = False
        for number, line in enumerate(toml_text.splitlines(), start=1):
            if not within_string:
                current = self._read(line, number, current)
            within_string ^= (line.count('"""') + line.count("'''")) % 2 == 1

    def line(self, table: str, index: int = 0, key: str = "") -> int:
        """Where the key stands in the `index`-th table of that name; the table's own line when it has no such key."""
        tables = self._tables.get(table, [])
        if index < len(tables):
            return tables[index].keys.get(key, tables[index].line)
        return self._tables[""][0].keys.get(table, 1)

    def _read(self, line: str, number: int, current: _Table) -> _Table:
        if header := _HEADER.match(line):
            table = _Table(number)
            self._tables.setdefault(header[1].strip("\"'"), []).append(table)
            return table
        if key := _KEY.match(line):
            current.keys.setdefault(key[1].strip("\"'"), number)
        return current
