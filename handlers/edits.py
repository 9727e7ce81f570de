"""What a button changes on a note: pure, and harmless when pressed twice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from fieldwork.access import may_change, may_judge
from fieldwork.codebook import Codebook
from fieldwork.joining import apart
from fieldwork.judgement import accept, decided_by, reconsider, refuse
from fieldwork.member import Member
from fieldwork.note import Audience, Code, CodeKind, Note, NoteType, Origin, Status
from handlers.buttons import Press, Verb, slug_of
from services.changes import Edit, only_its_authors

LONGEST_EARLIER_MINUTES = 7 * 24 * 60


def edit_of(press: Press, codebook: Codebook, member: Member, now: datetime) -> Edit | None:
    """The change that a press asks for, None when its codes or choices are not known any more."""
    match press.verb:
        case Verb.THEME | Verb.DROP_THEME | Verb.REFUSE | Verb.RECONSIDER:
            return _theme(press, codebook, member, now)
        case Verb.SITE:
            return _site(press, codebook, member, now)
        case Verb.TYPE:
            return _type(press)
        case Verb.EARLIER:
            return earlier(press.count)
        case _:
            return _PLAIN.get(press.verb)


def _theme(press: Press, codebook: Codebook, member: Member, now: datetime) -> Edit | None:
    slug = slug_of(press.argument, (theme.slug for theme in codebook.themes))
    if slug is None:
        return None
    edits: dict[Verb, Edit] = {
        Verb.THEME: lambda note: accept(note, slug, by=member.label, at=now),
        Verb.DROP_THEME: lambda note: without_theme(note, slug),
        Verb.REFUSE: lambda note: refuse(note, slug, by=member.label, at=now),
        Verb.RECONSIDER: lambda note: reconsider(note, slug),
    }
    edit = edits[press.verb]
    return lambda note: edit(note) if _may_decide(member, note, slug) else note


def _may_decide(member: Member, note: Note, slug: str) -> bool:
    """Its author on any theme; a PI on what is still open, and on what they decided themselves."""
    if may_change(member, note):
        return True
    theirs = (code.slug for code in decided_by(note, member.label))
    return may_judge(member, note) and slug in {*note.suggested_themes, *theirs}


def without_theme(note: Note, slug: str) -> Note:
    """Off; one that had been suggested is a suggestion again."""
    undecided = reconsider(note, slug) if slug in note.themes else note
    return note.without_code(CodeKind.THEME, slug) if slug in undecided.themes else undecided


def _site(press: Press, codebook: Codebook, member: Member, now: datetime) -> Edit | None:
    slug = slug_of(press.argument, (site.slug for site in codebook.sites))
    if slug is None:
        return None
    code = Code(kind=CodeKind.SITE, slug=slug, origin=Origin.TAPPED, by=member.label, at=now)
    return lambda note: note.with_code(code)


def with_codes(note: Note, codes: Iterable[Code]) -> Note:
    """With those that a person said, in the order in which they were said; suggestions among them are left out."""
    for code in codes:
        note = note.with_code(code) if code.stated else note
    return note


def no_site(note: Note) -> Note:
    """Without any site, on purpose."""
    codes = tuple(code for code in note.codes if code.kind is not CodeKind.SITE)
    return replace(note, codes=codes, no_site=True)


def _type(press: Press) -> Edit | None:
    kind = next((kind for kind in NoteType if kind.value == press.argument), None)
    if kind is None:
        return None
    return lambda note: replace(note, note_type=kind)


def earlier(minutes: int) -> Edit | None:
    """Seen so long before it was sent; counted from the sending, so that a second press adds nothing."""
    if not 0 < minutes <= LONGEST_EARLIER_MINUTES:
        return None
    return lambda note: replace(note, observed_at=note.recorded_at - timedelta(minutes=minutes))


def team_can_read(note: Note) -> Note:
    """For the team."""
    return replace(note, audience=Audience.TEAM)


def right(note: Note) -> Note:
    """The author has read the engine's words and confirms them."""
    return replace(note, status=Status.CHECKED) if note.status is Status.UNCHECKED else note


_PLAIN: dict[Verb, Edit] = {
    Verb.NO_SITE: no_site,
    Verb.ONLY_ME: only_its_authors,
    Verb.TEAM: team_can_read,
    Verb.RIGHT: right,
    Verb.APART: apart,
}

AUDITED = {
    Verb.THEME: "theme added",
    Verb.DROP_THEME: "theme taken off",
    Verb.REFUSE: "theme refused",
    Verb.RECONSIDER: "decision taken back",
    Verb.SITE: "site set",
    Verb.NO_SITE: "site taken off",
    Verb.TYPE: "kind of note set",
    Verb.EARLIER: "time set",
    Verb.ONLY_ME: "made private",
    Verb.TEAM: "opened to the team",
    Verb.RIGHT: "checked",
    Verb.APART: "taken apart",
}
