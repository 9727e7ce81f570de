"""Mishearings that the team put right twice: a PI decides whether every later transcript gets them put right."""

from fieldwork.member import Role
from fieldwork.note import Audience, Note
from fieldwork.put_right import PutRight
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.replies import lesson, refusals
from services.incoming import ButtonPress
from services.outgoing import Say


def offers(changed: Note, term: PutRight, context: FieldContext) -> list[Say]:
    """For each PI, when a second note of the team had the same term put right; what is *Only you* stays so."""
    if changed.audience is not Audience.TEAM or not any(term.same_as(made) for made in changed.corrections):
        return []
    if any(term.heard.casefold() == known.heard.casefold() for known in context.study.learned):
        return []
    before = [note for note in context.study.notebook.all() if note.number != changed.number and _has(note, term)]
    if len(before) != 1:
        return []
    pis = context.study.team.with_role(Role.PI)
    return [lesson.offer(term, changed, before[0], len(changed.corrections) - 1, pi.telegram_id) for pi in pis]


def _has(note: Note, term: PutRight) -> bool:
    shared = note.audience is Audience.TEAM and not note.hidden
    return shared and any(term.same_as(made) for made in note.corrections)


async def learn(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Always]: put it right in what is transcribed from now on."""
    term = _term(press, context)
    if term is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = redrawn(incoming, lesson.learned(term, press, incoming.chat_id))
    await context.services.lessons.learn(incoming.row, term, [say], who=context.member.label)


async def forget(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Forget it]: later transcripts stay as they are heard."""
    term = _term(press, context)
    if term is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    say = redrawn(incoming, lesson.forgotten(term, incoming.chat_id))
    await context.services.lessons.forget(incoming.row, term, [say], who=context.member.label)


async def leave(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[No]."""
    term = _term(press, context)
    refusal = refusals.old_button(incoming.press)
    await context.answer(
        incoming, refusal if term is None else redrawn(incoming, lesson.forgotten(term, incoming.chat_id))
    )


def _term(press: Press, context: FieldContext) -> PutRight | None:
    """The correction that the button speaks of, as long as this member is a PI and the note is the team's."""
    note = None if press.number is None else context.study.notebook.get(press.number)
    shared = note is not None and note.audience is Audience.TEAM and not note.hidden
    if context.member.role is not Role.PI or note is None or not shared or press.count >= len(note.corrections):
        return None
    return note.corrections[press.count]
