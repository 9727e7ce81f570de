"""Does a note ask for something to be done later? The sentence that asks, in the author's own words."""

import re

from fieldwork.phrases import any_of, opening, straight
from fieldwork.quotation import sentences

_TO_DO = (
    r"(?:ask|check|re-?check|chase|find|find out|follow\w*|ring|call|phone|e-?mail|text|message|speak|talk|confirm"
    r"|get (?:a|the|hold|in|back|copies|copy)|look (?:at|into|up|for|again)|see (?:if|whether|what|how)|go back"
    r"|come back|clarify|raise|revisit|return to|pick (?:this|that|it) up|arrange|remind|probe|verify"
    r"|(?:bring (?:this|that|it) up|take (?:this|that|it|these) to)|request|contact|write to|listen again"
    r"|g(?:o|et) (?:back )?(?:through|over) (?:all )?(?:the|our|my|these|those)|count|compare"
    r"|find time to|dig (?:out|into)"
    r"|keep an eye|get (?:that|this|it|them|\w+ \w+) (?:from|off|out of)|read (?:back|through|over)|double[- ]check"
    r"|make sure|test (?:this|that|it)|take another look|have (?:a|another) (?:look|word|chat))"
)
_INTEND = (
    "(?:'ll| will| shall| must| should| need to| have to|'ve got to| have got to| want to| ought to|'d like to"
    "| would like to| am going to|'m going to)(?: need to| have to| want to| try to| try and| be sure to)?"
)
_SOMEONE = (
    "(?:(?:somebody|someone|anyone|anybody|whoever)"
    "(?: (?:else|on our side|(?:on|in|from) the (?:team|office|study)|at our end|from (?:here|our end)))?"
    "|we|you|one of (?:you|us|yous|them))"
)
_THING = (
    "(?:from|him|her|them|this|that|it|these|those|the|about|again|back|in|on|up|for|with|w/|w|if|whether|how|what|who|why"
    "|when|where)"
)
_PERSON = r"(?:[A-Z]{1,3} ?\d|lw\b|gp\b|p \w+|link worker|R\d)"
_MUST = r"(?:must|need to|should|will need to|to(?= (?:check|chase|confirm|clarify|find out)))\W+"
_AT_ONCE = "(?:ask|check|chase|find out|ring|e-?mail|confirm|clarify|revisit|raise)"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri)day"
_NEXT_VISIT = (
    "(?:(?:on )?(?:my |the |our )?next (?:time|visit)"
    r"|(?:when|once) i(?:'m| am|'ve| get)(?: \w+)? (?:next|back|there|in|up|again))"
)
_NEXT_TIME = f"(?:{_NEXT_VISIT}|next (?:week|wk|month)|tomorrow|later|on {_WEEKDAY})"
_DAY = "(?:mon|tues?|weds?|wednes|thurs?|fri)(?:day)?"
_DIARY = "(?:in|into|on|down in|down on)"

