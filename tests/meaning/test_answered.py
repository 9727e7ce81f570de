"""A question is turned to where the notes lie that answer it, by a table that the bench makes."""

import numpy as np
import numpy.typing as npt
import pytest

from bench.answered_questions import Answered, Shelf, fit
from bench.answered_questions import main as fit_anew
from meaning import answered
from meaning.answered import Turn, read_table, table, turn
from meaning.encoder import WIDTH


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
def test_the_table_is_the_one_that_the_bench_fits(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("fitted")
    monkeypatch.setattr(answered, "__file__", str(place / "answered.py"))
    assert fit_anew() == 0
    anew, ours = read_table((place / answered.FILE).read_text(encoding="utf-8")), turn()
    for vector in np.eye(WIDTH, dtype=np.float32)[::7]:
        assert anew(vector) @ ours(vector) > 0.99  # the rows of a map of low rank may change places and signs
