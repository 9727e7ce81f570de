"""[Picture] and [Trend]: what a digest brought beside the four weeks before, and how each theme has gone."""

import asyncio
from datetime import date

from fieldwork.news import fitted_news, news_of
from fieldwork.note import Audience, Note
from fieldwork.query import Query
from fieldwork.trend import trend_of
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.replies import picture, refusals
from handlers.window import told_of
from services.incoming import ButtonPress


async def news(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Picture]: sites by themes, the notes of a digest beside those of the four weeks before it."""
    digest = await told_of(press.subject, context)
    if digest is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    told_then, since = digest.told, context.terms.local(digest.told.since)
    team, study = await _team(context), context.study
    day = max((context.terms.local(told_then.moment(note)).date() for note in digest.new), default=since.date())
    told = await asyncio.to_thread(
        lambda: news_of(
            digest.new,
            digest.earlier(team),
            study.codebook,
            day=day,
            timezone=study.timezone,
            only_at=told_then.only_at,
        )
    )
    if not any(map(told.has_new, told.matrix.themes)):
        await context.press_answer(incoming, picture.nothing_new(incoming.chat_id))
        return
    shown = fitted_news(told, themes=picture.MOST_THEMES, sites=picture.MOST_SITES)
    png = await context.services.painter.news(shown, study.codebook.title, picture.news_about(told, since))
    question = await context.services.questions.remember(Query(first=told.begins, last=day, sites=told_then.only_at))
    course = await asyncio.to_thread(
        trend_of, team, study.codebook, day=day, timezone=study.timezone, only_at=told_then.only_at
    )
    to_trend = picture.trend_key(day, press.subject) if course else None
    say = picture.news(told, shown, since, png, incoming.chat_id, question=question, trend=to_trend)
    await context.press_answer(incoming, say)


async def trend(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Trend]: small multiples of the weeks that end with a day."""
    day, digest = _day_of(press.subject), await context.services.digests.recall(press.argument)
    if day is None or digest is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    study = context.study
    told = await asyncio.to_thread(
        trend_of, await _team(context), study.codebook, day=day, timezone=study.timezone, only_at=digest.only_at
    )
    if not told:
        await context.press_answer(incoming, picture.no_trend(incoming.chat_id))
        return
    png = await context.services.painter.trend(told, study.codebook.title, picture.trend_about(told))
    await context.press_answer(incoming, picture.trend(told, png, incoming.chat_id))


def _day_of(written: str) -> date | None:
    """A day as a button carries it; None for a forged one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


async def _team(context: FieldContext) -> list[Note]:
    readable = await context.services.questions.readable(context.member)
    return [note for note in readable if note.audience is Audience.TEAM]
