"""What means the same is found in other words; what was forgotten, changed or out of sight is not."""

import threading
import time

import numpy as np
import pytest

from fieldwork.number_set import Numbers
from fieldwork.ranking import CLEARLY_LIKE
from meaning.encoder import WIDTH, Encoder, Vectors
from meaning.likeness import Likeness
from meaning.vectors import LOOKED_AT, VectorTable, mask_of
from meaning.windows import MOST, windows

NOTES = {
    1: "He keeps a carrier bag of envelopes that he dares not open. They are from the council and the gas board.",
    2: "She sings in the choir on Tuesdays. The hall is cold but the tea is hot.",
    3: "The weighing room was double booked again. The health visitor walked in on us.",
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.installed()


@pytest.fixture
def likeness(encoder: Encoder) -> Likeness:
    known = Likeness(encoder)
    for number, text in NOTES.items():
        known.put(number, text)
    known.read_all()
    return known


def nearest(likeness: Likeness, question: str, among: set[int] | None = None) -> int:
    found = likeness.to_question(question, among)
    return max(found, key=found.__getitem__)


@pytest.mark.parametrize(
    ("question", "note"), [("unopened bills", 1), ("joining a group", 2), ("appointment was interrupted", 3)]
)
def test_a_note_is_found_in_other_words(likeness: Likeness, question: str, note: int) -> None:
    assert nearest(likeness, question) == note


def test_only_notes_that_may_be_found_are_compared(likeness: Likeness) -> None:
    assert set(likeness.to_question("unopened bills", {2, 3})) == {2, 3}
    assert likeness.to_question("unopened bills", set()) == {}


def test_the_notes_that_may_be_found_can_be_given_as_bits(likeness: Likeness) -> None:
    for among in ({1}, {2, 3}, {3, 700}, set[int]()):
        assert likeness.to_question("unopened bills", Numbers.of(among)) == likeness.to_question(
            "unopened bills", among
        )


def test_numbers_far_apart_and_many_notes_keep_their_own_vectors(encoder: Encoder) -> None:
    likeness = Likeness(encoder)
    for number in (5_000, 3, 70_000):
        likeness.put(number, NOTES[number % 3 + 1])
    likeness.read_all()
    assert nearest(likeness, "unopened bills") == 3
    likeness.forget(3)
    likeness.forget(3)
    likeness.put(4, NOTES[1])
    likeness.read_all()
    assert set(likeness.to_question("anything", None)) == {4, 5_000, 70_000}


def test_a_table_that_grows_keeps_what_it_held() -> None:
    table, vectors = VectorTable(), unit(5_000, 3)
    for number in range(0, len(vectors), 10):
        table.add(number + 1, vectors[number : number + 10])
    kept = table.vectors(np.arange(len(vectors)))
    assert np.abs((kept * vectors).sum(axis=1) - 1).max() < 0.05
    table.remove(1)
    assert len(table) == len(vectors) - 10
    table.add(9_999, vectors[:3])
    assert len(table.rows_of(mask_of([9_999], 9_999))) == 3


def test_a_forgotten_note_is_alike_to_nothing_and_leaves_no_numbers_behind(likeness: Likeness) -> None:
    likeness.forget(1)
    assert 1 not in likeness.to_question("unopened bills", None, also=[1])
    assert likeness.to_note(1, None) == {}
    for number in (2, 3):
        likeness.forget(number)
    assert not likeness._table._values.any()
    assert not likeness._table._codes.any()


def test_a_corrected_note_means_what_it_says_now(likeness: Likeness) -> None:
    likeness.put(1, "The choir has a new conductor and sings on Fridays.")
    assert likeness.unread == 1
    assert 1 not in likeness.to_question("singing", None)
    likeness.read_all()
    assert likeness.unread == 0
    assert set(sorted(found := likeness.to_question("singing together", None), key=found.__getitem__)[1:]) == {1, 2}


def test_more_like_this_leaves_out_the_note_itself(likeness: Likeness) -> None:
    likeness.put(4, "Letters from the gas board lay unopened in a bag.")
    likeness.read_all()
    found = likeness.to_note(1, None)
    assert max(found, key=found.__getitem__) == 4
    assert 1 not in found


def test_notes_are_read_in_the_background_until_it_is_over(encoder: Encoder) -> None:
    likeness = Likeness(encoder)
    likeness.start()
    for number, text in NOTES.items():
        likeness.put(number, text)
    end = time.monotonic() + 20
    while likeness.unread and time.monotonic() < end:
        time.sleep(0.02)
    assert nearest(likeness, "unopened bills") == 1
    likeness.close()
    threads = [thread for thread in threading.enumerate() if thread.name == "meaning"]
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


def test_a_note_without_words_is_no_trouble(encoder: Encoder) -> None:
    likeness = Likeness(encoder)
    likeness.put(1, "")
    likeness.put(2, "  \n ")
    likeness.read_all()
    assert (likeness.unread, likeness.to_question("anything", None)) == (0, {})


def unit(rows: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, WIDTH)).astype(np.float32)
    vectors: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors


def test_the_signs_choose_the_rows_that_a_full_comparison_would() -> None:
    table, vectors, wanted = VectorTable(), unit(4 * LOOKED_AT, 1), unit(1, 2)[0]
    vectors[::1000] += wanted / 2  # some are near, the others are not
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for number in range(len(vectors)):
        table.add(number + 1, vectors[number : number + 1])
    truth = set((np.argsort(-(vectors @ wanted))[:24]).tolist())
    rows = table.nearest(wanted, None)
    assert len(rows) == LOOKED_AT
    assert truth <= set(rows.tolist())
    exact = vectors[rows] @ wanted
    assert np.abs(table.likeness(rows, wanted) - exact).max() < 0.04
    few = mask_of([1001, 2001], len(vectors))
    assert table.owners[table.nearest(wanted, few)].tolist() == [1001, 2001]


@pytest.mark.parametrize("text", ["One. Two! Three?", "a" * 5000, "word " * 900, "A sentence of words. " * 2000])
def test_windows_hold_every_word_of_a_note_of_sensible_length(text: str) -> None:
    found = windows(text)
    assert 1 <= len(found) <= MOST
    if len(found) < MOST:
        assert set(text.split()) == {word for window in found for word in window.split()}


def test_a_word_alone_is_found_in_what_is_told_of_it(encoder: Encoder) -> None:
    known = Likeness(encoder)
    for number, text in {**NOTES, 4: "And I felt, um, ashamed, because I went straight to the car."}.items():
        known.put(number, text)
    known.read_all()
    assert nearest(known, "shame") == 4
    assert max(known.to_question("shame", None).values()) >= CLEARLY_LIKE
    assert max(known.to_question("volcano", None).values()) < CLEARLY_LIKE
