"""What is left to do of one's own day? The author's notes of today, and what is unfinished from before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldwork.note import Note, NoteType, Status

JOTTING_WORDS = 60  # shorter is a jotting: a minute of dictation is twice that, an account of a visit more
FRESH = timedelta(days=7)  # what is not written up or reworded by then was left so on purpose
_TO_COME = (Status.WAITING, Status.NO_SPEECH, Status.FAILED)
_OF_NO_SITE = (NoteType.ADMIN, NoteType.REFLEXIVE)
_AS_IT_STANDS = (Status.WRITTEN, Status.CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class YourDay:
    """For its author alone, *Only you* notes included; each list by time of observation."""

    day: date
    notes: tuple[Note, ...]  # seen or sent on that day
    unchecked: tuple[Note, ...]
    wordless: tuple[Note, ...]  # recordings that could not be turned into words; of today also those without speech
    no_site: tuple[Note, ...]
    flagged: tuple[Note, ...]  # something in the text may tell who somebody is
    to_write_up: tuple[Note, ...]  # words that are certain, and few
    coming: int  # recordings whose words are still to come

    @property
    def things(self) -> int:
        """How much is left to do; a note counts once for each thing that it lacks."""
        lists = (self.unchecked, self.wordless, self.no_site, self.flagged, self.to_write_up)
        return sum(len(notes) for notes in lists)


def your_day(notes: Iterable[Note], today: date, timezone: ZoneInfo) -> YourDay | None:
    """The end of the day for the author of `notes`; None when there is neither a note of today nor anything left."""
    own = sorted((note for note in notes if not note.hidden and not note.imported), key=_order)
    fresh = [note for note in own if _sent(note, timezone) + FRESH > today]
    told = YourDay(
        day=today,
        notes=tuple(note for note in own if today in (_seen(note, timezone), _sent(note, timezone))),
        unchecked=unchecked(own),
        wordless=tuple(note for note in own if _wordless(note, today, timezone)),
        no_site=tuple(note for note in own if lacks_site(note)),
        flagged=tuple(note for note in fresh if note.flagged),
        to_write_up=tuple(note for note in fresh if is_jotting(note)),
        coming=sum(note.status is Status.WAITING for note in own),
    )
    return told if told.notes or told.things or told.coming else None


def unchecked(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The memos that wait for their author's ✓, in the order given; imported notes came as they are."""
    return tuple(n for n in notes if n.status is Status.UNCHECKED and not n.hidden and not n.imported)


def lacks_site(note: Note) -> bool:
    """Whether its author is to be asked for one: not when it has no words yet, or none on purpose.

    What only arranges has no site, and a reflexive note is about its author.
    """
    on_purpose = note.no_site or note.note_type in _OF_NO_SITE
    return not note.sites and not on_purpose and note.status not in _TO_COME


def is_jotting(note: Note) -> bool:
    """Whether it is still to be written up: a few certain words about the field."""
    few = 0 < len(note.text.split()) < JOTTING_WORDS
    return few and note.note_type is not NoteType.ADMIN and note.status in _AS_IT_STANDS


def _wordless(note: Note, today: date, timezone: ZoneInfo) -> bool:
    # One without speech was told of when it came, and may stay: it is left over for a day, not for ever.
    silent = note.status is Status.NO_SPEECH and _sent(note, timezone) == today
    return silent or note.status is Status.FAILED


def _seen(note: Note, timezone: ZoneInfo) -> date:
    return note.observed_at.astimezone(timezone).date()


def _sent(note: Note, timezone: ZoneInfo) -> date:
    return note.recorded_at.astimezone(timezone).date()


def _order(note: Note) -> tuple[float, int]:
    return note.observed_at.timestamp(), note.number
