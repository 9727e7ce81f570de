"""What authors are told after the bot was away."""

from datetime import datetime

from fieldwork.absence import Absence
from fieldwork.note import NoteNumber
from handlers.replies.terms import Terms, counted, listed
from services.outgoing import Say

SHOWN = 30  # numbers in one message


def away(terms: Terms, absence: Absence, numbers: list[NoteNumber], chat_id: int) -> Say:
    """What arrived meanwhile, so that its author can see what is missing."""
    since, until = absence.since, absence.until
    spell = f"I was away from {_moment(terms, since, until)} to {_moment(terms, until, since)}."
    return Say(chat_id=chat_id, html=" ".join([spell, *_lost(terms, absence), _have(numbers)]))


def _lost(terms: Terms, absence: Absence) -> list[str]:
    if not absence.loses:
        return []
    held_from = _moment(terms, absence.held_from, absence.until)
    return [f"Telegram keeps messages for 24 hours: what was sent before {held_from} may be lost."]


def _have(numbers: list[NoteNumber]) -> str:
    if not numbers:
        return "From you I have nothing from that time. If you sent notes, send them again."
    have = listed([f"#{number}" for number in numbers[:SHOWN]])
    more = f" ({counted(len(numbers), 'note')} in all)" if len(numbers) > SHOWN else ""
    return (
        f"From you I now have {have}{more}. If you sent more than {counted(len(numbers), 'note')}, "
        "please send the others again."
    )


def _moment(terms: Terms, moment: datetime, seen_from: datetime) -> str:
    same_day = terms.local(moment).date() == terms.local(seen_from).date()
    return terms.clock(moment) if same_day else f"{terms.day(moment)}, {terms.clock(moment)}"
