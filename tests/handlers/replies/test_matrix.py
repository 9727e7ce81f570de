"""What stands under a matrix fits where Telegram puts it, however things are called."""

from dataclasses import replace

import pytest

from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.note import NoteNumber
from fieldwork.query import QueryProblem
from handlers.replies.matrix import MOST_SITES, MOST_THEMES, Told, nothing, picture, rows_in_words
from tests.handlers.notes import CHAT
from tests.handlers.telegram_limits import fits, labels

LONG = "A <very> long & name that nobody would ever say on a telephone"


def told(sites: int, themes: int, name: str) -> Told:
    columns = tuple(Line(slug=f"s{n}", name=f"{name} {n}", awaited=n % 3 > 0) for n in range(sites))
    rows = tuple(Line(slug=f"{name} t{n}", name=f"{name} {n}") for n in range(themes))
    places = [(site.slug, theme.slug) for site in columns[: sites // 2] for theme in rows[::2]]
    cell = Cell(stated=(NoteNumber(1), NoteNumber(2)), suggested=(NoteNumber(3),))
    matrix = Matrix(sites=columns, themes=rows, cells=dict.fromkeys(places, cell), notes=9, private=2)
    problems = tuple(QueryProblem(term=f"{name} {n}", nearest=(name, name, name)) for n in range(9))
    return Told(question="A" * 10, matrix=matrix, description=f"{name} " * 9, problems=problems)


@pytest.mark.parametrize("name", ["x", LONG, "村" * 90])
@pytest.mark.parametrize(("sites", "themes"), [(2, 1), (MOST_SITES, MOST_THEMES), (40, 90)])
def test_captions_rows_and_buttons_fit(sites: int, themes: int, name: str) -> None:
    asked = told(sites, themes, name)
    shown = picture(asked, asked.matrix, b"PNG", CHAT)
    fits(shown)
    assert len(shown.buttons) <= 3
    assert labels(shown)[-1] == ["Row by row"]
    for page in (0, 1, 99):
        fits(rows_in_words(asked, page, CHAT))
    fits(nothing(asked, CHAT))


def test_a_caption_says_what_the_picture_leaves_out() -> None:
    whole, shown = told(2, 30, "x"), told(2, 24, "x").matrix
    said = picture(replace(whole, problems=()), shown, b"PNG", CHAT).html
    assert "6 themes with the fewest notes are not in the picture: name what you want to see" in said
