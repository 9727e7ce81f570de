"""What a reply to one's own card does to the note, and what is said about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from fieldwork.follow_up import TAG
from fieldwork.note import Code, CodeKind, Kind, Note, Origin, Status
from fieldwork.phrase import apply_phrase
from fieldwork.put_right import PutRight
from fieldwork.spoken_day import Day
from fieldwork.spoken_time import Clock, Said, observed_at
from fieldwork.wish import (
    AddCodes,
    DropThemes,
    NoSite,
    NothingToDo,
    PhraseNotFound,
    ReplacePhrase,
    ReplaceText,
    SetSite,
    SetTime,
)
from handlers import lessons
from handlers.context import FieldContext
from handlers.edits import no_site, with_codes, without_theme
from handlers.replies import correction
from services.changes import Edit, Says
from services.outgoing import Say, Toast

Coding = AddCodes | DropThemes | SetSite | NoSite | SetTime
Change = Coding | NothingToDo | ReplacePhrase | PhraseNotFound | ReplaceText  # all but to take it back


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change with what is said when it is made."""

    edit: Edit
    says: Says
    what: str


def correction_of(wish: Change, note: Note, context: FieldContext, chat_id: int) -> Correction:
    """The change that a reply means."""
    match wish:
        case AddCodes() | DropThemes() | SetSite() | NoSite() | SetTime():
            return _coded(wish, context, chat_id)
        case ReplacePhrase(old=old, new=new):
            return _phrase(old, new, note, context, chat_id)
        case PhraseNotFound(old=old):
            return _saying(_same, lambda kept: correction.phrase_not_found(kept, old, chat_id), "looked for a phrase")
        case ReplaceText(text=text):
            return _whole(text, note, context, chat_id)
        case NothingToDo():
            return _saying(_same, lambda kept: correction.unchanged(kept, chat_id), "thanked")


def _coded(wish: Coding, context: FieldContext, chat_id: int) -> Correction:
    match wish:
        case AddCodes():
            return _codes(wish, context, chat_id)
        case DropThemes(slugs=slugs):
            return _saying(
                lambda current: reduce(without_theme, slugs, current),
                lambda changed: correction.themes_dropped(context.terms, changed, slugs, chat_id),
                "theme taken off",
            )
        case SetSite(slug=slug):
            return _site(slug, context, chat_id)
        case NoSite():
            return _saying(
                no_site, lambda changed: correction.site_set(context.terms, changed, chat_id), "site taken off"
            )
        case SetTime(clock=clock, day=day):
            return _time(clock, day, context, chat_id)


def _time(clock: Said | None, day: Day | None, context: FieldContext, chat_id: int) -> Correction:
    zone = context.study.timezone

    def meant(note: Note) -> datetime | None:
        sent_at, seen = note.recorded_at.astimezone(zone), note.observed_at.astimezone(zone)
        said = clock or Clock(hour=seen.hour, minute=seen.minute, half="am" if seen.hour < 12 else "pm")
        return observed_at(said, day, sent_at=sent_at)

    def say(changed: Note) -> Say:
        told = correction.time_set if meant(changed) else correction.time_to_come
        return told(context.terms, changed, chat_id)

    return _saying(lambda current: replace(current, observed_at=meant(current) or current.observed_at), say, "time set")


def _codes(wish: AddCodes, context: FieldContext, chat_id: int) -> Correction:
    now, label = context.study.clock(), context.member.label
    codes = [replace(code, by=label, at=now) for code in wish.codes]

    def say(changed: Note) -> Say:
        if (wish.audience or wish.follow_up is not None) and not wish.codes:
            return correction.ordered(context.terms, changed, wish.audience, chat_id)
        return correction.codes_added(context.terms, changed, wish.unknown, chat_id)

    def edit(current: Note) -> Note:
        return replace(
            with_codes(current, codes),
            note_type=wish.note_type or current.note_type,
            audience=wish.audience or current.audience,
            follow_up=_followed_up(current, wanted=wish.follow_up),
        )

    return _saying(edit, say, "tags added")


def _followed_up(note: Note, *, wanted: bool | None) -> str:
    if wanted is None:
        return note.follow_up
    return (note.follow_up or TAG) if wanted else ""


def _site(slug: str, context: FieldContext, chat_id: int) -> Correction:
    code = Code(kind=CodeKind.SITE, slug=slug, origin=Origin.TAPPED, by=context.member.label, at=context.study.clock())
    return _saying(
        lambda current: current.with_code(code),
        lambda changed: correction.site_set(context.terms, changed, chat_id),
        "site set",
    )


def _saying(edit: Edit, say: Callable[[Note], Say], what: str) -> Correction:
    return Correction(edit=edit, says=lambda changed: [say(changed)], what=what)


def _same(note: Note) -> Note:
    return note


def _phrase(old: str, new: str, note: Note, context: FieldContext, chat_id: int) -> Correction:
    places = apply_phrase(note.text, old, new)[1]
    term = PutRight(heard=old, meant=new)

    def edit(current: Note) -> Note:
        text = apply_phrase(current.text, old, new)[0]
        if text == current.text:
            return current
        # One phrase put right does not make the rest of the engine's words checked.
        changed = replace(context.services.capture.reworded(current, text), status=current.status)
        spoken = current.kind is Kind.VOICE and term.is_term
        return replace(changed, corrections=(*current.corrections, term)) if spoken else changed

    def says(changed: Note) -> list[Say | Toast]:
        if changed.revision == note.revision:
            return [correction.unchanged(changed, chat_id)]
        return [correction.phrase_changed(changed, old, new, places, chat_id), *lessons.offers(changed, term, context)]

    return Correction(edit=edit, says=says, what="corrected")


def _whole(text: str, note: Note, context: FieldContext, chat_id: int) -> Correction:
    def edit(current: Note) -> Note:
        return with_words(current, text, context)

    def say(changed: Note) -> Say:
        if not note.text:
            return correction.words_given(context.terms, changed, chat_id)
        return correction.text_replaced(changed, note.text, chat_id)

    return _saying(edit, say, "text replaced")


def with_words(note: Note, text: str, context: FieldContext) -> Note:
    """The note with another text; a recording that had no words becomes readable by it."""
    worded = context.services.capture.reworded(note, text)
    status = Status.CHECKED if note.status in (Status.NO_SPEECH, Status.FAILED, Status.WAITING) else worded.status
    return replace(worded, status=status, readable_at=note.readable_at or context.study.clock())
