"""Sets as bits hold what sets hold, however they came about."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.number_set import ONE_BY_ONE, Growing, Numbers

NUMBERS = st.integers(0, 300)
SETS = st.sets(NUMBERS, max_size=3 * ONE_BY_ONE)


@given(SETS, SETS)
def test_what_two_sets_have_in_common_or_apart_is_the_same_as_with_ordinary_sets(one: set[int], two: set[int]) -> None:
    some, others = Numbers.of(one), Numbers.of(two)
    assert list(some & others) == sorted(one & two)
    assert list(some | others) == sorted(one | two)
    assert list(some - others) == sorted(one - two)
    assert list(Numbers.any_of([some, others, Numbers()])) == sorted(one | two)
    assert (some == others) == (one == two)


@given(SETS, NUMBERS, st.integers(0, 400))
def test_what_is_in_a_set_is_found_counted_and_flagged(one: set[int], number: int, size: int) -> None:
    some = Numbers.of(sorted(one, reverse=True))
    assert (number in some, len(some), bool(some), -1 in some) == (number in one, len(one), bool(one), False)
    flags = some.flags(size)
    assert len(flags) >= size
    assert {at for at, flag in enumerate(flags) if flag} == one


@given(st.lists(st.tuples(st.booleans(), NUMBERS), max_size=200), st.integers(1, 50))
def test_a_set_that_grows_and_shrinks_is_as_it_is_now_whenever_it_is_asked(
    changes: list[tuple[bool, int]], every: int
) -> None:
    growing, truth = Growing(), set[int]()
    for at, (added, number) in enumerate(changes):
        (growing.add if added else growing.discard)(number)
        (truth.add if added else truth.discard)(number)
        if at % every == 0:
            assert set(growing.numbers()) == truth
    before = growing.numbers()
    growing.add(301)
    assert list(before) == sorted(truth), "what was handed out does not change"
    assert set(growing.numbers()) == truth | {301}
