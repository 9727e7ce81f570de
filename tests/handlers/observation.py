"""What becomes of one occasion: told in one letter, and held against what nobody may ever see."""

import contextlib
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldwork.access import may_read
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber
from handlers.replies import refusals
from services.admission import Admission
from services.outgoing import Say, Toast
from services.study import Study
from storage.jobs import JobKind
from tests.handlers.conftest import Chats
from tests.handlers.occasions import Someone
from tests.handlers.updates import Payload

SILENCE, TURNED_AWAY, REFUSED, ANSWERED, SHOWN, IN_GROUP, PASSED_ON, KEPT, CHANGED = ".xrawgmnc"
KEPT_IN = ("notes", "revisions", "audio", "members", "invitations", "state", "quarantine", "chain", "codebook")
_WORD = re.compile(r"zebra(\d+)z")


def word_of(number: int) -> str:
    """The word that stands in that note and nowhere else."""
    return f"zebra{number}z"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of the study that an occasion might change."""

    notes: dict[NoteNumber, Note]
    team: tuple[Member, ...]
    group: int | None
    rows: tuple[int, ...]  # in each table of `KEPT_IN`
    ordered: int  # recordings to be fetched
    reminders: int  # of digests


async def facts_of(study: Study, path: Path, people: Sequence[int]) -> Facts:
    """Before, or after."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT_IN)  # noqa: S608
    return Facts(
        notes={note.number: note for note in study.notebook.all()},
        team=tuple(member for who in people if (member := study.team.by_telegram(who)) is not None),
        group=study.group_chat,
        rows=rows,
        ordered=len(await study.store.write(lambda tx: tx.jobs.open(JobKind.FETCH))),
        reminders=len(await study.store.write(lambda tx: tx.jobs.open(JobKind.DIGEST))),
    )


async def said_after(chats: Chats, admission: Admission, update: Payload) -> list[Say | Toast]:
    """Let it arrive, as the poller and the dispatcher do."""
    verdict = await admission.judge(update)
    if verdict.action == "keep":
        return await chats.does(update)
    if verdict.action == "quarantine":
        await chats.study.store.write(lambda tx: tx.quarantine.add(update))
    return [] if verdict.say is None else [verdict.say]


def letter(before: Facts, after: Facts, says: Sequence[Say | Toast], who: Someone) -> str:
    """What became of it: the weightiest of what was seen."""
    chats = {say.chat_id for say in says if isinstance(say, Say)}
    seen = (
        (KEPT, len(after.notes) > len(before.notes) or after.ordered > before.ordered),
        (CHANGED, after != before),
        (SILENCE, not says),
        (TURNED_AWAY, all(is_turning_away(say) for say in says)),
        (REFUSED, all(isinstance(say, Toast) or is_refusal(say) for say in says)),
        (IN_GROUP, any(chat < 0 for chat in chats)),
        (PASSED_ON, bool(chats - {who.telegram_id})),
        (SHOWN, any(words_in(say) for say in says)),
        (ANSWERED, True),
    )
    return next(each for each, holds in seen if holds)


def is_turning_away(say: Say | Toast) -> bool:
    """Whether this is what people outside the team are told."""
    if isinstance(say, Toast):
        return say == refusals.stranger_press(say.press)
    return say in (refusals.stranger(say.chat_id), refusals.revoked(say.chat_id))


def is_refusal(say: Say) -> bool:
    """Whether this says that somebody of another role may."""
    roles = ("a PI", "a PI or an administrator")
    return any(say == refusals.not_for_you(role, say.chat_id) for role in roles)


def words_in(say: Say | Toast) -> Counter[int]:
    """Whose words it shows, by note."""
    shown = say.text if isinstance(say, Toast) else "\n".join((say.html, say.toast, *_on_buttons(say)))
    return Counter(int(found) for found in _WORD.findall(shown))


def _on_buttons(say: Say) -> list[str]:
    return [text for row in say.buttons for button in row for text in (button.label, button.copies, button.url)]


def out_of_sight(study: Study, says: Sequence[Say | Toast], presser: int) -> list[tuple[int, int]]:
    """Each (chat, note) in which somebody was shown words that they may not read; in a group nobody may."""
    return [
        (chat, number)
        for say in says
        for chat in [presser if isinstance(say, Toast) else say.chat_id]
        for number in words_in(say)
        if not _in_sight(study, chat, number)
    ]


def _in_sight(study: Study, chat: int, number: int) -> bool:
    member, note = study.team.by_telegram(chat), study.notebook.get(NoteNumber(number))
    return member is not None and note is not None and may_read(member, note)


def fingerprint(says: Sequence[Say | Toast]) -> list[Any]:
    """What was said, without the press that it answers."""
    return [(say.text,) if isinstance(say, Toast) else (say.chat_id, say.html) for say in says]
