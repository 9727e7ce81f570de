"""Everything that can reach a handler or a button, in every way in which it can arrive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldwork.note import NoteNumber
from handlers.buttons import Press, Verb, encode
from tests.handlers.conftest import GROUP
from tests.handlers.notes import THURSDAY_HALF_PAST_ELEVEN
from tests.handlers.test_incoming import VOICE
from tests.handlers.test_registry import MEMBERSHIP, PHOTO
from tests.handlers.updates import Payload, message

CHANNEL, STUDY_GROUP = -5, -1003
THEIR_CARD, FRESH = 50, 400  # our message with a card of Amal's note; a message of theirs that was no note
SHARED, PRIVATE, HIDDEN, ERASED = (NoteNumber(number) for number in (1, 2, 3, 999))  # the first three are Amal's
CODE, TEAM_BUTTON, QUESTION, DIGEST = "{code}", "R1", "{question}", "{digest}"
FINANCE_SUGGESTED = "money and again money"  # in a note of the team's, for a PI to accept or refuse


class Way(StrEnum):
    """How it arrives."""

    MESSAGE = "message"
    EDITED = "edited"
    FORWARDED = "forwarded"
    REPLY = "reply"  # to a card of somebody else's note
    GROUP = "group"
    CHANNEL = "channel"
    OWN = "own"  # a button of one's own note
    THEIRS = "theirs"  # a button of somebody else's note that the team can read
    PRIVATE = "private"  # a button of somebody else's Only you note
    OLD = "old"  # a button under a message that Telegram no longer shows, of a note that was erased
    PRESSED_IN_GROUP = "pressed-in-group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Who does it: their Telegram id, their own note and its message (Amal's where they have none)."""

    telegram_id: int
    note: NoteNumber = SHARED
    message_id: int = FRESH
    code: str = "AAAAAAAAAAAAAAAAAAAAAA"  # of no invitation
    question: str = ""
    digest: str = ""  # the key of one that told everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What somebody does: a message's content, and a button's data of a note."""

    content: Payload
    data: Callable[[NoteNumber], str]
    edits_note: bool = False  # its edit is of one's own note


def typed(text: str, **content: Any) -> Occasion:
    """A text; as a button's data it was forged."""
    return Occasion(content={"text": text, **content}, data=lambda _: text[:64])


def button(verb: Verb, argument: str = "", subject: str | None = None) -> Occasion:
    """A button; as a message its data was typed."""

    def data(number: NoteNumber) -> str:
        return encode(Press(verb=verb, subject=str(number) if subject is None else subject, argument=argument))

    return Occasion(content={"text": data(SHARED)}, data=data)


ARGUMENTS: Mapping[Verb, tuple[str, str | None]] = {  # argument, subject where it is no note
    Verb.PAGE: ("0", None),
    Verb.GROUP: ("needs", None),
    Verb.THEME: ("finance", None),
    Verb.DROP_THEME: ("trust", None),
    Verb.REFUSE: ("finance", None),
    Verb.RECONSIDER: ("finance", None),
    Verb.SITE: ("hilltop", None),
    Verb.TYPE: ("debrief", None),
    Verb.EARLIER: ("30", None),
    Verb.UNSURE: ("0", None),
    Verb.CHECK: ("r", None),
    Verb.LEARN: ("0", None),
    Verb.LEAVE: ("0", None),
    Verb.FORGET: ("0", None),
    Verb.OLD_TEXT: ("1", None),
    Verb.KEEP_BOTH: ("1", None),
    Verb.ASK: ("0", QUESTION),
    Verb.PRACTISE: ("", ""),
    Verb.ERASE_PRACTICE: ("1", ""),
    Verb.KEPT: ("", ""),
    Verb.STICK: ("hilltop", ""),
    Verb.BOOK: ("", ""),
    Verb.BOOK_GROUP: ("needs", ""),
    Verb.BOOK_THEME: ("trust", ""),
    Verb.BOOK_SITES: ("", ""),
    Verb.BOOK_EXAMPLES: ("trust", ""),
    Verb.BOOK_HOW: ("merge", ""),
    Verb.BOOK_TAGS: ("0", ""),
    Verb.BOOK_MAKE: ("laundry", ""),
    Verb.BOOK_PUT_BACK: ("1", ""),
    Verb.INVITE: ("researcher", ""),
    Verb.REVOKE: ("", TEAM_BUTTON),
    Verb.REVOKE_SURE: ("", TEAM_BUTTON),
    Verb.TEAM_LIST: ("", ""),
    Verb.READ_NEW: ("0", DIGEST),
    Verb.PICTURE: ("", DIGEST),
    Verb.TOMORROW: ("", DIGEST),
    Verb.DECIDE: ("tf0", DIGEST),
    Verb.SUBSCRIBE: ("weekdays", ""),
    Verb.TREND: (DIGEST, "2021-11-11"),
    Verb.MATRIX_ROW: ("trust", QUESTION),
    Verb.MATRIX_PAGE: ("0", QUESTION),
}

