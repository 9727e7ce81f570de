"""Capture: what a researcher sends becomes a note, acknowledged only after the commit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from fieldwork.choices import with_choices
from fieldwork.joining import in_one_breath, with_note_before
from fieldwork.member import Member
from fieldwork.note import (
    Audience,
    Code,
    CodeKind,
    Kind,
    Note,
    NoteNumber,
    NoteType,
    Origin,
    Status,
)
from fieldwork.reading import Reading, read_note
from fieldwork.suggestion import nothing
from services.changes import Changes
from services.incoming import Incoming, IncomingText, IncomingVoice
from services.outgoing import Say
from services.study import Study
from storage.codec import Codec
from storage.jobs import JobKind
from storage.transaction import Transaction

Reply = Callable[[Note], Say]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOrder:
    """The payload of a job that fetches a recording; `note` is set when it is dictated again."""

    voice: IncomingVoice
    asked_at: datetime
    note: NoteNumber | None = None


FETCH_ORDER: Codec[FetchOrder] = Codec(FetchOrder)


_LENT = (Origin.STICKY, Origin.JOINED)  # sites that the words do not give


def with_reading(note: Note, reading: Reading, *, keep: Iterable[Code] = ()) -> Note:
    """The note with what its text says; codes that a person tapped stay, and what was refused is not suggested again.

    A refused theme that the text now says is said. The site of the day, or of the note that this one goes on from,
    stays for want of a better one.
    """
    keep = tuple(keep)
    kept = {(code.kind, code.slug): code for code in keep if code.origin in (Origin.TAPPED, Origin.IMPORTED)}
    has_site = any(kind is CodeKind.SITE for kind, _ in kept)
    fresh = tuple(
        code
        for code in reading.codes
        if (code.kind, code.slug) not in kept
        and not (code.kind is CodeKind.SITE and has_site)
        and (code.stated or code.slug not in note.refused_themes)
    )
    codes = (*kept.values(), *fresh)
    if reading.note_type is not NoteType.ADMIN and not reading.no_site and not _site_in(codes):
        codes = (*(code for code in keep if code.origin in _LENT), *codes)
    on_it = {(code.kind, code.slug) for code in codes}
    return replace(
        note,
        codes=codes,
        refused=tuple(code for code in note.refused if (code.kind, code.slug) not in on_it),
        no_site=reading.no_site and not has_site,
        participants=reading.participants,
        follow_up=reading.follow_up,
        flagged=reading.flagged,
        telling=reading.telling,
        observed_at=reading.observed_at or note.observed_at,
    )


def _site_in(codes: Iterable[Code]) -> bool:
    return any(code.kind is CodeKind.SITE for code in codes)


class Capture:
    """New notes and edited ones."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._changes = Changes(study)

    async def text(
        self,
        incoming: IncomingText,
        member: Member,
        reply: Reply,
        *,
        of_rest: Reply | None = None,
        of_hidden: Reply | None = None,
    ) -> Note:
        """Save what was written; an edit of a known message is a revision, of an unknown one a note.

        `of_rest` tells of each note that goes on from an edited one, where that becomes its author's alone; `of_hidden`
        of a note that was taken back, which stays as it was.
        """
        study = self._study
        known = study.notebook.of_message(incoming.chat_id, incoming.message_id)
        if known is not None:
            if known.hidden:
                await study.handled(incoming.row, [of_hidden(known)] if of_hidden else [])
                return known
            return await self._revise(incoming, member, known, reply, of_rest)
        await study.consider(incoming.text, hurried=True)

        async def work(tx: Transaction) -> Note:
            note = self.draft(await tx.notes.new_number(), incoming, member, incoming.text)
            await tx.notes.put(note)
            await study.settle(tx, incoming.row, [reply(note)])
            await tx.audit.add(study.clock(), member.label, "captured", note.number)
            tx.after_commit(lambda: study.notebook.put(note))
            return note

        return await study.store.write(work)

    async def voice(self, incoming: IncomingVoice, note: NoteNumber | None = None) -> None:
        """Order the recording; the tick comes when its bytes are committed, for a file id is not storage."""
        study = self._study
        order = FetchOrder(voice=incoming, asked_at=study.clock(), note=note)

        async def work(tx: Transaction) -> None:
            await tx.jobs.add(JobKind.FETCH, FETCH_ORDER.pack(order), due=study.clock())
            await study.settle(tx, incoming.row, [])

        await study.store.write(work)
        study.bells.jobs.ring()

    def draft(self, number: NoteNumber, incoming: Incoming, member: Member, text: str) -> Note:
        """A new written note with everything that can be read from it."""
        study = self._study
        sent_at = incoming.sent_at.astimezone(study.timezone)
        reading = study.read(text, sent_at=sent_at, dictated=False)
        bare = Note(
            number=number,
            source_id=str(number),
            revision=1,
            author=member.id,
            author_label=member.label,
            kind=Kind.TEXT,
            text=text,
            observed_at=sent_at,
            recorded_at=study.clock(),
            readable_at=study.clock(),
            note_type=reading.note_type,
            audience=Audience.AUTHOR if reading.only_me else Audience.TEAM,
            status=Status.WRITTEN,
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
        )
        note = with_reading(bare, reading)
        before = study.notebook.newest_by(member.id)
        if before is not None:
            note = in_one_breath(with_note_before(note, before, reading), before)
        return self.with_sticky_site(note, member)

    def heard(self, note: Note, text: str) -> Note:
        """A dictated note with everything that can be read from its words."""
        return self._with_words(note, text, sent_at=note.observed_at, dictated=True)

    def with_sticky_site(self, note: Note, member: Member) -> Note:
        """The sticky site, when the note names none and wants one."""
        sticky = self._study.sticky_site(member)
        if sticky is None or note.sites or note.no_site or note.note_type is NoteType.ADMIN:
            return note
        since = sticky.since.astimezone(self._study.timezone)
        code = Code(kind=CodeKind.SITE, slug=sticky.slug, origin=Origin.STICKY, evidence=f"{since:%H:%M}")
        return note.with_code(code)

    async def _revise(
        self, incoming: IncomingText, member: Member, note: Note, reply: Reply, of_rest: Reply | None
    ) -> Note:
        if note.text == incoming.text:
            await self._study.handled(incoming.row, [])
            return note
        return await self._changes.change(
            incoming.row,
            note,
            lambda current: self.reworded(current, incoming.text),
            lambda revised: [reply(revised)],
            who=member.label,
            what="edited",
            of_rest=lambda rest: [of_rest(rest)] if of_rest else [],
            hurried=True,
        )

    def reworded(self, note: Note, text: str) -> Note:
        """The note with another text: what the text says is read again, what was tapped stays."""
        typed = replace(note, status=note.status if note.kind is Kind.TEXT else Status.CHECKED)
        return self._with_words(typed, text, sent_at=note.recorded_at, dictated=note.kind is Kind.VOICE)

    def _with_words(self, note: Note, text: str, *, sent_at: datetime, dictated: bool) -> Note:
        study = self._study
        zoned = sent_at.astimezone(study.timezone)
        before = read_note(note.text, study.codebook, sent_at=zoned, dictated=dictated, suggest=nothing)
        reading = with_choices(note, before, study.read(text, sent_at=zoned, dictated=dictated))
        audience = Audience.AUTHOR if reading.only_me else note.audience
        worded = replace(note, text=text, note_type=reading.note_type, audience=audience)
        return with_reading(worded, reading, keep=note.codes)
