"""A note as today's codebook reads it: what was merged counts under the name it has now."""

from dataclasses import replace

from fieldwork.codebook import Codebook
from fieldwork.note import Code, CodeKind, Note


def current_note(note: Note, codebook: Codebook) -> Note:
    """The note with the codes of today; the same object where nothing has changed. What is kept stays as it is."""
    if all(code.slug in codebook.in_use for code in note.codes):  # nearly always, and a study may have 100,000 notes
        return note
    codes = tuple(_current(code, codebook) for code in note.codes if not _obsolete(code, codebook))
    return note if codes == note.codes else replace(note, codes=_once(codes))


def _current(code: Code, codebook: Codebook) -> Code:
    current = codebook.current_site if code.kind is CodeKind.SITE else codebook.current_theme
    slug = current(code.slug)
    return code if slug == code.slug else replace(code, slug=slug)


def _obsolete(code: Code, codebook: Codebook) -> bool:
    """A theme that was only suggested and has been retired since."""
    theme = codebook.theme(code.slug) if code.kind is CodeKind.THEME and not code.stated else None
    return theme is not None and theme.retired


def _once(codes: tuple[Code, ...]) -> tuple[Code, ...]:
    """Of two codes that mean the same now one, and rather what a person gave than what was suggested."""
    kept: dict[tuple[CodeKind, str], Code] = {}
    for code in codes:
        known = kept.get((code.kind, code.slug))
        if known is None or (code.stated and not known.stated):
            kept[code.kind, code.slug] = code
    return tuple(kept.values())
