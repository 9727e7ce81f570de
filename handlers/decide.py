"""[Decide the 3] and [Tomorrow] under a digest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwork.access import may_change, may_judge, may_read
from fieldwork.codebook_change import add_theme
from fieldwork.decisions import Decision, Matter, decisions, suggestions
from fieldwork.errors import FieldworkError
from fieldwork.judgement import accept, refuse
from fieldwork.member import Role
from fieldwork.note import Code, CodeKind, Note, NoteNumber, Origin
from fieldwork.preference import Preference
from handlers.buttons import Press, slug_of
from handlers.codebook_change import made_of
from handlers.context import FieldContext, redrawn
from handlers.edits import no_site, right
from handlers.replies import book_change, decide, refusals
from handlers.replies import digest as wording
from handlers.window import Opened, told_of
from services.changes import Edit
from services.incoming import ButtonPress
from services.outgoing import Say, Toast

_ARGUMENT = re.compile(r"([ot])([fnrswyxm])(\d{1,10})(?:-(.{1,40}))?", re.DOTALL | re.ASCII)
_MATTERS = tuple(Matter)
_DECIDES = {
    decide.RIGHT: (Matter.CHECK, "checked"),
    decide.SITE: (Matter.SITE, "site set"),
    decide.NO_SITE: (Matter.SITE, "site taken off"),
    decide.ACCEPT: (Matter.THEME, "theme added"),
    decide.REFUSE: (Matter.THEME, "theme refused"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What was pressed, in which list."""

    digest: str  # its key
    told: Opened
    scope: str
    act: str
    number: int  # a place in the list, or a note
    short: str  # a slug


async def decide_next(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """Turn the message, or decide what it shows and turn it."""
    turn = await _turn(press, context)
    if turn is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
    elif turn.act == decide.FIRST:
        await context.press_answer(incoming, _page(turn, _things(turn, context), 0, incoming, context))
    elif turn.act == decide.TURN:
        await context.redraw(incoming, _page(turn, _things(turn, context), turn.number, incoming, context))
    elif turn.act == decide.MAKE:
        await _make(incoming, turn, context)
    else:
        await _judge(incoming, turn, context)


async def _turn(press: Press, context: FieldContext) -> _Turn | None:
    told, found = await told_of(press.subject, context), _ARGUMENT.fullmatch(press.argument)
    if told is None or found is None:
        return None
    scope, act, number, short = found.groups()
    return _Turn(digest=press.subject, told=told, scope=scope, act=act, number=int(number), short=short or "")


def _things(turn: _Turn, context: FieldContext, changed: Note | None = None, made: str = "") -> tuple[Decision, ...]:
    """What is open now; with a change that is not in the notebook yet."""

    def current(notes: Iterable[Note]) -> list[Note]:
        return [changed if changed is not None and note.number == changed.number else note for note in notes]

    member = context.member
    if turn.scope == decide.THEMES:
        return suggestions(current(turn.told.new), member)
    tags = [slug for slug in _new_tags(turn, context) if slug != made]
    return decisions(current(context.study.notebook.by_author(member.id)), turn.told.new, tags, member)


def _new_tags(turn: _Turn, context: FieldContext) -> Sequence[str]:
    if context.member.role is not Role.PI:
        return ()
    before = turn.told.told
    told = context.services.digests.compose_for(context.member, before, Preference(sites=before.only_at))
    seen = {slug for note in turn.told.new for slug in note.themes}
    return [tag.slug for tag in told.new_tags if tag.slug in seen]


def _page(turn: _Turn, things: tuple[Decision, ...], place: int, incoming: ButtonPress, context: FieldContext) -> Say:
    return decide.page(context.terms, things, place, turn.digest, turn.scope, incoming.chat_id)


async def _judge(incoming: ButtonPress, turn: _Turn, context: FieldContext) -> None:
    note = context.study.notebook.get(NoteNumber(turn.number))
    matter, what = _DECIDES[turn.act]
    if note is None or not may_read(context.member, note):
        await context.answer(incoming, refusals.note_is_gone(incoming.press))
        return
    may = may_judge if matter is Matter.THEME else may_change
    edit = _edit(turn, context)
    if edit is None or not may(context.member, note):
        refusal = refusals.old_button if edit is None else refusals.not_your_note
        await context.answer(incoming, refusal(incoming.press))
        return

    def says(changed: Note) -> list[Say | Toast]:
        things = _things(turn, context, changed)
        say = _page(turn, things, _behind(things, matter, changed.number), incoming, context)
        return [redrawn(incoming, say, f"#{changed.number}: done.")]

    await context.services.changes.change(incoming.row, note, edit, says, who=context.member.label, what=what)


def _behind(things: Sequence[Decision], matter: Matter, number: NoteNumber) -> int:
    """The place of the first thing that comes after that one, so that what was skipped does not come again."""
    done = (number, _MATTERS.index(matter))
    for place, thing in enumerate(things):
        if thing.note is not None and (thing.note.number, _MATTERS.index(thing.matter)) >= done:
            return place
    return len(things)


def _edit(turn: _Turn, context: FieldContext) -> Edit | None:
    """A second press changes nothing: the theme is decided, the site is set."""
    by, now, book = context.member.label, context.study.clock(), context.study.codebook
    if turn.act == decide.RIGHT:
        return right
    if turn.act == decide.NO_SITE:
        return lambda current: current if current.sites else no_site(current)
    if turn.act == decide.SITE:
        slug = slug_of(turn.short, (site.slug for site in book.sites))
        code = slug and Code(kind=CodeKind.SITE, slug=slug, origin=Origin.TAPPED, by=by, at=now)
        return (lambda current: current if current.sites else current.with_code(code)) if code else None
    theme = slug_of(turn.short, (theme.slug for theme in book.themes))
    if theme is None:
        return None
    judge = accept if turn.act == decide.ACCEPT else refuse
    return lambda current: judge(current, theme, by=by, at=now) if theme in current.suggested_themes else current


async def _make(incoming: ButtonPress, turn: _Turn, context: FieldContext) -> None:
    """A hashtag becomes a theme, with [Put back] in a message of its own."""
    if context.member.role is not Role.PI:
        await context.answer(incoming, book_change.only_a_pi(incoming.press))
        return
    slug = slug_of(turn.short, _new_tags(turn, context))
    if slug is None:
        theme = made_of(turn.short, context.study.codebook)
        toast = refusals.old_button(incoming.press) if theme is None else book_change.already(theme, incoming.press)
        await context.answer(incoming, toast)
        return

    def says(what: str, number: int) -> list[Say]:
        say = _page(turn, _things(turn, context, made=slug), 0, incoming, context)
        return [redrawn(incoming, say), book_change.changed(what, number, incoming.chat_id)]

    try:
        await context.services.codebooks.change(
            incoming.row, lambda book: add_theme(book, slug.replace("-", " ")), says, who=context.member.label
        )
    except FieldworkError as refusal:
        await context.press_answer(incoming, book_change.refused(str(refusal), incoming.chat_id))


async def tomorrow(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Tomorrow]: what is still open then comes in the morning; pressed twice, it comes once."""
    told = await told_of(press.subject, context)
    if told is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await context.services.digests.tomorrow(
        incoming.row,
        context.member,
        press.subject,
        lambda due: [wording.comes_tomorrow(context.terms, due, incoming.press)],
    )
