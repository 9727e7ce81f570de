"""The end of the day: what a researcher's own notes still want, in one short message at the end of the working day."""

from collections.abc import Sequence
from datetime import date

from fieldwork.member import Member
from fieldwork.note import Note
from fieldwork.your_day import YourDay
from handlers.buttons import Verb
from handlers.replies import check, menus
from handlers.replies.keys import Row, Rows, note_key
from handlers.replies.terms import LATE, Terms, counted
from services.outgoing import Say

NAMED = 6  # notes of one kind; more are counted


def your_day(terms: Terms, told: YourDay, author: Member, *, late: bool = False) -> Say:
    """Numbers, times and sites, never words of a note: the phone may be locked. `late`: its hour was missed."""
    lists = (
        ("To check", told.unchecked),
        ("Without words", told.wordless),
        ("Without a site", told.no_site),
        ("Perhaps a name or address in", told.flagged),
        ("Short, to write up while it is fresh", told.to_write_up),
    )
    lines = [f"{words}: {_named(terms, notes, told.day)}" for words, notes in lists if notes]
    if told.coming:
        lines.append(f"Words still to come: {counted(told.coming, 'recording')}.")
    return Say(
        chat_id=author.telegram_id,
        html="\n".join([_title(told, late=late), *([""] if lines else []), *lines]),
        buttons=_rows(told),
    )


def _title(told: YourDay, *, late: bool) -> str:
    notes = counted(len(told.notes), "note") if told.notes else "no new notes"
    left = f"{counted(told.things, 'thing')} left to do" if told.things else "nothing left to do"
    return f"{told.day:%a} {told.day.day} {told.day:%b} · your day: {notes}, {left}{LATE if late else ''}"


def _named(terms: Terms, notes: Sequence[Note], today: date) -> str:
    shown = ", ".join(_name(terms, note, today) for note in notes[-NAMED:])
    return shown + (f" and {len(notes) - NAMED} before" if len(notes) > NAMED else "")


def _name(terms: Terms, note: Note, today: date) -> str:
    """`/n214 16:00 Hilltop`; with the day when it is left over from before."""
    seen = terms.local(note.observed_at)
    when = f"{seen:%H:%M}" if seen.date() == today else terms.day(seen)
    return " ".join([f"/n{note.number}", when, *(terms.site(slug) for slug in note.sites[:1])])


def _rows(told: YourDay) -> Rows:
    """The newest first: it is what one remembers."""
    first: list[Row] = [(check.offer_all(len(told.unchecked)),)] if told.unchecked else []
    each = (
        *(note_key(f"Site of #{note.number}", Verb.SITES, note, menus.ANEW) for note in told.no_site[-1:]),
        *(note_key(f"Write up #{note.number}", Verb.CORRECT, note) for note in told.to_write_up[-1:]),
    )
    return (*first, each) if each else tuple(first)
