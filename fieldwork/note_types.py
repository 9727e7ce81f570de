"""What kind of note is it? Only what the author says of it, save that logistics are recognised."""

import re
from collections.abc import Collection

from fieldwork.logistics import is_logistics
from fieldwork.note import NoteType
from fieldwork.phrases import any_of, opening, straight
from fieldwork.quotable import QUOTED
from fieldwork.quotation import first_and_last, sentences

_NOT_TO_COME = r"(?![^.!?\n]{0,30}\b(?:tomorrow|next (?:week|month|mon|tue|wed|thu|fri)))"
_SAYS_REFLEXIVE = any_of(
    "so (?:just )?(?:a|some|my) reflections? on",
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
            "so (?:this is |it's |that's )?(?:a|the|our) debrief",
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
_SOMEBODY_ELSES_DEBRIEF = any_of(  # or one that is missed, or to come
    "(?:someone|somebody|anyone|nobody) to debrief",
    r"(?:hopes?|hoping|wants?|like|going|meant|supposed|plan\w*|needs?|used) to (?:have (?:a|the) )?(?:\w+ )?debrief",
    "(?:should|shd|could|cd|would)(?:'ve| have) (?:had|done) a debrief",
    r"(?:she|he|they|nurses?|paramedics?|doctors?|staff|team|[A-Z]{2}\d|patient)(?:'s|'d)?"
    r"(?: (?:has|have|had|was|were|is|are|mention\w*|says?|said|doing|having|she|he|described|getting|got|how)){0,4}"
    r"(?: \w+){0,3} (?:a |her |his |their |the )?(?:own )?debrief",
    r"debrief\w* (?:[\w']+ ){0,4}(?:supervisor|is foreseen|foreseen|booked|scheduled|is planned|is due)",
    "debrief (?:from the hospital|room|form|sheet)",
)
_CLOSES_DEBRIEF = any_of(r"(?:that's|that is) (?:it|all) (?:for|from) (?:today's|this|the|my) debrief(?=\W*$)")
# What a note says of itself in words of its author's, in its first or last sentences.
_ABOUT = "(?:about|abt|on|re|regarding|concerning)"
_THIS = r"(?:th(?:is|at|ese|ose)(?: (?:note|memo|one|bit|bits))?|it|what follows)(?: ?'?s| is| are|'re)?"
_THROUGH = "(?:through|thro'?|thru|over)"
_WE_DO = (
    r"(?:how|the way) (?:we|i)(?:'re|'ve|'d| are| have(?: been)?| should| might| could)?(?: \w+ly| all)? "
    "(?:do|doing|did|go about|going about|run|running|carry out|carrying out|write|writing|record|recording"
    r"|collect|collecting|observe|observing|work|working)\b"
)
_STUDY = "(?:study|research|fieldwork|observations?|observing|data|sampling|recordings?|interviews?)"
_METHOD = "(?:methods?|methodology|methodological)"
_OF_THE_STUDY = rf"(?:{_METHOD}|approach|protocol|design|template|guide|sampling|{_STUDY} (?:itself|design|guide))"
_WHAT_WE_FIND = (
    r"what (?:we(?:'re| are|'ve| have|'d)?|the \w+)(?: (?:been|be|is|are|might|may|could|all|actually|really))* "
    "(?:finding|found|seeing|seen|hearing|heard|telling|saying|showing|suggesting|suggests?|shows?|says?)"
)
_FINDINGS = rf"(?:(?:the |our |these |any )?(?:findings?|data|dataset|analysis|results|themes|sites)|{_WHAT_WE_FIND})"
_IDEA = (
    "(?:ideas?|hunch(?:es)?|thoughts?|notions?|theor(?:y|ies)|hypothes[ie]s|speculations?|interpretations?|patterns?)"
)
_TALK = "(?:chat|talk|conversation|catch[- ]?up|natter|discussion|phone call|debrief)"
_STAFF = "(?:link worker|lw|gp|pn|pm|rc|vs|nurse|doctor|receptionist|manager|navigator)"
_PERSON = rf"(?:(?:the |our )?{_STAFF}\b ?\w*|[A-Z]{{2}} ?\d+|her|him|them)"
_ONCE_DONE = r"(?:after(?:wards?)?|once|when|at the end|over (?:a )?(?:tea|coffee|lunch|cuppa|cup of \w+)|about how)"
_SESSION = "(?:session|appointment|appt|visit|morning|afternoon|day|consultation|call|clinic)"
_SAID_AT_EITHER_END = (
    (
        any_of(
            rf"(?:more|mostly|mainly|really|all|just|only|{_THIS})(?: \w+){{0,2}} (?:about|abt) (?:me|myself)"
            r"(?! (?:and|being)\b)",
            r"(?:about|abt) (?:me|myself)\W+(?:and )?(?:not|rather than) (?:about |abt )?(?:them|her|him|any\w+|the)\b",
            "(?:say|write|record|set down|put down|note|add|get down|admit) something (?:about|abt) (?:me|myself)",
            rf"(?:{_THIS}|here are|some of) (?:\w+ ){{0,2}}my (?:own )?(?:\w+ )?(?:reflections?|reactions?|feelings)",
            "(?:bit|piece|moment|spot) of (?:self[- ])?reflection",
            rf"{_THIS} (?:a |another )?(?:personal |private )?reflections?(?! (?:of|by|from|in)\b)",
            "self[- ]reflection",
        ),
        NoteType.REFLEXIVE,
    ),
    (
        any_of(
            rf"{_ABOUT} {_WE_DO}",
            rf"(?:thing|thought|point|question|worry|concern|word|note|suggestion|idea)s? {_ABOUT} (?:our|the) "
            rf"(?:own )?{_OF_THE_STUDY}",
            rf"(?:{_THIS}|{_ABOUT})(?: \w+){{0,2}} (?:{_METHOD}|the study itself|the research itself)",
        ),
        NoteType.METHODOLOGICAL,
    ),
    (
        any_of(
            rf"{_IDEA}(?: [\w']+){{0,5}} (?:{_ABOUT}|for|in|across|from|of) {_FINDINGS}",
            rf"(?:thinking|speculating|musing)(?: out loud| aloud)?(?: \w+)? {_ABOUT} {_FINDINGS}",
            rf"(?:{_THIS}|just|only)(?: \w+){{0,3}} (?:a|my|an) (?:\w+ )?(?:hunch|hypothesis|theory|interpretation)",
            "(?:an )?idea forming",
            "analytic(?:al)? (?:note|memo|thought)",
        ),
        NoteType.ANALYTIC,
    ),
    (
        any_of(
            r"(?:talk(?:ed|ing|s)?|t(?:ake|ook|aking)|r(?:un|an|unning)|w(?:ent|alked)|go(?:ing)?) (?:(?:me|us|back) )+"
            rf"{_THROUGH} (?:how|what(?! (?:people|they|patients|we)\b)"
            rf"|(?:the|that|this|her|his|their) (?:\w+ )?{_SESSION})",
            rf"(?:to|we) (?:go|went|talk|talked) (?:back )?{_THROUGH} (?:how|what) (?:\w+ ){{1,8}}"
            "(?:went|gone|happened)",
            rf"(?:notes?|jottings|what i (?:got|took|kept)) (?:from|of) (?:that|our|the|my|a) {_TALK}",
            rf"(?:{_TALK}|sat down|sat|spoke|caught up|debriefed) with {_PERSON}(?: \w+){{0,3}} {_ONCE_DONE}",
            r"what follows is (?:all )?(?:what|how) (?:she|he|they)",
        ),
        NoteType.DEBRIEF,
    ),
)
_SAID_BY_OTHERS = any_of(
    r"(?:he|she|they|p\d+|[A-Z]{2}\d|the \w+)(?:'s| has| had| just| also)? (?:said|says|goes|went|told|asked|replied)"
)
_ADDS_WHO = re.compile(
    r"[^.!?]{0,60},\s*(?:(?:said|says|goes|went) (?:he|she|they|p ?\d+|lw\d|the \w+)"
    r"|(?:he|she|they|p ?\d+|lw\d|the \w+) (?:said|says|goes|went))\b",
    re.IGNORECASE,
)
_BEGINNING = 160  # characters: what a note is, is said in its first sentence or two

_ADMIN_OPENING = opening(
    r"test(?:ing)?\b(?=\W*(?:$|test|\d|one\b|[,.!]))",
    r"test \d",
    r"(?:hello\W+)*one\W+two\b(?=\W*(?:$|three|test|just|checking|seeing))",
    r"(?:(?:seeing|checking|trying|to see|making sure)\W+)+(?:if|whether|that)\W+(?:the|this|my|it|that)\b"
    r"[^.!?]{0,25}(?:work(?:s|ing)|gets? th(?:rough|ru)|comes? th(?:rough|ru)|arrives?|records|recording)\b",
    r"test(?:ing)? (?:from|on|with) (?:my|the|a|this|another|new)\b",
    r"test(?:ing)? (?:the|this|my|our) (?:new )?(?:bot|phone|recorder|dictaphone|line|mic\w*|connection)\b",
    r"this is (?:just )?a test\b(?! result)",
    r"testing (?:whether|if|that) (?:this|it|the bot)\b",
    r"(?:logistics?|housekeeping|practicalities|(?:access|travel) arrangements?|dates for the diary)\b",
    r"reminder (?:to|for) (?:all|everyone|everybody|the team|team)\b",
    r"(?:note|message) (?:to|for) (?:the )?team\b",
    r"for the team\b",
    r"(?:travel|mileage|expenses?) claims?\b",
    r"(?:i'm |i am )?running (?:a bit |very |so )?late\b",
    r"(?:i )?(?:can'?t|can ?not|won'?t) (?:do|make|get to) \w+ (?:today|tomorrow|this|next|on|till|until)\b",
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
    found = next((note_type for says, note_type in _SAID_AT_THE_BEGINNING if says.search(beginning)), None)
    if found and not (found is NoteType.DEBRIEF and _SOMEBODY_ELSES_DEBRIEF.search(beginning)):
        return found
    ends = [QUOTED.sub(" ", each) for each in first_and_last(sentences(plain))]
    return next((kind for says, kind in _SAID_AT_EITHER_END if any(_says_itself(says, each) for each in ends)), None)


def _says_itself(says: re.Pattern[str], sentence: str) -> bool:
    """Whether the author says so: "it's about me, isn't it, said P14" is another's."""
    found = says.search(sentence)
    if found is None:
        return False
    return not (_SAID_BY_OTHERS.search(sentence[: found.start()]) or _ADDS_WHO.match(sentence, found.end()))


def is_administrative(text: str, participants: Collection[str]) -> bool:
    """Whether a note is logistics: a test of the line, a reminder, trains and consent forms."""
    plain = straight(text)
    return bool(_ONLY_POLITE.fullmatch(plain) or _ADMIN_OPENING.search(plain)) or is_logistics(
        text, participants, nothing_seen=bool(_NOTHING_SEEN.search(plain))
    )
