"""`/codebook`: groups, themes and sites with their definitions, counts and examples."""

import asyncio
from collections.abc import Sequence

from telegram import Update

from fieldwork.codebook_change import find_group
from fieldwork.codebook_use import emergent_tags, use_of
from fieldwork.codebook_use import examples as examples_of
from fieldwork.codebook_words import is_wish
from fieldwork.member import Role
from fieldwork.note import Audience, Note
from handlers import codebook_change
from handlers.buttons import Press, Verb, slug_of
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import book, refusals
from services.incoming import ButtonPress
from services.outgoing import Say

SITES = frozenset({"site", "sites"})
NEW_TAGS = frozenset({"new tag", "new tags", "tags", "hashtags"})
EVERYTHING = frozenset({"all", "codes", "groups", "list", "show", "themes"})


async def codebook_command(update: Update, context: FieldContext) -> None:
    """The groups; or the theme that is named; or what a PI wants changed."""
    incoming, terms = read_text(update), context.terms
    words = words_after_command(incoming.text)
    if is_wish(words, terms.codebook):
        await codebook_change.change(incoming, words, context)
        return
    if words.casefold() in NEW_TAGS and context.member.role is Role.PI:
        await codebook_change.show_new_tags(incoming, context)
        return
    notes = await context.services.questions.readable(context.member)
    theme = terms.codebook.find_theme(words.lstrip("#")) if words else None
    if theme is not None:
        say = book.theme(theme, await asyncio.to_thread(use_of, notes), incoming.chat_id)
    elif words and (group := find_group(terms.codebook, words)) and words.casefold() not in EVERYTHING | SITES:
        say = book.group(terms, group.slug, await asyncio.to_thread(use_of, notes), incoming.chat_id)
    elif words and (words.casefold() in SITES or terms.codebook.find_site(words)):
        say = book.sites(terms, await asyncio.to_thread(use_of, notes), incoming.chat_id)
    else:
        say = await _contents(notes, incoming.chat_id, context, unknown="" if words.casefold() in EVERYTHING else words)
    await context.answer(incoming, say)


async def browse(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """One step further in, or back."""
    notes = await context.services.questions.readable(context.member)
    shown = await _page(press, notes, incoming.chat_id, context)
    if shown is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
    else:
        await context.redraw(incoming, shown)


async def examples(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Examples]: what people wrote under that theme, for whoever may read it."""
    slug = slug_of(press.argument, (theme.slug for theme in context.study.codebook.all_themes))
    theme = None if slug is None else context.study.codebook.theme(slug)
    if theme is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    notes = await context.services.questions.readable(context.member)
    await context.press_answer(incoming, book.examples(theme, examples_of(theme, notes), incoming.chat_id))


async def _page(press: Press, notes: Sequence[Note], chat_id: int, context: FieldContext) -> Say | None:
    if press.verb is Verb.BOOK:
        return await _contents(notes, chat_id, context)
    terms, use = context.terms, await asyncio.to_thread(use_of, notes)
    match press.verb:
        case Verb.BOOK_GROUP:
            slug = slug_of(press.argument, (group.slug for group in terms.codebook.groups))
            return None if slug is None else book.group(terms, slug, use, chat_id)
        case Verb.BOOK_THEME:
            slug = slug_of(press.argument, (theme.slug for theme in terms.codebook.all_themes))
            theme = None if slug is None else terms.codebook.theme(slug)
            return None if theme is None else book.theme(theme, use, chat_id)
        case _:
            return book.sites(terms, use, chat_id)


async def _contents(notes: Sequence[Note], chat_id: int, context: FieldContext, *, unknown: str = "") -> Say:
    """A PI also gets what changes it, and the team's new hashtags."""
    if context.member.role is not Role.PI:
        return book.contents(context.terms, context.study.codebook_revision, chat_id, unknown=unknown)
    shared = [note for note in notes if note.audience is Audience.TEAM]
    tags = await asyncio.to_thread(emergent_tags, shared, context.study.codebook)
    return book.contents(
        context.terms, context.study.codebook_revision, chat_id, new_tags=len(tags), changes=True, unknown=unknown
    )
