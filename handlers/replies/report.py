"""A digest outside the chat, in Markdown: what the chat says of it, then all its notes, then its pictures in words."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from fieldwork.member import Member
from fieldwork.note import Note
from fieldwork.report import Report
from handlers.replies import digest, picture
from handlers.replies.facts import STATUS_WORDS, TYPE_WORDS
from handlers.replies.markup import cut, plain
from handlers.replies.terms import NAME_UNITS, Terms, counted

_HEADING = re.compile(r"<b>(?P<words>.+)</b>")
_COMMAND = re.compile(r"(?<!\S)/(?=n\d)")  # nothing to tap here
_MARKS = re.compile(r"[\\`*_\[\]<>&|~]")
_COLUMNS = ("Note", "Observed", "Author", "Site", "Kind", "Themes", "State")
LEFT_OUT = "Only-you notes are in no part of it."


def heading(terms: Terms, report: Report) -> str:
    """`The link worker study: Tuesday 16 November 2021`."""
    day = report.digest.day
    return f"{terms.codebook.title}: {day:%A} {day.day} {day:%B %Y}"


def text(terms: Terms, report: Report, reader: Member, made: datetime) -> str:
    """The digest, and its notes one by one."""
    local = terms.local(made)
    count = report.digest.count
    about = (
        f"{counted(count, 'note') if count else 'No new notes'}. Made on {local.day} {local:%B %Y, %H:%M}. {LEFT_OUT}"
    )
    parts = [
        f"# {marked(heading(terms, report))}",
        about,
        *(_block(block) for block in digest.sections(terms, report.digest, reader)),
        *(["## The notes", _table(terms, report.notes)] if report.notes else []),
    ]
    return "\n\n".join(parts) + "\n"


def news(report: Report) -> str:
    """What the picture of the new notes shows; "" when there is nothing new to see."""
    if not report.news:
        return ""
    about = picture.news_about(report.news, report.digest.since)
    return _listing("Beside the four weeks before", about, picture.news_in_words(report.news))


def trend(report: Report) -> str:
    """What the picture of the weeks shows; "" when there are too few notes to show one."""
    if not report.trend:
        return ""
    return _listing("Week by week", picture.trend_about(report.trend), picture.trend_in_words(report.trend))


def marked(words: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\g<0>", words)


def _block(block: str) -> str:
    """A block of the chat's digest: a heading, lines, a list."""
    first, *lines = block.split("\n")
    found = _HEADING.fullmatch(first)
    if found is None:
        return "\n".join(map(_line, (first, *lines)))
    items = [line if line.startswith("- ") else f"\n{line}" for line in map(_item, lines)]
    return "\n".join([f"## {marked(plain(found['words']))}\n", *items])


def _line(line: str) -> str:
    return marked(_COMMAND.sub("", plain(line)))


def _item(line: str) -> str:
    """Of a list; what waits for others is no item of anybody's."""
    words = _line(line)
    return words if words.startswith("Waiting for authors:") else f"- {words.removeprefix('· ')}"


def _listing(title: str, about: str, sentences: Sequence[str]) -> str:
    return (
        "\n".join([f"## {title}\n", f"{marked(about)}\n", *(f"- {marked(sentence)}" for sentence in sentences)]) + "\n"
    )


def _table(terms: Terms, notes: Iterable[Note]) -> str:
    rows = (_COLUMNS, ("---",) * len(_COLUMNS), *(_row(terms, note) for note in notes))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(terms: Terms, note: Note) -> tuple[str, ...]:
    themes = [
        *(terms.plain_theme(slug) for slug in note.themes),
        *(f"{terms.plain_theme(slug)} (suggested)" for slug in note.suggested_themes),
    ]
    cells = (
        f"n{note.number}",
        f"{terms.day(note.observed_at)}, {terms.clock(note.observed_at)}",
        cut(note.author_label, NAME_UNITS),
        ", ".join(map(terms.plain_site, note.sites)),
        TYPE_WORDS[note.note_type].lower(),
        ", ".join(themes),
        ", ".join([STATUS_WORDS.get(note.status, ""), *(["a name or address?"] if note.flagged else [])]).strip(", "),
    )
    return tuple(map(marked, cells))
