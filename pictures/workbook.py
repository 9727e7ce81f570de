"""The framework table as a workbook to work in: frozen heading, wrapped text, the themes' rules on a second sheet."""

import re
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from fieldwork.framework import Framework

_SHEETS = ("Matrix", "Themes", "About")
_NARROW, _WIDE, _RULE = 16, 48, 40  # characters
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2: no characters of it
_FORMULA = ("=", "+", "-", "@", "'")


def framework_xlsx(table: Framework, about: Sequence[str], made_at: datetime) -> bytes:
    """An .xlsx file; `about` says in a few sentences what was asked and what is counted."""
    book = import_module("openpyxl").Workbook()
    sheets = [book.active, *(book.create_sheet() for _ in _SHEETS[1:])]
    for sheet, name in zip(sheets, _SHEETS, strict=True):
        sheet.title = name
    matrix, themes, words = sheets
    _fill(matrix, (table.heading, *table.rows), (_NARROW, 8, *[_WIDE] * (len(table.heading) - 2)))
    matrix.freeze_panes = "C2"
    _fill(themes, (table.theme_heading, *table.themes), (_NARROW, 24, 24, *[_RULE] * 3, 8, 16))
    themes.freeze_panes = "B2"
    _fill(words, [(sentence,) for sentence in about], (100,))
    book.properties.creator, book.properties.title = "Jottings", "Framework matrix"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    return _packed(book)


def _fill(sheet: Any, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    styles, letter = import_module("openpyxl.styles"), import_module("openpyxl.utils").get_column_letter
    wrapped = styles.Alignment(wrap_text=True, vertical="top")
    heading, pale = styles.Font(bold=True), styles.PatternFill("solid", fgColor="DDE8F4")
    for down, row in enumerate(rows, 1):
        for across, words in enumerate(row, 1):
            cell = _text(sheet, down, across, words)
            cell.alignment = wrapped
            if down == 1 or (across == 1 and len(row) > 1):
                cell.font = heading
            if down == 1:
                cell.fill = pale
    for across, width in enumerate(widths, 1):
        sheet.column_dimensions[letter(across)].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = import_module("openpyxl.worksheet.properties").PageSetupProperties(
        fitToPage=True
    )
    sheet.print_title_rows = "1:1"


def _text(sheet: Any, down: int, across: int, words: str) -> Any:
    """A cell of text, whatever it begins with: never a formula, and none when somebody edits it."""
    cell = sheet.cell(down, across)
    cell.value = _UNFIT.sub(" ", words)
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(_FORMULA)
    return cell


def _packed(book: Any) -> bytes:
    # openpyxl writes each sheet to a temporary file first, where the notes' words would stand readable; here it does
    # so in memory.
    excel = import_module("openpyxl.writer.excel")

    class InMemory(excel.ExcelWriter):  # type: ignore[name-defined,misc]
        def write_worksheet(self, sheet: Any) -> None:
            content = BytesIO()
            writer = excel.WorksheetWriter(sheet, content)
            writer.write()
            sheet._drawing, sheet._rels = excel.SpreadsheetDrawing(), writer._rels  # noqa: SLF001
            self._archive.writestr(sheet.path[1:], content.getvalue())
            self.manifest.append(sheet)

    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        InMemory(book, archive).save()
    return file.getvalue()
