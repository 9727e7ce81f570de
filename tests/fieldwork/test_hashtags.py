"""Hashtags: one tag, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.hashtags import hashtags, normal_tag


@pytest.mark.parametrize(
    "tag", ["#Room_Space", "#room-space", "#RoomSpace", "#room_space", "\uff03room_space", "room space"]
)
def test_every_spelling_of_a_tag_is_one(tag: str) -> None:
    assert normal_tag(tag) == "room-space"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#orchard #trust P13 returned.", ("#orchard", "#trust")),
        ("Fuel voucher.#finance", ("#finance",)),
        ("(#finance), #finance", ("#finance",)),
        ("see #214 and /n214", ()),
        ("a#b is no tag, nor is https://example.org/#top or &#39;", ()),
        ("#room-space- was cold", ("#room-space",)),
        ("#2021review", ("#2021review",)),
        ("## heading", ()),
        ("no tag", ()),
    ],
)
def test_tags_are_found_as_written(text: str, tags: tuple[str, ...]) -> None:
    assert hashtags(text) == tags


def test_a_tag_of_two_hundred_characters_is_kept_whole() -> None:
    tag = "#" + "x" * 200
    assert hashtags(f"Long. {tag} End.") == (tag,)
    assert normal_tag(tag) == "x" * 200


@given(st.text(max_size=200))
def test_a_normal_tag_stays_as_it_is(text: str) -> None:
    assert normal_tag(normal_tag(text)) == normal_tag(text)
