"""`/codebook`: sites and themes with their definitions."""

from telegram import Update

from handlers.buttons import Press, Verb, slug_of
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import book, refusals
from services.incoming import ButtonPress
from services.outgoing import Say


async def codebook_command(update: Update, context: FieldContext) -> None:
    """The groups; or the theme that is named."""
    incoming, terms = read_text(update), context.terms
    words = words_after_command(incoming.text)
    theme = terms.codebook.find_theme(words.lstrip("#")) if words else None
    say = book.contents(terms, incoming.chat_id) if theme is None else book.theme(theme, incoming.chat_id)
    await context.answer(incoming, say)


async def browse(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """One step further in, or back."""
    shown = _page(press, incoming.chat_id, context)
    if shown is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
    else:
        await context.redraw(incoming, shown)


def _page(press: Press, chat_id: int, context: FieldContext) -> Say | None:
    terms = context.terms
    match press.verb:
        case Verb.BOOK_SITES:
            return book.sites(terms, chat_id)
        case Verb.BOOK_GROUP:
            slug = slug_of(press.argument, (group.slug for group in terms.codebook.groups))
            return None if slug is None else book.group(terms, slug, chat_id)
        case Verb.BOOK_THEME:
            slug = slug_of(press.argument, (theme.slug for theme in terms.codebook.themes))
            theme = None if slug is None else terms.codebook.theme(slug)
            return None if theme is None else book.theme(theme, chat_id)
        case _:
            return book.contents(terms, chat_id)
