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


def offer(count: int) -> Button:
    """Under `/today`."""
    return key(f"Check today's {count}" if count > 1 else "Check it", Verb.CHECK)


def memo(terms: Terms, note: Note, left: int, chat_id: int) -> Say:
    """One memo; a reply to this message corrects it."""
    spans = pages(note.text, PAGE_UNITS)
    more = f"\n/n{note.number} shows the rest." if len(spans) > 1 else ""
    return Say(
        chat_id=chat_id,
        html=f"{counted(left, 'memo')} to check\n{head(terms, note)}\n{page_html(note, spans, 0)}{more}",
        buttons=(
            (
                note_key("✓ Right", Verb.CHECK, note, RIGHT),
                note_key("Correct", Verb.CORRECT, note),
                note_key("Skip →", Verb.CHECK, note, SKIP),
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


def done(left: Sequence[Note], chat_id: int) -> Say:
    """There is no further one."""
    if not left:
        return Say(chat_id=chat_id, html="That was all: today's memos are checked.")
    numbers = " ".join(f"/n{note.number}" for note in left[:20])
    return Say(chat_id=chat_id, html=f"That was all. Still unchecked: {numbers}")
