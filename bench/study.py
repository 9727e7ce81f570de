"""A study to measure on: a real store in a folder, with as many notes as wanted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.study import read_codebook, utc_now
from fieldwork.member import Member, Role
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteType, Origin, Status
from meaning.english import is_word
from services.study import Study
from storage.keyring import Keyring
from storage.store import Store
from storage.transaction import Transaction

LONDON = ZoneInfo("Europe/London")
START = datetime(2021, 11, 8, 9, 0, tzinfo=UTC)
TEXT = (
    "LW{worker}, second appointment of the morning. P{patient:02}, seventies, sent by the nurse. "
    "First twelve minutes were about the dog. The form stayed face down on the desk. "
    "Only when the dog had been fully described did she say that the bus fare was the reason. "
    "LW{worker} afterwards: you can't hurry that. Nothing was ticked by the end of it. "
    "Consultation before hers had overrun and nobody had told her why, she'd been in the corridor {minutes} minutes."
)


def text_of(number: int) -> str:
    """A note's text, of the length that the corpus has (about 470 characters)."""
    return TEXT.format(worker=number % 8 + 1, patient=number % 60, minutes=number % 50)


@asynccontextmanager
async def new_study(folder: Path, codebook: Path | None = None) -> AsyncIterator[tuple[Study, Member]]:
    """An empty study with one researcher; without a codebook by the link worker study's."""
    keyring = Keyring.create(folder / "key" / "keyring.json")
    await Store.create(folder / "data" / "jottings.db", keyring)
    async with reopened(folder, codebook) as study:
        member = await study.store.write(lambda tx: tx.members.add(Role.RESEARCHER, "Amal", 21, START))
        study.team.put(member)
        yield study, member


@asynccontextmanager
async def reopened(folder: Path, codebook: Path | None = None) -> AsyncIterator[Study]:
    """The study of that folder."""
    store = await Store.open(folder / "data" / "jottings.db", Keyring.load(folder / "key" / "keyring.json"))
    try:
        study = await Study.load(store, read_codebook(codebook), LONDON, utc_now)
        study.is_word = is_word
        yield study
    finally:
        await store.close()


async def fill(study: Study, member: Member, count: int) -> None:
    """Store so many notes, a thousand a transaction."""
    for start in range(0, count, 1000):
        await study.store.write(partial(_fill, study, member, range(start, min(start + 1000, count))))


async def _fill(study: Study, member: Member, indexes: range, tx: Transaction) -> None:
    themes = [theme.slug for theme in study.codebook.themes]
    sites = [site.slug for site in study.codebook.sites]
    for index in indexes:
        number = await tx.notes.new_number()
        moment = START + timedelta(minutes=7 * index)
        note = Note(
            number=number,
            source_id=str(number),
            revision=1,
            author=member.id,
            author_label=member.label,
            kind=Kind.TEXT,
            text=text_of(index),
            observed_at=moment,
            recorded_at=moment,
            readable_at=moment,
            note_type=NoteType.OBSERVATION,
            audience=Audience.TEAM,
            status=Status.WRITTEN,
            codes=(
                Code(kind=CodeKind.SITE, slug=sites[index % len(sites)], origin=Origin.SAID),
                Code(kind=CodeKind.THEME, slug=themes[index % len(themes)], origin=Origin.SAID),
                Code(kind=CodeKind.THEME, slug=themes[(index + 3) % len(themes)], origin=Origin.SUGGESTED),
            ),
        )
        await tx.notes.put(note)
