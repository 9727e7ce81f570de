"""The words of spoken and typed headers: markers, hesitation, what stands between, kinds of note."""

from fieldwork.note import NoteType
from fieldwork.phrases import phrase_book, phrase_set, word_set

SITE_MARKERS = word_set("site sites location sight cite")
SURE_SITE_MARKERS = word_set("site sites")
THEME_MARKERS = word_set("theme themes code codes tag tags hashtag")
TAG_MARKERS = word_set("tag tags hashtag")  # a site is tagged too
OF_SITES = ("practice", "surgery", "centre")  # left out when people are brief: "Junction Road"
OUTRIGHT_MARKERS = word_set("site sites theme themes")  # "the site is ..." counts in mid-sentence too
ANNOUNCING = word_set("it's its i'm im")  # go on from a name without a comma
OUTRIGHT_THEMES = word_set("theme themes")
MISHEARD_THEME_MARKERS = word_set("team teams them seem scene")  # only before a theme's exact name
BEHIND_MARKER = phrase_book(
    "is | are | was | were | number | would be | will be | here | today | again | for this | for this one | for today"
    " | of this | i'd say | probably | i think | mainly | mostly"
    " | wise | s | what was it | what is it | what's it called | what did we call it | let me think | let me see"
    " | how do you say"
)
FILLERS = word_set(
    "hiya morning um umm er erm eh ehm em och aye uh uhm hm hmm mm ah oh okay ok right so well now like yeah yes "
    "hi hello hey sorry just again actually basically really obviously anyway and also plus the a an"
)
MANY = word_set("one two three four both main")
HEDGES = word_set(  # in any order, between a marker and what it marks: "theme's going to be, I don't know, trust"
    "maybe perhaps probably possibly mostly mainly largely definitely clearly kind sort of i i'd i'll i'm i've suppose "
    "guess think say reckon would will could might be being going to gonna is are was let's let me see don't know what "
    "else what's it's it that's that whatever we us call then do you how here today now one for this these at please "
    "underneath certainly partly more less bit if anything its thats id ill im ive dont whats lets"
)
LONGEST_HEDGE = 10  # words
COUNTED = phrase_book("two things | three things | one thing | two themes | a couple of things")  # before themes
CHIEFLY = word_set("mostly mainly largely chiefly")
MAYBE = word_set("maybe perhaps probably possibly mostly mainly largely definitely say basically")  # open a fragment
LABELS = word_set("who where when what time place type kind with date")  # before a colon
KIN = word_set(
    "mum mam mother dad father wife husband partner son daughter sister brother carer friend neighbour kids children "
    "baby nan gran grandson granddaughter niece nephew dog cat family interpreter sister-in-law mother-in-law"
)
HIS = word_set("his her their the an a")
HESITATION = word_set("um em er erm eh uh with")
CONNECTING = phrase_book(
    "good morning | good afternoon | good evening | this is | this was | this one is | this one's | it's | it is"
    " | i'm | i am | we're | you know | at | in | from | outside | with | by | on | of | here | back | today"
    " | quick | one | short | note | voice note | field note | memo | voice memo | recording | let me see"
    " | i think | phone | call | sitting | standing | sat | no site | only me | private | home visit | home call"
    " | that was | that's | visit | w | two things | three things | one thing | first | second | third | another"
)
CLOSING = phrase_book(
    "that's it | that's all | that is all | thanks | thank you | over | bye | end | please | for now | end of note"
)
BEHIND_PERSON = word_set("by on over at and home")
BETWEEN = word_set("and plus also with then or but")
TO_COME = word_set("next tomorrow will booked going appointment appointments opens closes starts")
CORRECTING = phrase_book(  # what follows takes the place of what was said
    "no sorry | sorry no | no wait | scratch that | correction | sorry i mean | i mean | no i mean | no not | sorry"
    " | or no sorry | or no | or rather | oh no | oh sorry | oh no sorry | or sorry | make that | no make that"
    " | strike that | no hang on | hang on no | i beg your pardon | no i beg your pardon | beg pardon | no beg pardon"
    " | i tell a lie | no i tell a lie | oops"
)
ABOUT = word_set("about re regarding concerning")
SAID_OF_NOTES = word_set(
    "its thats it's is this that's one's mostly mainly really basically note one um er and bit also partly"
)
HAPPENED = phrase_book(  # before a time: "this happened about half two"
    "it's | it is | this is | this was | this happened | that was | we started | we met | we began | this would be"
    " | the time is | time is"
)
IT_WAS = phrase_book("this was | this is | that was | it was | this would be")  # "ten thirty this was"
WHERE = word_set("at in from")
PLACED = word_set("with by at in from on of outside")  # what follows these is where or who, no theme
NOTE_ON = phrase_book(  # before a theme at the very beginning: "quick one on trust"
    "i've got a thought about | i have a thought about | a thought about | something about"
    " | thoughts on | thought on | thoughts about | something on | more on | bit on | one on | one about | note on"
    " | note about | memo on | memo about | this is about | this one's about | this is on"
)
REALLY = word_set("really mainly mostly again basically today largely probably maybe then definitely please")
TAILS = phrase_book(  # may stand behind a theme, as those may
    "i'd say | i think | i suppose | i guess | i reckon | for sure | more or less | i would say | if anything"
    " | on this one | for this one | in this one | on this | for this | here"
    " | isn't it | isn't that | innit | wasn't it | as well | too"
)
CALLS_IT_SO = phrase_book(  # behind one
    "i'd call it | id call it | i'd call that | i'd call this | i would call it | we'd call it"
    " | that's what i'd call it | that's what i'd call this | that's what i'd call that"
)
CODING = word_set("code coded coding tag tagged tagging file filed filing")
PUTTING = word_set(  # with "as" or "under": "put that down as trust"
    "have put putting mark marking log logging label labelling book booking down"
)
OF_THE_AUTHOR = word_set("id im ill lets i'd i'll i i'm let's we'd we'll to please just can could and so i've it's")
IT = word_set("this that it these")
AS = word_set("as under with for in into to")
CODES = word_set("theme themes code codes tag heading")
TOO = word_set("too well down")  # behind a theme that is put beside another
THINKING = word_set("think say reckon guess suppose")  # "I think this is trust"
ME = word_set("i i'd id")
THIS_IS = phrase_book("this is | this one is | this one's | this was")  # of the note; "it's" may be anything
LABELLING = phrase_book("that's | that is | thats | that was")  # "that's trust", behind what was seen
REPORTING = word_set("said says told tells asked asks goes went replied like whispered shouted thought thinks")
PILES = word_set("pile theme heading folder")  # "one for the trust pile"
A = word_set("a an another")
THE = word_set("the a an another my our")
BELONGING = word_set("goes comes belongs falls")  # with "under": "that goes under loneliness"
CALLING = (
    CODING | PUTTING | CODES | PILES | BELONGING | THINKING | {"call", "one", "thing"}
)  # one of these is where a theme is called so
PLACES = phrase_book("it's | it is | this is | that's | that is | i'm at | i am at | we're at | i was at | this was")
VERBS = word_set("is was were are has had have seems seemed felt came comes goes went keeps looks")

_TYPE_PHRASES = {
    NoteType.DEBRIEF: "debrief | debriefing | de brief",
    NoteType.REFLEXIVE: "reflexive | reflective | reflexive note | reflective note | reflection | reflections",
    NoteType.METHODOLOGICAL: "methodological | methodological note | methods note | method note",
    NoteType.ANALYTIC: "analytic | analytical | analytic note | analytical note | analytic memo | analysis note",
    NoteType.ADMIN: "admin | admin note",
    NoteType.OBSERVATION: "observation | observation note",
}
TYPES = {phrase: note_type for note_type, phrases in _TYPE_PHRASES.items() for phrase in phrase_set(phrases)}
TYPE_PHRASES = phrase_book(" | ".join(_TYPE_PHRASES.values()))
TYPE_LABELS = frozenset({"type", "kind"})
BEHIND_TYPE = word_set("with w by note memo from after over on at in of following theme site for only")