BY_HANDLER: Mapping[str, Occasion] = {  # the handler's function; after a slash, another way to reach it
    "ask": typed("/notes #trust"),
    "today": typed("/today"),
    "site_command": typed("/site riverside"),
    "undo": typed("/undo"),
    "codebook_command": typed("/codebook"),
    "codebook_command/change": typed("/codebook retire finance"),
    "digest_command": typed("/digest"),
    "digest_command/here": typed("/digest here"),
    "digest_command/off": typed("/digest off"),
    "digest_command/on": typed("/digest on 20:30 mon-fri"),
    "digest_command/this_week": typed("/digest this week"),
    "matrix_command": typed("/matrix trust"),
    "invite": typed("/invite researcher"),
    "team": typed("/team"),
    "health_command": typed("/health"),
    "help_command": typed("/help"),
    "privacy": typed("/privacy"),
    "start": typed(f"/start {CODE}"),
    "start/question": typed(f"/start q_{QUESTION}"),
    "in_private_please": typed("/site orchard"),
    "open_note": typed("/n1"),
    "open_note/private": typed("/n2"),
    "open_note/hidden": typed("/n3"),
    "mentioned": typed("@jottings_bot trust", entities=[{"type": "mention", "offset": 0, "length": 13}]),
    "edited_text": Occasion(content={"text": "LW1 was later."}, data=lambda _: "LW1 was later.", edits_note=True),
    "unknown_command": typed("/weather"),
    "unknown_command/words": typed("/weather LW1 was late."),
    "reply": typed("Was this before the review?"),
    "text_note": typed("LW1 was late."),
    "recording": Occasion(content={"voice": VOICE}, data=lambda _: ""),
    "not_kept": Occasion(content={"photo": PHOTO}, data=lambda _: ""),
    "not_kept/caption": Occasion(content={"photo": PHOTO, "caption": "LW1 was late."}, data=lambda _: ""),
    "silence": Occasion(content={"pinned_message": {**message(text="x"), "message_id": 5}}, data=lambda _: ""),
    "moved": Occasion(content={"migrate_to_chat_id": -1002}, data=lambda _: ""),
    "came_in": Occasion(content={}, data=lambda _: ""),
    "pressed": Occasion(content={"text": "forged"}, data=lambda _: "zz.1."),
}
BY_BUTTON: Mapping[str, Occasion] = {f"[{verb.name}]": button(verb, *ARGUMENTS.get(verb, ("", None))) for verb in Verb}
UNDER_NOTES = tuple(f"[{verb.name}]" for verb in Verb if ARGUMENTS.get(verb, ("", None))[1] is None)
OCCASIONS: Mapping[str, Occasion] = {**BY_HANDLER, **BY_BUTTON}


def update_of(name: str, way: Way, who: Someone) -> Payload:
    """What Telegram would hand over."""
    occasion = OCCASIONS[name]
    if name == "came_in":
        return {"update_id": 1, "my_chat_member": _coming_in(way, who)}
    if way in (Way.OWN, Way.THEIRS, Way.PRIVATE, Way.OLD, Way.PRESSED_IN_GROUP):
        return {"update_id": 1, "callback_query": _press(name, way, who)}
    chat = {Way.GROUP: GROUP, Way.CHANNEL: CHANNEL}.get(way, who.telegram_id)
    content = {key: _filled(value, who) for key, value in occasion.content.items()}
    if name == "moved" and way is Way.GROUP:
        chat = STUDY_GROUP
    body = {**message(chat, **content), "from": person(who), "message_id": FRESH}
    match way:
        case Way.EDITED:
            number = who.message_id if occasion.edits_note else FRESH
            return {"update_id": 1, "edited_message": {**body, "message_id": number, "edit_date": body["date"] + 60}}
        case Way.CHANNEL:
            del body["from"]
            return {"update_id": 1, "channel_post": {**body, "chat": {"id": CHANNEL, "type": "channel", "title": "C"}}}
        case Way.FORWARDED:
            body["forward_origin"] = {"type": "hidden_user", "date": body["date"], "sender_user_name": "Somebody"}
        case Way.REPLY:
            body["reply_to_message"] = ours(who.telegram_id, THEIR_CARD)
    return {"update_id": 1, "message": body}


def person(who: Someone) -> Payload:
    """The sender."""
    return {"id": who.telegram_id, "is_bot": False, "first_name": "Sam"}


def ours(chat: int, message_id: int) -> Payload:
    """A message of the bot."""
    bot = {"id": 1, "is_bot": True, "first_name": "Jottings"}
    return {**message(chat, text="card"), "message_id": message_id, "from": bot}


def _filled(value: object, who: Someone) -> object:
    if not isinstance(value, str):
        return value
    return value.replace(CODE, who.code).replace(QUESTION, who.question).replace(DIGEST, who.digest)


def _press(name: str, way: Way, who: Someone) -> Payload:
    number = {Way.OWN: who.note, Way.PRIVATE: PRIVATE, Way.OLD: ERASED}.get(way, SHARED)
    chat = GROUP if way is Way.PRESSED_IN_GROUP else who.telegram_id
    under = ours(chat, THEIR_CARD)
    if way is Way.OLD:
        under = {"chat": under["chat"], "message_id": THEIR_CARD, "date": 0}
    data = str(_filled(OCCASIONS[name].data(number), who))
    return {
        "id": f"{way}-{who.telegram_id}-{name}",
        "from": person(who),
        "chat_instance": "c",
        "data": data,
        "message": under,
    }


def _coming_in(way: Way, who: Someone) -> Payload:
    where = {Way.GROUP: (GROUP, "supergroup"), Way.CHANNEL: (CHANNEL, "channel")}
    chat, kind = where.get(way, (who.telegram_id, "private"))
    stamp = int(THURSDAY_HALF_PAST_ELEVEN.timestamp()) + list(Way).index(way)
    return {**MEMBERSHIP, "chat": {"id": chat, "type": kind, "title": "T"}, "from": person(who), "date": stamp}
