"""How long is a recording kept? Its own clock, apart from the text's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fieldwork.note import Note, Status

WARNED = timedelta(days=7)  # before a recording goes whose words nobody has confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioClock:
    """The study's rule."""

    after_check: timedelta  # from when a person confirmed or gave the words
    at_most: timedelta  # from when it was recorded, whatever became of its words

    def ends(self, note: Note) -> datetime:
        """When its recording is deleted, as things stand."""
        latest = note.recorded_at + self.at_most
        return latest if note.checked_at is None else min(latest, note.checked_at + self.after_check)

    def warns(self, note: Note) -> datetime | None:
        """When its author is to be told that it goes unchecked; None once a person has confirmed the words."""
        return self.ends(note) - WARNED if note.checked_at is None else None


def stamped(note: Note, now: datetime) -> Note:
    """The note with the moment since which its words are certain; without one while they are not."""
    certain = note.status is Status.CHECKED
    if certain == (note.checked_at is not None):
        return note
    return replace(note, checked_at=now if certain else None)
