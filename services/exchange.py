"""Exchange: notes out as plain records, and in from another study's, a JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from fieldwork.doubt import doubtful
from fieldwork.errors import FieldworkError
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, Origin, Status
from fieldwork.reading import read_note
from services.capture import with_reading
from services.study import Study
from storage.transaction import Transaction

BATCH = 100  # notes a transaction
Outcome = Literal["new", "revised", "equal"]


class NotesUnreadable(FieldworkError):
    """Lines of an import that can't be read; nothing was imported."""

    def __init__(self, problems: list[str]) -> None:
        shown = "; ".join(problems[:5])
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        super().__init__(f"Nothing was imported: {shown}{more}.")


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
        "codes": [
            {"kind": code.kind.value, "slug": code.slug, "origin": code.origin.value, "by": code.by}
            for code in note.codes
        ],
        "participants": list(note.participants),
        "note_type": note.note_type.value,
        "audience": note.audience.value,
        "status": note.status.value,
        "revision": note.revision,
        "follow_up": note.follow_up,
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
        NotesUnreadable: some can't be read; each is named by its number, none is quoted.
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
        raise NotesUnreadable(problems)
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
        researcher=str(found["researcher"]),
        observed_at=observed_at if observed_at.tzinfo else observed_at.replace(tzinfo=study.timezone),
        kind=Kind(found.get("kind", "text")),
        text=text,
        sites=tuple(map(str, found.get("sites") or ())),
        themes=tuple(map(str, found.get("themes") or ())),
    )


class Import:
    """Takes notes in: the same id again is skipped when equal, else a revision."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def batch(self, notes: list[ImportedNote]) -> list[Outcome]:
        """Import some notes in one transaction."""
        return await self._study.store.write(lambda tx: self._take_in(tx, notes))

    async def _take_in(self, tx: Transaction, notes: list[ImportedNote]) -> list[Outcome]:
        return [await self._one(tx, imported) for imported in notes]

    async def _one(self, tx: Transaction, imported: ImportedNote) -> Outcome:
        known = self._study.notebook.of_source(imported.id)
        number = known.number if known else await tx.notes.new_number()
        note = self._note(imported, number, known)
        if known is not None and replace(note, revision=known.revision, recorded_at=known.recorded_at) == known:
            return "equal"
        await tx.notes.put(note)
        await tx.audit.add(self._study.clock(), "command line", "imported", number)
        tx.after_commit(lambda: self._study.notebook.put(note))
        return "new" if known is None else "revised"

    def _note(self, imported: ImportedNote, number: NoteNumber, known: Note | None) -> Note:
        study = self._study
        sent_at = imported.observed_at.astimezone(study.timezone)
        reading = read_note(imported.text, study.codebook, sent_at=sent_at, dictated=imported.kind is Kind.VOICE)
        member = study.team.by_label(imported.researcher)
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
            audience=Audience.AUTHOR if reading.only_me and member else Audience.TEAM,
            status=Status.WRITTEN,
            imported=True,
        )
        sites = tuple(Code(kind=CodeKind.SITE, slug=slug, origin=Origin.IMPORTED) for slug in imported.sites)
        themes = tuple(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.IMPORTED) for slug in imported.themes)
        coded = with_reading(bare, reading, keep=(*sites, *themes))
        return replace(coded, observed_at=imported.observed_at)
