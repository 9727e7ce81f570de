"""What the job worker says: its port, filled in with the words of this package."""

from dataclasses import dataclass, replace
from datetime import datetime

from fieldwork.absence import Absence
from fieldwork.digest import Digest, GroupDigest
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber, Status
from fieldwork.transcript import Transcript
from fieldwork.your_day import YourDay
from handlers.replies import absence as absences
from handlers.replies import card, correction, recording, refusals
from handlers.replies import digest as digests
from handlers.replies import your_day as your_days
from handlers.replies.terms import Terms
from services.incoming import IncomingVoice
from services.outgoing import Say
from services.wording import NotSaved


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWording:
    """`services.wording.Wording`, in plain English."""

    terms: Terms

    def voice_saved(self, note: Note) -> Say:
        """The tick, or for a note that has words already the promise of new ones."""
        if note.status is Status.WAITING:
            return recording.voice_saved(self.terms, note, _home(note))
        return recording.dictating_again(note, _home(note))

    def transcript_card(self, note: Note) -> Say:
        """The same message when the words are there."""
        return card.again(self.terms, note, _home(note))

    def dictated(self, note: Note) -> Say:
        """The same message when a new dictation took the place of the text."""
        return replace(correction.dictated(self.terms, note, _home(note)), edits_card=True)

    def heard_so_far(self, note: Note, so_far: Transcript) -> Say:
        """The same message while the words of a long recording are coming."""
        return replace(recording.heard_so_far(self.terms, note, so_far, _home(note)), edits_card=True)

    def no_speech(self, note: Note) -> Say:
        """The same message when there are none."""
        return replace(recording.no_speech(self.terms, note, _home(note)), edits_card=True)

    def transcription_failed(self, note: Note, tries: int) -> Say:
        """A new message: no words after so many tries."""
        return recording.transcription_failed(note, tries, _home(note))

    def recording_ends(self, note: Note, ends: datetime) -> Say:
        """A new message: a recording will be deleted, and its words are unchecked still."""
        return recording.recording_ends(self.terms, note, ends, _home(note))

    def not_saved_yet(self, voice: IncomingVoice) -> Say:
        """A new message: the recording can't be fetched for now."""
        return refusals.not_saved_yet(self.terms, voice)

    def not_saved(self, voice: IncomingVoice, reason: NotSaved) -> Say:
        """A new message: the recording can't be fetched at all."""
        return refusals.not_saved(self.terms, voice, reason)

    def not_a_recording(self, voice: IncomingVoice, reason: str) -> Say:  # noqa: ARG002 - the decoder's words are for the log
        """A new message: the file holds no sound."""
        return refusals.not_a_recording(voice)

    def digest(self, member: Member, digest: Digest, *, late: bool = False) -> list[Say]:
        """A PI's digest."""
        return digests.digest(self.terms, digest, member, late=late)

    def still_open(self, member: Member, digest: Digest, *, late: bool = False) -> list[Say]:
        """The morning after [Tomorrow]: what is still open of that digest."""
        return digests.still_open(self.terms, digest, member, late=late)

    def your_day(self, member: Member, told: YourDay, *, late: bool = False) -> Say:
        """What an author's own notes still want, at the end of the day."""
        return your_days.your_day(self.terms, told, member, late=late)

    def group_digest(self, chat_id: int, digest: GroupDigest, *, late: bool = False) -> list[Say]:
        """The group's counts."""
        return digests.group_digest(self.terms, digest, chat_id, late=late)

    def away(self, absence: Absence, have: list[NoteNumber], chat_id: int) -> Say:
        """A new message after an absence: what arrived from that person meanwhile."""
        return absences.away(self.terms, absence, have, chat_id)


def _home(note: Note) -> int:
    """The chat in which it was captured; the worker deals with no other notes."""
    return note.chat_id or 0
