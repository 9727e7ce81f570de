"""What kind of note is it, and who may read it: only what the author says, save that logistics are recognised."""

import re

from fieldwork.note import NoteType
from fieldwork.phrases import any_of, opening, straight

_SAYS_REFLEXIVE = any_of(
    "(?:reflexive|reflective) (?:note|memo|one|bit|piece|entry)",
    "(?:this|that|it)(?: is|'s)(?: a| just| all| very)? reflexive",
    "reflexive(?: one| note)?,? i (?:guess|think|suppose)",
    "mark (?:this|it) (?:as )?reflexive",
    "(?:being|going|getting|to be) reflexive",
)
_SAID_AT_THE_BEGINNING = (
    (
        any_of(
            "(?:methodological|methodology|methods?) (?:note|memo|point|thought|thing|question|query|idea)",
            "(?:thought|point|note|question|something) (?:about|on) (?:the |our |my )?(?:methods?|methodology)",
            "this is (?:about )?(?:methodological|methods?|methodology)",
        ),
        NoteType.METHODOLOGICAL,
    ),
    (
        opening(r"(?:methods?|methodology|methodological) ?(?:q|qs|query|question|issue)?\s*[:.\u2013\u2014-]"),
        NoteType.METHODOLOGICAL,
    ),
    (
        any_of(
            "(?:analytic(?:al)?|analysis|cross[- ]?site) (?:note|memo|thought|idea)",
            "(?:thought|idea|note|something) for (?:the |our |my )?analysis",
            "this is (?:an )?analy(?:tic|tical|sis)",
        ),
        NoteType.ANALYTIC,
    ),
    (any_of("admin(?:istrative)? (?:note|thing|stuff|message|point)", "this is (?:just )?admin"), NoteType.ADMIN),
    (
        any_of(
            r"this is (?:a|the|my|our)(?: \w+)? debrief\w*",
            r"(?:had|having|have|doing|did) (?:a|our|the|my)(?: \w+)? debrief(?! (?:for|of)\b)",
            "debrief(?:ed|ing)? (?:with|by (?:phone|telephone)|over the phone|on the phone)",
            r"debrief(?:ed|ing) (?:[a-z]{1,3} ?\d+|link worker|both|them|her|him)\b",
            "(?:phone|telephone) debrief",
            "debrief call with",
            "debrief (?:from|of) (?:yesterday|last|earlier|this morning|the other|mon|tue|wed|thu|fri)",
        ),
        NoteType.DEBRIEF,
    ),
)
_BEGINNING = 160  # characters: what a note is, is said in its first sentence or two

_ONLY_ME = any_of(
    "only (?:for )?me",
    "just for me",
    "for my eyes only",
    "private note",
    "keep (?:this|it) private",
    "this (?:one )?is private",
    "(?:this (?:one )?is|it's) not for the team",
)
_SOMEONE_SAYS = any_of("(?:said|says|told|asked|goes|replied)")
_SPEECH_REACHES = 40  # characters behind "she said" are hers

_UNEASY = "(?:ashamed|guilty|awkward|uncomfortable|sad|upset|angry|bad|torn|useless|embarrassed|moved|in the way)"
_ABOUT_MYSELF = any_of(
    "me reflecting",
    "reflecting on (?:my|this|it|that|how i)",
    "note to self",
    "my (?:own )?presence",
    "my own (?:position|assumption|reaction|feeling|bias|expectation)s?",
    "as a researcher",
    "i found myself",
    "i was aware",
    rf"i (?:felt|feel) (?:\w+,? ){{0,2}}{_UNEASY}",
    r"i felt (?:\w+ )?like an? \w+",
    "i(?:'ve| have) been (?:stewing|turning (?:it )?over|thinking about (?:how i|my))",
    "i can't stop thinking",
    "i keep thinking about",
    "how (?:tired|upset|angry|sad|moved) i (?:am|was|felt)",
    "i (?:wasn't|was not|am not|'m not) sure (?:whether |if )?i (?:should|ought)",
    "i ought to think about",
)

