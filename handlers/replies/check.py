"""Checking the day's memos, one after another."""

from collections.abc import Sequence

from fieldwork.note import Note
from handlers.buttons import Verb
from handlers.replies.card import PAGE_UNITS, head, page_html
from handlers.replies.keys import key, note_key
from handlers.replies.markup import pages
from handlers.replies.terms import Terms, counted
from services.outgoing import Button, Say

RIGHT, SKIP = "r", "s"  # the button's argument
ALL = "a"  # behind it: not only today's


def offer(count: int) -> Button:
    """Under `/today`."""
    return key(f"Check today's {count}" if count > 1 else "Check it", Verb.CHECK)


def offer_all(count: int) -> Button:
    """Under "your day": those of earlier days among them."""
    return key(f"Check the {count}" if count > 1 else "Check it", Verb.CHECK, "", ALL)


def memo(terms: Terms, note: Note, left: int, chat_id: int, *, scope: str = "") -> Say:
    """One memo; a reply to this message corrects it. `scope` is `ALL`, or nothing for today's."""
    spans = pages(note.text, PAGE_UNITS)
    more = f"\n/n{note.number} shows the rest." if len(spans) > 1 else ""
    return Say(
        chat_id=chat_id,
        html=f"{counted(left, 'memo')} to check\n{head(terms, note)}\n{page_html(note, spans, 0)}{more}",
        buttons=(
            (
                note_key("✓ Right", Verb.CHECK, note, RIGHT + scope),
                note_key("Correct", Verb.CORRECT, note),
                note_key("Skip →", Verb.CHECK, note, SKIP + scope),
            ),
        ),
        card_of=note.number,
    )


def confirmed(note: Note, chat_id: int) -> Say:
    """In place of a memo that is right."""
    return Say(chat_id=chat_id, html=f"✓ #{note.number} is checked.", card_of=note.number)


def skipped(note: Note, chat_id: int) -> Say:
    """In place of a memo for later."""
    return Say(chat_id=chat_id, html=f"#{note.number} stays unchecked: /n{note.number}", card_of=note.number)


def done(left: Sequence[Note], chat_id: int, *, scope: str = "") -> Say:
    """There is no further one."""
    if not left:
        which = "your" if scope == ALL else "today's"
        return Say(chat_id=chat_id, html=f"That was all: {which} memos are checked.")
    numbers = " ".join(f"/n{note.number}" for note in left[:20])
    return Say(chat_id=chat_id, html=f"That was all. Still unchecked: {numbers}")
