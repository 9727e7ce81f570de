"""Questions: `/notes`, its page buttons, the link from the group, and one's own day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from telegram import Update

from fieldwork.note import Audience, Note
from fieldwork.query import Query, QueryProblem, describe, parse_query
from handlers import check
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import answer, refusals
from handlers.replies.answer import Asked, Cut
from services.incoming import ButtonPress, Incoming
from services.outgoing import Say
from services.team import Team

LINK = "https://t.me/{bot}?start=q_{question}"


async def ask(update: Update, context: FieldContext) -> None:
    """Answer with cards in private, with counts and a link in the group."""
    incoming, study = read_text(update), context.study
    words = words_after_command(incoming.text)
    labels = _labels(study.team, await context.services.questions.readable(context.member))
    query, problems = parse_query(words, study.codebook, today=study.today(), labels=labels)
    question = await context.services.questions.remember(query)
    asked = await found(context, query, question, problems=problems, open_to_group=not incoming.private)
    await context.answer(incoming, _said(asked, incoming, context), what="asked")


def _said(asked: Asked, incoming: Incoming, context: FieldContext) -> Say:
    if incoming.private:
        return answer.answer(context.terms, asked, context.member, incoming.chat_id)
    link = LINK.format(bot=context.bot.username, question=asked.question)
    return answer.counts(asked, link, incoming.chat_id, incoming.message_id)


def _labels(team: Team, notes: Iterable[Note]) -> set[str]:
    """How people are called, those included who wrote and have left."""
    return {member.label for member in team.members()} | {note.author_label for note in notes}


async def found(
    context: FieldContext,
    query: Query,
    question: str,
    *,
    cut: Cut | None = None,
    problems: Sequence[QueryProblem] = (),
    open_to_group: bool = False,
) -> Asked:
    """Everything found for a question among what this member may read."""
    study, cut = context.study, cut or Cut()
    asked = widened(query, cut)
    readable = await context.services.questions.readable(context.member)
    notes = of_the_team(readable) if open_to_group else readable
    return Asked(
        question=question,
        description=describe(asked, study.codebook),
        matches=await context.services.questions.search(asked, notes),
        cut=cut,
        names_sites=bool(query.sites),
        names_dates=query.first is not None or query.last is not None,
        problems=tuple(problems),
    )


def of_the_team(notes: Iterable[Note]) -> list[Note]:
    """Those that the whole team may read: a count in the group says nothing of private ones."""
    return [note for note in notes if note.audience is Audience.TEAM]


def widened(query: Query, cut: Cut) -> Query:
    """The question without its sites or dates, as its buttons ask."""
    if cut.all_sites:
        query = replace(query, sites=())
    return replace(query, first=None, last=None) if cut.all_dates else query


async def answer_remembered(incoming: Incoming, question: str, context: FieldContext) -> None:
    """[Read privately]: the question that was asked in the group, answered here."""
    query = await context.services.questions.recall(question)
    if query is None:
        await context.answer(incoming, answer.question_gone(incoming.chat_id))
        return
    asked = await found(context, query, question)
    await context.answer(incoming, answer.answer(context.terms, asked, context.member, incoming.chat_id), what="asked")


async def ask_again(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """Another page, or another cut of the same question."""
    query = await context.services.questions.recall(press.subject)
    if query is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    asked = await found(context, query, press.subject, cut=answer.unpacked(press.argument))
    await context.redraw(incoming, answer.answer(context.terms, asked, context.member, incoming.chat_id))


async def ask_like(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[More like this]: the notes of its first theme."""
    themes = (note.themes or note.suggested_themes)[:1]
    query = Query(themes=themes)
    question = await context.services.questions.remember(query)
    asked = await found(context, query, question)
    await context.press_answer(incoming, answer.answer(context.terms, asked, context.member, incoming.chat_id))


async def today(update: Update, context: FieldContext) -> None:
    """One's own day."""
    incoming, study, terms = read_text(update), context.study, context.terms
    day = study.today()
    own = [note for note in study.notebook.by_author(context.member.id) if not note.hidden]
    notes = sorted(
        (note for note in own if terms.local(note.observed_at).date() == day), key=lambda note: note.observed_at
    )
    unchecked = len(check.unchecked_today(context))
    await context.answer(incoming, answer.today(terms, notes, terms.day(study.now()), unchecked, incoming.chat_id))
