"""How the bot is: what waits, since when, and what to do about it."""

from datetime import datetime

from handlers.replies.terms import Terms, counted
from services.health import Health
from services.outgoing import Say


def health(terms: Terms, state: Health, chat_id: int) -> Say:
    """Numbers, and the oldest; never whose or what."""
    waiting = [
        _verdict(state),
        f"{counted(state.inbox, 'message')} waiting." if state.inbox else "",
        _words(terms, state),
        _speech_server(terms, state),
        _failed(len(state.failed)),
        _set_aside(state.set_aside),
        _stuck(terms, state),
    ]
    safe = [
        _disk(state),
        _backup(terms, state),
        _drill(terms, state),
        _meaning(state),
        f"Speech: {state.model}. Clock: {terms.day(state.now)} {terms.clock(state.now)}.",
    ]
    return Say(chat_id=chat_id, html="\n".join([*filter(None, waiting), "", *filter(None, safe)]))


def _verdict(state: Health) -> str:
    urgent = state.speech_outage or state.disk_is_low or state.backup_is_due
    if state.set_aside or state.failed or state.stuck or urgent:
        return "Something needs a look."
    return "Busy." if state.inbox or state.waiting else "All well: nothing is waiting."


def _words(terms: Terms, state: Health) -> str:
    if not state.waiting:
        return ""
    since = _since(terms, state.waiting[0].recorded_at, state.now)
    return f"{counted(len(state.waiting), 'recording')} waiting for words, the oldest since {since}."


def _speech_server(terms: Terms, state: Health) -> str:
    """The server's own words are never in the reason: it is one of ours."""
    outage = state.speech_outage
    if outage is None:
        return ""
    since = _since(terms, outage.since, state.now)
    return (
        f"No words from the speech server since {since}: {outage.reason}. Recordings wait. See that it runs, "
        "then <code>jottings doctor</code>."
    )


def _since(terms: Terms, moment: datetime, now: datetime) -> str:
    minutes = int((now - moment).total_seconds() // 60)
    return f"{terms.clock(moment)}, {counted(minutes, 'minute')} ago" if minutes else terms.clock(moment)


def _failed(number: int) -> str:
    return f"{counted(number, 'recording')} without words after all tries; the authors were told." if number else ""


def _set_aside(number: int) -> str:
    if not number:
        return ""
    are = "is" if number == 1 else "are"
    return f"{counted(number, 'message')} could not be dealt with and {are} kept aside, sealed."


def _stuck(terms: Terms, state: Health) -> str:
    if not state.stuck or state.jobs.oldest is None:
        return ""
    since = _since(terms, state.jobs.oldest, state.now)
    overdue = f"{counted(state.jobs.count, 'job')} overdue, the oldest since {since}"
    return f"{overdue}: restart me, then <code>jottings doctor</code>."


def _disk(state: Health) -> str:
    if state.disk_is_low:
        return f"Disk: only {state.free_bytes // 1_000_000} MB free. Make room: on a full disk nothing new is saved."
    return f"Disk: {state.free_bytes // 1_000_000_000} GB free."


def _backup(terms: Terms, state: Health) -> str:
    last = f"Last backup: {_moment(terms, state.last_backup)}."
    return f"{last} It is due: <code>jottings backup</code> on my machine." if state.backup_is_due else last


def _drill(terms: Terms, state: Health) -> str:
    last = f"Last restore drill: {_moment(terms, state.last_drill)}."
    return (
        f"{last} <code>jottings restore --drill</code> shows that a backup can be used." if state.drill_is_due else last
    )


def _meaning(state: Health) -> str:
    unread = state.unread
    if not state.by_meaning:
        return (
            "Meaning: the model is not here; themes go by cues, questions by words. "
            "<code>jottings doctor</code> says why."
        )
    if not unread:
        return ""
    notes, by = ("note is", "it by its") if unread == 1 else ("notes are", "them by their")
    return f"Meaning: {unread:,} {notes} still to be read; until then questions find {by} words alone."


def _moment(terms: Terms, moment: datetime | None) -> str:
    return f"{terms.day(moment)} {terms.clock(moment)}" if moment else "never"
