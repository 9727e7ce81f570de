"""What a reply to one's own card can ask for."""

from dataclasses import dataclass

from fieldwork.note import Audience, Code, NoteType
from fieldwork.spoken_day import Day
from fieldwork.spoken_time import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCodes:
    """The reply is tags. `codes` lack who and when; emergent ones are among them and named in `unknown`."""

    codes: tuple[Code, ...]
    unknown: tuple[str, ...] = ()  # slugs of themes that the codebook lacks
    note_type: NoteType | None = None  # `#debrief`
    audience: Audience | None = None  # `#only_me`, "only me", "team can read"
    follow_up: bool | None = None  # False takes it off


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSite:
    """The reply is a site."""

    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSite:
    """The reply says that the note has no site, on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTime:
    """The reply is when it was; without a `clock` on which day, at the same time."""

    clock: Said | None
    day: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropThemes:
    """The reply takes themes off."""

    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """The note is to be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToDo:
    """Thanks, or an emoji."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePhrase:
    """One phrase is to be put right; `old` is as the note has it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseNotFound:
    """A phrase is to be put right that the note does not have."""

    old: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceText:
    """The reply is the note's new text."""

    text: str


Wish = (
    AddCodes
    | DropThemes
    | SetSite
    | NoSite
    | SetTime
    | Delete
    | NothingToDo
    | ReplacePhrase
    | PhraseNotFound
    | ReplaceText
)
