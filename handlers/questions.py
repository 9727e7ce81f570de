"""Questions: `/notes`, its page buttons, the link from the group, and one's own day."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from fieldwork.codebook import Codebook
from fieldwork.facets import Facet
from fieldwork.left_out import LeftOut
from fieldwork.note import Note
from fieldwork.query import Query, QueryProblem, describe, narrowed
from fieldwork.search import Found, Match
from handlers import check
from handlers.buttons import FEW_BYTES, Press, slug_key, slug_of
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.open_note import number_asked, open_number
from handlers.replies import answer, card, refusals
from handlers.replies.answer import PAGE_NOTES, Asked, Cut, Elsewhere
from handlers.replies.facts import perhaps_a_question
from services.incoming import ButtonPress, Incoming, IncomingText
from services.outgoing import Say

SITES_NAMED = 4
NARROWER = 3  # sites or themes offered
LINK = "https://t.me/{bot}?start=q_{question}"
_ASKS_ON = re.compile(
    r"^(?:(?:only|just|and|but|ok|okay|what about|how about|now|(?:the )?same(?: for)?|then)\b[ ,]*)+", re.IGNORECASE
)
_THE_SAME = re.compile(r"(?:and )?(?:the )?same for\b", re.IGNORECASE)
_PLEASE = re.compile(r"[ ,]*(?:\b(?:please|pls|thanks|only|too|as well|then|instead))?[.!?]*$", re.IGNORECASE)
_ALL_SITES = re.compile(
    r"(?:(?:at |from )?(?:all|any|every) (?:the )?sites?|everywhere|anywhere|(?:drop|without|remove) the sites?)",
    re.IGNORECASE,
)
_ALL_DATES = re.compile(
    r"(?:all (?:the )?(?:dates|days|time)|any ?time|ever|(?:drop|without|remove) the dates?|whenever)", re.IGNORECASE
)
_TO_PAGE = re.compile(r"page (?P<page>[1-9][0-9]?)|(?:the )?(?:next(?: page)?|more|older|show me more)", re.IGNORECASE)
_PAGE = re.compile(r"Page (?P<page>[0-9]+) of")
_ANSWER = re.compile(r"(?:No note|[0-9]+ notes?) · (?P<asked>[^\n]+)")


async def ask(update: Update, context: FieldContext) -> None:
    """Answer with cards in private, with counts and a link in the group; `/notes n214` opens that note."""
    incoming = read_text(update)
    await ask_words(incoming, words_after_command(incoming.text), context)


async def ask_words(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """The same for words that stood behind a command or a mention."""
    number = number_asked(words)
    if number is not None:
        await open_number(incoming, number, context)
        return
    await context.answer(incoming, await _answer(words, incoming, context), what="asked")


async def ask_instead(incoming: ButtonPress, note: Note, context: FieldContext) -> None:
    """[Ask the notes]: the note was a question. It is taken back, with the way to put it back, and answered."""
    if not perhaps_a_question(context.terms, note):  # since then it was given another text
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    if not note.hidden:  # as it is when a crash came between the two
        await context.services.changes.hide(
            None,
            note,
            lambda hidden: [replace(card.was_asked(hidden, incoming.chat_id), edits_message=incoming.message_id)],
            who=context.member,
        )
    say = await _answer(note.text, incoming, context)
    await context.answer(incoming, replace(say, answers_press=incoming.press), what="asked")


async def ask_on(incoming: IncomingText, context: FieldContext) -> Say | None:
    """What a reply to an answer asks on: "only last week", "and at Orchard?"; None where it says anything else."""
    before = _ANSWER.match(incoming.answers)
    if before is None:
        return None
    text = _PLEASE.sub("", incoming.text.strip())
    query, _ = await _read(before["asked"].replace(" · ", ", "), context)
    if (cut := _cut(text, incoming.answers)) is not None:
        return await _answered(query, (), incoming, context, cut=cut)
    by, problems = await _read(_ASKS_ON.sub("", text), context)
    if by.words or problems or replace(by, said="") == Query():
        return None
    instead = by.themes and _THE_SAME.match(text)
    return await _answered(narrowed(replace(query, themes=()) if instead else query, by), (), incoming, context)


def _cut(text: str, answered: str) -> Cut | None:
    """`All sites`, `any time`, `page 2`, `more`: what the buttons of an answer do, in words."""
    if _ALL_SITES.fullmatch(text):
        return Cut(all_sites=True)
    if _ALL_DATES.fullmatch(text):
        return Cut(all_dates=True)
    shown = _PAGE.search(answered)
    if (page := _TO_PAGE.fullmatch(text)) is None:
        return None
    return Cut(page=int(page["page"]) - 1 if page["page"] else int(shown["page"]) if shown else 1)


async def _answer(words: str, incoming: Incoming, context: FieldContext) -> Say:
    return await _answered(*await _read(words, context), incoming, context)


async def _read(words: str, context: FieldContext) -> tuple[Query, tuple[QueryProblem, ...]]:
    labels = await context.services.questions.labels()
    return context.study.question(words, labels, asker=context.member.label)


async def _answered(
    query: Query,
    problems: Sequence[QueryProblem],
    incoming: Incoming,
    context: FieldContext,
    cut: Cut | None = None,
) -> Say:
    question = await context.services.questions.remember(query)
    asked = await found(context, query, question, cut=cut, problems=problems, open_to_group=not incoming.private)
    return _said(asked, incoming, context)


def _said(asked: Asked, incoming: Incoming, context: FieldContext) -> Say:
    if incoming.private:
        return answer.answer(context.terms, asked, context.member, incoming.chat_id)
    link = LINK.format(bot=context.bot.username, question=asked.question)
    return answer.counts(asked, link, incoming.chat_id, incoming.message_id)


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
    asked = cut_down(query, cut, study.codebook)
    matches = await context.services.questions.find(asked, context.member, team_only=open_to_group)
    return Asked(
        question=question,
        description=describe(matches.query if matches else asked, study.codebook),
        matches=matches,
        elsewhere=await _elsewhere(context, asked, nothing=not matches, team_only=open_to_group),
        cut=cut,
        names_sites=bool(query.sites),
        names_dates=query.first is not None or query.last is not None,
        problems=tuple(problems),
        narrower=await _narrower(context, asked, cut, matches) if not open_to_group else (),
        with_words=matches.with_words if asked.words else None,
        by_all_else=matches.by_all_else,
    )


async def _narrower(context: FieldContext, query: Query, cut: Cut, matches: Found) -> tuple[tuple[str, int, Cut], ...]:
    """Of an answer that is longer than a page: at which sites most of it is, else on which themes."""
    if len(matches) <= PAGE_NOTES or (query.sites and (query.themes or cut.theme)):
        return ()
    by_site, book, questions = not query.sites, context.study.codebook, context.services.questions
    counts = await questions.spread(Facet.SITE if by_site else Facet.THEME, matches, query, context.member)
    listed = (entry.slug for entry in (book.sites if by_site else book.themes))
    most = Counter({slug: counts[slug] for slug in listed if 0 < counts.get(slug, 0) < len(matches)})
    name = context.terms.plain_site if by_site else context.terms.plain_theme

    def only(slug: str) -> Cut:
        short = slug_key(slug, FEW_BYTES)
        return replace(cut, page=0, site=short) if by_site else replace(cut, page=0, theme=short)

    return tuple((name(slug), count, only(slug)) for slug, count in most.most_common(NARROWER))


async def _elsewhere(context: FieldContext, query: Query, *, nothing: bool, team_only: bool) -> Elsewhere:
    """What the question would find beside its answer, among what this member may read."""

    async def found_by(other: Query) -> Sequence[Match]:
        return await context.services.questions.find(other, context.member, team_only=team_only)

    dated = query.first is not None or query.last is not None
    several = query.people if nothing and len(query.people) > 1 else ()
    sites: Counter[str] = Counter()
    if query.themes and query.sites:
        elsewhere = replace(query, sites=(), left_out=query.left_out | LeftOut(sites=query.sites))
        sites.update(await context.services.questions.sites(elsewhere, context.member, team_only=team_only))
    names = context.study.codebook.site_name
    return Elsewhere(
        theme=describe(Query(themes=query.themes), context.study.codebook) if query.themes and query.sites else "",
        sites=tuple((names(slug), count) for slug, count in sites.most_common(SITES_NAMED)),
        more_sites=max(0, len(sites) - SITES_NAMED),
        theme_alone=replace(query, themes=(), theme_words=(), sites=(), first=None, last=None, said="") == Query(),
        other_dates=len(await found_by(replace(query, first=None, last=None, part=None))) if nothing and dated else 0,
        other_sites=len(await found_by(replace(query, sites=()))) if nothing and query.sites else 0,
        people=tuple([(one, len(await found_by(replace(query, people=(one,), together=False)))) for one in several]),
    )


def cut_down(query: Query, cut: Cut, codebook: Codebook) -> Query:
    """The question without its sites or dates, or at one site, on one theme, as its buttons ask."""
    if cut.all_sites:
        query = replace(query, sites=())
    if cut.all_dates:
        query = replace(query, first=None, last=None, part=None)
    if site := slug_of(cut.site, (site.slug for site in codebook.sites)):
        query = replace(query, sites=(site,))
    if theme := slug_of(cut.theme, (theme.slug for theme in codebook.themes)):
        query = replace(query, themes=tuple(dict.fromkeys((*query.themes, theme))))
    return query


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
    """[More like this]: the notes nearest in meaning, of its theme first."""
    like = await context.services.questions.more_like(note, context.member)
    say = answer.more_like(context.terms, note, like, context.member, incoming.chat_id)
    await context.press_answer(incoming, say)


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
