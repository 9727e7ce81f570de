"""A theme that a note is given in words of its author's is known from one that is only named in it."""

import pytest

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.suggestion import by_cues
from fieldwork.theme_labels import theme_labels


def link_workers() -> Codebook:
    codebook, _ = parse_codebook(default_codebook_text())
    assert codebook is not None
    return codebook


BOOK = link_workers()


def given(text: str) -> list[tuple[str, bool]]:
    return [(label.theme.slug, label.outright) for label in theme_labels(text, BOOK.themes)]


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("She put the kettle on. So that's the theme, um, trust, this time.", [("trust", True)]),
        ("Themes, um, travel, and team integration, both.", [("travel-cost", True), ("team-integration", True)]),
        ("The bus came late. So it's loneliness, obviously, this one.", [("loneliness", False)]),
        ("I'd put this under housing more than anything.", [("housing", False)]),
        ("She rang about housing, but for me this one is trust.", [("trust", False)]),
        ("She put the phone down and said nothing.", []),
        ("It took trust to say that, LW2 told me.", []),
        ('"So that\'s housing and travel sorted, what else?" she said.', []),
        ("Please share this with the whole team.", []),
        ("We sat in a cold room with three chairs.", []),
        ("", []),
    ],
)
def test_a_theme_that_is_given_is_told_from_one_that_is_named(text: str, themes: list[tuple[str, bool]]) -> None:
    assert given(text) == themes


def test_dictation_without_full_stops_is_read_around_each_name() -> None:
    told = "and she said well it is what it is and he looked at the floor and then at the clock " * 8
    assert ("trust", True) in given(f"{told} so the theme for this one is trust I think {told}")


def test_a_theme_given_in_passing_is_suggested_first() -> None:
    text = (
        "The bus came late, the fare had gone up, and the bus home was full. So it's loneliness, obviously, this one."
    )
    assert by_cues(text, BOOK)[0].theme == "loneliness"
    assert by_cues(text, BOOK)[0].shown
