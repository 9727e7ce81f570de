"""The pictures of a digest: what is under them says the same in words."""

import base64
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from fieldwork.matrix import Line
from fieldwork.news import News
from fieldwork.trend import CLEARLY, FEWEST_NOTES, FEWEST_WEEKS, Course, Trend
from handlers.buttons import Verb, slug_key
from handlers.replies.keys import key
from handlers.replies.markup import cut, escaped
from handlers.replies.matrix import at_most, fitting, left_out, place
from handlers.replies.terms import NAME_UNITS, counted, listed
from services.outgoing import Button, Say

MOST_THEMES, MOST_SITES = 24, 12  # what a picture holds that a phone can show
ROW_KEYS = 3
NOT_COUNTED = "Private and administrative notes are not counted."


def news_about(news: News, since: datetime) -> str:
    """`Since Wed 10 Nov, 20:00: 3 notes · the four weeks before: 42`, in the picture and above its words."""
    when = f"{since:%a} {_day(since)}, {since:%H:%M}"
    return f"Since {when}: {counted(news.notes, 'note')} · the four weeks before: {news.before}{_only(news.only_at)}"


def news(
    told: News, shown: News, since: datetime, png: bytes, chat_id: int, *, question: str, trend: Button | None
) -> Say:
    """The new notes beside the four weeks before; the buttons lead to the notes of both."""
    sentences = (*news_in_words(told), *left_out(told.matrix, shown.matrix))
    lines = [escaped(f"Sites by themes · {news_about(told, since)}"), *map(escaped, sentences), NOT_COUNTED]
    themes = [theme for theme in told.matrix.themes if told.has_new(theme)][:ROW_KEYS]
    rows = [tuple(key(cut(t.name, 24), Verb.MATRIX_ROW, question, slug_key(t.slug)) for t in themes)]
    rows.append((key("Row by row", Verb.MATRIX_PAGE, question, 0), *([trend] if trend else [])))
    return Say(
        chat_id=chat_id,
        html=fitting(lines),
        buttons=tuple(row for row in rows if row),
        photo=base64.b64encode(png).decode(),
        protected=True,
    )


def news_in_words(told: News) -> list[str]:
    """The picture for whoever can't see it; a sentence each."""
    cells = [(site, theme) for theme in told.matrix.themes for site in told.matrix.sites]
    new = [(site, theme) for site, theme in cells if told.new_in(site, theme).stated]
    first = [place(*cell) for cell in new if _slugs(cell) in told.opened]
    back = [place(*cell) for cell in new if _slugs(cell) in told.back]
    others = [cell for cell in new if _slugs(cell) not in told.opened | told.back]
    unsited = [_name(theme) for site, theme in others if not site.slug and not told.before_in(site, theme).stated]
    again = [_again(told, *cell) for cell in others if cell[0].slug or told.before_in(*cell).stated]
    sentences = (
        _sentence("First time", first),
        _sentence("Back after four weeks", back),
        _sentence("New without a site", unsited),
        _sentence("Again", again),
        _suggested(told, cells),
        _sentence("No note in these weeks at", [_name(site) for site in told.matrix.sites if _still(told, site)]),
        _sentence("No note in these weeks on", [_name(theme) for theme in told.matrix.themes if _unheard(told, theme)]),
    )
    return [sentence for sentence in sentences if sentence]


def nothing_new(chat_id: int) -> Say:
    """In place of a picture without a mark on it."""
    return Say(
        chat_id=chat_id,
        html="None of these notes has a theme: there is nothing new to show in a picture.",
    )


def trend_key(day: date, digest: str) -> Button:
    """To the weeks that end with a day, at the sites of the digest with that key."""
    return key("Trend", Verb.TREND, day.isoformat(), digest)


def trend_about(told: Trend) -> str:
    """`Notes a week, 8 weeks to Thu 9 Dec · the last one in orange`."""
    last, weeks = told.weeks[-1], counted(len(told.weeks), "week")
    return f"Notes a week, {weeks} to {last:%a} {_day(last)} · the last in orange{_only(told.only_at)}"


def trend(told: Trend, png: bytes, chat_id: int) -> Say:
    """The course of each theme."""
    lines = [escaped(line) for line in (trend_about(told), *trend_in_words(told))]
    return Say(
        chat_id=chat_id,
        html=fitting([*lines, f"By the themes that people gave or accepted. {NOT_COUNTED}"]),
        photo=base64.b64encode(png).decode(),
        protected=True,
    )


def trend_in_words(told: Trend) -> list[str]:
    """What changed clearly, then every course in its figures, oldest week first."""
    more = sorted((course for course in told.courses if course.change >= CLEARLY), key=lambda each: -each.change)
    fewer = sorted((course for course in told.courses if course.change <= -CLEARLY), key=lambda each: each.change)
    sentences = (
        _sentence("More in the later half", [_name(course) for course in more]),
        _sentence("Fewer in the later half", [_name(course) for course in fewer]),
        "" if more or fewer else "No theme changed clearly.",
        f"All notes: {_figures(told.notes)}.",
        "; ".join(f"{_name(course)} {_figures(course.counts)}" for course in told.courses) + ".",
        _sentence("Too few notes to show", [_name(course) for course in told.too_few]),
    )
    return [sentence for sentence in sentences if sentence]


def no_trend(chat_id: int) -> Say:
    """There are too few notes yet."""
    return Say(
        chat_id=chat_id,
        html=f"There are too few notes to show a trend: it takes notes in {FEWEST_WEEKS} of the last weeks, "
        f"and {FEWEST_NOTES} on a theme.",
    )


def _only(sites: Sequence[str]) -> str:
    return f". {', '.join(cut(name, NAME_UNITS) for name in sites)} only" if sites else ""


def _again(told: News, site: Line, theme: Line) -> str:
    new, before = len(told.new_in(site, theme).stated), len(told.before_in(site, theme).stated)
    return f"{place(site, theme)} {new} (before {before})" if site.slug else f"{place(site, theme)} {new}"


def _suggested(told: News, cells: Iterable[tuple[Line, Line]]) -> str:
    numbers = {number for cell in cells for number in told.new_in(*cell).suggested}
    return f"New and only suggested, marked +: {counted(len(numbers), 'note')}." if numbers else ""


def _still(told: News, site: Line) -> bool:
    return site.awaited and bool(site.slug) and site.slug not in told.visited


def _unheard(told: News, theme: Line) -> bool:
    return theme.awaited and not told.matrix.of_theme(theme)


def _slugs(cell: tuple[Line, Line]) -> tuple[str, str]:
    return cell[0].slug, cell[1].slug


def _sentence(words: str, names: Sequence[str]) -> str:
    return f"{words}: {listed(at_most(names))}." if names else ""


def _name(line: Line | Course) -> str:
    return cut(line.name, NAME_UNITS)


def _figures(counts: Iterable[int]) -> str:
    return " ".join(map(str, counts))


def _day(moment: date) -> str:
    return f"{moment.day} {moment:%b}"
