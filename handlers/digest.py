"""`/digest`, `/digest here`, and the buttons under a digest."""

import re

from telegram import Update

from fieldwork.member import Role
from fieldwork.schedule import Span, span_of
from fieldwork.window import Observed
from handlers import subscription
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import digest, refusals
from handlers.window import told_of
from services.incoming import ButtonPress, IncomingText

ON = frozenset({"on", "set", "at"})
_PAGE = re.compile(r"(\d{1,6})(t?)", re.ASCII)


async def digest_command(update: Update, context: FieldContext) -> None:
    """The digest now, without moving its window; in a group its counts."""
    incoming = read_text(update)
    verb, _, words = " ".join(words_after_command(incoming.text).split()).partition(" ")
    if verb.casefold() == "here":
        await _here(incoming, words, context)
    elif (span := span_of(f"{verb} {words}", context.study.today())) is not None:
        await (_of_days if incoming.private else _counts_of_days)(incoming, span, context)
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
    """`/digest last week`: what was observed on those days, as for `/notes` and `jottings digest --date`."""
    preference = await context.services.subscriptions.of_member(context.member)
    window = Observed(first=span.first, last=span.last, timezone=context.study.timezone)
    told = context.services.digests.compose_for(context.member, window, preference, today=span.last)
    says = digest.digest(context.terms, told, context.member, asked=True, span=span)
    await context.answer(incoming, *says, what="read the digest")


async def _counts_of_days(incoming: IncomingText, span: Span, context: FieldContext) -> None:
    """The same in the group: counts and numbers."""
    days = Observed(first=span.first, last=span.last, timezone=context.study.timezone)
    counts = await context.services.digests.for_group(days)
    says = digest.group_digest(context.terms, counts, incoming.chat_id, asked=True, span=span)
    await context.answer(incoming, *says)


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
    told, page = told_of(press.subject, context), _PAGE.fullmatch(press.argument)
    if told is None or page is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = digest.new_notes(context.terms, told.new, press.subject, int(page[1]), context.member)
    show = context.redraw if page[2] == digest.TURNED else context.press_answer
    await show(incoming, say)
