"""The words of spoken and typed headers: markers, hesitation, what stands between, kinds of note."""

from fieldwork.note import NoteType
from fieldwork.phrases import phrase_set, word_set

SITE_MARKERS = word_set("site sites location sight cite")
SURE_SITE_MARKERS = word_set("site sites")
THEME_MARKERS = word_set("theme themes code codes tag tags hashtag")
OUTRIGHT_MARKERS = word_set("site sites theme themes")  # "the site is ..." counts in mid-sentence too
MISHEARD_THEME_MARKERS = word_set("team teams them seem scene")  # only before a theme's exact name
BEHIND_MARKER = phrase_set(
    "is | are | was | were | number | would be | will be | here | today | again | for this | for this one | for today"
    " | of this | i'd say | probably | i think | mainly | mostly"
)
FILLERS = word_set(
    "um umm er erm uh uhm hm hmm mm ah oh okay ok right so well now like yeah yes hi hello hey sorry just again "
    "actually basically really obviously anyway and also plus the a an"
)
HESITATION = word_set("um er erm uh with")
CONNECTING = phrase_set(
    "this is | this one is | this one's | it's | it is | i'm | i am | we're | you know | at | in | from | outside"
    " | with | by | on | of | here | back | today | quick | one | short | note | voice note | field note | memo"
    " | voice memo | recording | let me see | i think | phone | call | sitting | standing | sat | no site | only me"
    " | private | two themes | visit | first | second | third | another"
)
CLOSING = phrase_set(
    "that's it | that's all | that is all | thanks | thank you | over | bye | end | please | for now | end of note"
)
BEHIND_PERSON = word_set("by on over at and")
BETWEEN = word_set("and plus also with then or")
VERBS = word_set("is was were are has had have seems seemed felt came comes goes went keeps looks")

_TYPE_PHRASES = {
    NoteType.DEBRIEF: "debrief | debriefing | de brief",
    NoteType.REFLEXIVE: "reflexive | reflective | reflexive note | reflective note | reflection",
    NoteType.METHODOLOGICAL: "methodological | methodological note | methods note | method note",
    NoteType.ANALYTIC: "analytic | analytical | analytic note | analytical note | analytic memo | analysis note",
    NoteType.ADMIN: "admin | admin note",
    NoteType.OBSERVATION: "observation | observation note",
}
TYPES = {phrase: note_type for note_type, phrases in _TYPE_PHRASES.items() for phrase in phrase_set(phrases)}
BEHIND_TYPE = word_set("with by note memo from after over on at in of following theme site for only")
