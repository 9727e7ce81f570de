"""Notes, members and a codebook for the tests of wording."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook, Group, Site, Theme
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from fieldwork.transcript import Segment, Word
from handlers.replies.terms import Terms

CHAT = 5001
THURSDAY_HALF_PAST_ELEVEN = datetime(2021, 11, 11, 11, 30, tzinfo=UTC)


SITES = ("Riverside", "Hilltop", "Orchard", "Harbour", "Meadow", "Junction")
THEMES = (
    ("trust", "Trust and opening up", "relational", ("trust", "rapport")),
    ("finance", "Money and benefits", "needs", ("finance", "money")),
    ("loneliness", "Loneliness and isolation", "needs", ("loneliness", "lonely")),
    ("connecting-to-community", "Connecting to community support", "linking", ("connecting",)),
    ("room-space", "Room space", "place", ("room space",)),
    ("x" * 200, "A label of unreasonable length, " * 9, "linking", ("an alias of unreasonable length " * 5,)),
)
CODEBOOK = Codebook(
    title="The link worker study",
    timezone="Europe/London",
    version="1.0",
    participants={"LW": "link worker", "P": "patient"},
    sites=tuple(
        Site(slug=name.lower(), name=name, description="A practice.", link_workers=(f"LW{place}",))
        for place, name in enumerate(SITES, 1)
    ),
    groups=tuple(
        Group(slug=slug, label=label)
        for slug, label in (
            ("relational", "Relational work"),
            ("linking", "Linking people to support"),
            ("needs", "Non-medical needs"),
            ("place", "Mode and place"),
        )
    ),
    themes=tuple(
        Theme(slug=slug, label=label, group=group, aliases=aliases, definition="What it is.", cues=("a cue",))
        for slug, label, group, aliases in THEMES
    ),
)
TERMS = Terms(codebook=CODEBOOK, timezone=ZoneInfo("Europe/London"))


def member(label: str = "R1", role: Role = Role.RESEARCHER, row: int = 1) -> Member:
    return Member(
        id=MemberId(row),
        role=role,
        name="Amal",
        label=label,
        telegram_id=CHAT + row - 1,
        joined_at=THURSDAY_HALF_PAST_ELEVEN,
    )


def site(slug: str, origin: Origin = Origin.SAID, evidence: str = "") -> Code:
    return Code(kind=CodeKind.SITE, slug=slug, origin=origin, evidence=evidence)


def theme(slug: str, origin: Origin = Origin.SAID, by: str = "") -> Code:
    return Code(kind=CodeKind.THEME, slug=slug, origin=origin, by=by)


def written(text: str = "LW1 asked about the dog.", number: int = 213, codes: tuple[Code, ...] = ()) -> Note:
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=MemberId(1),
        author_label="R1",
        kind=Kind.TEXT,
        text=text,
        observed_at=THURSDAY_HALF_PAST_ELEVEN,
        recorded_at=THURSDAY_HALF_PAST_ELEVEN,
        readable_at=THURSDAY_HALF_PAST_ELEVEN,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=codes,
        chat_id=CHAT,
        message_id=17,
    )


def spoken(words: list[tuple[str, float]], number: int = 214, codes: tuple[Code, ...] = ()) -> Note:
    """A dictated note; each word with the engine's confidence."""
    heard = tuple(Word(text=f" {word}", start=0.0, end=1.0, confidence=sure) for word, sure in words)
    text = " ".join(word for word, _ in words)
    segments = (Segment(start=0.0, end=1.0, text=text, confidence=0.9, words=heard),)
    return replace(
        written(text, number, codes),
        kind=Kind.VOICE,
        status=Status.UNCHECKED,
        segments=segments,
        audio_seconds=72.0,
        observed_at=THURSDAY_HALF_PAST_ELEVEN.replace(hour=16, minute=0),
    )
