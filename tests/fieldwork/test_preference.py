"""When somebody wants their digest, as they type it."""

from datetime import time

import pytest

from fieldwork.codebook import Codebook
from fieldwork.member import Role
from fieldwork.preference import EVERY_DAY, WEEKLY, WORKING_DAYS, Preference, Shows, usual
from fieldwork.preference_words import Unknown, read_preference

NOW = Preference()
AT_WORK = Preference(at=time(20, 30), days=WORKING_DAYS, sites=("riverside", "hilltop"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("20:30 mon-fri riverside hilltop", AT_WORK),
        ("Riverside, Hilltop; weekdays at 8.30pm", AT_WORK),
        ("weekly", Preference(days=WEEKLY)),
        ("7 in the morning", Preference(at=time(7))),
        ("at 8.30 in the evening please", Preference(at=time(20, 30))),
        ("12 at night", Preference(at=time(0))),
        ("20:30 at night", Preference(at=time(20, 30))),
        ("every weekday at 9 o'clock in the evening", Preference(at=time(21), days=WORKING_DAYS)),
        ("half past eight mon-fri", Preference(at=time(20, 30), days=WORKING_DAYS)),
        ("at six", Preference(at=time(18))),
        ("at noon", Preference(at=time(12))),
        ("midnight", Preference(at=time(0))),
        ("8 in the evening, riverside", Preference(at=time(20), sites=("riverside",))),
        ("2030", Preference(at=time(20, 30))),
        ("7:30 p.m.", Preference(at=time(19, 30))),
        ("8 30", Preference(at=time(8, 30))),
        ("19:00 21:00", Preference(at=time(21))),
        ("19.30 21.15", Preference(at=time(21, 15))),
        ("19:00 21", Preference(at=time(21))),
        ("8 21:00", Preference(at=time(21))),
        ("19:00, 8 30", Preference(at=time(8, 30))),
        ("daily weekly", Preference(days=WEEKLY)),
        ("weekly daily", Preference(days=EVERY_DAY)),
        ("weekdays, weekly on monday", Preference(days=frozenset({0}))),
        ("20:30 mon—fri", Preference(at=time(20, 30), days=WORKING_DAYS)),
        ("weekdays except friday", Preference(days=frozenset({0, 1, 2, 3}))),
        ("not on fridays or saturdays at 19:00", Preference(at=time(19), days=EVERY_DAY - {4, 5})),
        ("without quotes", Preference(shows=Shows.COUNTS)),
        ("no counts", Preference(shows=Shows.QUOTES)),
        ("all sites but riverside, hilltop", Preference(sites=("orchard", "harbour", "meadow", "junction"))),
        ("weekdays except friday, riverside", Preference(days=frozenset({0, 1, 2, 3}), sites=("riverside",))),
        ("every friday", Preference(days=frozenset({4}))),
        ("weekly monday 9am", Preference(at=time(9), days=frozenset({0}))),
        ("once a week on friday 17", Preference(at=time(17), days=WEEKLY)),
        ("mon wed fri", Preference(days=frozenset({0, 2, 4}))),
        ("Monday to Thursday", Preference(days=frozenset({0, 1, 2, 3}))),
        ("sat-mon", Preference(days=frozenset({5, 6, 0}))),
        ("every day 21h30", Preference(at=time(21, 30))),
        ("counts", Preference(shows=Shows.COUNTS)),
        ("weekly with quotes", Preference(days=WEEKLY)),
        ("only the quotes please, site two", Preference(sites=("hilltop",))),
        ("tues & thurs 12 pm", Preference(at=time(12), days=frozenset({1, 3}))),
        ("", NOW),
    ],
)  # fmt: skip
def test_times_days_and_sites_may_be_said_in_any_order(codebook: Codebook, words: str, expected: Preference) -> None:
    assert read_preference(words, NOW, codebook) == (expected, ())


def test_what_is_not_said_stays_as_it_was(codebook: Codebook) -> None:
    now = Preference(at=time(7), days=WEEKLY, sites=("meadow",), shows=Shows.COUNTS)
    assert read_preference("20:00", now, codebook)[0] == Preference(
        at=time(20), days=WEEKLY, sites=("meadow",), shows=Shows.COUNTS
    )
    assert read_preference("all sites daily", now, codebook)[0] == Preference(
        at=time(7), days=EVERY_DAY, shows=Shows.COUNTS
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("fridya", Unknown(word="fridya", nearest="friday")),
        ("hiltop 20:00", Unknown(word="hiltop", nearest="hilltop")),
        ("25:00", Unknown(word="25:00", nearest="")),
        ("13pm", Unknown(word="13pm", nearest="")),
    ],
)
def test_a_word_that_says_nothing_is_named_with_the_nearest_one(
    codebook: Codebook, words: str, problem: Unknown
) -> None:
    assert read_preference(words, NOW, codebook)[1] == (problem,)


def test_who_says_nothing_gets_what_their_role_needs() -> None:
    assert usual(Role.PI) == Preference()
    assert (usual(Role.RESEARCHER).at, usual(Role.RESEARCHER).days) == (time(17, 30), WORKING_DAYS)
    assert not usual(Role.ADMIN).on
