"""`/site`: where somebody is until the day ends."""

from telegram import Update

from fieldwork.member import StickySite
from handlers.buttons import Press, slug_of
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import refusals, site
from services.incoming import ButtonPress
from services.outgoing import Say

CLEARING = frozenset(("none", "no", "no site", "off", "clear", "-"))


async def site_command(update: Update, context: FieldContext) -> None:
    """Set it, clear it, or offer the sites."""
    incoming = read_text(update)
    words = words_after_command(incoming.text)
    if not words:
        sticky = context.study.sticky_site(context.member)
        say = site.which_site(context.terms, sticky, incoming.chat_id)
    elif words.casefold() in CLEARING:
        say = await _clear(incoming.chat_id, context)
    else:
        say = await _named(words, incoming.chat_id, context)
    await context.answer(incoming, say)


async def stick(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """A site's button."""
    slug = slug_of(press.argument, (known.slug for known in context.study.codebook.sites))
    if press.argument == site.NONE:
        await context.redraw(incoming, await _clear(incoming.chat_id, context))
    elif slug is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
    else:
        await context.redraw(incoming, await _set(slug, incoming.chat_id, context))


async def _named(words: str, chat_id: int, context: FieldContext) -> Say:
    book = context.study.codebook
    known = book.find_site(words.lstrip("#")) or book.site_of_link_worker(words.replace(" ", "").upper())
    if known is None:
        return site.unknown_site(context.terms, words, book.nearest_sites(words), chat_id)
    return await _set(known.slug, chat_id, context)


async def _set(slug: str, chat_id: int, context: FieldContext) -> Say:
    study = context.study
    sticky = StickySite(slug=slug, since=study.clock(), day=study.today())
    await study.team.set_sticky_site(context.member, sticky)
    return site.site_set(context.terms, sticky, chat_id)


async def _clear(chat_id: int, context: FieldContext) -> Say:
    await context.study.team.set_sticky_site(context.member, None)
    return site.site_cleared(chat_id)