_ASKS = (
    opening(
        r"(?:one (?:for|to) |for |to )?follow[- ]?ups?\b",
        r"f/u\b",
        r"to (?:ask|check|chase)\s*[:\u2013\u2014-]",
        rf"would like to {_TO_DO}\b",
        rf"(?:{_NEXT_TIME}\W+)?{_MUST}{_TO_DO}\b",
        rf"(?:{_NEXT_TIME}\W+)?{_AT_ONCE}\W+(?:{_THING}\b|{_PERSON})",
        r"(?:reminder(?: to (?:myself|self|me))?|to[- ]?do|action|chase|query|next (?:time|visit))\s*[:,\u2013\u2014-]",
        rf"(?:to[- ]?do|action|note to self|memo to self|reminder to self)\W+{_TO_DO}\b",
        rf"(?:somebody|someone|anybody|anyone),? (?:please |pls )?{_AT_ONCE}\b",
        r"(?:(?:can|could|shall|should) we )?(?:come|go|get) back to (?:this|that|it|these|him|her|them)\b",
        rf"(?:qu?s?|questions?|quer(?:y|ies)) for (?:{_PERSON}|her|him|them|the (?:team|partners?|practice|desk))",
        r"look (?:across|into|back (?:at|over|through)|again (?:at|for))\b",
        r"(?:one |another |two |three |a )?(?:q|qs|questions?|quer(?:y|ies)|things?|something)"
        r" (?:for (?:the )?next|to (?:ask|check|chase))\b",
    ),
    any_of(
        r"follow(?:ing)? (?:this|that|it|these|him|her|them) up(?! (?:the|to|and|into)\b)",
        r"(?:need|needs|worth|wants?|to be) follow(?:ing|ed) up",
        r"needs? (?:a |some )?follow[- ]?up",
        rf"(?:i|we|{_SOMEONE})(?:{_INTEND}| needs to) (?:\w+ ){{0,2}}follow[- ]?up",
    ),
    re.compile(rf"(?:[/;|\u2013\u2014]|\s-)\s*{_AT_ONCE}\W+(?:{_THING}\b|{_PERSON}|{_DAY}\b)", re.IGNORECASE),
    re.compile(r"(?:^|[,;:\u2013\u2014-]\s*)(?:and )?who can \w+", re.IGNORECASE),
    re.compile(rf",\s*(?:so |and )?chase\W+(?:{_THING}\b|{_PERSON})", re.IGNORECASE),
    re.compile(r",\s*(?:so |and )?(?:check|find out) (?:who|what|whether|if|when|how|why|where)\b", re.IGNORECASE),
    re.compile(rf"(?:^|[.;,]\s+)(?:i )?need to (?:\w+ ){{1,7}}{_NEXT_TIME}\b", re.IGNORECASE),
    re.compile(r"(?:^|[,;:.\u2013\u2014-]\s*)(?:need to|must|should|to|will) follow up\b", re.IGNORECASE),
    any_of(
        "remind (?:me|us)",
        rf"(?:what|all|thing|something) (?:i|we)(?: still)? need(?: to do)?(?: now| next)? is(?: to)? {_TO_DO}",
        rf"(?:can|could|would) {_SOMEONE} (?:please )?(?:remind|check|ask|chase|find|follow|look up|look into)",
        rf"remember to {_TO_DO}",
        rf"(?:don't|mustn't) (?:let me )?forget to {_TO_DO}",
        "(?:don't|do not) let (?:me|us) (?:forget|lose sight of)",
        "(?:mind|nudge|prompt) me to",
        rf"(?:please|pls),? {_AT_ONCE}",
        "(?:please|pls),? (?:flag|remind|diary|diarise)",
        "(?:please|pls),? (?:someone|somebody|anyone|anybody)",
        r"(?:i'd|i would) (?:love|like) (?:for )?(?:one of )?(?:someone|somebody|you|yous|us) to",
        r"needs? (?:chasing|checking|following|asking|clarifying|confirming)",
        rf"{_SOMEONE} (?:should|must|needs to|has to|ought to|please) {_TO_DO}",
        rf"(?:can|could|would|will) (?:somebody|someone|anyone|anybody) (?:please )?"
        rf"(?:{_TO_DO}|re-?\w+|bring|book|send|take)",
        r"(?:put|stick) (?:a flag on|it in the diary|this in the diary|that in the diary|that (?:one )?in the diary)",
        "has any(?:one|body) (?:found|heard|checked|asked)(?! (?:you|him|her|them))",
        rf"(?:can|could|would|will) whoever\b[^.!?]{{0,40}}\b(?:{_AT_ONCE}|go back)",
        r"be (?:taken|picked) up (?:again )?(?:at|on|in|by|with)",
        rf"(?:can|could|shall|should) we (?:please |all |also )?{_TO_DO}",
        rf"(?:can|could|would|will) one of (?:you|us|yous) (?:please )?(?:\w+ ){{0,3}}{_TO_DO}",
        rf"ask me (?:again|{_NEXT_TIME}|(?:on )?{_WEEKDAY})",
        r"(?:put|stick) (?:it|this|that) on the (?:list|agenda)",
        rf"{_DIARY} (?:my|the) (?:diary|calendar|list) to {_TO_DO}",
        rf"let's (?!call (?:it|this|that)\b)(?:also )?{_TO_DO}",
        r"(?:don't|do not|mustn't) let (?:it|this|that) (?:slide|drop|go)",
        "(?:it let|let it) slide",
        r"worth (?:(?:our|us|my|me|your|you|somebody(?:'s)?|someone(?:'s)?)(?: \w+ly| all| also)? \w+ing"
        "|(?:asking|checking|chasing|revisiting|ringing|counting|comparing|testing|finding out"
        "|looking (?:at|into|up|out)|(?:going|coming) (?:back|through|over)|keeping an eye))",
        r"i(?:'d| would)(?: really| still| quite)? (?:like|love|want|need) to "
        "(?:know|hear|understand|see (?:if|whether|how|what))",
        r"(?:would|might|could|'d) be (?:\w+ )?(?:good|useful|interesting|nice|great|helpful|worthwhile|wise) "
        rf"(?:if (?:we|someone|somebody|i) (?:could )?|(?:for (?:us|someone|somebody|one of us) )?to ){_TO_DO}",
        r"(?:one|it|this|that|goes|put|going|another)(?:'s)?(?: one)? (?:for|on|onto) (?:my|our|the) "
        r"(?:list|agenda|to[- ]?do|next visit)",
        rf"i owe (?:{_PERSON}|him|her|them) (?:a|an) (?:call|answer|visit|e-?mail|copy|letter)",
    ),
    any_of(
        rf"i{_INTEND}(?:,? (?:also|just|really|then|definitely|um|er),?|,? {_NEXT_TIME},?){{0,2}} {_TO_DO}",
        rf"we (?:must|should|need to|ought to|have to) (?:also |really )?{_TO_DO}",
        rf"to (?:check|ask|chase|find out|come back to|go back to)(?: \w+){{0,6}} {_NEXT_TIME}(?=\W*$)",
        rf"i{_INTEND} (?:[\w']+ ){{1,10}}{_NEXT_VISIT}",
    ),
)
_DONE = any_of(
    "no follow[- ]?up",
    "(?:follow[- ]?ups?|f/u) (?:appointments?|appts?|clinics?|calls?|visits?|letters?|was|is|are|had|has|came|by)",
    r"ring on (?:her|his|their|one) \w+",
    "follow[- ]?ups? are",
)
_NONE = re.compile(  # "Follow-up: none."
    r"^\W*(?:[\w-]+ ){0,3}[\w-]+\s*[:=\u2013\u2014-]\s*(?:none|nothing|n/?a|nil|no)\b\W*$", re.IGNORECASE
)
_SPEECH = re.compile(
    r"[\"“][^\"”]{1,600}[\"”]"
    r"|(?<![\w'])'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){3,600}(?<=[\w,.;:?!-])'(?!\w)"  # 'the baby's cot,' says P17
)
_OTHERS = (
    r"(?:he|she|they|it|everyone|everybody|[A-Z]{1,3} ?\d{1,3}|lw \w+|p \w+|link worker \w+|the \w+(?: \w+)?"
    r"|(?:poster|letter|notice|sign|sticker|form|e-?mail)(?: that| which)?|(?:head|face|door) \w+ (?:the \w+ )?and)"
)
_SAYS = (
    r"(?:said|says|goes|went|told|asked|thinks?|wants?|needs?|reckons?|replied|mention(?:ed|s)|remark(?:ed|s)|added|adds"
    r"|suggest(?:ed|s)|insist(?:ed|s)|whisper(?:ed|s)|complain(?:ed|s)|hopes?|hoped|wish(?:es|ed)|promised|felt|feels|thought)"
)
_TOLD = r"(?<!what )(?<!how )(?<!why )(?<!where )(?<!everything )"  # "what she said" is the author's
_OTHERS_WORDS = any_of(  # what follows is said or meant by someone else
    rf"{_TOLD}{_OTHERS}(?:'s| has| had| just| also| then| always| never)* {_SAYS}",
)
# What somebody else is going to do, up to a new part of the sentence: "She will ring them and ..."
_WILL = (
    rf"\b{_OTHERS}(?:'ll|'d|(?:'s| is| are| was| were) (?:going|hoping|planning|meant|due|to)\b"
    "| will| would| must| should| has to| have to| had to| can| could)"
)
_IS_FOR_OTHERS = re.compile(rf"\W*(?:(?:so|and|but|then)\W+)?{_WILL}\b", re.IGNORECASE)
_OTHERS_WILL = re.compile(
    rf"{_WILL}"
    r"(?: \w+)?(?:\W[^,;:.!?\u2013\u2014]*)?$",
    re.IGNORECASE,
)
_SAID_SO = re.compile(
    r"[^.!?]{0,80},\s*(?:he|she|they|[A-Z]{1,3} ?\d+|(?!and|but|so)\w+ \w+) (?:said|says|told|asked|goes)\b"
)
_NEXT_SENTENCE = re.compile(r"(?<=\w\w)[.!?]\s")  # in small letters, as thumbs write it
_SO_I, _I = re.compile(r"[,;:\u2013-]\s*so\s+$", re.IGNORECASE), re.compile(r"(?:i|we)\b", re.IGNORECASE)
_REACHES = 200  # characters: dictation without a full stop has endless sentences


