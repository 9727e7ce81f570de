"""Where the codes of a note come from, who accepted or refused them, and when: the line of the opened note."""

from collections.abc import Iterable
from datetime import datetime

from fieldwork.note import Code, CodeKind, Note, Origin
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import RECENT, Terms

CODES_SHOWN = 6  # of each origin; more are counted
LINE_UNITS = 800  # of the whole line, beside a page of the note's words
EVIDENCE_UNITS = 30
LABEL_UNITS = 12
_WRITTEN = (Origin.SAID, Origin.LINK_WORKER)


def origins_line(terms: Terms, note: Note) -> str:
    """`Site: Hilltop (LW2). Said: trust (#trust). Accepted: loneliness (R2, Thu 16:05). Suggested: connecting.`."""
    sites = [code for code in note.codes if code.kind is CodeKind.SITE]
    themes = [code for code in note.codes if code.kind is CodeKind.THEME]
    said = [code for code in themes if code.origin in (*_WRITTEN, Origin.STICKY)]
    tapped = [code for code in themes if code.origin is Origin.TAPPED]
    groups: list[tuple[str, Iterable[Code]]] = [
        ("Site", sites),
        ("Said", said),
        ("Accepted", (code for code in tapped if code.proposed)),
        ("Chosen", (code for code in tapped if not code.proposed)),
        ("Imported", (code for code in themes if code.origin is Origin.IMPORTED)),
        ("Suggested", (code for code in themes if not code.stated)),
        ("Refused", note.refused),
    ]
    parts = [_listed(terms, note, title, list(codes)) for title, codes in groups]
    return escaped(cut(" ".join(part for part in parts if part), LINE_UNITS))


def _listed(terms: Terms, note: Note, title: str, codes: list[Code]) -> str:
    if not codes:
        return "Said: none." if title == "Said" else ""
    shown = ", ".join(_with_origin(terms, note, code) for code in codes[:CODES_SHOWN])
    more = f" and {len(codes) - CODES_SHOWN} more" if len(codes) > CODES_SHOWN else ""
    return f"{title}: {shown}{more}."


def _with_origin(terms: Terms, note: Note, code: Code) -> str:
    plain = terms.plain_site if code.kind is CodeKind.SITE else terms.plain_theme
    name = plain(code.slug)
    known_by = _known_by(terms, note, code)
    return f"{name} ({known_by})" if known_by and known_by.casefold() != name.casefold() else name


def _known_by(terms: Terms, note: Note, code: Code) -> str:
    """`#trust`, `LW2`, `/site since 09:10`, `R2, Thu 16:05`; nothing where the list's own name says it."""
    if code.by:
        label = cut(code.by, LABEL_UNITS)
        return f"{label}, {_moment(terms, note, code.at)}" if code.at else label
    if code.origin is Origin.STICKY:
        return f"/site since {code.evidence}" if code.evidence else "/site"
    if code.origin is Origin.JOINED:
        return f"as in {code.evidence}"
    if code.origin is Origin.IMPORTED and code.kind is CodeKind.SITE:
        return "imported"
    return cut(code.evidence, EVIDENCE_UNITS) if code.origin in _WRITTEN else ""


def _moment(terms: Terms, note: Note, at: datetime) -> str:
    """`Thu 16:05`, with the date when it was days after the note."""
    day = f"{terms.local(at):%a}" if abs(at - note.recorded_at) <= RECENT else terms.day(at)
    return f"{day} {terms.clock(at)}"
