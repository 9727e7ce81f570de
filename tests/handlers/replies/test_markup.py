"""No word of a note is lost or changed between the store and the screen."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.doubt import doubtful
from handlers.replies.markup import cut, escaped, pages, quoted, underlined, units
from tests.handlers.notes import spoken, written
from tests.handlers.telegram_html import seen

texts = st.text(st.characters(codec="utf-8"), max_size=3000)


@given(texts)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert seen(escaped(text)) == text


@given(texts, st.integers(2, 500))
def test_the_pages_of_a_text_are_the_whole_text(text: str, room: int) -> None:
    spans = pages(text, room)
    assert "".join(text[first:last] for first, last in spans) == text
    assert all(units(text[first:last]) <= room for first, last in spans)


def test_a_page_ends_where_a_sentence_ends() -> None:
    text = "He came late. She said nothing for a while. Then the phone rang."
    first, last = pages(text, 50)[0]
    assert text[first:last] == "He came late. She said nothing for a while. "


def test_without_a_sentence_end_a_page_ends_between_words() -> None:
    text = "and then and then and then and then"
    assert [text[first:last] for first, last in pages(text, 20)] == ["and then and then ", "and then and then"]


def test_four_thousand_emoji_are_paged() -> None:
    assert len(pages("😀" * 4096, 3000)) == 3


@given(texts, st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 50)), max_size=5))
def test_underlining_changes_no_word(text: str, places: list[tuple[int, int]]) -> None:
    spans: list[tuple[int, int]] = []
    for start, length in sorted(places):
        if start >= (spans[-1][1] if spans else 0) and start + length <= len(text):
            spans.append((start, start + length))
    assert seen(underlined(text, (0, len(text)), tuple(spans))) == text


def test_words_under_half_confidence_are_underlined() -> None:
    note = spoken([("the", 0.9), ("shed", 0.3), ("thing", 0.8)])
    assert underlined(note.text, (0, len(note.text)), doubtful(note)) == "the <u>shed</u> thing"


def test_nothing_is_underlined_once_a_person_changed_the_words() -> None:
    heard = spoken([("the", 0.9), ("shed", 0.3)])
    assert doubtful(written("the men's shed")) == ()
    assert doubtful(spoken([])) == ()
    assert doubtful(heard) != ()


def test_a_word_over_the_edge_of_a_page_is_underlined_on_both() -> None:
    assert underlined("unsure", (0, 3), ((1, 6),)) == "u<u>ns</u>"
    assert underlined("unsure", (3, 6), ((1, 6),)) == "<u>ure</u>"


def test_a_cut_text_is_one_line_and_says_that_it_was_cut() -> None:
    assert cut("one\ntwo  three", 9) == "one two…"
    assert cut("short", 9) == "short"


def test_somebody_s_words_bring_their_own_quotation_marks() -> None:
    assert quoted("They come in for the warm.") == "“They come in for the warm.”"
    assert quoted('"They come in for the warm," she said.') == '"They come in for the warm," she said.'
    assert quoted('LW1 said "you can\'t hurry that".') == '“LW1 said "you can\'t hurry that".”'
