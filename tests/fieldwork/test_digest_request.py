"""Which digest somebody wants to see now, and which words say when it is to come instead."""

from dataclasses import replace
from datetime import date

import pytest

from fieldwork.codebook import Codebook
from fieldwork.digest_request import read_request
from fieldwork.preference import Preference, Shows
from fieldwork.schedule import Span

THURSDAY = date(2021, 11, 18)
LAST_WEEK = Span(first=date(2021, 11, 8), last=date(2021, 11, 14))
MONDAY = Span(first=date(2021, 11, 15), last=date(2021, 11, 15))


HILLTOP, RIVERSIDE = ("hilltop",), ("riverside",)
OTHERS = ("hilltop", "orchard", "harbour", "meadow", "junction")
MINE = Preference(sites=("meadow",))


@pytest.mark.parametrize(
    ("asked", "span", "sites"),
    [
        ("", None, MINE.sites),
        ("now", None, MINE.sites),
        ("hilltop", None, HILLTOP),
        ("for Hilltop and Riverside, please", None, ("hilltop", "riverside")),
        ("now at the orchard", None, ("orchard",)),
        ("last week", LAST_WEEK, MINE.sites),
        ("last week at riverside", LAST_WEEK, RIVERSIDE),
        ("riverside last week", LAST_WEEK, RIVERSIDE),
        ("all sites last week", LAST_WEEK, ()),
        ("last week at all sites but riverside", LAST_WEEK, OTHERS),
        ("monday", MONDAY, MINE.sites),
        ("for monday, hilltop", MONDAY, HILLTOP),
        ("on 15 november", MONDAY, MINE.sites),
    ],
)
def test_what_is_wanted_now(codebook: Codebook, asked: str, span: Span | None, sites: tuple[str, ...]) -> None:
    request = read_request(asked, THURSDAY, codebook)
    assert request is not None
    assert (request.span, request.of(MINE, codebook)) == (span, replace(MINE, sites=sites))


def test_it_may_be_wanted_without_quotations(codebook: Codebook) -> None:
    request = read_request("last week without quotes", THURSDAY, codebook)
    assert request is not None
    assert request.of(MINE, codebook).shows is Shows.COUNTS


@pytest.mark.parametrize(
    "asked",
    [
        "off",
        "20:30",
        "20:30 mon-fri riverside",
        "weekly",
        "weekly monday hilltop",
        "on monday",
        "every friday",
        "on friday hilltop",
        "last week daily",
        "daily",
        "on",
        "mon-fri",
        "setings",
    ],
)
def test_what_says_how_a_digest_is_to_come_asks_for_none_now(codebook: Codebook, asked: str) -> None:
    assert read_request(asked, THURSDAY, codebook) is None
