"""Does a note ask for something to be done later? The sentence that asks, in the author's own words."""

import re

from fieldwork.quotation import sentences

_SPEECH = re.compile(r"[\"“][^\"”]{1,600}[\"”]")
_OTHERS_WORDS = re.compile(  # what follows is said or done by someone else
    r"\b(?:(?:he|she|they|[A-Z]{1,3}\d{1,3}|lw \w+|the \w+)(?:'s| has| had| just)? (?:said|says|goes|went|told|asked|thinks?|wants?"
    r"|needs?|reckons?|replied))\b",
    re.IGNORECASE,
)
_THINGS_TO_DO = (
    r"(?:ask|check|chase|find out|follow\w*|ring|call|phone|e-?mail|text|message|get|look|see (?:if|whether|what|how)|speak|talk"
    r"|go back|come back|confirm|clarify|raise|bring (?:this|that|it) up|revisit|return to|pick (?:this|that|it) up|arrange"
    r"|remind|find|probe|verify|compare|request|contact|write to|listen again|re-?check)"
)
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # said in so many words
        r"^\W*(?:um\W+|er\W+|and\W+|so\W+|also\W+|nb\W*|to\W+|for\W+|a\W+|please\W+|one\W+(?:for|to)\W+)*follow(?:[- ]?up)(?:s)?\b"
        r"(?!\W+(?:appointments?|calls?|visits?|letters?|was|were|is|had|has|went|came|by\b))",
        r"\b(?:i|we|someone|somebody)(?:'ll|'d| will| must| should| need to| needs to| want to| have to|'ve got to| ought to| would like to|'d like to"
        r"| am going to|'m going to)(?: \w+){0,2} follow(?:ing)?\b(?:\W+\w+){0,4}?\W+up\b",
        r"\b(?:need|needs|worth|want|wants|to be) follow(?:ing|ed) up\b|\bneeds? (?:a |some )?follow[- ]?up\b",
        r"\b(?:must|should|need to|to|let's|can we|could we) follow (?:this|that|it|these|him|her|them) up\b",
        r"(?:^|[,;:.–—-]\s*)(?:need to|must|should|to|will) follow up\b",
        # a wish to be reminded
        r"\b(?:remind (?:me|us)|can (?:somebody|someone|anyone|we|you) (?:please )?(?:remind|check|ask|chase|find|follow)"
        r"|could (?:somebody|someone|anyone|we|you) (?:please )?(?:remind|check|ask|chase|find|follow)"
        r"|(?:must |should |need to |to |please )?remember to " + _THINGS_TO_DO + r"|don't (?:let me )?forget to " + _THINGS_TO_DO
        + r"|mustn't forget|who can \w+|has any(?:one|body) (?:found|heard|checked|asked))\b",
        r"^\W*(?:reminder|to[- ]?do|todo|action|next time|next visit|next week|chase|query)\s*[:,–—-]",
        # what the author means to do
        r"\bi(?:'ll| will| must| should| need to| have to|'ve got to| have got to| want to| ought to|'d like to| would like to"
        r"| am going to|'m going to)(?:(?:,? (?:also|just|really|then|definitely|um|er),?)|(?: next (?:week|time|visit|month),)){0,2} "
        + _THINGS_TO_DO + r"\b",
        r"\bwe (?:must|should|need to|ought to|have to) (?:also |really )?" + _THINGS_TO_DO + r"\b",
        r"^\W*(?:(?:and|so|also|um|er|nb|then|must|need to|needs to|should|to|please|next (?:time|visit|week))\W+)*"
        r"(?:must|need to|should|will need to)\W+" + _THINGS_TO_DO + r"\b",
        # an instruction to oneself or the team
        r"^\W*(?:(?:and|so|also|um|er|nb|then|to|please|next (?:time|visit|week))\W+)*"
        r"(?:ask|check|chase|find out|ring|e-?mail|confirm|clarify|revisit|raise)\b(?!ed|ing)\W+(?:with |w/ ?|back|up|in|on|whether|if|"
        r"how|what|who|why|when|where|the|this|that|about|again|him|her|them|[A-Z]{1,3} ?\d|lw\b|gp\b|p \w+|link worker|for)",
        r"\bto (?:check|ask|chase|find out|come back to|go back to)\b(?: \w+){0,6} (?:next (?:time|week|visit|month)|on (?:mon|tues|wednes"
        r"|thurs|fri)day|tomorrow|later)\W*$",
    )
)  # fmt: skip
_DONE = re.compile(r"\b(?:follow(?:ed|s) up|no follow[- ]?up|follow[- ]?up (?:appointments?|calls?|visits?|letters?))\b", re.IGNORECASE)


def follow_up(text: str) -> str:
    """The first sentence that asks to follow up, ask, check or remind; "" when none does."""
    return next((sentence for sentence in sentences(text) if _asks(sentence)), "")


def _asks(sentence: str) -> bool:
    """Whether the author asks, in words that are neither quoted nor another person's."""
    own = _SPEECH.sub(" ", sentence.replace("’", "'"))
    for pattern in _ASKS:
        found = pattern.search(own)
        if found and not _OTHERS_WORDS.search(own[: found.start()]) and not _DONE.search(found[0]):
            return True
    return False
