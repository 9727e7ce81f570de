"""What a button sends back comes back as it was made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.buttons import Press, Verb, decode, encode, slug_key, slug_of

numbers = st.integers(0, 10**10 - 1).map(str)
slugs = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


@given(verb=st.sampled_from(Verb), number=numbers, slug=slugs, opened=st.booleans())
def test_a_button_about_any_note_and_the_longest_slug_fits_and_comes_back(
    *, verb: Verb, number: str, slug: str, opened: bool
) -> None:
    press = Press(verb=verb, subject=number, argument=slug_key(slug), opened=opened)
    data = encode(press)
    assert len(data.encode()) <= 64
    assert decode(data) == press
    assert slug_of(press.argument, ["another", slug]) == slug


@given(st.text(max_size=64))
def test_forged_data_is_no_press_or_one_that_we_could_have_made(data: str) -> None:
    press = decode(data)
    assert press is None or press.verb in Verb


@pytest.mark.parametrize("data", ["", ".", "zz.1.", "th", "th.1", "!.1.x", "th!", "accept trust"])
def test_old_and_forged_data_is_not_understood(data: str) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("subject", ["", "-1", "٣", "1" * 11, "abc"])
def test_only_plain_digits_are_a_note(subject: str) -> None:
    assert Press(verb=Verb.MORE, subject=subject).number is None


def test_data_that_would_not_fit_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="too long"):
        encode(Press(verb=Verb.THEME, subject="214", argument="x" * 80))


def test_no_two_verbs_look_alike_in_a_button() -> None:
    assert len({verb.value for verb in Verb}) == len(Verb)
