"""Is a message a question to the notes rather than a note, as "what did we hear about trust at Riverside?" is?"""

import re
from datetime import date

from fieldwork.codebook import Codebook
from fieldwork.phrases import any_of, opening, straight
from fieldwork.question import parse_query

LONGEST = 25  # words; whoever asks is brief
LONGEST_LIST = 12  # words of "notes on trust at Riverside last week"

_ASKING = opening(
    "(?:what|which|where|when|how|why|who)(?:'s|'ve|'d)?\\b",
    "(?:did|do|does|have|has|had|is|are|was|were|any|anyone|anybody|anything|everything)\\b",
)
_OF_THE_TEAM = any_of(  # what only notes can answer: what the team heard, and how much there is
    "(?:did|do|have|had|what(?:'ve|'d)|which(?:'ve|'d))"
    " (?:we|you|i|they|people|the team|any(?:one|body)|some(?:one|body))"
    " (?:already |ever |all )?"
    "(?:hear|heard|see|seen|saw|say|said|learn(?:ed|t)?|note|noted|write|written|wrote|record(?:ed)?|get|got|have|had"
    "|know|find|found|mention(?:ed)?|talk(?:ed)?)",
    "(?:any|how many|which|what|all|more) (?:\\w+ ){0,2}(?:notes?|debriefs?|memos?|observations?)",
    "any(?:thing|one|body)? (?:\\w+ ){0,2}(?:on|about|said|mention(?:ed|s)?)",
    "who (?:else )?(?:said|says|mention(?:ed|s)|wrote|talk(?:ed|s) about|spoke about|told us)",
    "(?:said|written|noted|recorded|heard) (?:\\w+ )?(?:about|on)",
    "how often (?:do|did|does|is|was|have|has)",
)
_ORDERS = opening(
    "(?:(?:can|could|would|will) you )?(?:show|find|get|give|tell|bring) (?:me|us)\\b",
    "(?:search|look) (?:for|through|up)\\b",
    "(?:show|find|list|search|get|open) (?:\\w+ ){0,3}(?:notes?|debriefs?|memos?|observations?)\\b",
)
_LIST = opening(
    "(?:the |my |our )?(?:notes|debriefs|memos)\\b(?! to\\b)",
    "(?:[\\w']+ ){1,3}(?:notes|debriefs|memos) (?:from|about|on|since|with|by|at|for)\\b",
    "(?:what(?:'s)? (?:came|come|has come) in|everything (?:that|where|with|about|on|from))\\b",
)
_STOP = re.compile(r"[.!?:;\u2026](?=\s+\S)|\n(?=\s*\S)")


def only_says_which_notes(text: str, codebook: Codebook, today: date) -> bool:
    """Whether a text is nothing but themes or sites and days: "trust at Riverside last week"."""
    if _STOP.search(text) or not 1 < len(text.split()) <= LONGEST_LIST:
        return False
    query, problems = parse_query(text, codebook, today=today)
    days = query.first is not None or query.last is not None
    return days and bool(query.themes or query.sites) and not (query.words or query.phrases or problems)


def asks_the_notes(text: str) -> bool:
    """Whether one brief sentence asks what the notes say; it may be a note all the same, so nothing is lost by it."""
    said = straight(text).strip()
    count = len(said.split())
    if not 1 < count <= LONGEST or _STOP.search(said):
        return False
    if _LIST.match(said):
        return count <= LONGEST_LIST
    return bool(_ORDERS.match(said) or (_ASKING.match(said) and _OF_THE_TEAM.search(said)))
