"""Which notes a digest told, as its buttons carry it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.window import runs_of


@given(st.sets(st.integers(1, 300)))
def test_runs_hold_every_number_and_no_other(numbers: set[int]) -> None:
    runs = runs_of(numbers)
    assert {number for first, last in runs for number in range(first, last + 1)} == numbers
    assert all(after[0] > before[1] + 1 for before, after in pairwise(runs))


def test_a_year_of_notes_is_one_run() -> None:
    assert runs_of(range(1, 100_001)) == ((1, 100_000),)
