"""What kind of note is it, and who may read it: only what the author says, save that logistics are recognised."""

import re

from fieldwork.note import NoteType

_TYPE_TAGS = {
    "observation": NoteType.OBSERVATION,
    "debrief": NoteType.DEBRIEF,
    "reflexive": NoteType.REFLEXIVE,
    "reflexive-note": NoteType.REFLEXIVE,
    "methodological": NoteType.METHODOLOGICAL,
    "method": NoteType.METHODOLOGICAL,
    "methods": NoteType.METHODOLOGICAL,
    "analytic": NoteType.ANALYTIC,
    "analytical": NoteType.ANALYTIC,
    "admin": NoteType.ADMIN,
    "logistics": NoteType.ADMIN,
}
_SAYS_REFLEXIVE = re.compile(
    r"\b(?:reflexive|reflective) (?:note|memo|one|bit|piece|entry)\b"
    r"|\b(?:this|that|it)(?: is|'s|’s)(?: a| just| all| very)? reflexive\b"
    r"|\bmark (?:this|it) (?:as )?reflexive\b",
    re.IGNORECASE,
)
_SAYS_METHODOLOGICAL = re.compile(r"\b(?:methodological|methods?) (?:note|memo|point|thought)\b", re.IGNORECASE)
_SAYS_ANALYTIC = re.compile(r"\b(?:analytic(?:al)?|analysis|cross-?\s?site) (?:note|memo|thought|idea)\b", re.IGNORECASE)
_SAYS_ADMIN = re.compile(r"\badmin(?:istrative)? note\b", re.IGNORECASE)
_SAYS_DEBRIEF = re.compile(
    r"\b(?:this is (?:a|the|my) debrief\w*|debrief(?:ed|ing)? (?:with|by (?:phone|telephone)|over the phone|on the phone)"
    r"|(?:phone|telephone) debrief|debrief call with)\b",
    re.IGNORECASE,
)
_IN_THE_FIRST_WORDS = ((_SAYS_METHODOLOGICAL, NoteType.METHODOLOGICAL), (_SAYS_ANALYTIC, NoteType.ANALYTIC),
                       (_SAYS_ADMIN, NoteType.ADMIN), (_SAYS_DEBRIEF, NoteType.DEBRIEF))  # fmt: skip
_OPENING = 160  # characters: what a note is, is said in its first sentence or two

_ONLY_ME = re.compile(
    r"\b(?:only (?:for )?me|just for me|for my eyes only|private note|keep (?:this|it) private|this (?:one )?is private"
    r"|(?:this (?:one )?is|it's) not for the team)\b",
    re.IGNORECASE,
)
_PRIVATE_TAGS = frozenset({"only-me", "onlyme", "private"})
_PERSON_SPEAKS = re.compile(r"\b(?:said|says|told|asked|goes|replied)\b[^.!?]{0,40}$", re.IGNORECASE)

_ABOUT_MYSELF = re.compile(
    r"\b(?:me reflecting|reflecting(?:,| on (?:my|this|it|that|how i))|note to self|my (?:own )?presence|my own (?:position|assumption|reaction"
    r"|feeling|bias|expectation)s?|as a researcher|i found myself|i was aware|i felt (?:\w+ )?(?:ashamed|guilty|awkward"
    r"|uncomfortable|sad|upset|angry|moved|in the way|useless|embarrassed|like an? \w+)|i feel (?:\w+ )?(?:ashamed|guilty"
    r"|awkward|uncomfortable|bad|sad|torn)|i(?:'ve| have) been (?:stewing|thinking about (?:how i|my)|turning over)"
    r"|i can't stop thinking|how (?:tired|upset|angry|sad|moved) i (?:am|was|felt)|i keep thinking about|i am not sure i should"
    r"|i (?:wasn't|was not|am not|'m not) sure (?:whether|if) i (?:should|ought)|i ought to think about)\b",
    re.IGNORECASE,
)

