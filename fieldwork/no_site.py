"""Does the author leave the site out on purpose? "No site on this one", "I'd rather not say which surgery"."""

import re

from fieldwork.phrases import any_of, straight

_WHICH = "(?:which|what|the name of the) (?:surgery|practice|site|clinic|place|one)"
_I_WOULD = "(?:i|we)(?:'d| would|'ll| will|'m| am| want to| need to| should)?(?: also| really)?"
_SAY = "(?:say|name|tell|give|identify|mention|specify)"
_OF_SITES = "(?:visits?|wide|managers?|files?|access|folders?|names?|meetings?|is|was|has|had)"
_LEFT_OUT = any_of(
    rf"no (?:particular |specific |one )?site(?![- ]{_OF_SITES}\b)",
    "not (?:at|about|for|from|tied to) (?:an?|any|any one|one) (?:single |specific )?(?:site|practice|surgery)",
    rf"{_I_WOULD} (?:rather |prefer |going |better )?(?:to )?not (?:to )?{_SAY}(?: \w+){{0,2}}? {_WHICH}",
    rf"(?:won't|can't|cannot|shouldn't|mustn't|not going to|prefer not to|rather not) "
    rf"{_SAY}(?: here)? {_WHICH}",
    rf"{_WHICH}\b[^.!?]{{0,30}}\b(?:i'd|i would|i) (?:rather|prefer|better) not",
    "(?:leave|leaving|left|keep|keeping) (?:out )?(?:the |which )?(?:site|surgery|practice)(?: name)?"
    " (?:out|off|blank|unnamed|anonymous)",
    "(?:site|surgery|practice) (?:withheld|unnamed|not given|left blank)",
)
_SOMEONE_ELSE = re.compile(
    r"\b(?:he|she|they|who|(?:LW|P|GP|PN|PM|VS|RC)\s?\d+)(?:'d| would| has|'s| had)?(?: \w+)? ?$"
)
_BEFORE = 25  # characters in which the subject stands


def leaves_site_out(text: str) -> bool:
    """Whether the author does; what a participant would rather not say is no matter."""
    plain = straight(text)
    return any(
        not _SOMEONE_ELSE.search(plain[max(0, found.start() - _BEFORE) : found.start()])
        for found in _LEFT_OUT.finditer(plain)
    )
