"""What is sealed opens in its own place and nowhere else, and stays readable in later versions."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.envelope import Place, new_key, open_sealed, seal
from storage.errors import BrokenRecord
from storage.padding import pad, padded_length, unpad

PLACE = Place(deployment=bytes(16), table="revisions", column="sealed", row="7", revision=2)
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())


@given(st.binary(max_size=5000))
def test_what_was_sealed_is_opened(content: bytes) -> None:
    key = new_key()
    assert open_sealed(key, seal(key, content, PLACE), PLACE) == content


@given(st.binary(max_size=5000))
def test_padding_comes_off_again(content: bytes) -> None:
    assert unpad(pad(content)) == content


@given(st.integers(min_value=2, max_value=20_000_000))
def test_padding_costs_at_most_an_eighth(length: int) -> None:
    assert length <= padded_length(length) <= length * 1.12 + 1


def test_every_flipped_byte_is_found() -> None:
    key = new_key()
    sealed = seal(key, b"P07 again", PLACE)
    for index in range(len(sealed)):
        altered = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(BrokenRecord):
            open_sealed(key, altered, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place(deployment=b"x" * 16, table="revisions", column="sealed", row="7", revision=2),
        Place(deployment=bytes(16), table="audio", column="sealed", row="7", revision=2),
        Place(deployment=bytes(16), table="revisions", column="wrapped", row="7", revision=2),
        Place(deployment=bytes(16), table="revisions", column="sealed", row="8", revision=2),
        Place(deployment=bytes(16), table="revisions", column="sealed", row="7", revision=3),
    ],
)
def test_a_record_moved_to_another_place_does_not_open(elsewhere: Place) -> None:
    key = new_key()
    with pytest.raises(BrokenRecord):
        open_sealed(key, seal(key, b"P07 again", PLACE), elsewhere)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["version"]))
def test_records_of_every_published_format_open(vector: dict[str, str]) -> None:
    opened = open_sealed(bytes.fromhex(vector["key"]), bytes.fromhex(vector["sealed"]), PLACE)
    assert opened.decode() == vector["content"]
