"""Runs of words are weighed by tables that the bench makes: a run counts once, and no table is anybody's handiwork."""

from importlib import resources
from types import ModuleType

import pytest

from bench import metadiscourse as metadiscourse_bench
from bench import theme_labels as theme_labels_bench
from fieldwork import metadiscourse, theme_labels
from fieldwork.weighed_runs import lines, runs, tokens
from tests.conftest import FitAnew


def test_a_code_a_day_and_a_number_are_one_word_each_and_hesitation_none() -> None:
    assert tokens("Um, LW7 rang P09 on Tuesday, er, 14 times") == "CODE rang CODE on DAY 0 times".split()
    assert tokens("P oh nine on the phone, P twenty one by the door") == "CODE on the phone CODE by the door".split()


def test_a_run_is_one_to_three_words_with_the_ends_of_the_sentence() -> None:
    words, kinds = lines(["she", "said"])
    assert set(runs(words)) == {"<", "she", "said", ">", "< she", "she said", "said >", "< she said", "she said >"}
    assert kinds == ["<", "HER", "SAID", ">"]


def test_a_run_that_comes_again_counts_once() -> None:
    table = metadiscourse.WEIGHTS
    assert table.scores(["for", "me"]) == table.scores(["for", "me"], ["for", "me"])


@pytest.mark.torture
@pytest.mark.parametrize(
    ("bench", "module", "file"),
    [
        (metadiscourse_bench, metadiscourse, metadiscourse.WEIGHTS.file),
        (theme_labels_bench, theme_labels, theme_labels.WEIGHTS.file),
    ],
)
def test_the_weights_are_those_that_the_bench_fits(
    fit_anew: FitAnew, bench: ModuleType, module: ModuleType, file: str
) -> None:
    shipped = resources.files("fieldwork").joinpath(file).read_text(encoding="utf-8")
    assert fit_anew(bench, module, file).decode() == shipped
