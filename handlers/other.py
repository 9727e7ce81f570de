"""What can't be kept: photos, stickers, places, contacts, files. A caption becomes a note."""

from telegram import Update

from handlers.context import FieldContext
from handlers.incoming import read_other, read_text, row_of
from handlers.replies import card, refusals

_ALBUM = "album"  # in user_data: the last album that was answered


async def not_kept(update: Update, context: FieldContext) -> None:
    """One plain answer for an album, not ten; what is written under a picture is saved."""
    incoming, terms = read_other(update), context.terms
    answered = incoming.album is not None and _seen(context, incoming.album)
    if incoming.caption:
        refusal = refusals.picture_refusal(incoming.what)
        await context.services.capture.text(
            read_text(update),
            context.member,
            lambda note: card.captioned(terms, note, incoming.chat_id, refusal),
        )
    elif answered:
        await context.answer(incoming)
    else:
        await context.answer(incoming, refusals.not_kept(incoming.what, incoming.chat_id))


def _seen(context: FieldContext, album: str) -> bool:
    """Whether a piece of that album was answered before; remembers it."""
    memory = context.user_data if context.user_data is not None else {}
    seen = memory.get(_ALBUM) == album
    memory[_ALBUM] = album
    return seen


async def silence(update: Update, context: FieldContext) -> None:
    """Settle what wants no answer: what is written in a group, edited places, members coming and going."""
    await context.study.handled(row_of(update), [])
