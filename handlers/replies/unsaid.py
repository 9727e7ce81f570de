"""What the engine wrote and perhaps nobody said: named on the card, never left out in silence."""

from collections.abc import Iterable

from fieldwork.note import Note, Status
from fieldwork.transcript import Doubt, Segment
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import duration

SHOWN = 3
SHOWN_UNITS = 40  # of each


def perhaps_not_said(note: Note) -> str:
    """`Perhaps not said: “the the the the”.`, as long as nobody has confirmed or changed it."""
    if note.status is not Status.UNCHECKED:
        return ""
    named = [segment for segment in note.segments if segment.doubt and segment.text.strip()]
    found = quoted(segment for segment in named if segment.text.strip() in note.text)
    return f"Perhaps not said: {found}." if found else ""


def not_made_out(note: Note) -> str:
    """`Not made out: 0:31 to 1:02.`, where perhaps somebody spoke, as long as nobody has confirmed the words."""
    if note.status is not Status.UNCHECKED:
        return ""
    spans = [segment for segment in note.segments if segment.doubt is Doubt.UNCLEAR]
    shown = ", ".join(f"{duration(segment.start)} to {duration(segment.end)}" for segment in spans[:SHOWN])
    return f"Not made out: {shown}{' and more' if len(spans) > SHOWN else ''}." if spans else ""


def only_filler(note: Note) -> str:
    """What the engine wrote over a recording that has no speech."""
    found = quoted(segment for segment in note.segments if segment.doubt and segment.text.strip())
    return f"The engine wrote only {found}, which it writes over noise." if found else ""


def quoted(segments: Iterable[Segment]) -> str:
    """`“Thank you for watching!”, “you” and more`, each once."""
    texts = list(dict.fromkeys(segment.text.strip() for segment in segments))
    shown = ", ".join(f"“{escaped(cut(text, SHOWN_UNITS))}”" for text in texts[:SHOWN])
    return f"{shown} and more" if len(texts) > SHOWN else shown
