"""A page of its own: nothing in it is fetched from anywhere, nothing runs, and it prints."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

_STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --soft: #5b6675; --line: #c9d1db; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #3d4754; --paper: #14181e } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 }
h1 + p { color: var(--soft); margin-top: .25rem }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; border-bottom: 1px solid var(--line) }
ul { padding-left: 1.1rem; margin: .25rem 0 } li { margin: .3rem 0 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.35 }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600 }
td:first-child, td:nth-child(2) { white-space: nowrap }
figure { margin: 0 } img { display: block; max-width: 100%; height: auto; max-height: 60rem; margin: .5rem 0 }
@media screen and (max-width: 40rem) {
  thead { display: none } table, tbody { display: block }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line) }
  td { display: inline; border: 0; padding: 0 } td:first-child { font-weight: 600 }
  td:not(:first-child):not(:empty)::before { content: " · " }
}
@page { size: A4; margin: 16mm }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff }
  body { font-size: 10.5pt } main { max-width: none; padding: 0 }
  h2 { break-after: avoid } li, tr, figure, img { break-inside: avoid } .wide { overflow: visible }
  img { max-height: 20cm }
}
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Part:
    """Words in Markdown; where there is a picture of the same, it stands above them."""

    markdown: str
    png: bytes = b""
    says: str = ""  # the picture, to whoever can't see it


def page(title: str, parts: Iterable[Part]) -> bytes:
    """An HTML page."""
    reader = import_module("markdown_it").MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    body = "".join(_html(part, reader) for part in parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def _html(part: Part, reader: Any) -> str:
    words: str = reader.render(part.markdown)
    if not part.png:
        return words
    image = f'<img alt="{escape(part.says)}" src="data:image/png;base64,{base64.b64encode(part.png).decode()}">'
    heading, end, rest = words.partition("</h2>\n")
    return f"{heading}{end}<figure>{image}<figcaption>\n{rest}</figcaption></figure>\n"
