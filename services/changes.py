"""Changes to a note: each is a new revision, its answers and its audit entry in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fieldwork.member import Member
from fieldwork.note import Audience, Note
from fieldwork.retention import stamped
from services.outgoing import Say, Toast
from services.study import Study
from storage.jobs import JobKind
from storage.transaction import Transaction

GRACE = timedelta(minutes=10)  # so long can a note be put back; then its data key is destroyed

Edit = Callable[[Note], Note]
Says = Callable[[Note], list[Say | Toast]]
Tells = Callable[[Note], list[Say]]


def _nothing(_: Note) -> list[Say]:
    return []


def only_its_authors(note: Note) -> Note:
    """For its author's eyes alone."""
    return replace(note, audience=Audience.AUTHOR)


class Changes:
    """What an author does to a note after it is saved."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def change(
        self,
        row: int | None,
        note: Note,
        edit: Edit,
        says: Says,
        *,
        who: str,
        what: str,
        of_rest: Tells = _nothing,
        hurried: bool = False,
    ) -> Note:
        """Apply a pure `edit` to the note's newest revision; an edit that changes nothing makes no revision.

        What goes on from a note that becomes its author's alone becomes so too; `of_rest` tells it of each.
        `hurried`: somebody waits for the tick.
        """
        study = self._study
        await study.consider_edit(note, edit, hurried=hurried)

        async def work(tx: Transaction) -> Note:
            changed = await self._apply(tx, note, edit)
            closed = [await self._apply(tx, rest, only_its_authors) for rest in self._open_rest(changed)]
            await study.settle(tx, row, [*says(changed), *(say for rest in closed for say in of_rest(rest))])
            for each in (changed, *closed):
                await tx.audit.add(study.clock(), who, what, each.number)
            return changed

        return await study.store.write(work)

    def _open_rest(self, changed: Note) -> list[Note]:
        """What goes on from a note that is its author's alone, and is still for the team."""
        before = self._study.notebook.get(changed.number)
        if changed.audience is not Audience.AUTHOR or before is None or before.audience is Audience.AUTHOR:
            return []
        found = [changed]
        for note in found:  # the rest of a rest, too
            found += self._study.notebook.rest_of(note)
        return [note for note in found if note.audience is Audience.TEAM]

    async def hide(self, row: int | None, note: Note, says: Says, *, who: Member) -> Note:
        """Take a note back: at once out of every sight, erased after ten minutes."""
        study = self._study
        now = study.clock()

        async def work(tx: Transaction) -> Note:
            hidden = await self._apply(tx, note, lambda current: replace(current, hidden_at=now))
            await tx.jobs.drop(JobKind.ERASE, note.number)
            await tx.jobs.add(JobKind.ERASE, b"", due=now + GRACE, note=note.number)
            await study.settle(tx, row, says(hidden))
            await tx.audit.add(now, who.label, "hidden", note.number)
            tx.after_commit(study.bells.jobs.ring)
            return hidden

        return await study.store.write(work)

    async def put_back(self, row: int | None, note: Note, says: Says, *, who: Member) -> Note:
        """Undo `hide`, as long as the note is there."""
        study = self._study

        async def work(tx: Transaction) -> Note:
            back = await self._apply(tx, note, lambda current: replace(current, hidden_at=None))
            await tx.jobs.drop(JobKind.ERASE, note.number)
            await study.settle(tx, row, says(back))
            await tx.audit.add(study.clock(), who.label, "put back", note.number)
            return back

        return await study.store.write(work)

    async def history(self, note: Note) -> list[Note]:
        """Every revision, oldest first."""
        return await self._study.store.write(lambda tx: tx.notes.history(note.number))

    async def previous_text(self, note: Note) -> str | None:
        """The text before the last change of text, None when there was none."""
        texts = [revision.text for revision in await self.history(note)]
        return next((text for text in reversed(texts) if text and text != note.text), None)

    async def recording(self, note: Note) -> bytes | None:
        """The note's sound, None when it has none."""
        return await self._study.store.write(lambda tx: tx.audio.get(note.number))

    async def _apply(self, tx: Transaction, note: Note, edit: Edit) -> Note:
        current = self._study.notebook.get(note.number) or note
        edited = edit(current)
        if edited == current:
            return current
        changed = stamped(replace(edited, revision=current.revision + 1), self._study.clock())
        if current.audience is Audience.AUTHOR and changed.audience is Audience.TEAM and changed.readable_at:
            changed = replace(changed, readable_at=self._study.clock())  # new to everybody else
        await tx.notes.put(changed)
        tx.after_commit(lambda: self._study.notebook.put(changed))
        return changed
