"""Joining: `/start`, the practice note, `/help` and `/privacy`."""

from datetime import timedelta

from telegram import Update

from fieldwork.note import Note
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.questions import answer_remembered
from handlers.replies import card, welcome
from services.incoming import ButtonPress, IncomingText
from services.outgoing import Say

QUESTION = "q_"  # what a link from the group starts the bot with
PRACTICE_LASTS = timedelta(minutes=30)  # later notes are not taken for practice


async def start(update: Update, context: FieldContext) -> None:
    """Let somebody in with a code; show a member around; answer a question asked in the group."""
    incoming = read_text(update)
    word = words_after_command(incoming.text)
    if context.newcomer:
        await _redeem(incoming, word, context)
    elif word.startswith(QUESTION):
        await answer_remembered(incoming, word.removeprefix(QUESTION), context)
    else:
        await context.answer(incoming, welcome.already_in(context.member, incoming.chat_id))


async def _redeem(incoming: IncomingText, code: str, context: FieldContext) -> None:
    study = context.study
    await study.team.redeem(
        incoming,
        code,
        study.clock(),
        welcome=lambda member: welcome.welcome(member, study.codebook.title),
        refused=welcome.invitation_refused,
    )
    study.bells.replies.ring()
    study.bells.team.ring()


async def help_command(update: Update, context: FieldContext) -> None:
    """What this person can do."""
    incoming = read_text(update)
    private = welcome.help_text(context.member, incoming.chat_id)
    await context.answer(incoming, private if incoming.private else welcome.group_help(incoming.chat_id))


def kept(chat_id: int, context: FieldContext) -> Say:
    """What is kept and how long, and who hears it."""
    services = context.services
    return welcome.what_is_kept(services.retention.clock, services.machine.speech_place, chat_id)


async def privacy(update: Update, context: FieldContext) -> None:
    """What is kept, and who can read it."""
    incoming = read_text(update)
    await context.answer(incoming, kept(incoming.chat_id, context))


async def practise(incoming: ButtonPress, _press: Press, context: FieldContext) -> None:
    """[Practice note]."""
    started = int(context.study.now().timestamp())
    await context.press_answer(incoming, welcome.practice(incoming.chat_id, started))


async def what_is_kept(incoming: ButtonPress, _press: Press, context: FieldContext) -> None:
    """[What is kept]."""
    await context.press_answer(incoming, kept(incoming.chat_id, context))


async def erase_practice(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Erase my practice]: take back what was sent since. Nothing is erased that nobody pressed for."""
    notes = _practice(press.count, context)
    for note in notes:
        await context.services.changes.hide(None, note, lambda _: [], who=context.member)
    await context.press_answer(incoming, card.practised(notes, incoming.chat_id))


def _practice(started: int, context: FieldContext) -> list[Note]:
    own = context.study.notebook.by_author(context.member.id)
    until = started + PRACTICE_LASTS.total_seconds()
    return [note for note in own if not note.hidden and started <= note.recorded_at.timestamp() <= until]
