"""`/digest`, `/digest here`, and the buttons under a digest."""

import asyncio
import base64
import re

from telegram import Update

from fieldwork.access import may_read
from fieldwork.member import Role
from fieldwork.note import Audience, Note
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import digest, refusals
from services.incoming import ButtonPress, IncomingText

_WINDOW = re.compile(r"(\d{1,15})-(\d{1,10})-(\d{1,10})", re.ASCII)  # milliseconds, first and last number
_PAGE = re.compile(r"(\d{1,6})(t?)", re.ASCII)


async def digest_command(update: Update, context: FieldContext) -> None:
    """The digest now, without moving its window; in a group its counts."""
    incoming = read_text(update)
    if words_after_command(incoming.text).casefold() == "here":
        await _here(incoming, context)
    elif incoming.private:
        told = await context.services.digests.for_member(context.member)
        await context.answer(
            incoming, *digest.digest(context.terms, told, context.member, asked=True), what="read the digest"
        )
    else:
        counts = await context.services.digests.for_group()
        await context.answer(incoming, *digest.group_digest(context.terms, counts, incoming.chat_id, asked=True))


async def _here(incoming: IncomingText, context: FieldContext) -> None:
    """A PI makes this the study's group."""
    if incoming.private:
        await context.answer(incoming, digest.here_means_a_group(incoming.chat_id))
    elif context.member.role is not Role.PI:
        await context.answer(incoming, refusals.not_for_you("a PI", incoming.chat_id))
    else:
        await context.services.digests.set_group(
            incoming.row,
            incoming.chat_id,
            lambda: [digest.group_set(incoming.chat_id)],
            who=context.member.label,
        )


async def read_new(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Read the 3]; its page buttons turn the same message."""
    notes, page = in_window(press.subject, context), _PAGE.fullmatch(press.argument)
    if notes is None or page is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = digest.new_notes(context.terms, notes, press.subject, int(page[1]), context.member)
    show = context.redraw if page[2] == digest.TURNED else context.press_answer
    await show(incoming, say)


async def picture(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Picture]: sites by themes of everything they may read, what the digest brought marked."""
    new = in_window(press.subject, context)
    if new is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    everything = [note for note in context.study.notebook.readable(context.member) if note.audience is Audience.TEAM]
    title = context.study.codebook.title
    png = await asyncio.to_thread(context.services.painter.matrix, everything, new, title)
    say = digest.picture(base64.b64encode(png).decode(), context.study.now(), context.member, context.terms)
    await context.press_answer(incoming, say)


def in_window(window: str, context: FieldContext) -> list[Note] | None:
    """The notes of which a digest spoke: readable since, and between its numbers; None for a forged window."""
    found = _WINDOW.fullmatch(window)
    if found is None:
        return None
    since, first, last = (int(number) for number in found.groups())
    notes = [note for note in context.study.notebook.all() if first <= note.number <= last]
    return sorted(
        (note for note in notes if _is_new(note, since) and may_read(context.member, note)),
        key=lambda note: note.number,
    )


def _is_new(note: Note, since: int) -> bool:
    shared = note.audience is Audience.TEAM and not note.imported
    return shared and (note.readable_at or note.recorded_at).timestamp() * 1000 > since
