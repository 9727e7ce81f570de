"""The field note: what was seen, by whom, where, when, and who may read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from fieldwork.member import MemberId
from fieldwork.put_right import PutRight
from fieldwork.transcript import Segment

NoteNumber = NewType("NoteNumber", int)


class Kind(StrEnum):
    """How it came: written or spoken."""

    TEXT = "text"
    VOICE = "voice"


class NoteType(StrEnum):
    """The kinds of note that ethnographers keep apart."""

    OBSERVATION = "observation"
    DEBRIEF = "debrief"
    REFLEXIVE = "reflexive"
    METHODOLOGICAL = "methodological"
    ANALYTIC = "analytic"
    ADMIN = "admin"


class Audience(StrEnum):
    """Who can read it."""

    TEAM = "team"
    AUTHOR = "author"


class Status(StrEnum):
    """How far the words can be trusted."""

    WRITTEN = "written"  # typed by a person
    WAITING = "waiting"  # the recording is safe, its words are to come
    UNCHECKED = "unchecked"  # an engine's words that no person has confirmed
    CHECKED = "checked"  # an engine's words that the author confirmed or corrected
    NO_SPEECH = "no-speech"  # a recording in which no speech was heard
    FAILED = "failed"  # a recording that could not be turned into words


class Origin(StrEnum):
    """Where a code comes from."""

    SAID = "said"  # written or spoken by the author: hashtag, spoken header, the site's name
    LINK_WORKER = "link-worker"  # the site follows from a link worker's code in the text
    STICKY = "sticky"  # the author's /site of the day
    JOINED = "joined"  # of the note that this one goes on from
    TAPPED = "tapped"  # chosen or accepted with a button
    IMPORTED = "imported"
    SUGGESTED = "suggested"  # by the machine; nobody has accepted it


class CodeKind(StrEnum):
    """What a code says."""

    SITE = "site"
    THEME = "theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A site or theme on a note, with where it came from. A theme that is not in the codebook is *emergent*."""

    kind: CodeKind
    slug: str
    origin: Origin
    evidence: str = ""  # the words that gave it: "LW1", "#trust", "09:10" for a sticky site's hour
    by: str = ""  # label of the member who tapped, accepted or refused it
    at: datetime | None = None  # when they did
    proposed: bool = False  # the machine had suggested it before a person gave it

    @property
    def stated(self) -> bool:
        """Whether a person gave or accepted it."""
        return self.origin is not Origin.SUGGESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One revision of a field note, whole. `number` and `revision` are all that is readable on disk."""

    number: NoteNumber
    source_id: str  # the imported id, else the number as a string
    revision: int  # counts from 1
    author: MemberId | None  # None for an imported note whose researcher is not a member
    author_label: str  # "R1"
    kind: Kind
    text: str
    observed_at: datetime
    recorded_at: datetime
    readable_at: datetime | None  # when it first had words; drives the digest's window
    note_type: NoteType
    audience: Audience
    status: Status
    codes: tuple[Code, ...] = ()
    refused: tuple[Code, ...] = ()  # suggested themes that a person refused: on no list, in no count
    no_site: bool = False  # said on purpose, or administrative: never nagged about
    participants: tuple[str, ...] = ()
    follow_up: str = ""  # the sentence that asks for one, "" for none
    flagged: bool = False  # something in its text may tell who somebody is
    telling: tuple[int, ...] = ()  # its sentences from 0, the most telling first, by a model; () by their signs alone
    chat_id: int | None = None
    message_id: int | None = None
    audio_seconds: float | None = None
    heard_seconds: float | None = None  # of a recording whose transcription was stopped: so far it has words
    recording_deleted_at: datetime | None = None  # its time was over; the text stays
    checked_at: datetime | None = None  # since when its words are certain
    asr_model: str | None = None
    asr_settings: str = ""  # version of engine and weights, and how the engine was set
    language: str = ""  # ISO 639-1, of a recording in another language than the study's
    segments: tuple[Segment, ...] = ()  # the engine's stretches, kept as heard
    corrections: tuple[PutRight, ...] = ()  # terms that its author put right
    put_right: tuple[PutRight, ...] = ()  # known mishearings that its text has no more
    imported: bool = False
    behind: NoteNumber | None = None  # its author's note of minutes before, which it may go on from
    joined: bool = False  # and does
    hidden_at: datetime | None = None  # deleted; its key is destroyed ten minutes later

    @property
    def sites(self) -> tuple[str, ...]:
        """Slugs of its sites."""
        return tuple(code.slug for code in self.codes if code.kind is CodeKind.SITE)

    @property
    def themes(self) -> tuple[str, ...]:
        """Slugs of the themes that a person gave or accepted."""
        return tuple(code.slug for code in self.codes if code.kind is CodeKind.THEME and code.stated)

    @property
    def suggested_themes(self) -> tuple[str, ...]:
        """Slugs of the themes that only the machine proposes, best first."""
        return tuple(code.slug for code in self.codes if code.kind is CodeKind.THEME and not code.stated)

    @property
    def refused_themes(self) -> tuple[str, ...]:
        """Slugs of the suggested themes that a person refused."""
        return tuple(code.slug for code in self.refused)

    @property
    def hidden(self) -> bool:
        """Whether its author took it back."""
        return self.hidden_at is not None

    @property
    def has_recording(self) -> bool:
        """Whether it can be listened to."""
        return self.kind is Kind.VOICE and not self.imported and self.recording_deleted_at is None

    @property
    def goes_on_from(self) -> NoteNumber | None:
        """The note whose rest this is, None when it stands alone."""
        return self.behind if self.joined else None

    def site_code(self) -> Code | None:
        """The first site with its origin."""
        return next((code for code in self.codes if code.kind is CodeKind.SITE), None)

    def with_code(self, code: Code) -> "Note":
        """The note with `code` on it, in place of one of the same kind and slug; a site replaces any other site.

        A theme that the machine had suggested is told apart from one that was chosen freely; a refusal of it is over.
        """
        if code.kind is CodeKind.THEME:
            code = replace(code, proposed=code.proposed or self._proposed(code.slug))
        refused = tuple(old for old in self.refused if (old.kind, old.slug) != (code.kind, code.slug))
        others = tuple(
            old
            for old in self.codes
            if old.kind is not code.kind or (code.kind is CodeKind.THEME and old.slug != code.slug)
        )
        no_site = self.no_site and code.kind is not CodeKind.SITE
        return replace(self, codes=(*others, code), refused=refused, no_site=no_site)

    def without_code(self, kind: CodeKind, slug: str) -> "Note":
        """The note without that code."""
        return replace(self, codes=tuple(code for code in self.codes if (code.kind, code.slug) != (kind, slug)))

    def _proposed(self, slug: str) -> bool:
        themes = [code for code in (*self.codes, *self.refused) if code.kind is CodeKind.THEME and code.slug == slug]
        return any(code.proposed or not code.stated for code in themes)
