"""A trial: every note and recording is opened, so that a backup or a new key is known to be good before it counts."""

from dataclasses import dataclass

from storage.store import Store
from storage.walk import through_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How much was opened."""

    notes: int
    recordings: int


async def open_everything(store: Store) -> Tried:
    """Open every revision and every recording.

    Raises:
        WrongKey, BrokenRecord: one does not open.
    """
    recordings: list[int] = []
    await through_all(store, lambda tx, after: tx.notes.try_keys(after), lambda _: None)
    await through_all(store, lambda tx, after: tx.audio.try_next(after), recordings.append)
    notes = await store.write(lambda tx: tx.notes.count())
    return Tried(notes=notes, recordings=len(recordings) - 1)
