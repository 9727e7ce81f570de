"""Who may read a note: its author alone, where the author says so or writes about themselves."""

import re

from fieldwork.phrases import any_of, straight

_ENDS = r"(?=\W*(?:$|[.,:;!?\n\u2013-]))"
_OTHERS = "(?:the (?:rest of the )?(?:team|others|group)|anyone|anybody|everyone|everybody|others|(?:any|no)one else)"
_ONLY_ME = any_of(
    r"(?<!\bwas )(?<!\bwere )(?<!n't )only (?:for )?me(?!\W+(?:and|in|there|who|with|at|left|that|or)\b)",
    r"(?:just|only|strictly) for (?:me|myself|my own (?:use|benefit|eyes|ears|reference))(?! to\b)",
    "for my(?: own)? (?:eyes|ears)(?: only| alone)?",
    "(?:my|these are) (?:own )?private (?:reflections?|thoughts?|notes?|musings?|diary)",
    "private note",
    "keep (?:(?:this|it)(?: one)? )?(?:private|confidential|to (?:myself|yourself))",
    rf"keep this(?: one| note)? (?:just |only )?to me(?: please| pls)?{_ENDS}",
    "off the record",
    rf"(?:don't|do not) share(?: (?:this|it|with {_OTHERS}))*{_ENDS}",
    rf"not (?:to be shared|for sharing){_ENDS}",
    rf"(?:not to go|(?:don't|do not|shouldn't|mustn't|must not|not to) (?:go|be (?:shown|sent|passed))) to {_OTHERS}",
    "(?:nobody|no one) else(?:'s)? (?:(?:is|needs|gets|has|ought|is allowed|is supposed) to|should|can|may|must) "
    "(?:read|see|hear) (?:this|it)",
    "this (?:one )?is private",
    rf"(?:don't|do not|please don't|not to) let {_OTHERS} (?:see|read|hear)",
    "(?:this (?:one )?is|it's) not for (?:the team|anyone else|anybody else|the others)",
)
_MARKED_PRIVATE = re.compile(  # at the beginning, or a sentence of its own
    r"^\W*(?:strictly )?(?:private|confidential|not for the team)(?: and confidential| thoughts?| reflections?| memo)?"
    r"\s*[:,.!\u2013\u2014-]"
    r"|(?:^|[.!?\n]\s*)(?:strictly )?(?:private|confidential)\W*(?:$|\n)",
    re.IGNORECASE,
)
_TEAM_FILE = "for the (?:whole )?team(?: file| to (?:read|see|hear))?"
_FOR_THE_TEAM = re.compile(  # of the note; "she made tea for the team" is not
    rf"(?:^|[.!?\n])\W*{_TEAM_FILE}(?=\s*(?:$|[.!\n]))"
    rf"|\b(?:(?:reflexive|reflection|reflective)(?: (?:note|one))?,? (?:but )?|this (?:one )?is ){_TEAM_FILE}"
    r"(?=\W*(?:$|[.,:;!]))"
    rf"|\b(?:{_OTHERS}|you all) (?:can|may|should|is welcome to|are welcome to) (?:read|see|hear) (?:this|it)\b"
    rf"|\b(?:no objection|don't mind|happy|fine|okay)(?: to| for| with)? {_OTHERS} (?:to )?(?:read|see|hear)(?:ing)?\b"
    r"|\bshare (?:this|it) with (?:the team|everyone|everybody|the others)\b|\b(?:this (?:one )?is|it's) not private\b",
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
    rf"i (?:felt|feel|was) (?:\w+,? ){{0,2}}{_UNEASY}",
    r"i felt (?:\w+ )?like an? \w+",
    "i(?:'ve| have) been (?:stewing|turning (?:it )?over|thinking about (?:how i|my))",
    "i can't stop thinking",
    "i keep thinking about",
    "how (?:tired|upset|angry|sad|moved) i (?:am|was|felt)",
    "i (?:wasn't|was not|am not|'m not) sure (?:whether |if )?i (?:should|ought)",
    "i (?:don't|do not) know (?:whether|if) i (?:should|ought)",
    "i ought to think about",
)


def says_only_me(text: str) -> bool:
    """Whether the author keeps it to themselves: "only me", "private note"; others' words don't count."""
    plain = straight(text)
    said = any(not _is_quoted(plain, found.start()) for found in _ONLY_ME.finditer(plain))
    return said or bool(_MARKED_PRIVATE.search(plain))


def is_for_the_team(text: str) -> bool:
    """Whether the author says that the team may read it, which a reflexive note has to."""
    plain = straight(text)
    return bool(_FOR_THE_TEAM.search(plain)) and not says_only_me(text)


def sounds_reflexive(text: str) -> bool:
    """Whether the author writes about themselves, so that it is worth asking who may read it."""
    plain = straight(text)
    return any(not _is_quoted(plain, found.start()) for found in _ABOUT_MYSELF.finditer(plain))


def _is_quoted(text: str, at: int) -> bool:
    """Whether the place is within quotation marks or follows "she said"."""
    sentence = text[max(text.rfind(end, 0, at) for end in ".!?\n") + 1 : at]
    within = sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")
    return within or _SOMEONE_SAYS.search(sentence[-_SPEECH_REACHES:]) is not None
