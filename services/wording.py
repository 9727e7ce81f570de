"""What the job worker says, as a port: the words themselves live in `handlers`."""

from datetime import datetime
from typing import Literal, Protocol

from fieldwork.absence import Absence
from fieldwork.digest import Digest, GroupDigest
from fieldwork.member import Member
from fieldwork.note import Note, NoteNumber
from fieldwork.transcript import Transcript
from fieldwork.your_day import YourDay
from services.incoming import IncomingVoice
from services.outgoing import Say

NotSaved = Literal["gone", "too-large"]


class Wording(Protocol):
    """Values in, messages out."""

    def voice_saved(self, note: Note) -> Say:
        """The tick: the recording is safe, its words are to come."""
        ...

    def transcript_card(self, note: Note) -> Say:
        """The same message when the words are there."""
        ...

    def dictated(self, note: Note) -> Say:
        """The same message when a new dictation took the place of the text."""
        ...

    def heard_so_far(self, note: Note, so_far: Transcript) -> Say:
        """The same message while the words of a long recording are coming."""
        ...

    def no_speech(self, note: Note) -> Say:
        """The same message when there are none."""
        ...

    def transcription_failed(self, note: Note, tries: int) -> Say:
        """A new message: no words after so many tries."""
        ...

    def recording_ends(self, note: Note, ends: datetime) -> Say:
        """A new message: a recording will be deleted, and its words are unchecked still."""
        ...

    def not_saved_yet(self, voice: IncomingVoice) -> Say:
        """A new message: the recording can't be fetched for now."""
        ...

    def not_saved(self, voice: IncomingVoice, reason: NotSaved) -> Say:
        """A new message: the recording can't be fetched at all."""
        ...

    def not_a_recording(self, voice: IncomingVoice, reason: str) -> Say:
        """A new message: the file holds no sound."""
        ...

    def digest(self, member: Member, digest: Digest, *, late: bool) -> list[Say]:
        """A PI's digest."""
        ...

    def still_open(self, member: Member, digest: Digest, *, late: bool = False) -> list[Say]:
        """The morning after [Tomorrow]: what is still open of that digest."""
        ...

    def your_day(self, member: Member, told: YourDay, *, late: bool = False) -> Say:
        """What an author's own notes still want, at the end of the day."""
        ...

    def group_digest(self, chat_id: int, digest: GroupDigest, *, late: bool) -> list[Say]:
        """The group's counts."""
        ...

    def away(self, absence: Absence, have: list[NoteNumber], chat_id: int) -> Say:
        """A new message after an absence: what arrived from that person meanwhile."""
        ...
