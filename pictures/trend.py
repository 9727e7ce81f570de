"""The course of each theme, week by week: many small charts on one scale, each bar with its figure."""

from datetime import date
from io import BytesIO

from fieldwork.trend import Course, Trend
from pictures.grid import wrapped
from pictures.paper import FAINT, INK, LETTER, MARGIN, NEW, SHADES, WIDTH, Paper

MOST_COURSES = 20  # that a picture holds and a phone can show
_ACROSS = 2
_SPACE = 28  # between two charts
_NAME, _BARS, _FIGURE = 30, 64, 22  # heights: the name, the highest bar, the figure above it
_CHART = _NAME + _FIGURE + _BARS + 18
_DAYS = 30
_WIDTH = (WIDTH - 2 * MARGIN - _SPACE) / _ACROSS
_BEFORE, _ALL = SHADES[2], "#9aa5b1"


def trend_png(trend: Trend, title: str, about: str) -> bytes:
    """A PNG, on paper of its own, so that it reads the same in a light chat and in a dark one."""
    title, about = wrapped(title, 48, 2), wrapped(about, 62, 2)
    top = MARGIN + 34.0 * (1 + title.count("\n")) + 28 * (1 + about.count("\n")) + 14
    shown = trend.courses[:MOST_COURSES]
    lines = -(-(len(shown) + 1) // _ACROSS)
    paper = Paper(top + lines * _CHART + _DAYS + MARGIN)
    paper.words(MARGIN, MARGIN, title, size=26, va="top", weight="bold")
    paper.words(MARGIN, MARGIN + 34.0 * (1 + title.count("\n")), about, color=FAINT, va="top")
    most = max((count for course in shown for count in course.counts), default=1)
    every = Course(slug="", name="all notes", counts=trend.notes)
    _draw_course(paper, every, MARGIN, top, max(trend.notes, default=1), colour=_ALL)
    for place, course in enumerate(shown, 1):
        x, y = MARGIN + (_WIDTH + _SPACE) * (place % _ACROSS), top + _CHART * (place // _ACROSS)
        _draw_course(paper, course, x, y, most, colour=_BEFORE)
    for across in range(_ACROSS):
        _draw_days(paper, trend.weeks, MARGIN + (_WIDTH + _SPACE) * across, top + lines * _CHART)
    picture = BytesIO()
    paper.save(picture)
    return picture.getvalue()


def _draw_course(paper: Paper, course: Course, x: float, y: float, most: int, *, colour: str) -> None:
    """The last week stands out; a week without notes has a line and no bar."""
    paper.words(x, y + 4, wrapped(course.name, 32, 1), va="top", weight="bold")
    foot, wide = y + _NAME + _FIGURE + _BARS, _WIDTH / max(1, len(course.counts))
    paper.box(x, foot, _WIDTH, 2, facecolor=FAINT, edgecolor="none", linewidth=0)
    for week, count in enumerate(course.counts):
        last = week == len(course.counts) - 1
        high = _BARS * count / max(1, most)
        left = x + wide * week
        if count:
            paper.box(left + 3, foot - high, wide - 6, high, facecolor=NEW if last else colour, edgecolor="none")
            paper.words(
                left + wide / 2,
                foot - high - 4,
                str(count),
                ha="center",
                va="bottom",
                size=LETTER - 1,
                weight="bold" if last else "normal",
                color=NEW if last else INK,
            )


def _draw_days(paper: Paper, weeks: tuple[date, ...], x: float, y: float) -> None:
    wide = _WIDTH / max(1, len(weeks))
    for place, side, middle in ((0, "left", 0.0), (len(weeks) - 1, "right", 1.0)):
        day = weeks[place]
        paper.words(
            x + wide * (place + middle), y, f"to {day.day} {day:%b}", ha=side, va="top", size=LETTER - 2, color=FAINT
        )
