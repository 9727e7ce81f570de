"""Sites by themes: what counts where, what is silent, and what the framework table quotes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork.codebook import Codebook, Site, Theme
from fieldwork.coverage import cells
from fieldwork.framework import CELL_UNITS, framework_of, shows
from fieldwork.matrix import Line, Matrix, fitted, matrix_of, rows_asked
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from fieldwork.query import Query
from fieldwork.question import parse_query

TODAY = date(2021, 11, 12)
LONDON = ZoneInfo("Europe/London")
BOOK = Codebook(
    title="Study",
    timezone="Europe/London",
    participants={},
    sites=(
        Site(slug="riverside", name="Riverside"),
        Site(slug="orchard", name="Orchard", closes=date(2021, 11, 5)),
        Site(slug="meadow", name="Meadow", opens=date(2021, 11, 20)),
    ),
    themes=(
        Theme(slug="trust", label="Trust and opening up", group="g", aliases=("trust",), cues=("felt safe", "let in")),
        Theme(slug="room-space", label="Room space", group="g", definition="Where they meet."),
    ),
)


def a_note(number: int, *themes: str, site: str = "riverside", suggested: str = "", text: str = "It rained.") -> Note:
    codes = [Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SAID) for slug in themes]
    codes += [Code(kind=CodeKind.SITE, slug=site, origin=Origin.STICKY)] if site else []
    codes += [Code(kind=CodeKind.THEME, slug=suggested, origin=Origin.SUGGESTED)] if suggested else []
    moment = datetime(2021, 11, 11, 9, number % 60, tzinfo=UTC)
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=None,
        author_label="R1",
        kind=Kind.TEXT,
        text=text,
        observed_at=moment,
        recorded_at=moment,
        readable_at=moment,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=tuple(codes),
    )


def matrix(*notes: Note, question: str = "") -> Matrix:
    asked, _ = parse_query(question, BOOK, today=TODAY)
    return matrix_of(notes, BOOK, asked=asked, today=TODAY)


def seen(found: Matrix) -> dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]:
    return {place: (cell.stated, cell.suggested) for place, cell in found.cells.items()}


def test_what_is_said_and_what_is_only_suggested_are_counted_apart() -> None:
    found = matrix(a_note(1, "trust"), a_note(2, suggested="trust"), a_note(3, "room-space", suggested="trust"))
    assert seen(found) == {("riverside", "trust"): ((1,), (2, 3)), ("riverside", "room-space"): ((3,), ())}


def test_a_site_that_only_the_machine_proposes_makes_a_suggestion() -> None:
    proposed = Code(kind=CodeKind.SITE, slug="riverside", origin=Origin.SUGGESTED)
    note = a_note(1, "trust", site="")
    assert seen(matrix(replace(note, codes=(*note.codes, proposed)))) == {("riverside", "trust"): ((), (1,))}


def test_logistics_and_what_was_taken_back_count_nowhere() -> None:
    note = a_note(1, "trust")
    others = replace(note, note_type=NoteType.ADMIN), replace(note, hidden_at=note.observed_at)
    assert not matrix(*others)
    assert matrix(*others).notes == 0


def test_the_digest_counts_what_the_matrix_states() -> None:
    notes = [a_note(1, "trust"), a_note(2, "trust", suggested="room-space"), a_note(3, "kettle"), a_note(4, site="")]
    assert cells(notes) == {place: len(cell.stated) for place, cell in matrix(*notes).cells.items() if cell.stated}


def test_rows_are_the_codebooks_then_the_hashtags_and_only_those_asked_for() -> None:
    notes = [a_note(1, "trust", "washing-machine"), a_note(2, "kettle")]
    assert [theme.name for theme in matrix(*notes).themes] == ["trust", "Room space", "#kettle", "#washing_machine"]
    assert [theme.name for theme in matrix(*notes, question="#room_space trust").themes] == ["Room space", "trust"]
    bare = matrix_of(notes, BOOK, asked=Query(), today=TODAY, tags=False)
    assert [theme.slug for theme in bare.themes] == ["trust", "room-space"]


def test_a_note_without_a_site_has_a_column_of_its_own() -> None:
    found = matrix(a_note(1, "trust", site=""))
    assert [site.name for site in found.sites] == ["Riverside", "Orchard", "Meadow", "No site"]
    assert seen(found) == {("", "trust"): ((1,), ())}
    assert [site.name for site in matrix(a_note(1, "trust")).sites] == ["Riverside", "Orchard", "Meadow"]


def test_only_the_sites_asked_for_are_columns() -> None:
    found = matrix(a_note(1, "trust"), question="trust at orchard")
    assert [site.name for site in found.sites] == ["Orchard"]
    assert not found


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("", ["riverside"]),
        ("since 1 november", ["riverside"]),
        ("1-10 november", ["riverside", "orchard"]),
        ("until 3 november", ["riverside", "orchard"]),
        ("today", ["riverside"]),
    ],
)
def test_a_site_that_is_closed_or_not_yet_open_is_not_silent(question: str, silent: list[str]) -> None:
    found = matrix(question=question)
    trust = found.themes[0]
    assert [site.slug for site in found.sites if found.silent(site, trust)] == silent


def test_a_hashtag_is_silent_nowhere() -> None:
    found = matrix(a_note(1, "kettle"), question="#kettle")
    assert not any(found.silent(site, found.themes[0]) for site in found.sites)


def test_the_fullest_rows_stay_in_their_order() -> None:
    notes = [a_note(1, "room-space"), a_note(2, "room-space"), a_note(3, "kettle"), a_note(4, "kettle", "trust")]
    assert [theme.slug for theme in fitted(matrix(*notes), themes=2, sites=9).themes] == ["room-space", "kettle"]
    assert [site.slug for site in fitted(matrix(*notes), themes=2, sites=1).sites] == ["riverside"]


def test_a_row_counts_each_note_once() -> None:
    note = a_note(1, "trust")
    both = replace(note, codes=(*note.codes, Code(kind=CodeKind.SITE, slug="orchard", origin=Origin.IMPORTED)))
    found = matrix(both)
    assert found.of_theme(found.themes[0]).stated == (1,)


def test_named_themes_are_rows_and_the_rest_of_the_question_chooses_notes() -> None:
    asked, _ = parse_query("trust or room space at riverside since monday", BOOK, today=TODAY)
    rows, rest = rows_asked(asked)
    assert rows == ("trust", "room-space")
    assert (rest.themes, rest.any_theme, rest.sites, rest.first) == ((), False, ("riverside",), date(2021, 11, 8))
    beside, _ = parse_query("trust umbrella", BOOK, today=TODAY)
    rows, rest = rows_asked(beside)
    assert (rows, rest.words) == (("trust",), ("umbrella",))


def test_the_sentence_that_shows_a_theme_is_its_own_and_no_tag_or_header() -> None:
    text = "Riverside, theme is trust. It rained all day long. She said she felt safe with him. #trust"
    assert shows(a_note(1, text=text), "trust", BOOK) == "She said she felt safe with him."
    assert shows(a_note(1, text="#trust"), "trust", BOOK) == "#trust"
    assert shows(a_note(1, text=""), "trust", BOOK) == ""


def test_no_sentence_that_names_somebody_stands_in_the_table() -> None:
    named, plain = "Maureen Tackley said she trusted him with it.", "She said nothing at all to P07."
    flagged = replace(a_note(1, "trust", text=f"{named} {plain}"), flagged=True)
    assert shows(flagged, "trust", BOOK) == plain
    alone = replace(a_note(2, "trust", text=named), flagged=True)
    table = framework_of(matrix(alone), [alone], BOOK, LONDON)
    assert "Tackley" not in str(table.rows)
    assert "n2 Thu 11 Nov R1: perhaps a name in it" in str(table.rows)


def test_the_framework_table_has_sites_as_rows_and_says_how_sure_each_reference_is() -> None:
    told = replace(a_note(211, "trust", text="She let him in."), status=Status.UNCHECKED)
    guessed = a_note(214, suggested="trust", text="They felt safe there, she said.")
    table = framework_of(matrix(told, guessed), [told, guessed], BOOK, LONDON)
    assert table.heading == ("Site", "Notes", "trust", "Room space")
    assert table.rows[0] == (
        "Riverside",
        "1",
        (
            "1 note, 1 only suggested\n"
            "n211 Thu 11 Nov R1: “She let him in.” (unchecked)\n"
            "n214 Thu 11 Nov R1: “They felt safe there, she said.” (suggested)"
        ),
        "0 notes",
    )
    assert table.rows[1] == ("Orchard", "0", "no fieldwork", "no fieldwork")
    assert table.themes[1][1:4] == ("Room space", "", "Where they meet.")


def test_years_are_told_apart_only_where_there_are_several() -> None:
    old = replace(a_note(1, "trust"), observed_at=datetime(2020, 11, 11, tzinfo=UTC))
    notes = [old, a_note(2, "trust")]
    assert "n1 Wed 11 Nov 2020 R1" in framework_of(matrix(*notes), notes, BOOK, LONDON).rows[0][2]


def test_a_cell_holds_whole_references_and_says_how_many_are_left_out() -> None:
    notes = [a_note(number, "trust", text=f"He waited {'and waited ' * 40}there.") for number in range(1, 101)]
    cell = framework_of(matrix(*notes), notes, BOOK, LONDON).rows[0][2]
    assert len(cell) <= CELL_UNITS + 20
    lines = cell.splitlines()
    assert lines[-1] == f"… and {101 - (len(lines) - 1)} more"


def test_a_site_of_an_older_codebook_keeps_its_column() -> None:
    found = matrix(a_note(1, "trust", site="castle"))
    assert found.sites[-1] == Line(slug="castle", name="castle")


def test_when_all_fieldwork_is_over_it_is_looked_back_upon() -> None:
    over = replace(BOOK, sites=tuple(replace(site, opens=None, closes=TODAY) for site in BOOK.sites))
    found = matrix_of([], over, asked=Query(), today=TODAY + timedelta(days=400))
    assert all(found.silent(site, found.themes[0]) for site in found.sites)
