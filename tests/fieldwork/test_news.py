"""An evening's notes beside the four weeks before."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Site, Theme
from fieldwork.matrix import Line
from fieldwork.news import News, fitted_news, news_of
from fieldwork.note import Audience, Note, NoteType, Origin
from tests.handlers.notes import site, theme, written

LONDON = ZoneInfo("Europe/London")
THURSDAY = date(2021, 11, 11)
BOOK = Codebook(
    title="Study",
    timezone="Europe/London",
    participants={},
    sites=(Site(slug="riverside", name="Riverside"), Site(slug="hilltop", name="Hilltop")),
    themes=tuple(Theme(slug=slug, label=slug, group="g") for slug in ("trust", "finance", "housing")),
)


def a_note(number: int, *themes: str, at: str = "riverside", day: int = 11, month: int = 11) -> Note:
    seen = datetime(2021, month, day, 10, tzinfo=UTC)
    codes = (site(at), *map(theme, themes))
    return replace(written("It rained.", number, codes), observed_at=seen, recorded_at=seen, readable_at=seen)


def news(*new: Note, earlier: tuple[Note, ...] = ()) -> News:
    return news_of(new, earlier, BOOK, day=THURSDAY, timezone=LONDON)


def line(news: News, slug: str) -> Line:
    return next(line for line in (*news.matrix.sites, *news.matrix.themes) if line.slug == slug)


def test_a_place_is_opened_when_no_earlier_note_had_it_however_old() -> None:
    told = news(a_note(2, "trust", "finance"), earlier=(a_note(1, "trust", day=3, month=5),))
    assert told.opened == {("riverside", "finance")}
    assert told.back == {("riverside", "trust")}
    assert told


def test_what_was_there_within_four_weeks_is_nothing_new_to_see() -> None:
    told = news(a_note(2, "trust"), earlier=(a_note(1, "trust", day=14, month=10),))
    assert not told
    assert (told.notes, told.before) == (1, 1)
    assert news(a_note(2, "trust"), earlier=(a_note(1, "trust", day=13, month=10),)).back


def test_a_cell_shows_the_new_beside_the_four_weeks() -> None:
    told = news(a_note(5, "trust"), earlier=(a_note(1, "trust", day=8), a_note(2, "trust", day=9)))
    place = line(told, "riverside"), line(told, "trust")
    assert told.new_in(*place).stated == (5,)
    assert told.before_in(*place).stated == (1, 2)


def test_themes_with_new_notes_come_first_and_stay_when_room_is_short() -> None:
    earlier = tuple(a_note(number, "trust", "finance", day=9) for number in range(1, 5))
    told = news(a_note(9, "housing", at="hilltop"), earlier=earlier)
    assert [theme.slug for theme in told.matrix.themes] == ["housing", "trust", "finance"]
    assert [theme.slug for theme in fitted_news(told, themes=2, sites=1).matrix.themes] == ["housing", "trust"]


def test_private_and_administrative_notes_are_neither_new_nor_before() -> None:
    private = replace(a_note(1, "trust"), audience=Audience.AUTHOR)
    logistics = replace(a_note(2, "trust"), note_type=NoteType.ADMIN)
    assert not news(private, logistics, earlier=(private, logistics))
    told = news(a_note(3, "trust"), earlier=(private, logistics))
    assert told.opened == {("riverside", "trust")}
    assert (told.notes, told.before) == (1, 0)


def test_what_only_the_machine_proposes_is_shown_and_opens_nothing() -> None:
    note = a_note(1)
    told = news(replace(note, codes=(*note.codes, theme("trust", Origin.SUGGESTED))))
    assert not told
    assert told.new_in(line(told, "riverside"), line(told, "trust")).suggested == (1,)
