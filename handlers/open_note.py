"""Open one note: `/n214`, `214`, `#214`, `n 214`, `note 214`, when the whole message is that."""

import re

from telegram import Update

from fieldwork.access import may_read
from fieldwork.note import Note, NoteNumber
from handlers.context import FieldContext
from handlers.incoming import read_text
from handlers.replies import opened
from services.incoming import IncomingText
from services.outgoing import Say

ASKS_FOR_NOTE = re.compile(
    r"^\s*(?:(?:open|show)(?: me)? )?(?:/n ?|n ?|# ?|note )?([0-9]{1,9})(?:@\w+)?\s*$", re.IGNORECASE
)


def number_asked(text: str) -> NoteNumber | None:
    """The number of the note that a message asks for, None when it is anything else."""
    found = ASKS_FOR_NOTE.match(text)
    return NoteNumber(int(found[1])) if found else None


async def open_note(update: Update, context: FieldContext) -> None:
    """Show it to whoever may read it; from the group it goes into their private chat."""
    incoming = read_text(update)
    await open_number(incoming, number_asked(incoming.text) or NoteNumber(0), context)


async def open_number(incoming: IncomingText, number: NoteNumber, context: FieldContext) -> None:
    """The same for a number that was read already."""
    member = context.member
    note = readable(context, number)
    home = member.telegram_id
    if note is None:
        shown = opened.not_there(number, home)
    else:
        shown = opened.opened(context.terms, note, member, home, rest=context.rest_of(note))
    in_group: list[Say] = [] if incoming.private else [opened.sent_to_you(incoming.chat_id, incoming.message_id)]
    await context.answer(incoming, shown, *in_group, what="" if note is None else "read")


def readable(context: FieldContext, number: NoteNumber) -> Note | None:
    """The note, if it is there and this member may read it."""
    note = context.study.notebook.get(number)
    return note if note is not None and may_read(context.member, note) else None
