"""[Picture] and [Trend]: what a digest brought beside the four weeks before, and how each theme has gone."""

import asyncio
import re

from fieldwork.news import fitted_news, news_of
from fieldwork.note import Audience, Note
from fieldwork.query import Query
from fieldwork.trend import trend_of
from handlers.buttons import Press, sites_key
from handlers.context import FieldContext
from handlers.replies import picture, refusals
from handlers.window import at_sites, day_of, told_of
from services.incoming import ButtonPress

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


async def news(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Picture]: sites by themes, the notes of a digest beside those of the four weeks before it."""
    digest = told_of(press.subject, context)
    if digest is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    since = context.terms.local(digest.window.since)
    team, study = await _team(context), context.study
    day = max((context.terms.local(digest.moment(note)).date() for note in digest.new), default=since.date())
    told = await asyncio.to_thread(
        lambda: news_of(
            digest.new,
            digest.earlier(team),
            study.codebook,
            day=day,
            timezone=study.timezone,
            only_at=digest.only_at,
        )
    )
    if not told.matrix:
        await context.press_answer(incoming, picture.nothing_new(incoming.chat_id))
        return
    shown = fitted_news(told, themes=picture.MOST_THEMES, sites=picture.MOST_SITES)
    png = await context.services.painter.news(shown, study.codebook.title, picture.news_about(told, since))
    question = await context.services.questions.remember(Query(first=told.begins, last=day, sites=digest.only_at))
    course = await asyncio.to_thread(
        trend_of, team, study.codebook, day=day, timezone=study.timezone, only_at=digest.only_at
    )
    to_trend = picture.trend_key(day, sites_key(digest.only_at, study.codebook.sites)) if course else None
    say = picture.news(told, shown, since, png, incoming.chat_id, question=question, trend=to_trend)
    await context.press_answer(incoming, say)


async def trend(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Trend]: small multiples of the weeks that end with a day."""
    last, only_at = at_sites(press.subject, context)
    day = day_of(last) if _DAY.fullmatch(last) else None
    if day is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    study = context.study
    told = await asyncio.to_thread(
        trend_of, await _team(context), study.codebook, day=day, timezone=study.timezone, only_at=only_at
    )
    if not told:
        await context.press_answer(incoming, picture.no_trend(incoming.chat_id))
        return
    png = await context.services.painter.trend(told, study.codebook.title, picture.trend_about(told))
    await context.press_answer(incoming, picture.trend(told, png, incoming.chat_id))


async def _team(context: FieldContext) -> list[Note]:
    readable = await context.services.questions.readable(context.member)
    return [note for note in readable if note.audience is Audience.TEAM]
