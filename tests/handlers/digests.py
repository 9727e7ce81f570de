"""A digest that was sent, for its buttons: it told whatever notes are named, in sight or not."""

from datetime import UTC, datetime

from fieldwork.window import Told, runs_of
from services.digests import TOLD
from tests.handlers.conftest import Chats


async def kept_digest(chats: Chats, *numbers: int) -> str:
    """Its key."""
    told = Told(
        day=chats.study.today(),
        since=datetime(1970, 1, 1, tzinfo=UTC),
        until=chats.clock(),
        runs=runs_of(numbers),
    )
    return await chats.study.store.write(lambda tx: tx.questions.add(TOLD.pack(told)))
