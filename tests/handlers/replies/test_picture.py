"""What stands under the pictures of a digest says the same as they do, and fits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fieldwork.matrix import Cell, Line, Matrix
from fieldwork.news import News
from fieldwork.note import NoteNumber
from fieldwork.trend import Course, Trend
from handlers.replies import picture
from tests.handlers.notes import CHAT
from tests.handlers.telegram_limits import fits, labels

DAY = date(2021, 11, 11)
SINCE = datetime(2021, 11, 10, 20, tzinfo=UTC)


def of(*numbers: int) -> tuple[NoteNumber, ...]:
    return tuple(NoteNumber(number) for number in numbers)


SITES = (Line(slug="riverside", name="Riverside"), Line(slug="hilltop", name="Hilltop"), Line(slug="o", name="Orchard"))
THEMES = tuple(Line(slug=slug, name=slug) for slug in ("trust", "finance", "housing", "rooms"))
TOLD = News(
    begins=DAY - timedelta(days=28),
    day=DAY,
    matrix=Matrix(
        sites=SITES,
        themes=THEMES,
        cells={
            ("riverside", "trust"): Cell(stated=of(1, 2, 9)),
            ("riverside", "finance"): Cell(stated=of(9)),
            ("hilltop", "trust"): Cell(stated=of(8)),
            ("hilltop", "housing"): Cell(suggested=of(8)),
        },
    ),
    fresh=frozenset(of(8, 9)),
    opened=frozenset({("riverside", "finance")}),
    back=frozenset({("hilltop", "trust")}),
    notes=2,
    before=5,
    visited=frozenset({"riverside", "hilltop"}),
)
COURSE = Course(slug="trust", name="trust", counts=(0, 1, 2, 5))
TREND = Trend(
    weeks=tuple(DAY - timedelta(weeks=ago) for ago in (3, 2, 1, 0)),
    notes=(9, 9, 9, 9),
    courses=(COURSE, Course(slug="rooms", name="rooms", counts=(2, 1, 1, 2))),
    too_few=(Course(slug="finance", name="finance", counts=(0, 0, 1, 0)),),
)
TO_TREND = picture.trend_key(DAY, "")


def test_the_words_say_what_the_picture_shows() -> None:
    say = picture.news(TOLD, TOLD, SINCE, b"PNG", CHAT, question="q", trend=TO_TREND)
    assert say.html == (
        "Sites by themes · Since Wed 10 Nov, 20:00: 2 notes · the four weeks before: 5\n"
        "First time: finance at Riverside.\n"
        "Back after four weeks: trust at Hilltop.\n"
        "Again: trust at Riverside 1 (before 2).\n"
        "New and only suggested, marked +: 1 note.\n"
        "No note in these weeks at: Orchard.\n"
        "No note in these weeks on: rooms.\n"
        "Private and administrative notes are not counted."
    )
    assert labels(say) == [["trust", "finance", "housing"], ["Row by row", "Trend"]]
    assert say.photo
    assert say.protected


def test_a_trend_is_offered_once_there_is_one() -> None:
    say = picture.news(TOLD, TOLD, SINCE, b"PNG", CHAT, question="q", trend=None)
    assert labels(say)[-1] == ["Row by row"]


def test_a_picture_of_some_sites_says_so() -> None:
    only = ("Riverside", "Hilltop")
    news = picture.news(replace(TOLD, only_at=only), TOLD, SINCE, b"PNG", CHAT, question="q", trend=None)
    assert "the four weeks before: 5. Riverside, Hilltop only\n" in news.html
    trend = picture.trend(replace(TREND, only_at=only), b"PNG", CHAT)
    assert "the last in orange. Riverside, Hilltop only\n" in trend.html


def test_every_course_is_told_in_figures() -> None:
    say = picture.trend(TREND, b"PNG", CHAT)
    assert say.html == (
        "Notes a week, 4 weeks to Thu 11 Nov · the last in orange\n"
        "More in the later half: trust.\n"
        "All notes: 9 9 9 9.\n"
        "trust 0 1 2 5; rooms 2 1 1 2.\n"
        "Too few notes to show: finance.\n"
        "By the themes that people gave or accepted. Private and administrative notes are not counted."
    )
    calm = replace(TREND, courses=TREND.courses[1:])
    assert "No theme changed clearly." in picture.trend(calm, b"PNG", CHAT).html


@pytest.mark.parametrize("name", ["x", "A <very> long & name that nobody says", "村" * 90])
def test_captions_and_buttons_fit_however_things_are_called(name: str) -> None:
    sites = tuple(Line(slug=f"s{n}", name=f"{name} {n}") for n in range(40))
    themes = tuple(Line(slug=f"{name} t{n}", name=f"{name} {n}") for n in range(90))
    cells = {(site.slug, theme.slug): Cell(stated=of(8), suggested=of(9)) for site in sites for theme in themes[::2]}
    many = replace(TOLD, matrix=Matrix(sites=sites, themes=themes, cells=cells), opened=frozenset(cells))
    fits(picture.news(many, TOLD, SINCE, b"PNG", CHAT, question="q" * 10, trend=TO_TREND))
    courses = tuple(Course(slug=name, name=f"{name} {n}", counts=(9,) * 8) for n in range(90))
    fits(picture.trend(replace(TREND, courses=courses, too_few=courses), b"PNG", CHAT))
    fits(picture.nothing_new(CHAT))
    fits(picture.no_trend(CHAT))
