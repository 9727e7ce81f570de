"""What coded notes tell of another note: by a table that the bench makes, of themes that people coded by."""

import numpy as np
import pytest

from bench import coded_notes as bench
from bench.coded_notes import CodedNote, fit
from meaning import coded
from meaning.coded import NONE, coded_notes, families, read_table, table, worths
from meaning.encoder import WIDTH
from tests.conftest import FitAnew

THEMES = ("money", "rooms", "talk")
KINDS = {
    "money": "She counted the coins for the meter",
    "rooms": "The cupboard has no window",
    "talk": "They spoke about the dog",
    "": "Train late",
}


def taught() -> list[CodedNote]:
    return [
        CodedNote(text=f"{text}, {n} times.", themes=frozenset({theme} - {""}), researcher="r1")
        for theme, text in KINDS.items()
        for n in range(5)
    ]


def unrelated(rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.eye(rows, WIDTH, dtype=np.float32)


def test_a_note_with_the_words_of_coded_notes_is_taken_for_what_they_were_coded_as() -> None:
    found = fit(taught(), unrelated(20), THEMES)
    beside = np.zeros(WIDTH, dtype=np.float32)
    best = {
        text: found.columns[int(np.argmax(found.scores(text, beside)))]
        for text in ("He counts his coins twice.", "No windows at all in this cupboard.", "My train was late.")
    }
    assert list(best.values()) == ["money", "rooms", NONE]


def test_codes_and_numbers_are_no_words_and_forms_of_a_word_are_one() -> None:
    assert families("P07 had 14 letters, one letter each from LW2.")["letter"] == 2
    assert not {"p07", "14", "lw2"} & families("P07 had 14 letters, one letter each from LW2.").keys()


def test_the_words_of_a_note_weigh_as_much_together_however_long_it_is() -> None:
    rarity = {"letter": 2.0, "train": 1.0}
    for text in ("A letter.", "A letter, letters, a train, trains and trains.", "Nothing of the kind."):
        assert sum(worth**2 for worth in worths(text, rarity).values()) == pytest.approx(1.0 if "letter" in text else 0)


def test_a_table_is_read_as_it_was_written_to_the_thousandth() -> None:
    written = fit(taught(), unrelated(20), THEMES)
    read = read_table(table(written))
    assert read.columns == written.columns
    assert read.rarity.keys() == written.rarity.keys()
    text, vector = "The coins for the meter.", unrelated(1)[0]
    assert read.scores(text, vector) == pytest.approx(written.scores(text, vector), abs=0.005)
    assert table(read) == table(written)


@pytest.mark.torture
def test_the_table_is_the_one_that_the_bench_fits(fit_anew: FitAnew) -> None:
    anew, ours = read_table(fit_anew(bench, coded, coded.FILE).decode()), coded_notes()
    assert anew.rarity == ours.rarity
    assert np.allclose(anew.by_meaning, ours.by_meaning, atol=0.02)  # vectors differ a little between processors
    for word, weights in ours.by_word.items():
        assert np.allclose(anew.by_word[word], weights, atol=0.02)
