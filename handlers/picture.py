"""[Picture] and [Trend]: what a digest brought beside the four weeks before, and how each theme has gone."""

import asyncio
import re
from datetime import UTC, date, datetime

from fieldwork.news import fitted_news, news_of
from fieldwork.note import Audience, Note
from fieldwork.query import Query
from fieldwork.trend import trend_of
from fieldwork.window import readable_at
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.digest import in_window
from handlers.replies import picture, refusals
from services.incoming import ButtonPress

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


async def news(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Picture]: sites by themes, the notes of a digest beside those of the four weeks before it."""
    new = in_window(press.subject, context)
    if new is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    since = context.terms.local(_beginning(press.subject))
    team, study = await _team(context), context.study
    day = max((context.terms.local(readable_at(note)).date() for note in new), default=since.date())
    told = await asyncio.to_thread(
        lambda: news_of(new, _earlier(team, since), study.codebook, day=day, timezone=study.timezone)
    )
    if not told.matrix:
        await context.press_answer(incoming, picture.nothing_new(incoming.chat_id))
        return
    shown = fitted_news(told, themes=picture.MOST_THEMES, sites=picture.MOST_SITES)
    png = await context.services.painter.news(shown, study.codebook.title, picture.news_about(told, since))
    question = await context.services.questions.remember(Query(first=told.begins, last=day))
    course = await asyncio.to_thread(trend_of, team, study.codebook, day=day, timezone=study.timezone)
    say = picture.news(told, shown, since, png, incoming.chat_id, question=question, trend=bool(course))
    await context.press_answer(incoming, say)


async def trend(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Trend]: small multiples of the weeks that end with a day."""
    day = _day(press.subject)
    if day is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    study = context.study
    told = await asyncio.to_thread(trend_of, await _team(context), study.codebook, day=day, timezone=study.timezone)
    if not told:
        await context.press_answer(incoming, picture.no_trend(incoming.chat_id))
        return
    png = await context.services.painter.trend(told, study.codebook.title, picture.trend_about(told))
    await context.press_answer(incoming, picture.trend(told, png, incoming.chat_id))


async def _team(context: FieldContext) -> list[Note]:
    readable = await context.services.questions.readable(context.member)
    return [note for note in readable if note.audience is Audience.TEAM]


def _beginning(window: str) -> datetime:
    """Of a window that `in_window` has read."""
    return datetime.fromtimestamp(int(window.partition("-")[0]) / 1000, tz=UTC)


def _earlier(notes: list[Note], since: datetime) -> list[Note]:
    """What was there before a digest's notes; imported ones by when they were observed."""
    return [note for note in notes if (note.observed_at if note.imported else readable_at(note)) <= since]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None
