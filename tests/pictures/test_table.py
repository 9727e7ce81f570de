"""The framework table as files: nothing in them is computed, and no word of them stands anywhere else."""

import csv
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.framework import Framework
from pictures.flat import framework_csv, plain
from pictures.workbook import framework_xlsx

MADE = datetime(2021, 11, 12, 9, 0, tzinfo=UTC)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", " =1", "\uff1d1"]


def table(*cells: str) -> Framework:
    return Framework(
        heading=("Site", "Notes", *cells),
        rows=(("Riverside", "1", *cells),),
        theme_heading=("Theme",),
        themes=tuple((cell,) for cell in cells),
    )


def book_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_is_one_to_work_in() -> None:
    book = book_of(framework_xlsx(table("1 note\nn1 R1: “Yes.”"), ["Study"], MADE))
    assert book.sheetnames == ["Matrix", "Themes", "About"]
    matrix = book["Matrix"]
    assert matrix.freeze_panes == "C2"
    assert matrix["C2"].value == "1 note\nn1 R1: “Yes.”"
    assert matrix["C2"].alignment.wrap_text
    assert book["About"]["A1"].value == "Study"
    assert book.properties.creator == "Jottings"


@pytest.mark.parametrize("words", DANGEROUS)
def test_no_cell_is_a_formula(words: str) -> None:
    book = book_of(framework_xlsx(table(words), [words], MADE))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    rows = list(csv.reader(io.StringIO(framework_csv(table(words)).decode("utf-8-sig"))))
    assert rows[1][2] == f"'{' '.join(words.splitlines())}"


@given(words=st.text(max_size=200))
def test_any_text_can_be_written(words: str) -> None:
    book_of(framework_xlsx(table(words), [words], MADE))
    lines = framework_csv(table(words)).decode("utf-8-sig").rstrip("\r\n").split("\r\n")
    assert len(lines) == 2
    assert next(csv.reader([lines[1]]))[2] == plain(words)


def test_csv_opens_in_excel_as_what_it_is() -> None:
    assert framework_csv(table("Café")).startswith(b"\xef\xbb\xbf")


def test_no_temporary_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert framework_xlsx(table("the sentence"), [], MADE).startswith(b"PK")
