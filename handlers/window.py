"""What a digest's buttons are about: the notes that it told, as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldwork.access import may_read
from fieldwork.note import Audience, Note
from fieldwork.window import Told
from handlers.context import FieldContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A digest that was sent, gone back to."""

    told: Told
    new: tuple[Note, ...]  # that this member may read, in order of their numbers

    def earlier(self, notes: Iterable[Note]) -> list[Note]:
        """What of these was there before, at any site."""
        return self.told.split(notes)[1]


async def told_of(key: str, context: FieldContext) -> Opened | None:
    """What the digest of that button told; None for a forged one, or one that is too old."""
    told = await context.services.digests.recall(key)
    if told is None:
        return None
    new, _ = told.split(note for note in context.study.notebook.all() if note.audience is Audience.TEAM)
    readable = (note for note in new if may_read(context.member, note))
    return Opened(told=told, new=tuple(sorted(readable, key=lambda note: note.number)))
