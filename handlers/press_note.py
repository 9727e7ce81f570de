"""Buttons under a note: look, change, hear, take back."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from fieldwork.access import may_change, may_judge, may_read
from fieldwork.joining import joined
from fieldwork.note import Kind, Note
from handlers import questions, undo
from handlers.buttons import Press, Verb
from handlers.context import FieldContext, redrawn
from handlers.edits import AUDITED, edit_of
from handlers.press_correction import keep_both, old_text
from handlers.replies import card, correction, menus, opened, recording, refusals, suggested
from handlers.reply import reader_of_remarks
from services.changes import Edit
from services.incoming import ButtonPress
from services.outgoing import Say, Toast

NotePress = Callable[[ButtonPress, Press, Note, FieldContext], Awaitable[None]]

LOOKS = frozenset((Verb.CARD, Verb.PAGE, Verb.LIKE_THIS, Verb.REMARK))  # what a reader may press too
JUDGES = frozenset((Verb.THEME, Verb.REFUSE, Verb.RECONSIDER))  # what a PI may press too


async def press_on_note(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """Check that the note is there and theirs, then do it."""
    note = None if press.number is None else context.study.notebook.get(press.number)
    refusal = _refusal(incoming, press, note, context)
    if note is None or refusal is not None:
        await context.answer(incoming, refusal or refusals.note_is_gone(incoming.press))
        return
    await _ACTS.get(press.verb, _change)(incoming, press, note, context)


def _refusal(incoming: ButtonPress, press: Press, note: Note | None, context: FieldContext) -> Toast | None:
    """Why not, None when they may. A note out of their sight is as good as none."""
    mine = note is not None and may_change(context.member, note)
    taken_back = note is not None and note.hidden and press.verb not in (Verb.PUT_BACK, Verb.ASKED)
    if note is None or taken_back or not (mine or may_read(context.member, note)):
        return refusals.note_is_gone(incoming.press)
    judges = press.verb in JUDGES and may_judge(context.member, note)
    return None if mine or judges or press.verb in LOOKS else refusals.not_your_note(incoming.press)


def shown(press: Press, note: Note, chat_id: int, context: FieldContext, *, page: int = 0) -> Say:
    """The note as the message shows it under which the button stands: opened, or its card."""
    if press.opened:
        rest = context.rest_of(note)
        return opened.opened(context.terms, note, context.member, chat_id, page=page, rest=rest)
    return card.card(context.terms, note, chat_id, page=page)


async def _change(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    edit = edit_of(press, context.study.codebook, context.member, context.study.clock())
    if edit is None:
        await context.answer(incoming, refusals.old_button(incoming.press))
    else:
        await _apply(edit, AUDITED[press.verb], incoming, press, note, context)


async def _join(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    first = None if note.behind is None else context.study.notebook.get(note.behind)
    if first is None or first.hidden or not may_change(context.member, first):
        await context.answer(incoming, refusals.note_is_gone(incoming.press))
    else:
        await _apply(lambda current: joined(current, first), "joined", incoming, press, note, context)


async def _apply(edit: Edit, what: str, incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    await context.services.changes.change(
        incoming.row,
        note,
        edit,
        lambda changed: [_after(incoming, press, changed, context)],
        who=context.member.label,
        what=what,
        of_rest=lambda rest: [card.again(context.terms, rest, incoming.chat_id)],
    )


def _after(incoming: ButtonPress, press: Press, changed: Note, context: FieldContext) -> Say | Toast:
    """The note as it is now; one that was closed to the presser in the meantime is not shown."""
    if not may_read(context.member, changed):
        return refusals.note_is_gone(incoming.press)
    own = may_change(context.member, changed)
    say = shown(replace(press, opened=press.opened or not own), changed, incoming.chat_id, context)
    return redrawn(incoming, say, suggested.refused_toast(context.terms, changed, press, own=own))


async def _look(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    page = press.count if press.verb is Verb.PAGE else 0
    await context.redraw(incoming, shown(press, note, incoming.chat_id, context, page=page))


async def _menu(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    base = shown(press, note, incoming.chat_id, context)
    say = menus.with_menu(base, press, context.terms, note)
    show = context.press_answer if press.verb is Verb.SITES and press.argument == menus.ANEW else context.redraw
    await show(incoming, say)


async def _listen(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    sound = await context.services.changes.recording(note) if note.kind is Kind.VOICE else None
    if sound is None:
        await context.answer(incoming, refusals.no_recording(incoming.press))
        return
    say = recording.played(note, base64.b64encode(sound).decode(), incoming.chat_id, ogg=sound.startswith(b"OggS"))
    await context.press_answer(incoming, say)


async def _try_again(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    await context.services.transcribing.go_on(
        incoming.row,
        note,
        lambda same: [redrawn(incoming, recording.trying_again(same, incoming.chat_id))],
        who=context.member,
    )


async def _stop(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    await context.services.transcribing.stop(
        incoming.row,
        note,
        lambda stopped: [redrawn(incoming, shown(press, stopped, incoming.chat_id, context))],
        who=context.member,
    )


async def _correct(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    unsure = correction.unsure_sentence(note, 0, incoming.chat_id)
    if unsure is None:
        await _whole_text(incoming, press, note, context)
    else:
        await context.press_answer(incoming, unsure)


async def _unsure(incoming: ButtonPress, press: Press, note: Note, context: FieldContext) -> None:
    unsure = correction.unsure_sentence(note, press.count, incoming.chat_id)
    await context.redraw(incoming, unsure or shown(press, note, incoming.chat_id, context))


async def _whole_text(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    first, *more = correction.how_to_correct(note, incoming.chat_id)
    await context.answer(incoming, replace(first, answers_press=incoming.press), *more)


async def _remark(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    if reader_of_remarks(note, context) is None:
        await context.answer(incoming, correction.remark_has_no_reader(note, incoming.press))
    else:
        await context.press_answer(incoming, correction.remark_how(note, incoming.chat_id))


async def _like_this(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    await questions.ask_like(incoming, note, context)


async def _asked(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    await questions.ask_instead(incoming, note, context)


async def _delete(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    await undo.delete(incoming, note, context)


async def _put_back(incoming: ButtonPress, _press: Press, note: Note, context: FieldContext) -> None:
    await undo.put_back(incoming, note, context)


_ACTS: Mapping[Verb, NotePress] = {
    Verb.CARD: _look,
    Verb.PAGE: _look,
    **dict.fromkeys(menus.MENUS, _menu),
    Verb.LISTEN: _listen,
    Verb.TRY_AGAIN: _try_again,
    Verb.STOP: _stop,
    Verb.JOIN: _join,
    Verb.CORRECT: _correct,
    Verb.UNSURE: _unsure,
    Verb.WHOLE_TEXT: _whole_text,
    Verb.REMARK: _remark,
    Verb.LIKE_THIS: _like_this,
    Verb.ASKED: _asked,
    Verb.DELETE: _delete,
    Verb.PUT_BACK: _put_back,
    Verb.OLD_TEXT: old_text,
    Verb.KEEP_BOTH: keep_both,
}
