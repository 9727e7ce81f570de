"""Notes that go on from the one before: a memo that a call cut, a long text that the client sent in parts.

Each stays a note with its own words, recording and corrections: nothing is lost when one of them is edited.
"""

import re
from dataclasses import replace
from datetime import timedelta

from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteType, Origin
from fieldwork.reading import Reading

BREATH = timedelta(minutes=2)  # between two messages of which the second goes on
_GOES_ON = re.compile(
    r"\W*(?:(?:she|he|they|it|and|also|but|even|then|so|which|because|plus|her|his|their)\b|\w+ (?:then|also)\b)",
    re.IGNORECASE,
)
CUT = timedelta(minutes=10)  # between a memo that was cut and its rest
MESSAGE_UNITS = 4096  # UTF-16; clients cut a longer text, behind the middle of this at the soonest


def with_note_before(note: Note, before: Note, reading: Reading | None = None) -> Note:
    """A new note after its author's one before: its next part, maybe its rest, or neither."""
    if reading is not None and _is_next_part(note, before, reading):
        return joined(replace(note, behind=before.number), before)
    return replace(note, behind=before.number) if _may_go_on(note, before) else note


def in_one_breath(note: Note, before: Note) -> Note:
    """A new note, as private and as nameless of its site as the one that it goes on from: "She hasn't told them yet.".

    It stays a note of its own, and its card says who can read it.
    """
    goes_on = _GOES_ON.match(note.text) is not None
    soon = timedelta() <= note.recorded_at - before.recorded_at <= BREATH
    told = before.note_type is not NoteType.ADMIN and not before.hidden
    if not (goes_on and soon and told and note.kind is before.kind is Kind.TEXT):
        return note
    private = Audience.AUTHOR in (note.audience, before.audience)
    sites = [code for code in note.codes if code.kind is CodeKind.SITE]
    nameless = before.no_site and all(code.origin is Origin.LINK_WORKER for code in sites)
    return replace(
        note,
        audience=Audience.AUTHOR if private else note.audience,
        no_site=note.no_site or nameless,
        codes=tuple(code for code in note.codes if not (nameless and code.kind is CodeKind.SITE)),
    )


def _is_next_part(note: Note, before: Note, reading: Reading) -> bool:
    """Whether both were one text: too long for one message, with nothing of ours or of its author between the two.

    A text that says when it was, or that it was elsewhere, is a note of its own.
    """
    next_message = (before.chat_id, (before.message_id or 0) + 1) == (note.chat_id, note.message_id)
    first, both = _units(before.text), _units(before.text) + _units(note.text)
    elsewhere = bool(before.sites and note.sites) and set(before.sites).isdisjoint(note.sites)
    set_off = reading.observed_at is not None or elsewhere
    long = first > MESSAGE_UNITS // 2 and both > MESSAGE_UNITS
    return next_message and long and not set_off and before.kind is Kind.TEXT and _is_near(note, before)


def _may_go_on(note: Note, before: Note) -> bool:
    spoken = Kind.VOICE in (note.kind, before.kind)
    return spoken and NoteType.ADMIN not in (note.note_type, before.note_type) and _is_near(note, before)


def _is_near(note: Note, before: Note) -> bool:
    return timedelta() <= note.recorded_at - before.recorded_at <= CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def joined(note: Note, first: Note) -> Note:
    """As the rest of that note: at its site and of its kind where it says none, and no more public."""
    site = first.site_code()
    if site is not None and not note.sites and not note.no_site:
        evidence = f"#{first.number}"
        note = note.with_code(Code(kind=CodeKind.SITE, slug=site.slug, origin=Origin.JOINED, evidence=evidence))
    private = Audience.AUTHOR in (note.audience, first.audience)
    return replace(
        note,
        behind=first.number,
        joined=True,
        note_type=first.note_type if note.note_type is NoteType.OBSERVATION else note.note_type,
        audience=Audience.AUTHOR if private else note.audience,
    )


def apart(note: Note) -> Note:
    """A note of its own again, without the site that it had from the other."""
    return replace(note, joined=False, codes=tuple(code for code in note.codes if code.origin is not Origin.JOINED))
