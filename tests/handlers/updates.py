"""Updates as Telegram sends them, small."""

from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Update

from handlers.incoming import ROW
from tests.handlers.notes import CHAT, THURSDAY_HALF_PAST_ELEVEN

GROUP = -1001
OFFLINE = Bot("1:offline")

Payload = dict[str, Any]


def person(telegram_id: int = CHAT) -> Payload:
    return {"id": telegram_id, "is_bot": False, "first_name": "Amal", "last_name": "K."}


def message(chat: int = CHAT, **content: Any) -> Payload:
    kind = "private" if chat > 0 else "supergroup"
    stamp = int(THURSDAY_HALF_PAST_ELEVEN.timestamp())
    text = content.get("text", "")
    word = text.split(maxsplit=1)[0] if text else ""
    entities = [{"type": "bot_command", "offset": 0, "length": len(word)}] if word.startswith("/") else []
    where = {"id": chat, "type": kind, "title": "Team"}
    return {"message_id": 17, "date": stamp, "chat": where, "from": person(), "entities": entities, **content}


def update(**body: Any) -> Update:
    return Update.de_json({"update_id": 1, ROW: 7, **body}, OFFLINE)


def sent(chat: int = CHAT, **content: Any) -> Update:
    return update(message=message(chat, **content))


def edited(**content: Any) -> Update:
    stamp = int(datetime(2021, 11, 11, 12, 0, tzinfo=UTC).timestamp())
    return update(edited_message={**message(**content), "edit_date": stamp})


def pressed(data: str, chat: int = CHAT) -> Update:
    query = {"id": "q1", "from": person(), "chat_instance": "c", "data": data, "message": message(chat, text="card")}
    return update(callback_query=query)
