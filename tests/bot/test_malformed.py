"""Malformed updates among good ones: the poller goes on, each good neighbour is stored, nothing of them is logged."""

import asyncio
import io
import json
import logging
import random
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatcher import Dispatcher
from bot.logs import JsonLines, set_up
from bot.payload import UpdatesRequest, pieces
from bot.poller import BATCH, Poller
from handlers.replies import refusals, welcome
from services.admission import Admission
from services.outgoing import unpack
from services.raw_update import chat_of, group_moving, private_chat_of, private_text, safe, sender_of, sent_at
from services.study import Study
from storage.jobs import JobKind
from tests.bot.conftest import ADA, AMAL, BEN, House
from tests.bot.malformed import malformed
from tests.conftest import Figure

GOOD_EVERY = 20
FIELDS = st.sampled_from(
    ["update_id", "message", "edited_message", "callback_query", "from", "chat", "id", "type", "text", "date"]
)
SECRET = "heron quay"
STRANGER = 9


class Silent:
    """Nobody is to be alarmed: the disk is well."""

    async def not_stored(self, updates: object) -> None:
        raise AssertionError("the disk is well")

    def well_again(self, chat_id: int) -> None:
        return


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the bot would write to its log at DEBUG."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    set_up("DEBUG")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root.handlers[:] = [handler]
    yield written
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)


def good(number: int) -> dict[str, Any]:
    who = {"id": AMAL, "is_bot": False, "first_name": "Amal"}
    chat = {"id": AMAL, "type": "private"}
    body = {"message_id": 1_000_000 + number, "from": who, "chat": chat, "date": 1636639320, "text": f"good {number}"}
    return {"update_id": number, "message": body}


def mixed(chance: random.Random, count: int) -> Iterator[object]:
    """Malformed updates, members' and strangers', and among them good ones of a member."""
    for number in range(1, count + 1):
        yield malformed(chance, chance.choice([AMAL, BEN, ADA, STRANGER]), f"{SECRET} {number}", number)
        if number % GOOD_EVERY == 0:
            yield good(number)


@pytest.mark.parametrize("updates", [1_000, pytest.param(100_000, marks=pytest.mark.torture)])
async def test_among_malformed_updates_every_good_one_is_stored_and_nothing_is_logged(
    house: House, log: io.StringIO, figure: Figure, updates: int
) -> None:
    seed = random.randrange(2**32)
    study = house.study
    admission = Admission(study, stranger=refusals.stranger, refused=welcome.invitation_refused)
    silent: Any = Silent()
    poller = Poller(house.bot, study, admission, silent)
    dispatcher = Dispatcher(house.application, study, silent, delay=lambda _: 0.0)
    dispatching = asyncio.create_task(dispatcher.run())
    stream = mixed(random.Random(seed), updates)
    while batch := list(islice(stream, BATCH)):
        await poller.take_in(batch)
    while (await study.store.write(lambda tx: tx.inbox.counts()))[0]:
        assert not dispatching.done()
        await asyncio.sleep(0.05)
    dispatching.cancel()
    kept = {note.text for note in study.notebook.all()}
    missing = [number for number in range(GOOD_EVERY, updates + 1, GOOD_EVERY) if f"good {number}" not in kept]
    _, aside = await study.store.write(lambda tx: tx.inbox.counts())
    leaked = [line for line in log.getvalue().splitlines() if SECRET in line or "good " in line]
    figure(
        f"{updates:,} malformed updates (seed {seed}) among {updates // GOOD_EVERY:,} good ones: {len(missing)} good "
        f"ones lost, {aside:,} set aside, {len(leaked)} of {len(log.getvalue().splitlines()):,} log lines quote one"
    )
    assert (missing, leaked) == ([], [])
    assert aside > 0


def one_value_wrong() -> Iterator[dict[str, Any]]:
    """A good message, each of its values in turn of a kind that Telegram never sends."""
    body = good(0)["message"]
    for wrong in ("x", [1], 1.5, True, {"a": 1}, -1, 2**63, None):
        for field in ("message_id", "text", "date", "caption"):
            yield body | {field: wrong}
        for field in ("id", "type"):
            yield body | {"chat": body["chat"] | {field: wrong}}
        yield body | {"from": body["from"] | {"first_name": wrong}}
        yield body | {"reply_to_message": body | {"message_id": wrong}, "quote": {"text": wrong, "position": 0}}


