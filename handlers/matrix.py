"""`/matrix`: sites by themes as a picture, and the buttons that lead to the notes behind a row."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from fieldwork.matrix import fitted, in_rows_alone, matrix_of, rows_asked
from fieldwork.query import Query, QueryProblem
from handlers.buttons import Press, slug_of
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.questions import LINK, found
from handlers.replies import answer, matrix, refusals
from handlers.replies.matrix import Told
from services.incoming import ButtonPress
from services.outgoing import Say

_PAGE = re.compile(r"(\d{1,6})(t?)", re.ASCII)


async def matrix_command(update: Update, context: FieldContext) -> None:
    """Sites by themes of what they may read; in a group of what the whole team may, without hashtags."""
    incoming, study = read_text(update), context.study
    readable = await context.services.questions.readable(context.member)
    labels = {note.author_label for note in readable}
    query, problems = study.question(words_after_command(incoming.text), labels, asker=context.member.label)
    query, unknown = in_rows_alone(query)
    question = await _remembered(context, query)
    told = await _told(context, query, question, problems=(*problems, *unknown), open_to_group=not incoming.private)
    link = "" if incoming.private else LINK.format(bot=context.bot.username, question=question)
    say = await pictured(context, told, incoming.chat_id, link=link)
    quoted = None if incoming.private else incoming.message_id
    await context.answer(incoming, replace(say, replies_to=quoted), what="asked")


async def pictured(context: FieldContext, told: Told, chat_id: int, *, link: str = "") -> Say:
    """The picture with its words and buttons; a sentence where there is nothing to paint."""
    if not told.matrix:
        return matrix.nothing(told, chat_id)
    shown = await asyncio.to_thread(fitted, told.matrix, themes=matrix.MOST_THEMES, sites=matrix.MOST_SITES)
    png = await context.services.painter.matrix(shown, context.study.codebook.title, matrix.about(told))
    return await asyncio.to_thread(matrix.picture, told, shown, png, chat_id, link=link)


async def _remembered(context: FieldContext, query: Query) -> str:
    """As a question for cards, notes with any of the rows answer."""
    return await context.services.questions.remember(replace(query, any_theme=len(query.themes) > 1))


async def _told(
    context: FieldContext,
    query: Query,
    question: str,
    *,
    problems: Sequence[QueryProblem] = (),
    open_to_group: bool = False,
) -> Told:
    _, rest = rows_asked(query)
    asked = await found(context, rest, question, open_to_group=open_to_group)
    notes, study = [match.note for match in asked.matches], context.study
    drawn = await asyncio.to_thread(
        matrix_of, notes, study.codebook, asked=query, today=study.today(), tags=not open_to_group
    )
    description = asked.description if rest != Query() else ""
    return Told(
        question=question,
        matrix=drawn,
        description=description,
        problems=tuple(problems),
        team_only=open_to_group,
    )


async def read_row(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[trust]: the cards of the notes behind a row."""
    query = await context.services.questions.recall(press.subject)
    slug = await _theme(press.argument, context)
    if query is None or slug is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    row = replace(rows_asked(query)[1], themes=(slug,))
    question = await context.services.questions.remember(row)
    asked = await found(context, row, question)
    say = answer.answer(context.terms, asked, context.member, incoming.chat_id)
    await context.answer(incoming, replace(say, answers_press=incoming.press), what="asked")


async def _theme(key: str, context: FieldContext) -> str | None:
    """The theme or hashtag that a button means, among those of the codebook and of what they may read."""
    readable = await context.services.questions.readable(context.member)
    listed = [theme.slug for theme in context.study.codebook.themes]
    tags = await asyncio.to_thread(lambda: {slug for note in readable for slug in note.themes})
    return slug_of(key, (*listed, *tags))


async def row_by_row(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Row by row]: the matrix in words, a page at a time; its page buttons turn the same message."""
    query, page = await context.services.questions.recall(press.subject), _PAGE.fullmatch(press.argument)
    if query is None or page is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    told = await _told(context, query, press.subject)
    say = await asyncio.to_thread(matrix.rows_in_words, told, int(page[1]), incoming.chat_id)
    show = context.redraw if page[2] == matrix.TURNED else context.press_answer
    await show(incoming, say)
