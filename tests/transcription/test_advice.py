"""Which model suits a machine: measured where it was measured, guessed with care where not, one sentence why."""

import json
from pathlib import Path

import pytest

from transcription.advice import advise, expected_memory, offers
from transcription.catalogue import KNOWN, in_words
from transcription.measured import FILE, Machine, Measurement, keep_measured, read_measured, this_machine

GIGABYTE = 1_000_000_000
SMALL = Machine(processor="a small server", cores=2, memory_bytes=2 * GIGABYTE)
DESK = Machine(processor="a desk", cores=8, memory_bytes=16 * GIGABYTE)
LARGE = Machine(processor="a large server", cores=64, memory_bytes=128 * GIGABYTE)


def measured(speed: float, memory: int = 700_000_000) -> Measurement:
    return Measurement(
        times_real_time=speed, memory_bytes=memory, word_error=0.05, engine="faster-whisper", measured_on="2026-11-23"
    )


@pytest.mark.parametrize(
    ("machine", "found", "model"),
    [
        (SMALL, {}, "base"),
        (DESK, {}, "small"),
        (LARGE, {}, "large-v3"),
        (SMALL, {"base": measured(38)}, "base"),  # small would be fast enough, and has no room
        (DESK, {"base": measured(38)}, "small"),
        (DESK, {"base": measured(100)}, "large-v3-turbo"),
        (DESK, {"base": measured(9)}, "base"),
        (DESK, {"base": measured(9), "small": measured(5.5, 1_600_000_000)}, "small"),
        (DESK, {"base": measured(2)}, "tiny"),  # nothing is fast enough
        (Machine(processor="", cores=2, memory_bytes=0), {}, "base"),
    ],
)
def test_the_most_accurate_model_that_keeps_up_and_has_room_is_advised(
    machine: Machine, found: dict[str, Measurement], model: str
) -> None:
    advice = advise(machine, found)
    assert advice.model == model
    assert advice.reason.endswith(".")
    assert ". " not in advice.reason


def test_the_reason_says_what_speaks_against_the_next_better_one() -> None:
    assert advise(SMALL, {"base": measured(38)}).reason == (
        "the most accurate that keeps 5 times ahead of speech here, 38 times real time as measured here;"
        " small takes 1.6 GB of memory."
    )
    assert "small is too slow, 2.7 times real time by estimate" in advise(DESK, {"base": measured(9)}).reason


def test_a_model_that_hears_english_alone_is_advised_only_where_nothing_else_is_spoken() -> None:
    assert advise(DESK, {"base": measured(30)}, english_only=True).model == "small.en"
    assert advise(DESK, {"base": measured(30)}).model == "small"


def test_what_was_not_measured_is_worked_out_from_the_nearest_that_was() -> None:
    found = offers(DESK, {"tiny.en": measured(40), "base": measured(20)})
    assert found["base"].measured
    assert not found["small"].measured
    assert found["small"].speed == pytest.approx(20 * 74 / 244)


def test_larger_models_are_told_to_take_more_and_to_err_less() -> None:
    sizes = ["tiny", "base", "small", "medium", "large-v3"]
    assert sorted(sizes, key=lambda name: expected_memory(KNOWN[name])) == sizes
    assert sorted(sizes, key=lambda name: -KNOWN[name].errors) == sizes
    assert {in_words(known) for known in KNOWN.values()} >= {"about half of base's", "about 60 % of base's"}


def test_measurements_are_kept_and_those_of_another_machine_are_not_believed(tmp_path: Path) -> None:
    shelf = tmp_path / "models"
    assert read_measured(shelf, DESK) == {}
    keep_measured(shelf, DESK, "base", measured(20))
    keep_measured(shelf, DESK, "tiny", measured(40))
    assert read_measured(shelf, DESK) == {"base": measured(20), "tiny": measured(40)}
    assert read_measured(shelf, SMALL) == {}
    keep_measured(shelf, SMALL, "base", measured(8))
    assert read_measured(shelf, DESK) == {}
    assert [path.name for path in shelf.iterdir()] == [FILE]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"machine": 1}', '{"machine": {}, "models": {"base": {"x": 1}}}'])
def test_a_damaged_file_of_measurements_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert read_measured(tmp_path, DESK) == {}


def test_this_machine_is_told_by_processor_cores_and_memory(tmp_path: Path) -> None:
    machine = this_machine()
    assert machine.cores >= 1
    keep_measured(tmp_path, machine, "base", measured(20))
    assert set(json.loads((tmp_path / FILE).read_text())) == {"machine", "models"}
    assert read_measured(tmp_path, this_machine()) == {"base": measured(20)}
