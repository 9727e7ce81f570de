"""What kind of note is it, and who may read it: only what the author says, save that logistics are recognised."""

import re
from collections.abc import Collection

from fieldwork.logistics import is_logistics
from fieldwork.note import NoteType
from fieldwork.phrases import any_of, opening, straight

_NOT_TO_COME = r"(?![^.!?\n]{0,30}\b(?:tomorrow|next (?:week|month|mon|tue|wed|thu|fri)))"
_SAYS_REFLEXIVE = any_of(
    "(?:reflexive|reflective) (?:note|memo|one|bit|piece|entry)",
    "(?:this|that|it)(?: is|'s)(?: a| just| all| very)? reflexive",
    "reflexive(?: one| note)?,? i (?:guess|think|suppose)",
    "mark (?:this|it) (?:as )?reflexive",
    "reflexive,? (?:that|this)(?: one)?(?=\\W*$)",
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
            "(?:bit|piece) of analysis",
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
            rf"(?:had|having|have|doing|did) (?:a|our|the|my)(?: \w+)? debrief(?! (?:for|of)\b){_NOT_TO_COME}",
            "(?<!for a )debrief(?:ed|ing)? (?:with|by (?:phone|telephone)|over the phone|on the phone)" + _NOT_TO_COME,
            r"debrief(?:ed|ing) (?:[a-z]{1,3} ?\d+|link worker|both|them|her|him)\b",
            "(?:phone|telephone) debrief",
            "debrief call with",
            "debrief (?:from|of) (?:yesterday|last|earlier|this morning|the other|mon|tue|wed|thu|fri)",
        ),
        NoteType.DEBRIEF,
    ),
)
_CLOSES_DEBRIEF = any_of(r"(?:that's|that is) (?:it|all) (?:for|from) (?:today's|this|the|my) debrief(?=\W*$)")
_BEGINNING = 160  # characters: what a note is, is said in its first sentence or two

_ENDS = r"(?=\W*(?:$|[.,:;!?\n\u2013-]))"
_ONLY_ME = any_of(
    r"(?<!\bwas )(?<!\bwere )(?<!n't )only (?:for )?me(?!\W+(?:and|in|there|who|with|at|left|that|or)\b)",
    "just for me",
    "for my eyes only",
    "for my own eyes",
    "private note",
    "keep (?:(?:this|it)(?: one)? )?(?:private|confidential|to (?:myself|yourself))",
    "off the record",
    rf"(?:don't|do not) share(?: (?:this|it|with (?:the team|anyone|anybody)))*{_ENDS}",
    rf"not (?:to be shared|for sharing){_ENDS}",
    "this (?:one )?is private",
    "(?:this (?:one )?is|it's) not for the team",
)
_MARKED_PRIVATE = re.compile(  # at the beginning, or a sentence of its own
    r"^\W*(?:strictly )?(?:private|confidential|not for the team)(?: and confidential| thoughts?| reflections?| memo)?"
    r"\s*[:,.!\u2013\u2014-]"
    r"|(?:^|[.!?\n]\s*)(?:strictly )?(?:private|confidential)\W*(?:$|\n)",
    re.IGNORECASE,
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
_NOTHING_SEEN = any_of(
    "nothing (?:observed|to report|doing)",
    "did(?:n't| not) observe anything",
    "no observations? today",
    "visits? (?:(?:was|were|is|are|all|been) )*(?:cancelled|rearranged|rescheduled|postponed)",
    r"(?:\bi |[,;.]\s*)(?:won't|will not|can't) (?:get|make it|be able to get) (?:to|in|there)\b",
    r"i(?:'m| am|'ll be| will be) (?:running )?late\b",
    r"checking (?:the|that|this|if|whether) \w+ (?:works?|is working|comes? through)",
)
# Said to the bot, not about the field: "thanks!", "ok cheers", "hello?".
_ONLY_POLITE = re.compile(
    r"[^\w\n]*(?:(?:thank you|thanks?|cheers|ta|ok(?:ay)?|hello|hi|hiya|hey|bye|help|sorry|please|great|lovely"
    r"|perfect|brilliant|good (?:morning|afternoon|evening|night)|yes|no|yep|nope|got it|will do|(?:so|very) much"
    r"|a lot|bot|jottings|are you there)\b[^\w\n]*)++",
    re.IGNORECASE,
)


def said_type(text: str) -> NoteType | None:
    """The note type that is said in a sentence: "this is reflexive", "debriefed with LW2"."""
    plain = straight(text)
    if _SAYS_REFLEXIVE.search(plain):
        return NoteType.REFLEXIVE
    if _CLOSES_DEBRIEF.search(plain):
        return NoteType.DEBRIEF
    beginning = plain[:_BEGINNING]
    return next((note_type for says, note_type in _SAID_AT_THE_BEGINNING if says.search(beginning)), None)


def is_administrative(text: str, participants: Collection[str]) -> bool:
    """Whether a note is logistics: a test of the line, a reminder, trains and consent forms."""
    plain = straight(text)
    return bool(_ONLY_POLITE.fullmatch(plain) or _ADMIN_OPENING.search(plain)) or is_logistics(
        text, participants, nothing_seen=bool(_NOTHING_SEEN.search(plain))
    )


def says_only_me(text: str) -> bool:
    """Whether the author keeps it to themselves: "only me", "private note"; others' words don't count."""
    plain = straight(text)
    said = any(not _is_quoted(plain, found.start()) for found in _ONLY_ME.finditer(plain))
    return said or bool(_MARKED_PRIVATE.search(plain))


def sounds_reflexive(text: str) -> bool:
    """Whether the author writes about themselves, so that it is worth asking who may read it."""
    plain = straight(text)
    return any(not _is_quoted(plain, found.start()) for found in _ABOUT_MYSELF.finditer(plain))


def _is_quoted(text: str, at: int) -> bool:
    """Whether the place is within quotation marks or follows "she said"."""
    sentence = text[max(text.rfind(end, 0, at) for end in ".!?\n") + 1 : at]
    within = sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")
    return within or _SOMEONE_SAYS.search(sentence[-_SPEECH_REACHES:]) is not None
