"""`/digest`, `/digest here`, and the buttons under a digest."""

import re

from telegram import Update

from fieldwork.access import may_read
from fieldwork.member import Role
from fieldwork.note import Audience, Note
from fieldwork.schedule import Span, span_of
from fieldwork.window import Window, readable_at
from handlers import subscription
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import digest, refusals
from services.incoming import ButtonPress, IncomingText

ON = frozenset({"on", "set", "at"})
_WINDOW = re.compile(r"(\d{1,15})-(\d{1,10})-(\d{1,10})", re.ASCII)  # milliseconds, first and last number
_LATEST = 32_503_680_000_000  # the year 3000
_PAGE = re.compile(r"(\d{1,6})(t?)", re.ASCII)


async def digest_command(update: Update, context: FieldContext) -> None:
    """The digest now, without moving its window; in a group its counts."""
    incoming = read_text(update)
    verb, _, words = " ".join(words_after_command(incoming.text).split()).partition(" ")
    if verb.casefold() == "here":
        await _here(incoming, words, context)
    elif incoming.private and (span := span_of(f"{verb} {words}", context.study.today())) is not None:
        await _of_days(incoming, span, context)
    elif incoming.private and verb and verb.casefold() != "now":
        await subscription.subscribe(incoming, words if verb.casefold() in ON else f"{verb} {words}", context)
    elif incoming.private:
        told = await context.services.digests.for_member(context.member)
        await context.answer(
            incoming, *digest.digest(context.terms, told, context.member, asked=True), what="read the digest"
        )
    else:
        counts = await context.services.digests.for_group()
        await context.answer(incoming, *digest.group_digest(context.terms, counts, incoming.chat_id, asked=True))


async def _of_days(incoming: IncomingText, span: Span, context: FieldContext) -> None:
    """`/digest last week`: what became readable on those days; no window moves."""
    since, until = span.between(context.study.timezone)
    preference = await context.services.subscriptions.of_member(context.member)
    window = Window(since=since, until=until)
    told = context.services.digests.compose_for(context.member, window, preference, today=span.last)
    says = digest.digest(context.terms, told, context.member, asked=True, span=span)
    await context.answer(incoming, *says, what="read the digest")


async def _here(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """A PI makes this the study's group."""
    if incoming.private:
        await context.answer(incoming, digest.here_means_a_group(incoming.chat_id))
    elif context.member.role is not Role.PI:
        await context.answer(incoming, refusals.not_for_you("a PI", incoming.chat_id))
    else:
        await subscription.in_group(incoming, words, context)


async def read_new(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Read the 3]; its page buttons turn the same message."""
    notes, page = in_window(press.subject, context), _PAGE.fullmatch(press.argument)
    if notes is None or page is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = digest.new_notes(context.terms, notes, press.subject, int(page[1]), context.member)
    show = context.redraw if page[2] == digest.TURNED else context.press_answer
    await show(incoming, say)


def window_begins(window: str) -> int | None:
    """Since when its notes are new, in milliseconds; None for a forged window."""
    found = _WINDOW.fullmatch(window)
    return int(found[1]) if found and int(found[1]) < _LATEST else None


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
    return shared and readable_at(note).timestamp() * 1000 > since
