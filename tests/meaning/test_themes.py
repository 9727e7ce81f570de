"""Suggested themes by meaning: shown and not named, learned from the team, at home in any codebook."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.codebook_change import rename_theme
from fieldwork.judgement import Lesson
from fieldwork.note import Origin
from fieldwork.reading import read_note
from meaning.encoder import Encoder
from meaning.themes import ThemeModel

FOREIGN = """
[study]
title = "Night shifts on two wards"
timezone = "Europe/London"

[participants]
N = "nurse"

[[sites]]
slug = "ward-a"
name = "Ward A"

[[groups]]
slug = "night"
label = "The night"

[[themes]]
slug = "sleep"
label = "Sleep and tiredness of staff"
group = "night"
definition = "Nurses are tired, nap, or fight sleep during the shift."
include = "Coffee to stay awake; falling asleep at the desk; how a body copes with nights."
cues = ["nap", "tired"]

[[themes]]
slug = "handover"
label = "Handover between shifts"
group = "night"
definition = "How one shift tells the next what matters about each patient."
include = "The round of beds at seven; a sheet of paper with names; what is left out."
cues = ["handover"]
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    codebook, problems = parse_codebook(default_codebook_text())
    assert codebook is not None
    assert not problems
    return codebook


@pytest.fixture(scope="module")
def model() -> ThemeModel:
    return ThemeModel(Encoder.installed())


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Nobody comes. She keeps the wireless going all day to hear a voice.", "loneliness"),
        ("The man would not say a thing until she told him which of it would go on the record.", "trust"),
        (
            "It takes him an hour and two changes to get to the surgery, and there is nothing back after five.",
            "travel-cost",
        ),
        ("They had given her the store with the wheelchairs in it, and people kept coming in for one.", "room-space"),
    ],
)
def test_a_theme_that_is_shown_and_not_named_is_among_the_first_three(
    model: ThemeModel, book: Codebook, text: str, theme: str
) -> None:
    assert theme in [one.theme for one in model(text, book)[:3]]


@pytest.mark.parametrize(
    "text",
    [
        "Testing, testing, one two three.",
        "Logistics. Train late again, recorder batteries changed, two consent forms printed for Thursday.",
        "Reminder to all: team call moved to noon on Friday. Bring the site summaries.",
        "Nothing observed this morning. I sat at the back, wrote up yesterday and went home when it got dark.",
    ],
)
def test_where_there_is_no_theme_nothing_is_shown(model: ThemeModel, book: Codebook, text: str) -> None:
    sent = datetime(2021, 11, 11, 11, 30, tzinfo=UTC)
    reading = read_note(text, book, sent_at=sent, dictated=False, suggest=model)
    assert [code.slug for code in reading.codes if code.origin is Origin.SUGGESTED] == []


def test_every_theme_is_ranked_and_three_at_most_are_shown(model: ThemeModel, book: Codebook) -> None:
    everything = " ".join(theme.definition for theme in book.themes)
    suggested = model(everything, book)
    assert {one.theme for one in suggested} == {theme.slug for theme in book.themes}
    assert sum(one.shown for one in suggested) <= 3
    assert [one.score for one in suggested] == sorted((one.score for one in suggested), reverse=True)


def test_another_study_s_codebook_is_understood_by_its_own_words() -> None:
    codebook, problems = parse_codebook(FOREIGN)
    assert not problems
    assert codebook is not None
    model = ThemeModel(Encoder.installed())
    assert model("N2 dozed off over the drug chart at four in the morning.", codebook)[0].theme == "sleep"
    assert model("At seven they went from bed to bed and told the day staff who had been sick.", codebook)[0].theme == (
        "handover"
    )


def test_what_the_team_accepts_and_refuses_moves_the_next_suggestions(book: Codebook) -> None:
    model = ThemeModel(Encoder.installed())
    text = "They sang in the car park with blankets round their knees."
    before = {one.theme: one.score for one in model(text, book)}
    notes = [
        f"They sang {where} with rugs and flasks." for where in ("in the yard", "by the shed", "on the lawn", "outside")
    ]
    for note in notes:
        model.learn(Lesson(text=note, about=frozenset({"validation"})))
    after = {one.theme: one.score for one in model(text, book)}
    assert after["validation"] > before["validation"]
    for note in notes:
        model.learn(Lesson(text=note, about=frozenset(), refused=frozenset({"validation"})))
    refused = {one.theme: one.score for one in model(text, book)}
    assert refused["validation"] < after["validation"]
    model.forget_others(())
    assert {one.theme: one.score for one in model(text, book)} == before


def test_a_theme_that_was_refused_twice_is_not_offered_on_a_third_note_of_the_kind(book: Codebook) -> None:
    model = ThemeModel(Encoder.installed())

    def offered(text: str) -> bool:
        return any(one.theme == "travel-cost" and one.shown for one in model(text, book))

    refused = (
        "The community minibus to the lunch club was full again, so P07 went home on the late bus.",
        "The minibus took nine of them to the gardens and LW2 drove.",
    )
    another = "The minibus to the coast left at nine with eleven on it and a dog."
    real = "Two changes and eight pounds forty to get to the clinic, so he walks the last mile."
    assert all(offered(text) for text in (*refused, another, real))
    for text in refused:
        model.learn(Lesson(text=text, about=frozenset(), refused=frozenset({"travel-cost"})))
    assert not offered(another)
    assert offered(real)


def test_a_theme_that_a_pi_renames_is_known_as_before(model: ThemeModel, book: Codebook) -> None:
    renamed = rename_theme(book, "room-space", "Where people sit").codebook
    text = "They had given her the store with the wheelchairs in it, and people kept coming in for one."
    before, after = ({one.theme: one.score for one in model(text, each)} for each in (book, renamed))
    assert after["room-space"] > 0.9 * before["room-space"]


def test_a_codebook_without_a_theme_suggests_none_and_learns_none(book: Codebook) -> None:
    model, empty = ThemeModel(Encoder.installed()), replace(book, themes=())
    assert model("She counted the coins for the meter.", empty) == ()
    model.learn(Lesson(text="She counted the coins.", about=frozenset({"finance"})))
    assert model("She counted the coins for the meter.", empty) == ()


def test_a_note_without_words_breaks_nothing(model: ThemeModel, book: Codebook) -> None:
    assert not any(one.shown for one in model("", book))
    assert not any(one.shown for one in model("…", book))
