"""What of a digest somebody can decide now, one thing after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fieldwork.access import may_change, may_judge
from fieldwork.member import Member
from fieldwork.note import Audience, Note, NoteNumber, Status
from fieldwork.your_day import lacks_site


class Matter(StrEnum):
    """What there is to decide."""

    TAG = "tag"  # whether a new hashtag becomes a theme
    CHECK = "check"  # whether an engine's words are right
    WORDS = "words"  # a recording without words
    SITE = "site"
    NAME = "name"  # whether words that may tell who somebody is stay
    THEME = "theme"  # whether a suggested theme fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing to decide: about a note, or about a hashtag and then with its slug."""

    matter: Matter
    note: Note | None = None
    slug: str = ""  # of the hashtag, or the suggested theme
    used_in: tuple[NoteNumber, ...] = ()  # the new notes that have the hashtag


def decisions(known: Iterable[Note], new: Iterable[Note], tags: Iterable[str], reader: Member) -> tuple[Decision, ...]:
    """What waits for `reader`: new hashtags for a PI, then their own notes of the team's, however old.

    As the digest counts them: `new` are the notes that it brought, of which alone flags are told.
    """
    fresh = {note.number: note for note in new}
    offered = (
        Decision(matter=Matter.TAG, slug=slug, used_in=tuple(n for n in sorted(fresh) if slug in fresh[n].themes))
        for slug in tags
    )
    own = (
        Decision(matter=matter, note=note)
        for note in sorted(known, key=lambda note: note.number)
        if may_change(reader, note) and note.audience is Audience.TEAM and not note.hidden and not note.imported
        for matter in _open(note, flags=note.number in fresh)
    )
    return (*offered, *own)


def suggestions(new: Iterable[Note], reader: Member) -> tuple[Decision, ...]:
    """The themes that only the machine proposes, where `reader` may judge: each note's best one first."""
    return tuple(
        Decision(matter=Matter.THEME, note=note, slug=note.suggested_themes[0])
        for note in new
        if note.suggested_themes and may_judge(reader, note)
    )


def _open(note: Note, *, flags: bool) -> Iterable[Matter]:
    if note.status is Status.FAILED:
        yield Matter.WORDS
    if note.status is Status.UNCHECKED:
        yield Matter.CHECK
    if lacks_site(note):
        yield Matter.SITE
    if flags and note.flagged:
        yield Matter.NAME
