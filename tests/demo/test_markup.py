"""Telegram's HTML, as Telegram reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.entities import utf16_length, utf16_slice
from demo.errors import BadRequest
from demo.markup import parse_html


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("<strong>a</strong><EM>b</EM>", "ab", ["bold", "italic"]),
        ("<b>a <i>b</i></b>", "a b", ["bold", "italic"]),
        ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy", ["spoiler", "spoiler"]),
        ('<a href="https://example.org/a?b=1">here</a>', "here", ["text_link"]),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", ["pre"]),
        ("<code>#no_tag</code>", "#no_tag", ["code"]),
        ("<blockquote expandable>long</blockquote>", "long", ["expandable_blockquote"]),
        ("<b></b>none", "none", []),
        ("a &amp; b &nbsp; &quot;c&quot; &#8594; &#x2192;", 'a & b &nbsp; "c" → →', []),
        ("1 > 0 & so on", "1 > 0 & so on", []),
    ],
)
def test_what_telegram_knows_is_read(html: str, text: str, kinds: list[str]) -> None:
    formatted = parse_html(html)
    assert formatted.text == text
    assert [mark["type"] for mark in formatted.entities] == kinds


def test_a_programs_language_is_kept() -> None:
    (block,) = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert block["language"] == "python"


def test_white_space_around_a_message_is_cut_and_marks_stay_in_place() -> None:
    formatted = parse_html("\n 👍 <b>x </b>\n")
    (mark,) = formatted.entities
    assert formatted.text == "👍 x"
    assert utf16_slice(formatted.text, mark["offset"], mark["length"]) == "x"


def complaint_about(html: str) -> str:
    try:
        parse_html(html)
    except BadRequest as refused:
        return refused.description
    return ""


@given(st.text(alphabet="<>/&;bi #a👍\n="))
def test_any_text_is_read_or_refused_in_telegrams_words(html: str) -> None:
    if complaint := complaint_about(html):
        assert complaint.startswith("Bad Request: can't parse entities: ")
        return
    formatted = parse_html(html)
    for mark in formatted.entities:
        assert 0 <= mark["offset"] < mark["offset"] + mark["length"] <= utf16_length(formatted.text)
