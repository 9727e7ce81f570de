"""Exchange: notes out as plain records, and in from another study's, a JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from fieldwork.doubt import doubtful
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, Origin, Status
from fieldwork.reading import Reading
from services.capture import with_reading
from services.lines import LinesUnreadable
from services.study import Study
from storage.transaction import Transaction

BATCH = 100  # notes a transaction
Outcome = Literal["new", "revised", "equal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedNote:
    """A note as it comes from outside."""

    id: str
    researcher: str
    observed_at: datetime
    kind: Kind
    text: str
    sites: tuple[str, ...]
    themes: tuple[str, ...]
    codes: tuple[Code, ...] | None = None  # of a line that we exported, which says where each came from
    refused: tuple[Code, ...] = ()
    only_me: bool = False  # exported on its author's word: it stays theirs


def record_of(note: Note) -> dict[str, Any]:
    """A note as it is exported."""
    return {
        "id": note.source_id,
        "number": note.number,
        "author": note.author_label,
        "observed_at": note.observed_at.isoformat(),
        "recorded_at": note.recorded_at.isoformat(),
        "kind": note.kind.value,
        "text": note.text,
        "sites": list(note.sites),
        "themes": list(note.themes),
        "suggested_themes": list(note.suggested_themes),
        "refused_themes": list(note.refused_themes),
        "codes": [record_of_code(code) for code in note.codes],
        "refused": [record_of_code(code) for code in note.refused],
        "participants": list(note.participants),
        "note_type": note.note_type.value,
        "audience": note.audience.value,
        "status": note.status.value,
        "revision": note.revision,
        "follow_up": note.follow_up,
        "goes_on_from": note.goes_on_from,
        "flagged": note.flagged,
        "chat_id": note.chat_id,
        "message_id": note.message_id,
        "asr_model": note.asr_model,
        "asr_settings": note.asr_settings or None,
        "audio_seconds": note.audio_seconds,
        "language": note.language or None,
        "checked_at": note.checked_at.isoformat() if note.checked_at else None,
        "unsure": [{"start": start, "end": end, "text": note.text[start:end]} for start, end in doubtful(note)],
        "put_right": [{"heard": change.heard, "meant": change.meant} for change in note.put_right],
    }


def record_of_code(code: Code) -> dict[str, Any]:
    """A site or theme with where it came from, who accepted or refused it and when."""
    return {
        "kind": code.kind.value,
        "slug": code.slug,
        "origin": code.origin.value,
        "evidence": code.evidence,
        "by": code.by,
        "at": code.at.isoformat() if code.at else None,
        "proposed": code.proposed,
    }


def exportable(notes: Iterable[Note], *, private: bool) -> tuple[list[Note], int]:
    """The notes to export by number, and how many *Only you* notes were left out."""
    shown = sorted((note for note in notes if not note.hidden), key=lambda note: note.number)
    if private:
        return shown, 0
    team = [note for note in shown if note.audience is Audience.TEAM]
    return team, len(shown) - len(team)


def read_import(lines: Iterable[str], study: Study) -> list[ImportedNote]:
    """Read every line.

    Raises:
        LinesUnreadable: some can't be read; each is named by its number, none is quoted.
    """
    notes: list[ImportedNote] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            notes.append(_read_line(line, study))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f"line {number} {_complaint(error)}")
    if problems:
        raise LinesUnreadable("imported", problems)
    return notes


def _complaint(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "is no JSON object"
    if isinstance(error, KeyError):
        return f"has no {error.args[0]}"
    return "has a value of the wrong form"


def _read_line(line: str, study: Study) -> ImportedNote:
    found = json.loads(line)
    observed_at = datetime.fromisoformat(found["observed_at"])
    text = found["text"]
    if not isinstance(text, str):
        raise TypeError
    return ImportedNote(
        id=str(found["id"]),
        researcher=str(found["author"] if "researcher" not in found and "author" in found else found["researcher"]),
        observed_at=observed_at if observed_at.tzinfo else observed_at.replace(tzinfo=study.timezone),
        kind=Kind(found.get("kind", "text")),
        text=text,
        sites=tuple(map(str, found.get("sites") or ())),
        themes=tuple(map(str, found.get("themes") or ())),
        codes=None if found.get("codes") is None else tuple(_read_code(code, study) for code in found["codes"]),
        refused=tuple(_read_code(code, study) for code in found.get("refused") or ()),
        only_me=found.get("audience") == Audience.AUTHOR,
    )


def _read_code(found: dict[str, Any], study: Study) -> Code:
    at = datetime.fromisoformat(found["at"]) if found.get("at") else None
    return Code(
        kind=CodeKind(found["kind"]),
        slug=str(found["slug"]),
        origin=Origin(found["origin"]),
        evidence=str(found.get("evidence") or ""),
        by=str(found.get("by") or ""),
        at=at.replace(tzinfo=study.timezone) if at and at.tzinfo is None else at,
        proposed=bool(found.get("proposed")),
    )


class Import:
    """Takes notes in: the same id again is skipped when equal, else a revision."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def batch(self, notes: list[ImportedNote]) -> list[Outcome]:
        """Import some notes in one transaction."""
        for imported in notes:
            await self._study.consider(imported.text)
        return await self._study.store.write(lambda tx: self._take_in(tx, notes))

    async def _take_in(self, tx: Transaction, notes: list[ImportedNote]) -> list[Outcome]:
        return [await self._one(tx, imported) for imported in notes]

    async def _one(self, tx: Transaction, imported: ImportedNote) -> Outcome:
        known = self._study.notebook.of_source(imported.id)
        number = known.number if known else await tx.notes.new_number()
        note = self._note(imported, number, known)
        if known is not None and _same(note, known):
            return "equal"
        await tx.notes.put(note)
        await tx.audit.add(self._study.clock(), "command line", "imported", number)
        tx.after_commit(lambda: self._study.notebook.put(note))
        return "new" if known is None else "revised"

    def _note(self, imported: ImportedNote, number: NoteNumber, known: Note | None) -> Note:
        study = self._study
        reading = study.read(imported.text, sent_at=imported.observed_at, dictated=imported.kind is Kind.VOICE)
        member = study.team.by_label(imported.researcher)
        private = _private(imported, reading, member=member is not None, known=known)
        bare = Note(
            number=number,
            source_id=imported.id,
            revision=known.revision + 1 if known else 1,
            author=member.id if member else None,
            author_label=imported.researcher.upper(),
            kind=imported.kind,
            text=imported.text,
            observed_at=imported.observed_at,
            recorded_at=study.clock(),
            readable_at=known.readable_at if known else study.clock(),
            note_type=reading.note_type,
            audience=Audience.AUTHOR if private else Audience.TEAM,
            status=Status.WRITTEN,
            refused=known.refused if known else imported.refused,
            imported=True,
        )
        coded = _coded(bare, reading, imported, known)
        return replace(coded, observed_at=imported.observed_at)


