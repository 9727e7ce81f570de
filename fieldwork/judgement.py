"""What people make of the machine's suggestions: accepted, refused, taken back; and what may be learned from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from fieldwork.note import Audience, Code, CodeKind, Note, NoteNumber, Origin


class Verdict(StrEnum):
    """How a person came to say that a theme is, or is not, what a note is about."""

    SAID = "said"  # in the note's own words
    CHOSEN = "chosen"  # tapped or replied freely, without a suggestion
    ACCEPTED = "accepted"  # tapped where it was suggested
    IMPORTED = "imported"  # coded elsewhere
    REFUSED = "refused"  # suggested, and refused

    @property
    def holds(self) -> bool:
        """Whether the note is about the theme."""
        return self is not Verdict.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One theme that a person decided on for one note."""

    note: NoteNumber
    theme: str  # its slug; one that the codebook does not have is a new tag
    verdict: Verdict
    by: str = ""  # label of the member who tapped; "" where the text or a file says it
    at: datetime | None = None  # when they tapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What people decided about one text. About every other theme they said nothing."""

    text: str
    about: frozenset[str]
    refused: frozenset[str] = frozenset()


_VERDICTS = {Origin.TAPPED: Verdict.CHOSEN, Origin.IMPORTED: Verdict.IMPORTED}


def decisions(notes: Iterable[Note]) -> tuple[Decision, ...]:
    """Everything that a model may learn from, in the order of the notes.

    An *Only you* note teaches nobody, nor does one that was taken back or has no words. A suggestion that nobody
    answered decides nothing.
    """
    return tuple(decision for note in notes if _teaches(note) for decision in _decisions_of(note))


def lessons(notes: Sequence[Note], most: int) -> tuple[Lesson, ...]:
    """The same, note by note, with its words: of so many of the last notes on which somebody decided."""
    taught = ((note, tuple(_decisions_of(note))) for note in reversed(notes) if _teaches(note))
    newest_first = (
        Lesson(
            text=note.text,
            about=frozenset(one.theme for one in decided if one.verdict.holds),
            refused=frozenset(one.theme for one in decided if not one.verdict.holds),
        )
        for note, decided in taught
        if decided
    )
    return tuple(islice(newest_first, most))[::-1]


def accept(note: Note, slug: str, *, by: str, at: datetime) -> Note:
    """With that theme on it, suggested before or not; one that a person gave already stays as it was given."""
    if slug in note.themes:
        return note
    return note.with_code(Code(kind=CodeKind.THEME, slug=slug, origin=Origin.TAPPED, by=by, at=at))


def refuse(note: Note, slug: str, *, by: str, at: datetime) -> Note:
    """Without that suggestion, for good; also where it had been accepted. What was said or chosen freely stays."""
    code = _suggested(note, slug)
    if code is None:
        return note
    refusal = Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED, evidence=code.evidence, by=by, at=at)
    return replace(note.without_code(CodeKind.THEME, slug), refused=(*note.refused, refusal))


def reconsider(note: Note, slug: str) -> Note:
    """As if nobody had accepted or refused it: suggested again."""
    taken_back = slug in note.refused_themes or (slug in note.themes and _suggested(note, slug) is not None)
    if not taken_back:
        return note
    again = Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED)
    refused = tuple(code for code in note.refused if code.slug != slug)
    return replace(note, codes=(*note.without_code(CodeKind.THEME, slug).codes, again), refused=refused)


def decided_by(note: Note, label: str) -> tuple[Code, ...]:
    """The suggestions on it that this member accepted or refused: what they may take back."""
    accepted = (code for code in note.codes if code.kind is CodeKind.THEME and code.stated and code.proposed)
    return tuple(code for code in (*accepted, *note.refused) if code.by == label)


def _suggested(note: Note, slug: str) -> Code | None:
    """The theme's code, as long as it came from a suggestion alone."""
    code = next((code for code in note.codes if (code.kind, code.slug) == (CodeKind.THEME, slug)), None)
    alone = code is not None and (not code.stated or (code.proposed and code.origin is Origin.TAPPED))
    return code if alone else None


def _teaches(note: Note) -> bool:
    return note.audience is Audience.TEAM and not note.hidden and bool(note.text)


def _decisions_of(note: Note) -> Iterator[Decision]:
    for code in note.codes:
        if code.kind is CodeKind.THEME and code.stated:
            yield _decision(note, code, _verdict(code))
    for code in note.refused:
        yield _decision(note, code, Verdict.REFUSED)


def _verdict(code: Code) -> Verdict:
    if code.origin is Origin.TAPPED and code.proposed:
        return Verdict.ACCEPTED
    return _VERDICTS.get(code.origin, Verdict.SAID)


def _decision(note: Note, code: Code, verdict: Verdict) -> Decision:
    return Decision(note=note.number, theme=code.slug, verdict=verdict, by=code.by, at=code.at)
