"""Kinds and states of notes as questions name them: "debreifs", "voice memos", "not checked yet", "to follow up"."""

import re
from collections.abc import Mapping
from typing import TypeVar

from fieldwork.asked_words import is_slip
from fieldwork.note import Kind, NoteType, Status

STATES = {
    "unchecked": Status.UNCHECKED,
    "unverified": Status.UNCHECKED,
    "checked": Status.CHECKED,
    "failed": Status.FAILED,
    "no speech": Status.NO_SPEECH,
}
TYPES = {note_type.value: note_type for note_type in NoteType} | {
    "debriefs": NoteType.DEBRIEF,
    "debriefing": NoteType.DEBRIEF,
    "observations": NoteType.OBSERVATION,
    "reflective": NoteType.REFLEXIVE,
    "method note": NoteType.METHODOLOGICAL,
    "method notes": NoteType.METHODOLOGICAL,
    "methods note": NoteType.METHODOLOGICAL,
    "methods notes": NoteType.METHODOLOGICAL,
    "analytical": NoteType.ANALYTIC,
    "administrative": NoteType.ADMIN,
}
FOLLOW_UP = re.compile(
    r"\b(?:(?:still |that |which |to |need(?:s|ing)? (?:to )?|be |open |outstanding )*follow(?:ing|ed)?[- ]?ups?"
    r"(?: (?:still )?(?:open|outstanding|needed|to do))?|(?:left|still) to (?:do|chase)|still outstanding)\b",
    re.IGNORECASE,
)
NOT_CHECKED = re.compile(
    r"\b(?:not|n't|never|to be|to)(?: been| yet| be| been yet)? (?:checked|verified|confirmed|check)(?: yet)?\b",
    re.IGNORECASE,
)
UNTAGGED = re.compile(
    r"\b(?:untagged|uncoded|not (?:yet )?(?:tagged|coded)(?: yet)?"
    r"|(?:without(?: an?y?)?|(?:with |have |has )?no) (?:theme|tag|code)s?(?: yet| on (?:it|them))?)\b",
    re.IGNORECASE,
)
FLAGGED = re.compile(r"\b(?:flagged|with (?:a )?(?:name|identifier)s?(?: in (?:it|them))?)\b", re.IGNORECASE)
KINDS = {
    Kind.VOICE: re.compile(
        r"\b(?:voice(?: (?:notes?|memos?|messages?|ones?))?|dictated (?:notes?|ones?)|spoken (?:notes?|ones?)"
        r"|recordings)\b",
        re.IGNORECASE,
    ),
    Kind.TEXT: re.compile(r"\b(?:typed|written) (?:notes?|ones?)\b|\btext notes?\b", re.IGNORECASE),
}
NO_SITE = re.compile(r"\b(?:no site|without (?:a )?site)\b", re.IGNORECASE)
T = TypeVar("T")
LONG_ENOUGH = 7  # letters of a word of a closed list that may be mistyped


def meant_by(word: str, known: Mapping[str, T]) -> T | None:
    """What a word of a closed list stands for, a long one with a slip of the thumb too: `debreifs`."""
    lower = word.lower()
    return known.get(lower) or next(
        (meant for name, meant in known.items() if len(name) >= LONG_ENOUGH and is_slip(lower, name)), None
    )
