"""Suggested themes: from the codebook's words, in any inflection, never those already said."""

import pytest

from fieldwork.codebook import Codebook
from fieldwork.suggestion import SHOWN, stem, suggest_themes, worth_showing


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("She'd been listened to for once, and he listens too.", "listening"),
        ("The loneliest man on the estate, P07 is lonely.", "loneliness"),
        ("They met in a cupboard, there was no consulting room.", "room-space"),
        ("The bus fares have gone up and there is no bus after four.", "travel-cost"),
        ("Rent arrears, a loan, and the food bank twice.", "finance"),
        ("It was only a small thing but I'd put this under trust.", "trust"),
    ],
)
def test_the_theme_that_is_hinted_at_comes_first(codebook: Codebook, text: str, theme: str) -> None:
    assert suggest_themes(text, codebook, said=())[0][0] == theme


def test_what_is_said_is_not_suggested(codebook: Codebook) -> None:
    text = "Debts, and damp in the flat."
    assert "finance" in dict(suggest_themes(text, codebook, said=()))
    assert "finance" not in dict(suggest_themes(text, codebook, said={"finance"}))


def test_cues_are_whole_words(codebook: Codebook) -> None:
    assert worth_showing(suggest_themes("He played the pipe in the business centre.", codebook, said=())) == ()


def test_a_card_shows_three_at_most_and_nothing_far_behind_the_best(codebook: Codebook) -> None:
    every_cue = ". ".join(cue for theme in codebook.themes for cue in theme.cues)
    assert len(worth_showing(suggest_themes(every_cue, codebook, said=()))) == SHOWN
    assert worth_showing([("trust", 5.0), ("finance", 1.1)]) == ("trust",)
    assert worth_showing([]) == ()


@pytest.mark.parametrize(
    "family",
    [("listened", "listening", "listens", "listen"), ("refer", "referred", "refers"), ("bill", "bills"),
     ("benefit", "benefits"), ("lonely", "loneliness"), ("trust", "trusting", "trusted")],
)  # fmt: skip
def test_inflections_have_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1
