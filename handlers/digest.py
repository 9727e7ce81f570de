"""`/digest`, `/digest here`, and the buttons under a digest."""

import re

from telegram import Update

from fieldwork.digest_request import DigestRequest, read_request
from fieldwork.member import Role
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
    asked = " ".join(words_after_command(incoming.text).split())
    verb, _, words = asked.partition(" ")
    request = read_request(asked, context.study.today(), context.study.codebook)
    if verb.casefold() == "here":
        await _here(incoming, words, context)
    elif not incoming.private and subscription.is_off(asked):
        await _here(incoming, asked, context)
    elif request is None and not incoming.private:
        await context.answer(incoming, subscription.not_in_group(asked, incoming, context))
    elif request is None:
        await subscription.subscribe(incoming, words if verb.casefold() in ON else asked, context)
    else:
        await (_to_member if incoming.private else _to_group)(incoming, request, context)


async def _to_member(incoming: IncomingText, request: DigestRequest, context: FieldContext) -> None:
    """Since the last one, or what was observed on the days asked for, as for `jottings digest --date`."""
    told = await context.services.digests.for_member(context.member, request)
    says = digest.digest(context.terms, told, context.member, asked=True, span=request.span)
    await context.answer(incoming, *says, what="read the digest")


async def _to_group(incoming: IncomingText, request: DigestRequest, context: FieldContext) -> None:
    """The same as counts and numbers."""
    counts = await context.services.digests.for_group(request)
    says = digest.group_digest(context.terms, counts, incoming.chat_id, asked=True, span=request.span)
    await context.answer(incoming, *says)


async def _here(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """A PI makes this the study's group, says what it gets, or stops it."""
    if incoming.private:
        await context.answer(incoming, digest.here_means_a_group(incoming.chat_id))
    elif context.member.role is not Role.PI:
        await context.answer(incoming, refusals.not_for_you("a PI", incoming.chat_id))
    else:
        await subscription.in_group(incoming, words, context)


async def read_new(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Read the 3]; its page buttons turn the same message."""
    told, page = await told_of(press.subject, context), _PAGE.fullmatch(press.argument)
    if told is None or page is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = digest.new_notes(context.terms, told.new, press.subject, int(page[1]), context.member)
    show = context.redraw if page[2] == digest.TURNED else context.press_answer
    await show(incoming, say)
