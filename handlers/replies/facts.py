"""What a card says about a note besides its words: site and how it is known, who can read, its codes."""

from fieldwork.asked import asks_the_notes, only_says_which_notes
from fieldwork.identifiers import identifiers
from fieldwork.note import Audience, Code, Kind, Note, NoteType, Origin, Status
from fieldwork.privacy import sounds_reflexive
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms

IDENTIFIER_WORDS = {
    "name": "a name",
    "address": "an address",
    "postcode": "a postcode",
    "phone": "a phone number",
    "email": "an e-mail address",
    "nhs_number": "an NHS number",
    "date_of_birth": "a date of birth",
}
NAMES_SHOWN = 6  # more are counted
EVIDENCE_UNITS = 40

STATUS_WORDS = {
    Status.UNCHECKED: "unchecked",
    Status.WAITING: "waiting for words",
    Status.NO_SPEECH: "no speech",
    Status.FAILED: "no words yet",
}
TYPE_WORDS = {
    NoteType.OBSERVATION: "Observation",
    NoteType.DEBRIEF: "Debrief",
    NoteType.REFLEXIVE: "Reflexive",
    NoteType.METHODOLOGICAL: "Methodological",
    NoteType.ANALYTIC: "Analytic",
    NoteType.ADMIN: "Administrative",
}


def audience(note: Note) -> str:
    """Who can read it."""
    return "Team can read" if note.audience is Audience.TEAM else "Only you"


def site_sentence(terms: Terms, note: Note) -> str:
    """The site and how it is known: `Site: you named LW1.`."""
    code = note.site_code()
    if code is None:
        if note.note_type is NoteType.ADMIN:
            return ""
        return "No site, as you wish." if note.no_site else "No site named."
    return f"Site: {_evidence(terms, note, code)}."


def _evidence(terms: Terms, note: Note, code: Code) -> str:
    name = terms.site(code.slug)
    words = escaped(cut(code.evidence, EVIDENCE_UNITS)) or name
    if code.origin is Origin.STICKY:
        since = f" since {words}" if code.evidence else ""
        return f"{name}{since} (your /site)"
    if code.origin is Origin.TAPPED:
        return f"{name}, you chose it"
    if code.origin is Origin.IMPORTED:
        return f"{name}, imported"
    if code.origin is Origin.JOINED:
        return f"{name}, as in {words}"
    return f"you {'said' if note.kind is Kind.VOICE else 'named'} {words}"


def facts_line(terms: Terms, note: Note) -> str:
    """`Site: you named LW1. Debrief. Team can read.`."""
    kind = "" if note.note_type is NoteType.OBSERVATION else f"{TYPE_WORDS[note.note_type]} note."
    joined = f"Goes on from #{note.goes_on_from}." if note.goes_on_from else ""
    return " ".join(part for part in (joined, site_sentence(terms, note), kind, f"{audience(note)}.") if part)


def asks_who_reads(note: Note) -> bool:
    """Whether to ask, the first time only: it sounds like its author's own reactions, and the team can read it."""
    fresh = note.revision == 1 or note.status is Status.UNCHECKED
    open_ = note.audience is Audience.TEAM and note.note_type is NoteType.OBSERVATION and not note.imported
    return fresh and open_ and sounds_reflexive(note.text)


def reads_like_a_question(terms: Terms, note: Note) -> bool:
    """Whether its author may have meant to ask the notes, the first time only."""
    fresh = note.revision == 1 or note.status is Status.UNCHECKED
    return fresh and not note.imported and perhaps_a_question(terms, note)


def perhaps_a_question(terms: Terms, note: Note) -> bool:
    """Whether its text asks what the notes say."""
    today = terms.local(note.recorded_at).date()
    return asks_the_notes(note.text) or only_says_which_notes(note.text, terms.codebook, today)


def identifier_line(terms: Terms, note: Note) -> str:
    """`Perhaps a name and a phone number in it. ...`: said at once, for the team can read it already; "" for none."""
    found = dict.fromkeys(one.type for one in identifiers(note.text, terms.codebook)) if note.flagged else {}
    if not found:
        return ""
    *others, last = (IDENTIFIER_WORDS.get(kind, kind) for kind in found)
    kinds = f"{', '.join(others)} and {last}" if others else last
    how = "Correct it" if note.kind is Kind.VOICE else "Edit your message"
    private = "" if note.audience is Audience.AUTHOR else ", or tap Only me"
    return f"Perhaps {kinds} in it. {how} to use a code instead{private}."


def names(terms: Terms, slugs: tuple[str, ...]) -> str:
    """`trust, finance`, at most six and how many more."""
    shown = ", ".join(terms.theme(slug) for slug in slugs[:NAMES_SHOWN])
    return shown if len(slugs) <= NAMES_SHOWN else f"{shown} and {len(slugs) - NAMES_SHOWN} more"


def code_lines(terms: Terms, note: Note) -> list[str]:
    """The themes that are on it, its new tags, and those that the machine proposes."""
    known = tuple(slug for slug in note.themes if terms.codebook.theme(slug) is not None)
    new = tuple(slug for slug in note.themes if slug not in known)
    lines = [f"Themes: {names(terms, known)}."] if known else []
    if new:
        lines.append(f"New tag{'s' if len(new) > 1 else ''} {names(terms, new)}")
    if note.suggested_themes:
        lines.append(f"Perhaps: {names(terms, note.suggested_themes)}")
    return lines
