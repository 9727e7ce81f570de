"""Every button: what it sent back is read once, and whoever deals with that verb is called."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from handlers import (
    check,
    codebook,
    codebook_change,
    decide,
    digest,
    lessons,
    matrix,
    people,
    picture,
    press_note,
    questions,
    site,
    start,
    subscription,
)
from handlers.buttons import Press, Verb, decode
from handlers.context import FieldContext
from handlers.incoming import read_press
from handlers.replies import refusals
from services.incoming import ButtonPress

Pressed = Callable[[ButtonPress, Press, FieldContext], Awaitable[None]]


async def pressed(update: Update, context: FieldContext) -> None:
    """Do what the button says; old and forged ones get a sentence."""
    incoming = read_press(update)
    press = decode(incoming.data)
    deal = None if press is None else PRESSES.get(press.verb, press_note.press_on_note)
    if press is None or deal is None or not incoming.private:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await deal(incoming, press, context)


PRESSES: Mapping[Verb, Pressed] = {
    Verb.ASK: questions.ask_again,
    Verb.PRACTISE: start.practise,
    Verb.ERASE_PRACTICE: start.erase_practice,
    Verb.KEPT: start.what_is_kept,
    Verb.STICK: site.stick,
    Verb.BOOK: codebook.browse,
    Verb.BOOK_GROUP: codebook.browse,
    Verb.BOOK_THEME: codebook.browse,
    Verb.BOOK_SITES: codebook.browse,
    Verb.BOOK_EXAMPLES: codebook.examples,
    Verb.BOOK_HOW: codebook_change.how,
    Verb.BOOK_TAGS: codebook_change.new_tags,
    Verb.BOOK_MAKE: codebook_change.make_theme,
    Verb.BOOK_PUT_BACK: codebook_change.put_back,
    Verb.INVITE: people.invite_role,
    Verb.REVOKE: people.revoke,
    Verb.REVOKE_SURE: people.revoke_sure,
    Verb.TEAM_LIST: people.team_list,
    Verb.CHECK: check.check_today,
    Verb.LEARN: lessons.learn,
    Verb.LEAVE: lessons.leave,
    Verb.FORGET: lessons.forget,
    Verb.READ_NEW: digest.read_new,
    Verb.DECIDE: decide.decide_next,
    Verb.TOMORROW: decide.tomorrow,
    Verb.SUBSCRIBE: subscription.pressed,
    Verb.PICTURE: picture.news,
    Verb.TREND: picture.trend,
    Verb.MATRIX_ROW: matrix.read_row,
    Verb.MATRIX_PAGE: matrix.row_by_row,
}