_ADMIN_OPENING = re.compile(
    r"^(?:\W*(?:um+|er+m?|uh|okay|ok|right|so|just|hi|hello|sorry|a|an|quick)\b)*\W*(?:"
    r"test(?:ing)?\b(?=\W*(?:$|testing|test|test\b|\d|one\b|,|\.|!))|this is (?:just )?a test\b|logistics?\b|housekeeping\b"
    r"|reminder (?:to|for) (?:all|everyone|everybody|the team|team)\b|(?:note|message) (?:to|for) (?:the )?team\b|for the team\b"
    r"|access arrangements?\b|travel arrangements?\b|practicalities\b|fyi all\b|dates for the diary\b"
    r"|(?:nothing|no) (?:doing|observed|observation|to report|fieldwork|visit)\b)",
    re.IGNORECASE,
)
_NOTHING_SEEN = re.compile(
    r"\b(?:nothing (?:observed|to report)|nothing doing|did ?n[o']t observe anything|no observations? today|visit (?:was )?cancelled"
    r"|checking (?:the|that|this|if|whether) \w+ (?:works?|is working|comes? through))\b",
    re.IGNORECASE,
)
_LOGISTICS = re.compile(
    r"\b(recorders?|batter(?:y|ies)|dictaphone|chargers?|consent forms?|information sheets?|print(?:ed|ing|er|outs?)?|protocol|ethics"
    r"|amendment|research (?:office|governance)|site (?:file|folder)|room for the|annual leave|on leave|i'm off|dentist"
    r"|covering (?:for|the)|parking|door code|key ?fob|visitor badge|expenses|mileage|receipts?|invoice|next visit|visit dates?"
    r"|observation days?|floor ?plan|new phone|rescheduled|rearranged|postponed|diary|calendar|rota|time ?sheet|upload(?:ed|ing)?"
    r"|file ?names?|log ?in|password|train|rail replacement|bus replacement|booked for|is booked|moved to|team meeting|steering group"
    r"|transcriber|transcription company|stationery|honorarium|gatekeeper)\b",
    re.IGNORECASE,
)
_LOGISTICS_ENOUGH = 3  # different words of logistics in a note about nobody
_SHORT = 700  # characters: a longer note is about something


def tagged_type(tags: tuple[str, ...]) -> NoteType | None:
    """The note type among normal tags."""
    return next((_TYPE_TAGS[tag] for tag in tags if tag in _TYPE_TAGS), None)


def said_type(text: str) -> NoteType | None:
    """The note type that is said in a sentence: "this is reflexive", "debriefed with LW2"."""
    if _SAYS_REFLEXIVE.search(text):
        return NoteType.REFLEXIVE
    opening = text[:_OPENING]
    return next((note_type for says, note_type in _IN_THE_FIRST_WORDS if says.search(opening)), None)


def is_administrative(text: str, *, has_patients: bool) -> bool:
    """Whether a note is logistics: a test of the line, a reminder, trains and consent forms."""
    if _ADMIN_OPENING.search(text):
        return True
    if has_patients or len(text) > _SHORT:
        return False
    kinds = {found.lower().rstrip("s") for found in _LOGISTICS.findall(text)}
    return len(kinds) >= (1 if _NOTHING_SEEN.search(text) else _LOGISTICS_ENOUGH)


def says_only_me(text: str, tags: tuple[str, ...]) -> bool:
    """Whether the author keeps it to themselves: "only me", "private note", `#private`; others' words don't count."""
    spoken = (found for found in _ONLY_ME.finditer(text) if not _is_quoted(text, found.start()))
    return not _PRIVATE_TAGS.isdisjoint(tags) or any(True for _ in spoken)


def sounds_reflexive(text: str) -> bool:
    """Whether the author writes about themselves, so that it is worth asking who may read it."""
    return _ABOUT_MYSELF.search(text.replace("’", "'")) is not None


def _is_quoted(text: str, at: int) -> bool:
    """Whether the place is within quotation marks or follows "she said"."""
    before = text[:at]
    within = before.count('"') % 2 == 1 or before.count("“") > before.count("”")
    return within or _PERSON_SPEAKS.search(before[-60:]) is not None
