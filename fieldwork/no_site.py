"""Does the author leave the site out on purpose? "No site on this one", "I'd rather not say which surgery"."""

import re

from fieldwork.phrases import any_of, straight

_PLACE = "(?:surgery|practice|site|clinic|place|location)"
_IS = "(?:'s|'m| is| was| am| were| are)?"
_WHERE = rf"(?:where|whereabouts)(?: (?:this|that|it|i|we){_IS})?(?: (?:is|was|am|are|were))?"
_WHICH = rf"(?:(?:which|what|the name of the) (?:{_PLACE}|one)|{_WHERE}(?=\s*(?:[.,;:!?)\u2013\u2014-]|$)))"
_I_WOULD = "(?:i|we)(?:'d| would|'ll| will|'m| am| want to| need to| should)?(?: also| really)?"
_SAY = "(?:say|name|tell|give|identify|mention|specify|disclose|reveal|record|write down)"
_PUT = "(?:put|give|add|set|note|attach|record|say|name|tag)"
_WHOM = "(?: (?:you|yous|people|anyone|here|exactly|just)){0,2}"
_WILL_NOT = (
    "(?:won't|shan't|can't|cannot|shouldn't|mustn't|couldn't|would rather not|'d rather not|'ll not|'d better not"
    "|had better not|don't want to|do not want to|don't like to|'d sooner not|not able to|not going to|not gonna"
    "|prefer not to|rather not|not supposed to|not allowed to|best not)"
)
_OF_SITES = "(?:visits?|wide|managers?|files?|access|folders?|names?|meetings?|is|was|has|had)"
_LEFT_OUT = any_of(
    rf"no (?:particular |specific |one )?site(?![- ]{_OF_SITES}\b)",
    "no (?:location|practice|surgery|place) (?:for|on) this(?: one)?",
    rf"let's not {_SAY} {_WHICH}",
    "no (?:place|site|practice|surgery) names?",
    rf"(?:not |without )(?:naming|identifying|giving|saying|specifying) (?:the |a |which |any )?{_PLACE}",
    r"(?:keep|keeping|leave|leaving) (?:it |this )?(?:vague|open|blank)(?: about| as to)? (?:where|which)",
    r"(?:keep|leave) (?:where|which \w+) (?:\w+ ){0,3}(?:vague|open|blank|out)",
    r"(?:where|site|place|practice)\s*[:=]\s*(?:i'd |would )?(?:rather|prefer) not",
    "not (?:at|about|for|from|tied to) (?:(?:any|any one|one|a single|a specific) (?:site|practice|surgery)|a site)",
    rf"{_I_WOULD} (?:rather |prefer |going |better )?(?:to )?not (?:to )?{_SAY}(?: \w+){{0,2}}? {_WHICH}",
    rf"{_WILL_NOT} {_SAY}{_WHOM} {_WHICH}",
    rf"{_WILL_NOT} (?:name|identify) (?:the |this |that ){_PLACE}",
    rf"{_WHICH}\b[^.!?]{{0,30}}\b(?:i'd|i would|i) (?:rather|prefer|better) not",
    "(?:leave|leaving|left|keep|keeping) (?:out )?(?:the |which )?(?:site|surgery|practice)(?: name)?"
    " (?:out|off|blank|unnamed|anonymous)",
    rf"(?:won't|can't|shouldn't|not going to|prefer not to|rather not|not) {_SAY} the (?:site|surgery|practice|clinic)",
    "(?:leave|leaving|keep|keeping) out (?:where|which (?:site|surgery|practice|one)) (?:this|it|that) (?:was|is)",
    rf"(?:can|could|shall|should) (?:we|i|you) (?:please )?not {_PUT} (?:an?|any|the|which) {_PLACE}",
    rf"(?:don't|do not|not to|please don't|without) {_PUT}(?:ting|ding|ging)? (?:an?|any|the) {_PLACE}",
    "not saying (?:where|which \\w+)",
    rf"not (?:putting|naming|stating|recording|giving|writing down) (?:an?|any|the|which) {_PLACE}",
    rf"{_WILL_NOT} (?:put|write)(?: down)? (?:where|which|(?:an?|any|the) {_PLACE})",
    rf"{_WILL_NOT} {_SAY} which(?=\s*[,.;:!?)\u2013\u2014])",
    "no names?,? no (?:place|site|surgery)s?",
    rf"{_I_WOULD}(?: do)?(?:n't| not) think (?:i|we) should {_SAY} (?:{_WHICH}|the (?:surgery|practice|site|clinic))",
    rf"{_PLACE} (?:won't|will not|shan't|can't|cannot|shouldn't|isn't|is not) (?:being |be )?"
    "(?:named|stated|said|given|identified|recorded|mentioned)",
    rf"(?:{_PLACE}|where|location)(?: name)? (?:is |was |has been )?(?:deliberately |purposely |intentionally )?"
    "(?:left|kept|taken|missed) (?:off|out|blank|vague|open)(?! of (?!th(?:is|at))| the)",
    rf"{_PLACE} (?:withheld|unnamed|not given|left blank|not (?:to be )?(?:named|stated|said))",
    r"(?:site|practice|surgery|where)\s*[:=]\s*(?:none|n/a|na|no|nil|withheld|anon\w*|not saying|private)\b",
    "leaving (?:that|it) (?:out|off|blank) (?:on purpose|deliberately)",
    rf"(?:keep|keeping|leave|leaving) the (?:{_PLACE}|name|name of the {_PLACE}) out of (?:it|this)",
    rf"an? {_PLACE} (?:that |which )?(?:i|we)(?:'ll| will|'d| would|'m| am)? (?:not|won't) (?:be )?"
    r"(?:name|naming|identify|say)",
    rf"somewhere (?:that |which )?(?:i|we) (?:(?:should|ca|wo|must|could)n't|cannot|should not|will not) {_SAY}",
    rf"somewhere (?:that |which )?(?:i|we)(?:'d| would) (?:rather|prefer|better|sooner) (?:to )?not (?:to )?{_SAY}",
    rf"(?:not naming|without naming|no name for) (?:the |any |which )?{_PLACE}",
)
_SOMEONE_ELSE = re.compile(
    r"\b(?:he|she|they|who|(?:LW|P|GP|PN|PM|VS|RC)\s?\d+)(?:'d| would| has|'s| had)?(?: \w+)? ?$"
)
_QUOTED = re.compile(r"[\"“][^\"”]{1,600}[\"”]")
_BEFORE = 25  # characters in which the subject stands


def leaves_site_out(text: str) -> bool:
    """Whether the author does; what a participant would rather not say, quoted or told, is no matter."""
    plain = _QUOTED.sub(lambda found: " " * len(found[0]), straight(text))
    return any(
        not _SOMEONE_ELSE.search(plain[max(0, found.start() - _BEFORE) : found.start()])
        for found in _LEFT_OUT.finditer(plain)
    )