_TAGS_FIRST = re.compile(r"^\W*(?:[#\uff03][\w-]+\s+)+(?=\w)")  # "#money #riverside chase: ..."

TAG = "#follow_up"  # in place of a sentence that asks for it


def follow_up(text: str) -> str:
    """The first sentence that asks to follow up, ask, check or remind; "" when none does."""
    return next((sentence for sentence in sentences(text) if asks(sentence)), "")


def asks(sentence: str) -> bool:
    """Whether the author asks, in words that are neither quoted nor another person's."""
    own = _TAGS_FIRST.sub("", own_words(sentence))
    return not _NONE.search(own) and any(_is_own(own, found) for pattern in _ASKS for found in pattern.finditer(own))


def is_for_others(sentence: str) -> bool:
    """Whether it begins with what somebody else is going to do: "She'll check on him Friday"."""
    return _IS_FOR_OTHERS.match(sentence) is not None


def own_words(sentence: str) -> str:
    """A sentence without what it quotes, every apostrophe straight."""
    return _SPEECH.sub(" ", straight(sentence))


def _is_own(sentence: str, found: re.Match[str]) -> bool:
    before = _NEXT_SENTENCE.split(sentence[max(0, found.start() - _REACHES) : found.start()])[-1]
    if _SO_I.search(before) and _I.match(found[0]):
        return not _DONE.search(sentence[found.start() : found.end() + 14])
    behind = sentence[found.start() : found.end() + 14]
    others = _OTHERS_WORDS.search(before) or _OTHERS_WILL.search(before) or _SAID_SO.match(sentence, found.end())
    return not others and not _DONE.search(behind)
