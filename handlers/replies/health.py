"""How the bot is: what waits, and since when."""

from dataclasses import dataclass
from datetime import datetime

from fieldwork.note import Note
from handlers.replies.terms import Terms, counted
from services.outgoing import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is still to be done; notes only to be counted."""

    inbox: int  # messages not dealt with yet
    set_aside: int  # messages that could not be dealt with
    waiting: tuple[Note, ...]  # recordings without words yet, oldest first
    failed: tuple[Note, ...]
    now: datetime


def health(terms: Terms, state: State, chat_id: int) -> Say:
    """Numbers, and the oldest; never whose or what."""
    stuck = bool(state.set_aside or state.failed)
    busy = bool(state.inbox or state.waiting)
    verdict = "Something needs a look." if stuck else "Busy." if busy else "All well: nothing is waiting."
    lines = [
        verdict,
        f"{counted(state.inbox, 'message')} waiting." if state.inbox else "",
        _waiting(terms, state),
        f"{counted(len(state.failed), 'recording')} without words after all tries; the authors were told."
        if state.failed
        else "",
        _set_aside(state.set_aside),
    ]
    return Say(chat_id=chat_id, html="\n".join(line for line in lines if line))


def _waiting(terms: Terms, state: State) -> str:
    if not state.waiting:
        return ""
    oldest = state.waiting[0].recorded_at
    minutes = int((state.now - oldest).total_seconds() // 60)
    since = f"{terms.clock(oldest)}, {counted(minutes, 'minute')} ago" if minutes else terms.clock(oldest)
    return f"{counted(len(state.waiting), 'recording')} waiting for words, the oldest since {since}."


def _set_aside(number: int) -> str:
    if not number:
        return ""
    return (
        f"{counted(number, 'message')} could not be dealt with and {'is' if number == 1 else 'are'} kept aside, sealed."
    )