_ADMIN_OPENING = opening(
    r"test(?:ing)?\b(?=\W*(?:$|test|\d|one\b|[,.!]))",
    r"test(?:ing)? (?:from|on|with) (?:my|the|a|this|another|new)\b",
    r"test(?:ing)? (?:the|this|my|our) (?:new )?(?:bot|phone|recorder|dictaphone|line|mic\w*|connection)\b",
    r"this is (?:just )?a test\b(?! result)",
    r"testing (?:whether|if|that) (?:this|it|the bot)\b",
    r"(?:logistics?|housekeeping|practicalities|(?:access|travel) arrangements?|dates for the diary)\b",
    r"reminder (?:to|for) (?:all|everyone|everybody|the team|team)\b",
    r"(?:note|message) (?:to|for) (?:the )?team\b",
    r"for the team\b",
    r"(?:travel|mileage|expenses?) claims?\b",
    r"(?:nothing|no) (?:doing|observed|observation|to report|fieldwork|visit)\b",
)
_LOGISTIC_HEADING = re.compile(
    r"^\W*(?:\w+ )?(?:consent forms?|information sheets?|batter(?:y|ies)|recorders?|dictaphones?|expenses|mileage"
    r"|parking|travel claims?|receipts?|badges?|rota|diary|annual leave|keys?|stationery)\s*[.:!?\n\u2013\u2014]",
    re.IGNORECASE,
)
_NOTHING_SEEN = any_of(
    "nothing (?:observed|to report|doing)",
    "did(?:n't| not) observe anything",
    "no observations? today",
    "visits? (?:(?:was|were|is|are|all|been) )*(?:cancelled|rearranged|rescheduled|postponed)",
    r"(?:\bi |[,;.]\s*)(?:won't|will not|can't) (?:get|make it|be able to get) (?:to|in|there)\b",
    r"i(?:'m| am|'ll be| will be) (?:running )?late\b",
    r"checking (?:the|that|this|if|whether) \w+ (?:works?|is working|comes? through)",
)
_LOGISTICS = any_of(  # in one group, for findall
    "(recorders?|batter(?:y|ies)|dictaphone|chargers?|consent forms?|information sheets?|print(?:ed|ing|er|outs?)?",
    "protocol|ethics|amendment|research (?:office|governance)|site (?:file|folder)|room for the|annual leave|on leave",
    "i'm off|dentist|covering (?:for|the)|parking|door code|key ?fob|visitor badge|expenses|mileage|receipts?|invoice",
    "next visit|visit dates?|observation days?|floor ?plan|new phone|rescheduled|rearranged|postponed|diary|calendar",
    "rota|time ?sheet|upload(?:ed|ing)?|file ?names?|log ?in|password|train|(?:rail|bus) replacement|is booked",
    "booked for|moved to|team meeting|steering group|transcriber|transcription company|stationery|gatekeeper)",
)
_LOGISTICS_ENOUGH = 3  # different words of logistics in a note about nobody
_SKETCH = any_of(
    "(?:layout|floor ?plan|ground plan|sketch)(?: sketch| plan| drawing)?(?: only)?(?: of (?:the|a|this)|:|[,.]? from)",
    "(?:layout|sketch|site description|floor ?plan) only",
    "for (?:the|a|my|our) (?:site|setting) description",
    "setting the scene",
    "not to scale",
)
_NEVER_THERE = any_of(r"i never (?:got|made it) there", r"i(?:'ve| have) no notes\b")
_SHORT = 700  # characters: a longer note is about something


def said_type(text: str) -> NoteType | None:
    """The note type that is said in a sentence: "this is reflexive", "debriefed with LW2"."""
    plain = straight(text)
    if _SAYS_REFLEXIVE.search(plain):
        return NoteType.REFLEXIVE
    beginning = plain[:_BEGINNING]
    return next((note_type for says, note_type in _SAID_AT_THE_BEGINNING if says.search(beginning)), None)


def is_administrative(text: str, *, has_patients: bool) -> bool:
    """Whether a note is logistics: a test of the line, a reminder, trains and consent forms."""
    plain = straight(text)
    if _ADMIN_OPENING.search(plain):
        return True
    if not has_patients and _LOGISTIC_HEADING.search(plain):
        return True
    if has_patients or len(plain) > _SHORT:
        return False
    if _NEVER_THERE.search(plain):
        return True
    kinds = {found.lower().rstrip("s") for found in _LOGISTICS.findall(_NOTHING_SEEN.sub(" ", plain))}
    return len(kinds) >= (1 if _NOTHING_SEEN.search(plain) else _LOGISTICS_ENOUGH)


def has_no_theme(text: str, note_type: NoteType, *, has_people: bool) -> bool:
    """Whether there is no theme to look for: in logistics, and where a place is sketched with nobody in it."""
    return note_type is NoteType.ADMIN or (not has_people and bool(_SKETCH.search(straight(text))))


def says_only_me(text: str) -> bool:
    """Whether the author keeps it to themselves: "only me", "private note"; others' words don't count."""
    return any(not _is_quoted(text, found.start()) for found in _ONLY_ME.finditer(straight(text)))


def sounds_reflexive(text: str) -> bool:
    """Whether the author writes about themselves, so that it is worth asking who may read it."""
    plain = straight(text)
    return any(not _is_quoted(plain, found.start()) for found in _ABOUT_MYSELF.finditer(plain))


def _is_quoted(text: str, at: int) -> bool:
    """Whether the place is within quotation marks or follows "she said"."""
    sentence = text[max(text.rfind(end, 0, at) for end in ".!?\n") + 1 : at]
    within = sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")
    return within or _SOMEONE_SAYS.search(sentence[-_SPEECH_REACHES:]) is not None
