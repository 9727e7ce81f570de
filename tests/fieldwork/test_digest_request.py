"""Which digest somebody wants to see now, and which words say when it is to come instead."""

from datetime import date

import pytest

from fieldwork.codebook import Codebook
from fieldwork.digest_request import DigestRequest, read_request
from fieldwork.schedule import Span

THURSDAY = date(2021, 11, 18)
LAST_WEEK = Span(first=date(2021, 11, 8), last=date(2021, 11, 14))
MONDAY = Span(first=date(2021, 11, 15), last=date(2021, 11, 15))


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", DigestRequest()),
        ("now", DigestRequest()),
        ("hilltop", DigestRequest(only_at=("hilltop",))),
        ("for Hilltop and Riverside, please", DigestRequest(only_at=("hilltop", "riverside"))),
        ("now at the orchard", DigestRequest(only_at=("orchard",))),
        ("last week", DigestRequest(span=LAST_WEEK)),
        ("last week at riverside", DigestRequest(span=LAST_WEEK, only_at=("riverside",))),
        ("riverside last week", DigestRequest(span=LAST_WEEK, only_at=("riverside",))),
        ("monday", DigestRequest(span=MONDAY)),
        ("for monday, hilltop", DigestRequest(span=MONDAY, only_at=("hilltop",))),
    ],
)
def test_what_is_wanted_now(codebook: Codebook, asked: str, wanted: DigestRequest) -> None:
    assert read_request(asked, THURSDAY, codebook) == wanted


@pytest.mark.parametrize(
    "asked",
    ["off", "20:30", "20:30 mon-fri riverside", "weekly", "weekly monday hilltop", "mon-fri", "setings"],
)
def test_what_says_how_a_digest_is_to_come_asks_for_none_now(codebook: Codebook, asked: str) -> None:
    assert read_request(asked, THURSDAY, codebook) is None
