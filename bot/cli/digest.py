"""The digest outside the chat: `digest`."""

import asyncio
import sys
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import form_of, write_privately
from bot.cli.session import clock_at, opened, run_async
from bot.live import LiveWording
from fieldwork.digest import Digest
from fieldwork.member import Member, MemberId, Role
from fieldwork.news import fitted_news
from fieldwork.report import Report
from handlers.replies import digest as wording
from handlers.replies import picture
from handlers.replies import report as words
from handlers.replies.markup import plain
from handlers.replies.terms import Terms
from pictures.page import Part, page
from pictures.painter import MatrixPainter
from services.digests import Digests
from services.ports import Clock
from services.study import Study
from services.subscriptions import Subscriptions
from storage.codec import Codec

PANEL = "Notes"


class Form(StrEnum):
    """How a digest is written."""

    HTML = "html"
    MD = "md"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register this family."""
    app.command(rich_help_panel=PANEL)(digest)


def digest(
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Of what was observed on that day.")
    ] = None,
    format: Annotated[Form | None, typer.Option(help="Else as the file is called; in words for a terminal.")] = None,  # noqa: A002 - the option's name
    output: Annotated[Path | None, typer.Option(help="The file to write; made readable by you alone.")] = None,
    now: Annotated[str | None, typer.Option(help="As if it were this time.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show tonight's digest as a PI would get it, or that of a day; the window stays where it is."""
    form = Form.JSON if as_json else form_of(output, Form, format) if output else format
    run_async(_digest(day.date() if day else None, form, output, clock_at(now)))


async def _digest(day: date | None, form: Form | None, output: Path | None, clock: Clock) -> None:
    async with opened(clock=clock) as study:
        digests = Digests(study, Subscriptions(study, study.now().time()), LiveWording(study))
        reader = next(iter(study.team.with_role(Role.PI)), None) or _anybody(study)
        report = await digests.report(reader, day)
        if day is None and form in (None, Form.JSON):  # in that person's own sites and length
            report = replace(report, digest=await digests.for_member(reader))
        content = await _content(form, report, reader, study)
        if output is None:
            print(content.decode().rstrip())
            return
        await asyncio.to_thread(write_privately, output, [content])
        await study.store.write(lambda tx: tx.audit.add(study.clock(), "command line", "exported"))
    print(f"{output} is not encrypted: delete it when you are done.", file=sys.stderr)


async def _content(form: Form | None, report: Report, reader: Member, study: Study) -> bytes:
    terms = Terms(codebook=study.codebook, timezone=study.timezone)
    match form:
        case None:
            says = wording.digest(terms, report.digest, reader, asked=True)
            return "\n\n".join(plain(say.html) for say in says).encode()
        case Form.JSON:
            codec: Codec[Digest] = Codec(Digest)
            return codec.pack(report.digest) + b"\n"
        case Form.MD:
            parts = (words.text(terms, report, reader, study.now()), words.news(report), words.trend(report))
            return "\n".join(part for part in parts if part).encode()
        case Form.HTML:
            text = Part(words.text(terms, report, reader, study.now()))
            return page(words.heading(terms, report), [text, *await _pictures(report, study.codebook.title)])


async def _pictures(report: Report, title: str) -> list[Part]:
    """Only where there is something new to see, and enough to show a trend."""
    painter, parts = MatrixPainter(), []
    if report.news:
        shown = fitted_news(report.news, themes=picture.MOST_THEMES, sites=picture.MOST_SITES)
        about = picture.news_about(report.news, report.digest.since)
        parts.append(
            Part(words.news(report), await painter.news(shown, title, about), "Sites by themes, in words below")
        )
    if report.trend:
        png = await painter.trend(report.trend, title, picture.trend_about(report.trend))
        parts.append(Part(words.trend(report), png, "Notes a week on each theme, in words below"))
    return parts


def _anybody(study: Study) -> Member:
    return Member(id=MemberId(0), role=Role.PI, name="", label="PI", telegram_id=0, joined_at=study.clock())
