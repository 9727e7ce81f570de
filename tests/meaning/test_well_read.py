"""The packaged examples are read once for all starts; nothing of a study is kept with them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from meaning.encoder import Encoder, Vectors
from meaning.examples import packaged
from meaning.well_read import WellRead

NOTE = "P07 keeps the wireless on for the voices."


class Counting(Encoder):
    """The real encoder, which counts what it reads."""

    read = 0

    @classmethod
    def counting(cls) -> "Counting":
        found = cls.installed()
        assert isinstance(found, cls)
        return found

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.read += len(texts)
        return super().vectors(texts)


@pytest.fixture
def encoder() -> Counting:
    return Counting.counting()


def test_a_second_start_reads_no_example_again(tmp_path: Path, encoder: Counting) -> None:
    first = WellRead(encoder, tmp_path).vectors([packaged()[0], NOTE])
    encoder.read = 0
    second = WellRead(encoder, tmp_path).vectors([packaged()[0], NOTE])
    assert encoder.read == 1  # the note
    assert np.allclose(first, second, atol=1e-3)
    assert np.allclose(first, encoder.vectors([packaged()[0], NOTE]), atol=0.05)


def test_a_broken_file_is_made_again_and_holds_the_examples_alone(tmp_path: Path, encoder: Counting) -> None:
    WellRead(encoder, tmp_path).vectors([NOTE])
    [kept] = tmp_path.iterdir()
    whole = kept.read_bytes()
    for broken in (b"", whole[:1000], b"\x00" * len(whole)):
        kept.write_bytes(broken)
        assert WellRead(encoder, tmp_path).vectors([NOTE]).shape == (1, 384)
        assert len(np.load(kept)) == len(packaged())
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_a_folder_that_can_not_be_written_to_only_costs_time(tmp_path: Path, encoder: Counting) -> None:
    (tmp_path / "file").write_text("in the way")
    assert WellRead(encoder, tmp_path / "file" / "folder").vectors([packaged()[0]]).shape == (1, 384)