def _coded(bare: Note, reading: Reading, imported: ImportedNote, known: Note | None) -> Note:
    """With the codes of its line, and what the team decided here since it first came in."""
    named = [(CodeKind.SITE, slug) for slug in imported.sites] + [(CodeKind.THEME, slug) for slug in imported.themes]
    decided = [code for code in known.codes if code.origin is Origin.TAPPED] if known else []
    if imported.codes is None:
        taken = tuple(Code(kind=kind, slug=slug, origin=Origin.IMPORTED) for kind, slug in named)
        return with_reading(bare, reading, keep=(*taken, *decided))
    codes = {(code.kind, code.slug): code for code in imported.codes}
    for kind, slug in named:
        if (kind, slug) not in codes or not codes[kind, slug].stated:
            codes[kind, slug] = Code(kind=kind, slug=slug, origin=Origin.IMPORTED)
    read = with_reading(bare, reading)
    return _with_decided(replace(read, codes=tuple(codes.values()), refused=bare.refused), decided)


def _with_decided(note: Note, decided: Iterable[Code]) -> Note:
    for code in decided:
        note = note.with_code(code)
    refused = note.refused_themes
    codes = tuple(code for code in note.codes if code.stated or code.slug not in refused)
    return replace(note, codes=codes, no_site=note.no_site and not note.sites)


def _same(note: Note, known: Note) -> bool:
    """Whether it says nothing new; the order of its codes says nothing, nor what a model made of its sentences."""
    now = replace(note, revision=known.revision, recorded_at=known.recorded_at, telling=known.telling)
    return _in_order(now) == _in_order(known)


def _in_order(note: Note) -> Note:
    return replace(note, codes=tuple(sorted(note.codes, key=lambda code: (code.kind, code.slug))))


def _private(imported: ImportedNote, reading: Reading, *, member: bool, known: Note | None) -> bool:
    """Whether it is for its author's eyes alone; what its author chose here outlasts the same text coming again."""
    if known is not None and (known.audience is Audience.AUTHOR or known.text == imported.text):
        return imported.only_me or known.audience is Audience.AUTHOR
    return imported.only_me or (reading.only_me and member)
