"""Which digest somebody gets, and when: what is set, what was not understood, and who can't be reached."""

from collections.abc import Sequence
from datetime import datetime

from fieldwork.member import Member, Role
from fieldwork.preference import EVERY_DAY, WORKING_DAYS, Preference, Shows
from fieldwork.preference_words import Unknown
from handlers.buttons import Verb
from handlers.replies.keys import Rows, key
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms
from services.outgoing import Button, Say

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EXAMPLE = "Like this: <code>/digest on 20:30 mon-fri riverside</code>"
_GROUPS_EXAMPLE = "Like this: <code>/digest here 20:30 every day, all sites</code>"


def setting(terms: Terms, preference: Preference, reader: Member, next_at: datetime | None) -> Say:
    """What is set, when the next one comes, and the usual changes as buttons."""
    if not preference.on:
        what = "I say nothing about your day" if reader.role is Role.RESEARCHER else "You get no digest"
        text = f"{what}. <code>/digest</code> shows what is new at any time."
        return Say(chat_id=reader.telegram_id, html=text, buttons=((_set("On again", "on"),),))
    comes = f"{_when(preference)} at {preference.hour:%H:%M}"
    if reader.role is Role.RESEARCHER:
        text = f"Your day, {comes}: what your own notes still want, when they want something."
        text += _limits(terms, preference)
    else:
        text = f"Your digest, {comes}, {_with_what(preference)}, {_where(terms, preference)}."
    html = f"{text}{_next(terms, next_at)}\n{_EXAMPLE}"
    return Say(chat_id=reader.telegram_id, html=html, buttons=_rows(preference, reader))


def reads_no_notes(chat_id: int) -> Say:
    """To an administrator who asks for a digest each night."""
    text = "An administrator reads nobody's notes, so there is no digest for you. Nothing is set."
    return Say(chat_id=chat_id, html=text)


def not_understood(problems: Sequence[Unknown], chat_id: int, *, in_group: bool = False) -> Say:
    """Words that say nothing about a digest."""
    first = problems[0]
    meant = f" Did you mean {escaped(first.nearest)}?" if first.nearest else ""
    word = escaped(cut(first.word, 40))
    example = _GROUPS_EXAMPLE if in_group else _EXAMPLE
    return Say(chat_id=chat_id, html=f"I don't know “{word}”.{meant} Nothing is changed.\n{example}")


def group_setting(terms: Terms, preference: Preference, next_at: datetime | None, chat_id: int) -> Say:
    """`/digest here`: what the group gets from now on, and who reads it."""
    comes = f"{_when(preference)} at {preference.hour:%H:%M}"
    text = f"This group's digest, {comes}, {_with_what(preference)}, {_where(terms, preference)}."
    if preference.shows is Shows.QUOTES:
        who_reads = (
            "Quotations: everybody in it reads them, whoever joins later too, and Telegram keeps them. "
            "<code>/digest here counts</code> takes that back."
        )
    else:
        who_reads = "It never has the words of a note."
    hears = "In a group I hear only commands, mentions and replies."
    stops = "<code>/digest off</code> stops it."
    html = f"{text}{_next(terms, next_at)}\n{who_reads} {hears}\n{_GROUPS_EXAMPLE}. {stops}"
    return Say(chat_id=chat_id, html=html)


def set_with_here(chat_id: int) -> Say:
    """A setting typed in the group without `here`."""
    text = "A PI sets this group's digest with <code>/digest here</code>."
    return Say(chat_id=chat_id, html=f"{text} {_GROUPS_EXAMPLE}.")


def group_off(chat_id: int) -> Say:
    """`/digest off` in the group."""
    text = "This group gets no digest any more. <code>/digest here</code> brings it back."
    return Say(chat_id=chat_id, html=text)


def out_of_reach(lost: Member | None, reader: Member) -> Say:
    """To whoever is in charge, once; `lost` is None for the study's group."""
    if lost is None:
        text = (
            "I am no longer in the team's group, so it gets no digests. "
            "Add me again and type <code>/digest here</code> in it."
        )
        return Say(chat_id=reader.telegram_id, html=text)
    return Say(
        chat_id=reader.telegram_id,
        html=f"{escaped(lost.name)} ({escaped(lost.label)}) has blocked me or deleted our chat, so nothing that I say "
        "reaches them. Their notes are kept; their digest rests until they write to me again.",
    )


def _when(preference: Preference) -> str:
    if preference.days == EVERY_DAY:
        return "every day"
    if preference.days == WORKING_DAYS:
        return "Mon to Fri"
    return ("weekly on " if preference.weekly else "") + ", ".join(_DAYS[day] for day in sorted(preference.days))


def _next(terms: Terms, next_at: datetime | None) -> str:
    return f"\nNext: {terms.day(next_at)}, {next_at:%H:%M}." if next_at else ""


def _with_what(preference: Preference) -> str:
    return "with quotations" if preference.shows is Shows.QUOTES else "counts only"


def _limits(terms: Terms, preference: Preference) -> str:
    """What `/digest` leaves out for a researcher, whose day these limits do not change."""
    sites = [f"{_where(terms, preference)} only"] if preference.sites else []
    counts = ["counts only"] if preference.shows is Shows.COUNTS else []
    return f"\n<code>/digest</code>: {', '.join([*sites, *counts])}." if sites or counts else ""


def _where(terms: Terms, preference: Preference) -> str:
    return ", ".join(terms.site(slug) for slug in preference.sites) or "all sites"


def _rows(preference: Preference, reader: Member) -> Rows:
    days = _set("Weekdays only", "weekdays") if preference.days == EVERY_DAY else _set("Every day", "daily")
    weekly = () if preference.weekly else (_set("Weekly", "weekly"),)
    quotes = preference.shows is Shows.QUOTES
    other = _set("Counts only", "counts") if quotes else _set("Quotations", "quotes")
    shows = () if reader.role is Role.RESEARCHER and quotes else (other,)
    everywhere = (_set("All sites", "everywhere"),) if preference.sites else ()
    return ((days, *weekly), (*shows, *everywhere, _set("Off", "off")))


def _set(label: str, words: str) -> Button:
    return key(label, Verb.SUBSCRIBE, "", words)
