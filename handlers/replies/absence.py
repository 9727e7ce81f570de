"""What authors are told after the bot was away."""

from datetime import datetime

from handlers.replies.terms import Terms, counted, listed
from services.outgoing import Say


def away(terms: Terms, since: datetime, until: datetime, numbers: list[int], chat_id: int) -> Say:
    """To each author after the bot was away: what arrived meanwhile, so that they can see what is missing."""
    spell = f"I was away from {_moment(terms, since, until)} to {terms.clock(until)}."
    if not numbers:
        return Say(
            chat_id=chat_id, html=f"{spell} From you I have nothing from that time. If you sent notes, send them again."
        )
    have = listed([f"#{number}" for number in numbers[:30]])
    return Say(
        chat_id=chat_id,
        html=f"{spell} From you I now have {have}. If you sent more than {counted(len(numbers), 'note')}, "
        "please send the others again.",
    )


def _moment(terms: Terms, since: datetime, until: datetime) -> str:
    same_day = terms.local(since).date() == terms.local(until).date()
    return terms.clock(since) if same_day else f"{terms.day(since)}, {terms.clock(since)}"
