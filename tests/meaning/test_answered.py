"""A question is turned to where the notes lie that answer it, by a table that the bench makes."""

import numpy as np
import numpy.typing as npt
import pytest

from bench import answered_questions as bench
from bench.answered_questions import Answered, Shelf, fit
from meaning import answered
from meaning.answered import Turn, read_table, table, turn
from meaning.encoder import WIDTH
from tests.conftest import FitAnew


def axis(at: int) -> npt.NDArray[np.float64]:
    row = np.zeros(WIDTH)
    row[at] = 1.0
    return row


def test_what_answered_questions_like_it_is_nearer_to_a_question_afterwards() -> None:
    shelf = Shelf(windows=np.array([axis(1), axis(2)]), starts=np.array([0, 1]), wholes=np.array([axis(1), axis(2)]))
    asked = [
        Answered(
            vector=(axis(0) + 0.2 * axis(other)) / np.sqrt(1.04),
            shelf=shelf,
            share=np.array([0.0, 1.0]),  # the second note answers
            researchers=frozenset({"r1"}),
        )
        for other in range(3, 12)
    ]
    turned = fit(asked)(axis(0).astype(np.float32))
    assert turned @ axis(2) > 0.05
    assert turned @ axis(1) < 0
    assert np.linalg.norm(turned) == pytest.approx(1.0)


def test_a_table_is_read_as_it_was_written_to_the_thousandth() -> None:
    dice = np.random.default_rng(5)
    written = Turn(
        seen=dice.normal(size=(3, WIDTH)).astype(np.float32), added=dice.normal(size=(3, WIDTH)).astype(np.float32)
    )
    read = read_table(table(written))
    assert np.allclose(read.seen, written.seen, atol=0.001)
    assert np.allclose(read.added, written.added, atol=0.001)
    assert table(read) == table(written)


def test_a_question_that_means_nothing_stays_without_meaning() -> None:
    assert not turn()(np.zeros(WIDTH, dtype=np.float32)).any()


@pytest.mark.torture
def test_the_table_is_the_one_that_the_bench_fits(fit_anew: FitAnew) -> None:
    anew, ours = read_table(fit_anew(bench, answered, answered.FILE).decode()), turn()
    for seen in ours.seen:  # the directions that it turns; its rows may change places and signs
        vector = seen / np.linalg.norm(seen)
        assert anew(vector) @ ours(vector) > 0.99
    assert (ours.seen[0] / np.linalg.norm(ours.seen[0])) @ ours(ours.seen[0]) < 0.9  # no table would do that
