"""The framework table as CSV: text that every program reads, and that no spreadsheet takes for a formula."""

import csv
import io

from fieldwork.framework import Framework

BETWEEN = " | "  # two references in a cell: a record stays on one line
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # OWASP, "CSV injection"; the last four are full-width


def framework_csv(table: Framework) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for another encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)  # so that a semicolon in a sentence is no new cell elsewhere
    writer.writerows([plain(cell) for cell in row] for row in (table.heading, *table.rows))
    return text.getvalue().encode("utf-8-sig", "replace")


def plain(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would compute."""
    line = " ".join(cell.splitlines())
    return f"'{line}" if line.lstrip()[:1] in _FORMULA and line.strip() else line
