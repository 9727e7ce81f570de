"""Words are split the same way whatever they are written with."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.terms import terms

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SIGNS = "abP07 '\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a3_-#.,\n\t\x1c\u00df\u00e9\u0130\u2028"


@given(st.one_of(st.text(alphabet=SIGNS, max_size=40), st.text(max_size=40)))
def test_the_quick_way_finds_the_words_that_the_pattern_finds(text: str) -> None:
    assert terms(text) == WORD.findall(text.casefold().replace("\u2019", "'"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P07's form-filling", ["p07's", "form", "filling"]),
        ("\u201cDidn\u2019t she?\u201d \u2018No\u2019 \u2014 for \u00a35", ["didn't", "she", "no", "for", "5"]),
        ("'quoted' rock''n'roll the patients' bus", ["quoted", "rock", "n'roll", "the", "patients", "bus"]),
        ("caf\u00e9 STRASSE stra\u00dfe", ["caf\u00e9", "strasse", "strasse"]),
        ("snake_case #washing_machine", ["snake", "case", "washing", "machine"]),
    ],
)
def test_codes_apostrophes_and_accents_stay_within_their_words(text: str, words: list[str]) -> None:
    assert terms(text) == words
