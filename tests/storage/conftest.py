"""A real database with a real key, in a folder of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldwork.member import MemberId
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from storage.keyring import Keyring
from storage.store import Store

NOW = datetime(2021, 11, 11, 11, 30, tzinfo=UTC)
SECRET = "nobody had told her why"


def a_note(number: int, revision: int = 1, text: str = SECRET) -> Note:
    """A written note about trust at Riverside."""
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=revision,
        author=MemberId(1),
        author_label="R1",
        kind=Kind.TEXT,
        text=text,
        observed_at=NOW,
        recorded_at=NOW,
        readable_at=NOW,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=(Code(kind=CodeKind.THEME, slug="trust", origin=Origin.SAID),),
    )


async def put(store: Store, number: int) -> None:
    """Store a note of that number, in a transaction of its own."""
    await store.write(lambda tx: tx.notes.put(a_note(number)))


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "key" / "keyring.json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jottings.db"


@pytest.fixture
async def store(path: Path, keyring: Keyring) -> AsyncIterator[Store]:
    await Store.create(path, keyring)
    store = await Store.open(path, keyring)
    yield store
    await store.close()
