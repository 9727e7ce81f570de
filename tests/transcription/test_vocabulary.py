"""The engine listens for the names of the study, few enough not to parrot them."""

from transcription.vocabulary import hotwords, vocabulary

SITES = [["Riverside", "Riverside Surgery", "RVS", "site one"], ["Hilltop", "the estate"]]
THEMES = [["trust", "rapport"], ["transport cost", "bus fare"]]


def test_names_of_sites_come_first_then_themes_then_second_names() -> None:
    assert vocabulary(SITES, THEMES) == (
        "Riverside", "Hilltop", "trust", "transport cost", "the estate", "rapport", "bus fare",
    )  # fmt: skip


def test_codes_and_repetitions_are_left_out() -> None:
    words = vocabulary(SITES, THEMES)
    assert "RVS" not in words
    assert "Riverside Surgery" not in words


def test_the_list_ends_before_it_is_too_long() -> None:
    assert hotwords(["Riverside", "Hilltop", "Orchard"], max_characters=20) == "Riverside, Hilltop"
    assert hotwords([]) == ""
