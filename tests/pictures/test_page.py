"""A page that stands alone: nothing is fetched, nothing runs, a picture stands with its words."""

import base64
import re
from html.parser import HTMLParser

from pictures.page import Part, page


class Elements(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_words_are_words_whatever_they_look_like() -> None:
    found = Elements(page("<script>x</script>", [Part("# Day\n\n<script>alert(1)</script>\n\n- “a\\<b\\>”")]))
    assert "script" not in found.names
    assert found.words.count("<script>") == 2
    assert "“a<b>”" in found.words


def test_a_picture_stands_between_its_heading_and_its_words_and_is_part_of_the_page() -> None:
    html = page("Day", [Part("# Day"), Part("## News\n\nSince *Mon*\n\n- First time", b"\x89PNG", 'a "picture"')])
    found = Elements(html)
    assert found.links == ["data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()]
    body = html.decode().partition("<body>")[2]
    assert re.findall("<(h2|figure|img|figcaption|li)", body) == ["h2", "figure", "img", "figcaption", "li"]


def test_a_table_can_be_wider_than_a_phone_and_nothing_may_be_fetched_or_run() -> None:
    html = page("Day", [Part("| a | b |\n| --- | --- |\n| 1 | 2 |\n")]).decode()
    assert '<div class="wide"><table>' in html
    assert "default-src 'none'" in html
    assert not re.search(r"https?:|@import|url\(", html)