async def test_a_message_with_one_wrong_value_spoils_no_message_after_it_and_no_later_start(house: House) -> None:
    study, house.delay = house.study, lambda _: 0.0
    await house.start()
    wrong = list(one_value_wrong())
    for number, body in enumerate(wrong, 1):
        house.telegram.push_raw({"message": body})
        house.telegram.push_raw({"message": good(number)["message"]})
    await house.hears(AMAL, "Saved #", lambda: house.person(AMAL).writes("the last one"))
    await house.until(lambda: {f"good {number}" for number in range(1, len(wrong) + 1)} <= set(house.texts()))
    for reply in await study.store.write(lambda tx: tx.jobs.open(JobKind.REPLY)):
        unpack(reply.payload)
    again = await Study.load(study.store, study.codebook, study.timezone, house.clock)
    assert len(again.notebook) == len(study.notebook)
    assert not any(task.done() for task in house.tasks)


async def test_the_poller_goes_on_over_http_and_every_good_neighbour_is_ticked(house: House) -> None:
    deep = {"update_id": 500, "message": {"from": {"id": AMAL}, "text": SECRET, "x": _deep(60)}}
    await house.start()
    house.telegram.push_raw({"update_id": 400, "message": {"chat": None, "from": {"id": True}, "text": SECRET}})
    house.telegram.push_raw(deep)
    house.telegram.push_raw({"update_id": 600, "message": {"from": {"id": AMAL}, "chat": [SECRET], "date": SECRET}})
    await house.hears(AMAL, "Saved #1", lambda: house.person(AMAL).writes("good"))
    house.telegram.push_raw({"message": good(1)["message"] | {"text": 17, "chat": {"id": BEN, "type": "private"}}})
    await house.hears(AMAL, "Saved #2", lambda: house.person(AMAL).writes("good again"))
    assert house.texts() == ["good", "good again"]


def _deep(levels: int) -> Any:
    return [_deep(levels - 1)] if levels else SECRET


def test_an_answer_that_can_not_be_read_whole_is_read_update_by_update() -> None:
    bad = '{"update_id": 2, "message": ' + "[" * 100_000 + "]" * 100_000 + "}"
    huge = '{"update_id": 3, "message": {"date": 1' + "0" * 5000 + "}}"
    answer = '{"ok":true,"result":[' + ",".join(
        [json.dumps({"update_id": 1, "t": 'a]}"['}), bad, huge, '{"update_id":4}']
    )
    read = UpdatesRequest.parse_json_payload((answer + "]}").encode())
    assert read["result"] == [{"update_id": 1, "t": 'a]}"['}, {"update_id": 2}, {"update_id": 3}, {"update_id": 4}]


@pytest.mark.parametrize("page", ["<html>Bad gateway</html>", "[1]", "", '{"ok":true,"result":['])
def test_what_is_no_answer_of_telegrams_is_a_failure_that_is_tried_again(page: str) -> None:
    with pytest.raises(Exception, match="Invalid server response"):
        UpdatesRequest.parse_json_payload(page.encode())
    assert list(pieces(page)) == []


def test_half_a_character_costs_that_character_alone() -> None:
    assert safe({"text": "a\ud800b", "emoji": "😀"}) == {"text": "a\ufffdb", "emoji": "😀"}


@pytest.mark.parametrize("update", [None, [], "x", 7, {"a": 10**400}, {"a": float("inf")}, {"a": _deep(500)}])
def test_what_can_not_be_stored_is_known_as_such(update: object) -> None:
    assert safe(update) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.text(), inner, max_size=4),
    max_leaves=25,
)


@given(update=st.dictionaries(FIELDS, ANYTHING, max_size=4))
def test_whatever_json_an_update_is_it_is_read_without_trust_and_can_be_stored(update: dict[str, Any]) -> None:
    stored = safe(update)
    if stored is not None:
        assert json.loads(json.dumps(stored).encode()) == stored
        assert sender_of(stored) is None or abs(sender_of(stored) or 0) < 2**53
        for read in (chat_of, private_chat_of, private_text, group_moving, sent_at):
            read(stored)


@given(updates=st.lists(st.dictionaries(FIELDS, ANYTHING, min_size=1, max_size=3), min_size=1, max_size=4))
def test_each_update_of_an_answer_is_found_where_it_stands(updates: list[dict[str, Any]]) -> None:
    answer = json.dumps({"ok": True, "result": updates})
    assert list(pieces(answer)) == [json.dumps(update) for update in updates]


async def test_a_message_that_can_not_be_dealt_with_is_told_to_its_author_and_an_admin(house: House) -> None:
    await house.start()
    house.telegram.push_raw({"message": good(1)["message"] | {"entities": 17}})
    told = await house.hears(AMAL, "Not saved: your message of 14:02")
    assert "send it again" in told.text
    house.telegram.push_raw({"message": good(2)["message"] | {"entities": 17}})
    await house.until(lambda: len(house.heard(AMAL, "Not saved: your")) == 2)
    assert len(house.heard(ADA, "set aside")) == 1
