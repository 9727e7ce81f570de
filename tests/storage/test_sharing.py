"""What a start opens is what was stored; what many notes have in common is in memory once."""

import gc
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from fieldwork.note import Code, CodeKind, Note, Origin
from storage.store import Store
from tests.storage.conftest import NOW, a_note

LONDON = ZoneInfo("Europe/London")
SITE = Code(kind=CodeKind.SITE, slug="riverside", origin=Origin.LINK_WORKER, evidence="LW1")


def a_debrief(number: int) -> Note:
    """With everything that notes have in common, in objects of its own."""
    note = a_note(number)
    trust = replace(note.codes[0], slug="tru" + "st"[: number + 2])
    return replace(note, codes=(replace(SITE), trust), participants=(f"P{7:02}",), chat_id=5_000_001)


async def opened(store: Store) -> list[Note]:
    return [note async for batch in store.opened() for note in batch]


async def test_every_note_is_opened_as_it_was_stored(store: Store) -> None:
    tapped = replace(SITE, origin=Origin.TAPPED, by="R1", at=NOW + timedelta(hours=1))
    summer = NOW.replace(month=7)
    stored = [
        a_debrief(1),
        a_debrief(2),
        replace(a_debrief(3), codes=(tapped,), author=None, readable_at=None),
        replace(a_debrief(4), codes=(replace(tapped, at=NOW),), participants=(), recorded_at=NOW + timedelta(days=1)),
        replace(a_debrief(5), observed_at=summer.astimezone(LONDON), recorded_at=summer, readable_at=summer),
    ]
    for note in stored:
        await store.write(lambda tx, note=note: tx.notes.put(note))  # type: ignore[misc]
    again = await opened(store)
    assert again == stored
    assert [str(note.recorded_at) for note in again] == [str(note.recorded_at) for note in stored]  # as written


async def test_codes_people_and_moments_that_many_notes_have_in_common_are_kept_once(store: Store) -> None:
    for number in range(1, 6):
        await store.write(lambda tx, number=number: tx.notes.put(a_debrief(number)))  # type: ignore[misc]
    first, *others = await opened(store)
    for note in others:
        assert all(one is other for one, other in zip(first.codes, note.codes, strict=True))
        assert note.participants[0] is first.participants[0]
        assert note.author_label is first.author_label
        assert note.recorded_at is note.observed_at
        assert note.readable_at is note.observed_at


async def test_what_only_one_note_said_is_remembered_no_longer_than_that_note(store: Store) -> None:
    await store.write(lambda tx: tx.notes.put(replace(a_note(1), codes=(replace(SITE, evidence="the old mill"),))))
    await store.write(lambda tx: tx.notes.put(a_note(2)))
    before = len(told("the old mill"))  # what this test itself still holds
    notes = await opened(store)
    assert len(told("the old mill")) == before + 1
    del notes[0]
    assert len(told("the old mill")) == before


def told(evidence: str) -> list[Code]:
    """The codes in memory that those words gave."""
    gc.collect()
    return [each for each in gc.get_objects() if type(each) is Code and each.evidence == evidence]
