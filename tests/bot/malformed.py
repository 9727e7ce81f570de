"""Updates as Telegram never sends them: real ones, each with a few things wrong."""

import copy
import random
from collections.abc import Callable
from typing import Any

from services.raw_update import Raw

Place = tuple[Any, Any]  # a dict or list, and the key or index in it

KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "channel_post",
    "inline_query",
    "poll",
    "message_reaction",
    "business_message",
    "a_kind_of_the_year_2031",
)


def real_updates(sender: int, words: str) -> list[Raw]:
    """One update of each shape that the bot asks for."""
    who = {"id": sender, "is_bot": False, "first_name": words, "language_code": "en"}
    chat = {"id": sender, "type": "private", "first_name": words}
    message = {"message_id": 7, "from": who, "chat": chat, "date": 1636639320, "text": words}
    file = {"file_id": "AwACAgQ", "file_unique_id": "AgAD", "duration": 3, "mime_type": "audio/ogg", "file_size": 99}
    bare = {name: value for name, value in message.items() if name != "text"}
    group = {"id": -1001, "type": "supergroup", "title": words}
    entities = [{"type": "hashtag", "offset": 0, "length": 6}]
    return [
        {"message": message | {"entities": entities}},
        {"message": message | {"reply_to_message": message, "quote": {"text": words, "position": 0}}},
        {"message": bare | {"voice": file, "caption": words}},
        {"message": bare | {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]}},
        {"message": message | {"chat": group}},
        {"edited_message": message | {"edit_date": 1636639330}},
        {"callback_query": {"id": "4", "from": who, "chat_instance": "1", "data": words, "message": message}},
        {"my_chat_member": {"chat": chat, "from": who, "date": 1636639320, **_status(who)}},
    ]


def _status(who: Raw) -> Raw:
    return {
        "old_chat_member": {"status": "member", "user": who},
        "new_chat_member": {"status": "kicked", "user": who, "until_date": 0},
    }


def malformed(chance: random.Random, sender: int, words: str, update_id: int) -> object:
    """Something that is not quite an update; `words` stand somewhere in it as a rule."""
    if chance.random() < 0.03:
        return chance.choice([None, words, 7, [words], True, [], 1.5, {}])
    update: Raw = {"update_id": update_id} | copy.deepcopy(chance.choice(real_updates(sender, words)))
    for _ in range(chance.randint(1, 3)):
        chance.choice(MUTATIONS)(chance, update, words)
    if chance.random() < 0.1:
        _nest(chance, update, words)
    return update


def _places(value: Any) -> list[Place]:
    """Every spot of a nested value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]


def _leave_out(chance: random.Random, update: Raw, _words: str) -> None:
    if places := _places(update):
        holder, key = chance.choice(places)
        del holder[key]


def _add(chance: random.Random, update: Raw, words: str) -> None:
    holders = [update, *(holder[key] for holder, key in _places(update) if isinstance(holder[key], dict))]
    chance.choice(holders)[chance.choice([words, "jottings_row", "from", "chat", "text", "\ud83d"])] = words


def _retype(chance: random.Random, update: Raw, words: str) -> None:
    if places := _places(update):
        holder, key = chance.choice(places)
        holder[key] = chance.choice(_wrong_values(words))


def _wrong_values(words: str) -> list[Any]:
    return [
        None, True, False, 0, -1, 10**30, 2**63, -(10**400), 1e308, float("nan"), "", words, f"{words}\ud800", "\udc00",
        [], [words], {}, {"id": True}, {"id": words}, {"id": 10**40, "type": "private"}, [[[[{words: words}]]]],
    ]  # fmt: skip


def _nest(chance: random.Random, update: Raw, words: str) -> None:
    nested: Any = words
    for _ in range(chance.choice([5, 70, 500, 20_000])):
        nested = {"reply_to_message": nested} if chance.random() < 0.5 else [nested]
    update[chance.choice(KINDS)] = nested


def _rename(chance: random.Random, update: Raw, _words: str) -> None:
    kinds = [kind for kind in KINDS if kind in update]
    if kinds:
        update[chance.choice(KINDS)] = update.pop(kinds[0])


def _misnumber(chance: random.Random, update: Raw, words: str) -> None:
    update["update_id"] = chance.choice([None, True, words, -5, 10**25, 2.5, [1]])


Mutation = Callable[[random.Random, Raw, str], None]
MUTATIONS: tuple[Mutation, ...] = (
    _leave_out, _leave_out, _retype, _retype, _retype, _add, _rename, _misnumber,
)  # fmt: skip
