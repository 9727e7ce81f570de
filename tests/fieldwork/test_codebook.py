"""The codebook: found in any spelling, and every mistake in its file told at once with the line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook

SMALL = """\
[study]
title = "A study"
timezone = "Europe/London"

[participants]
LW = "link worker"

[[sites]]
slug = "riverside"
name = "Riverside"
link_workers = ["LW1"]
opens = 2021-11-08

[[groups]]
slug = "needs"
label = "Needs"

[[themes]]
slug = "trust"
label = "Trust"
group = "needs"
definition = "Trust between people."
"""


def problems_of(toml_text: str) -> list[tuple[int, str]]:
    codebook, problems = parse_codebook(toml_text)
    assert codebook is None
    return [(problem.line, problem.sentence) for problem in problems]


def test_the_study_has_six_sites_with_fieldwork_dates_and_about_eighteen_themes(codebook: Codebook) -> None:
    assert [site.name for site in codebook.sites] == [
        "Riverside", "Hilltop", "Orchard", "Harbour", "Meadow", "Junction",
    ]  # fmt: skip
    assert all(site.opens and site.closes and site.opens < site.closes for site in codebook.sites)
    assert len(codebook.themes) >= 18
    assert all(theme.definition and theme.include and theme.exclude and theme.cues for theme in codebook.themes)


def test_a_small_file_is_a_codebook() -> None:
    codebook, problems = parse_codebook(SMALL)
    assert problems == ()
    assert codebook is not None
    assert codebook.site_name("riverside") == "Riverside"
    assert codebook.sites[0].opens == date(2021, 11, 8)


@pytest.mark.parametrize("spelling", ["room-space", "#room_space", "RoomSpace", "#Room-Space", "rooms", "ROOM SPACE"])
def test_a_theme_is_found_in_any_spelling(codebook: Codebook, spelling: str) -> None:
    theme = codebook.find_theme(spelling)
    assert theme is not None
    assert theme.slug == "room-space"


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("Riverside", "riverside"),
        ("riverside surgery", "riverside"),
        ("#site1", "riverside"),
        ("site one", "riverside"),
        ("RVS", "riverside"),
        ("hill top", "hilltop"),
        ("the Junction", "junction"),
        ("the Orchard", "orchard"),
        ("harbor", "harbour"),
    ],
)
def test_a_site_is_found_by_name_alias_or_mishearing(codebook: Codebook, spelling: str, slug: str) -> None:
    site = codebook.find_site(spelling)
    assert site is not None
    assert site.slug == slug


def test_what_is_in_no_codebook_is_not_found(codebook: Codebook) -> None:
    assert codebook.find_site("Lakeside Manor") is None
    assert codebook.find_theme("washing machine") is None
    assert codebook.site("lakeside") is None
    assert codebook.site_name("lakeside") == "lakeside"
    assert codebook.theme_label("washing-machine") == "washing-machine"


def test_an_unknown_site_gets_the_nearest_names(codebook: Codebook) -> None:
    nearest = codebook.nearest_sites("Riverslide")
    assert nearest[0].slug == "riverside"
    assert len(nearest) <= 3
    assert codebook.nearest_sites("") == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('title = "A study"', "", 1, "title is missing"),
        ('timezone = "Europe/London"', 'timezone = "Europe/Lundon"', 3, "not a time zone"),
        ('LW = "link worker"', 'lw = "link worker"', 6, "capital letters"),
        ('name = "Riverside"', "", 8, "site riverside: name is missing"),
        ('slug = "riverside"', 'slug = "River Side"', 9, "small letters"),
        ('link_workers = ["LW1"]', 'link_workers = ["LW"]', 11, "LW is not a code"),
        ('link_workers = ["LW1"]', 'link_workers = "LW1"', 11, "must be a list of texts"),
        ("opens = 2021-11-08", 'opens = "8 November"', 12, "must be a date like 2021-11-08"),
        ("opens = 2021-11-08", "opens = 2021-11-08\ncloses = 2021-11-01", 13, "closes before it opens"),
        ("opens = 2021-11-08", "opened = 2021-11-08", 12, "I don't know the field opened"),
        ('group = "needs"', 'group = "wants"', 21, "there is no group wants"),
        ('definition = "Trust between people."', "", 18, "definition is missing"),
        ("[[groups]]", "[[crowds]]", 14, "I don't know the table crowds"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert any(at == line and said in sentence for at, sentence in problems_of(SMALL.replace(old, new)))


def test_two_of_a_name_are_told_where_the_second_stands() -> None:
    second = '\n[[sites]]\nslug = "hilltop"\nname = "Hilltop"\naliases = ["River-Side"]\nlink_workers = ["LW1"]\n'
    told = problems_of(SMALL + second)
    first_line = len(SMALL.splitlines()) + 1
    assert told == [
        (first_line + 4, "site hilltop: River-Side already means site riverside."),
        (first_line + 5, "site hilltop: LW1 already works at riverside."),
    ]


def test_a_slug_twice_is_told() -> None:
    assert problems_of(SMALL + SMALL[SMALL.index("[[themes]]") :]) == [(24, "theme trust: this slug is taken.")]


def test_all_mistakes_come_at_once_in_the_order_of_their_lines() -> None:
    broken = SMALL.replace('title = "A study"', "title = 7").replace('group = "needs"', 'group = "x"')
    lines = [line for line, _ in problems_of(broken.replace("opens = 2021-11-08", "opens = 5"))]
    assert lines == [2, 12, 21]


def test_a_file_that_is_no_toml_tells_the_line() -> None:
    ((line, sentence),) = problems_of(SMALL.replace("[participants]", "[participants"))
    assert line == 5
    assert sentence.startswith("This line is not TOML")


def test_an_unfinished_file_tells_its_last_line() -> None:
    ((line, _),) = problems_of('[study]\ntitle = "A study')
    assert line == 2


def test_an_empty_file_says_what_is_missing() -> None:
    sentences = [sentence for _, sentence in problems_of("")]
    assert any("title is missing" in sentence for sentence in sentences)
    assert any("There are no sites" in sentence for sentence in sentences)
    assert any("There are no themes" in sentence for sentence in sentences)


def test_the_studys_period_is_the_fieldwork_of_sites_without_dates() -> None:
    period = 'title = "A study"\nperiod = ["2021-11-08", "2021-12-10"]'
    codebook, problems = parse_codebook(SMALL.replace('title = "A study"', period).replace("opens = 2021-11-08", ""))
    assert problems == ()
    assert codebook is not None
    assert (codebook.sites[0].opens, codebook.sites[0].closes) == (date(2021, 11, 8), date(2021, 12, 10))


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(toml_text: str) -> None:
    codebook, problems = parse_codebook(toml_text)
    assert codebook is None
    assert problems


VALUES = st.recursive(
    st.sampled_from(['"x"', '""', "1", "true", "2021-11-08", '["a", "b"]', "[1]", "{ a = 1 }"]),
    lambda inner: inner.map(lambda value: f"[{value}]"),
    max_leaves=3,
)
KEYS = st.sampled_from(
    ["study", "study.title", "study.period", "participants.LW", "sites", "themes", "groups", "participants"]
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_no_kind_of_value_breaks_the_reader(fields: dict[str, str]) -> None:
    _, problems = parse_codebook("\n".join(f"{key} = {value}" for key, value in fields.items()))
    assert problems


@given(st.sampled_from(default_codebook_text().splitlines()))
def test_a_codebook_without_one_of_its_lines_is_read_or_refused_with_lines(line: str) -> None:
    codebook, problems = parse_codebook(default_codebook_text().replace(line, "", 1))
    assert (codebook is None) == bool(problems)
    assert all(problem.line >= 1 for problem in problems)
