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


def setting(terms: Terms, preference: Preference, reader: Member, next_at: datetime | None) -> Say:
    """What is set, when the next one comes, and the usual changes as buttons."""
    if not preference.on:
        what = "I say nothing about your day" if reader.role is Role.RESEARCHER else "You get no digest"
        text = f"{what}. <code>/digest</code> shows what is new at any time."
        return Say(chat_id=reader.telegram_id, html=text, buttons=((_set("On again", "on"),),))
    comes = f"{_when(preference)} at {preference.hour:%H:%M}"
    if reader.role is Role.RESEARCHER:
        text = f"Your day, {comes}: what your own notes still want, when they want something."
    else:
        with_what = "with quotations" if preference.shows is Shows.QUOTES else "counts only"
        text = f"Your digest, {comes}, {with_what}, {_where(terms, preference)}."
    upcoming = f"\nNext: {terms.day(next_at)}, {next_at:%H:%M}." if next_at else ""
    return Say(chat_id=reader.telegram_id, html=f"{text}{upcoming}\n{_EXAMPLE}", buttons=_rows(preference, reader))


def not_understood(problems: Sequence[Unknown], chat_id: int) -> Say:
    """Words that say nothing about a digest."""
    first = problems[0]
    meant = f" Did you mean {escaped(first.nearest)}?" if first.nearest else ""
    word = escaped(cut(first.word, 40))
    return Say(chat_id=chat_id, html=f"I don't know “{word}”.{meant} Nothing is changed.\n{_EXAMPLE}")


def group_setting(preference: Preference, chat_id: int) -> Say:
    """`/digest here`, with or without quotations."""
    if preference.shows is Shows.QUOTES:
        text = (
            "This group gets each night's counts and quotations from now on: everybody in it reads them, whoever joins "
            "later too, and Telegram keeps them. <code>/digest here counts</code> takes that back."
        )
    else:
        text = "This group gets each night's counts from now on, never the words of a note."
    return Say(chat_id=chat_id, html=f"{text} In a group I hear only commands, mentions and replies.")


def out_of_reach(lost: Member, reader: Member) -> Say:
    """To whoever is in charge, once."""
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


def _where(terms: Terms, preference: Preference) -> str:
    return ", ".join(terms.site(slug) for slug in preference.sites) or "all sites"


def _rows(preference: Preference, reader: Member) -> Rows:
    days = _set("Weekdays only", "weekdays") if preference.days == EVERY_DAY else _set("Every day", "daily")
    weekly = () if preference.weekly else (_set("Weekly", "weekly"),)
    quotes = preference.shows is Shows.QUOTES
    other = _set("Counts only", "counts") if quotes else _set("Quotations", "quotes")
    shows = () if reader.role is Role.RESEARCHER else (other,)
    everywhere = (_set("All sites", "everywhere"),) if preference.sites else ()
    return ((days, *weekly), (*shows, *everywhere, _set("Off", "off")))


def _set(label: str, words: str) -> Button:
    return key(label, Verb.SUBSCRIBE, "", words)
