"""What is left out of a question's answers."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fieldwork.note import Kind, NoteType, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A note of which any of it holds is no answer."""

    sites: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # that a person put on it
    people: tuple[str, ...] = ()  # who wrote it or take part in it
    note_types: tuple[NoteType, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    phrases: tuple[str, ...] = ()
    days: tuple[tuple[date | None, date | None], ...] = ()  # from the first to the last, None is open
    follow_up: bool = False
    flagged: bool = False

    def __or__(self, other: "LeftOut") -> "LeftOut":
        """Either of them, each item once."""
        both: dict[str, Any] = {}
        for name in (one.name for one in fields(self)):
            mine, theirs = getattr(self, name), getattr(other, name)
            both[name] = tuple(dict.fromkeys(mine + theirs)) if isinstance(mine, tuple) else mine or theirs
        return LeftOut(**both)


NOTHING = LeftOut()
