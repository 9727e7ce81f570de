"""What a correction changed is said in the words that changed, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.difference import differences
from fieldwork.put_right import PutRight


def pairs(changes: tuple[PutRight, ...]) -> list[tuple[str, str]]:
    return [(change.heard, change.meant) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("The linked worker came.", "The link worker came.", [("linked", "link")]),
        ("He went to the shed thing.", "He went to the men's shed thing.", [("", "men's")]),
        ("So um he left.", "So he left.", [("um", "")]),
        ("the orchid, then far people", "the Orchard, then four people", [("orchid", "Orchard"), ("far", "four")]),
        ("Same words.", "same words", []),
        ("", "New.", [("", "New")]),
        ("Old.", "", [("Old", "")]),
    ],
)
def test_only_what_differs_is_named(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    assert pairs(differences(old, new)) == changed


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(old: str, new: str) -> None:
    assert all(change.heard or change.meant for change in differences(old, new))
    assert differences(old, old) == ()
