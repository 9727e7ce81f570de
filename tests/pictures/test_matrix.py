"""The coverage of a study as a picture."""

import struct
import subprocess
import sys
from io import BytesIO
from itertools import pairwise

import pytest

from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.note import NoteNumber
from pictures.matrix import matrix_png
from pictures.painter import MatrixPainter
from pictures.paper import DARK_FROM, SHADES, Paper, shade_of


def of(count: int) -> tuple[NoteNumber, ...]:
    return tuple(NoteNumber(number) for number in range(1, count + 1))


def a_matrix(sites: int, themes: int, *, most: int = 9) -> Matrix:
    columns = tuple(Line(slug=f"s{n}", name=f"Site of a long name {n}", awaited=n != 1) for n in range(sites))
    rows = tuple(Line(slug=f"t{n}", name=f"A theme with a long label that costs $5 and ${n}") for n in range(themes))
    cells = {
        (site.slug, theme.slug): Cell(stated=of((x * y) % (most + 1)), suggested=of((x + y) % 3))
        for x, site in enumerate(columns)
        for y, theme in enumerate(rows)
    }
    return Matrix(sites=columns, themes=rows, cells=cells)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(("sites", "themes"), [(0, 0), (2, 0), (1, 1), (1, 16), (2, 3), (4, 3), (6, 16), (12, 24)])
def test_any_study_is_a_picture_that_telegram_leaves_as_it_is(sites: int, themes: int) -> None:
    width, height = size_of(matrix_png(a_matrix(sites, themes, most=999), "A study", "42 notes"))
    assert 800 <= width <= 1280
    assert height <= 1900
    assert max(width, height) / min(width, height) < 20  # Bot API, sendPhoto


@pytest.mark.parametrize(
    "cell",
    [Cell(stated=of(1)), Cell(stated=of(2)), Cell(suggested=of(1)), Cell(stated=of(1), suggested=of(1))],
)
def test_what_differs_looks_different(cell: Cell) -> None:
    sites, themes = (Line(slug="s", name="Riverside"),), (Line(slug="t", name="trust"),)
    silent = Matrix(sites=sites, themes=themes, cells={})
    away = Matrix(sites=(Line(slug="s", name="Riverside", awaited=False),), themes=themes, cells={})
    seen = Matrix(sites=sites, themes=themes, cells={("s", "t"): cell})
    assert len({matrix_png(matrix, "Study", "") for matrix in (silent, away, seen)}) == 3


def luminance(colour: str) -> float:
    """Of `#rrggbb`, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_shades_are_told_apart_without_colours_and_figures_are_read_on_each() -> None:
    light = [luminance(shade) for shade in SHADES]
    assert all(brighter > 1.25 * darker for brighter, darker in pairwise(light))
    for number, shade in enumerate(light):
        ink = 1.05 / (shade + 0.05) if number >= DARK_FROM else (shade + 0.05) / (luminance("#14181d") + 0.05)
        assert ink > 4.5  # WCAG 2, 1.4.3


def test_the_fullest_cell_has_the_darkest_shade_and_one_note_the_lightest() -> None:
    assert [shade_of(count, 999) for count in (1, 500, 999)] == [0, 2, len(SHADES) - 1]
    assert shade_of(1, 1) == 0


async def test_the_painter_paints_beside_the_loop_one_picture_after_another() -> None:
    painter = MatrixPainter()
    assert size_of(await painter.matrix(a_matrix(6, 16), "Study", "1 note"))[1] <= 1280


def test_paper_is_no_wider_than_it_says() -> None:
    picture = BytesIO()
    Paper(1000).save(picture)
    assert size_of(picture.getvalue()) == (1024, 1280)


def test_nothing_is_loaded_before_somebody_asks_for_a_picture() -> None:
    check = "import sys, pictures.painter; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
