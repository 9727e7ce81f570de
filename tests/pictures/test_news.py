"""What a digest brought, as a picture, and the weeks of each theme."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.news import News
from fieldwork.note import NoteNumber
from fieldwork.trend import Course, Trend
from pictures.news import news_png
from pictures.painter import MatrixPainter
from pictures.paper import INK, NEW, SHADES
from pictures.trend import trend_png
from tests.pictures.test_matrix import luminance, of, size_of

DAY = date(2021, 12, 9)
NOTHING = News(
    begins=DAY - timedelta(days=28),
    day=DAY,
    matrix=Matrix(
        sites=(Line(slug="s", name="Riverside"),),
        themes=(Line(slug="t", name="trust"),),
        cells={},
    ),
    fresh=frozenset(),
    opened=frozenset(),
    back=frozenset(),
    notes=0,
    before=0,
)


def with_cell(cell: Cell, *fresh: int) -> News:
    return replace(
        NOTHING,
        matrix=replace(NOTHING.matrix, cells={("s", "t"): cell}),
        fresh=frozenset(NoteNumber(number) for number in fresh),
    )


def news(sites: int, themes: int) -> News:
    columns = tuple(Line(slug=f"s{n}", name=f"Site of a long name {n}", awaited=n != 1) for n in range(sites))
    rows = tuple(Line(slug=f"t{n}", name=f"A theme with a long label that costs $5 and ${n}") for n in range(themes))
    cells = {
        (site.slug, theme.slug): Cell(stated=of((x * y) % 10), suggested=of((x + y) % 3))
        for x, site in enumerate(columns)
        for y, theme in enumerate(rows)
    }
    matrix = Matrix(sites=columns, themes=rows, cells=cells)
    return replace(NOTHING, matrix=matrix, fresh=frozenset(of(3)), opened=frozenset(cells), back=frozenset(cells))


def trend(courses: int, weeks: int) -> Trend:
    rows = tuple(
        Course(slug=f"t{n}", name=f"A theme with a long label, ${n}", counts=tuple(range(n, n + weeks)))
        for n in range(courses)
    )
    days = tuple(DAY - timedelta(weeks=ago) for ago in reversed(range(weeks)))
    return Trend(weeks=days, notes=(999,) * weeks, courses=rows, too_few=())


@pytest.mark.parametrize(("sites", "themes"), [(0, 0), (1, 1), (2, 3), (6, 18), (12, 24)])
def test_any_evening_is_a_picture_that_telegram_leaves_as_it_is(sites: int, themes: int) -> None:
    width, height = size_of(news_png(news(sites, themes), "A study", "3 notes"))
    assert 800 <= width <= 1280
    assert height <= 1900
    assert max(width, height) / min(width, height) < 20  # Bot API, sendPhoto


@pytest.mark.parametrize(("courses", "weeks"), [(1, 4), (18, 8), (90, 8)])
def test_any_number_of_courses_is_a_picture_that_telegram_leaves_as_it_is(courses: int, weeks: int) -> None:
    width, height = size_of(trend_png(trend(courses, weeks), "A study", "Notes a week"))
    assert 800 <= width <= 1280
    assert height <= 1900


def test_new_before_both_suggested_first_and_back_all_look_different() -> None:
    place = frozenset({("s", "t")})
    new = with_cell(Cell(stated=of(1)), 1)
    pictures = (
        NOTHING,
        new,
        with_cell(Cell(stated=of(1))),
        with_cell(Cell(stated=of(2)), 2),
        with_cell(Cell(suggested=of(1)), 1),
        replace(new, opened=place),
        replace(new, back=place),
    )
    assert len({news_png(each, "Study", "") for each in pictures}) == len(pictures)


def test_what_is_new_is_told_by_darkness_alone_and_its_figures_are_read() -> None:
    assert luminance(SHADES[2]) > 2.5 * luminance(NEW)
    assert (luminance(SHADES[2]) + 0.05) / (luminance(INK) + 0.05) > 4.5  # WCAG 2, 1.4.3
    assert 1.05 / (luminance(NEW) + 0.05) > 4.5


async def test_the_painter_paints_both_beside_the_loop() -> None:
    painter = MatrixPainter()
    assert size_of(await painter.news(news(6, 18), "Study", "1 note"))[0] == 800
    assert size_of(await painter.trend(trend(4, 8), "Study", "Notes a week"))[0] > 800
