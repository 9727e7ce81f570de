"""What is packed can be unpacked, and what could not be is never written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from storage.codec import Codec, Moment, UnreadableRecord, UnwritableRecord

SECRET = "heron quay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """Something that is kept."""

    number: int
    text: str
    at: Moment | None = None


MEMO: Codec[Memo] = Codec(Memo)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": SECRET, "text": SECRET},
        {"number": 1, "text": [SECRET]},
        {"number": 1, "text": SECRET + "\ud83d"},
        {"number": 1, "text": SECRET, "at": datetime(2021, 11, 11)},  # noqa: DTZ001  (that is what is wrong)
        {"number": 1, "text": object()},
    ],
)
def test_a_value_that_could_not_be_read_again_is_not_written_and_not_quoted(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnwritableRecord, match=r"^A Memo can't be stored") as refused:
        MEMO.pack(Memo(**wrong))
    assert SECRET not in repr(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_record_of_another_shape_is_refused_and_not_quoted() -> None:
    with pytest.raises(UnreadableRecord, match="A stored Memo") as refused:
        MEMO.unpack(b'{"number": "heron quay"}')
    assert SECRET not in repr(refused.value)
