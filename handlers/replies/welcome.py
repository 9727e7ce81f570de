"""Joining: the welcome, a refused invitation, the practice note, and what is kept."""

from fieldwork.member import Member, Role
from fieldwork.retention import AudioClock
from fieldwork.speech_server import Place
from handlers.buttons import Verb
from handlers.replies.keys import key
from handlers.replies.markup import cut, escaped
from services.outgoing import Say
from services.team import InvitationRefused

ROLE_NAMES = {Role.RESEARCHER: "researcher", Role.PI: "PI", Role.ADMIN: "administrator"}
ROLE_WORDS = {Role.RESEARCHER: "a researcher", Role.PI: "a PI", Role.ADMIN: "an administrator"}

_SAVED = (
    "Send me a text or a voice note after observing. It is saved only when I answer “Saved #…”. "
    "Telegram's own ticks don't count."
)
_KEPT = (
    "I keep it encrypted on the study's computer. Telegram carries it here and can read it on the way, "
    "so use codes (P07, LW2), no names."
)
_ADMIN = (
    "You look after membership and health: /team and /health. I show you nobody's notes. What you send me "
    "yourself is kept as a note of yours."
)

_PRIVACY = (
    (
        "<b>What is kept.</b> Your texts and recordings, the words I hear in them, their sites and themes, and "
        "every earlier version. All of it is encrypted on the study's computer; {heard}"
    ),
    (
        "<b>How long.</b> A recording is deleted {after_check} days after you confirm its words, and after {at_most} "
        "days in any case; I tell you a week before. Texts stay as long as the study does."
    ),
    (
        "<b>Who can read it.</b> Every card says <i>Team can read</i> or <i>Only you</i>; one tap changes it. "
        "An administrator reads no note here. Whoever holds the study's key can open everything, your private "
        "notes too."
    ),
    (
        "<b>Telegram.</b> This chat is a cloud chat, not end-to-end encrypted: Telegram carries your notes and can "
        "read them, and they stay in this chat until you delete them there. So use codes (P07, LW2), no names."
    ),
    (
        "<b>Taking back.</b> /undo, or Delete under More. A note can be put back for ten minutes; then its own key "
        "is destroyed and nobody can read it again."
    ),
)

_HEARD = {
    Place.HERE: "recordings are turned into words there, by no other service.",
    Place.OWN_SERVER: "recordings are turned into words by a speech server in the study's own network.",
    Place.SERVICE: "recordings are sent to a speech service outside the study's network, which turns them into words.",
}


def welcome(member: Member, study_title: str) -> Say:
    """For somebody whose invitation was good."""
    name = escaped(cut(member.name, 60))
    greeting = f"Welcome, {name}." if name else "Welcome."
    role = f"You're in the study “{escaped(cut(study_title, 120))}” as {ROLE_WORDS[member.role]}."
    use = _ADMIN if member.role is Role.ADMIN else _SAVED
    return Say(
        chat_id=member.telegram_id,
        html="\n\n".join([f"{greeting} {role}", use, _KEPT, "Try one now. One tap erases it."]),
        buttons=((key("Practice note", Verb.PRACTISE), key("What is kept", Verb.KEPT)),),
    )


def already_in(member: Member, chat_id: int) -> Say:
    """`/start` from somebody who is on the team."""
    return Say(
        chat_id=chat_id,
        html=f"You're on the team as {ROLE_WORDS[member.role]}; notes call you {escaped(member.label)}.\n\n{_SAVED}\n\n"
        "/help lists what I can do.",
        buttons=((key("Practice note", Verb.PRACTISE), key("What is kept", Verb.KEPT)),),
    )


def invitation_refused(refused: InvitationRefused) -> Say:
    """A code that is old, used or mistyped."""
    sentences = {
        "expired": "This invitation has run out (it lasts three days). Ask your PI for a new one; "
        "nothing else is wrong.",
        "used": "This invitation has been used; each works once. Ask your PI for a new one.",
        "unknown": "I don't know this invitation. Please open the link again, or copy the whole code. "
        "If that doesn't help, ask your PI for a new one.",
    }
    return Say(chat_id=refused.chat_id, html=sentences[refused.reason])


def practice(chat_id: int, started: int) -> Say:
    """Try it, then erase it; `started` is the moment in Unix seconds."""
    return Say(
        chat_id=chat_id,
        html="Send me a text or a voice note now, as you would after observing. For example: "
        "<code>Riverside. LW1 put the form face down and asked about the dog.</code>\n\n"
        "When you have seen what comes back, erase it here.",
        buttons=((key("Erase my practice", Verb.ERASE_PRACTICE, "", started),),),
    )


def what_is_kept(clock: AudioClock, place: Place, chat_id: int) -> Say:
    """`/privacy`."""
    facts = {"after_check": clock.after_check.days, "at_most": clock.at_most.days, "heard": _HEARD[place]}
    return Say(chat_id=chat_id, html="\n\n".join(_PRIVACY).format(**facts))


_EVERYBODY = (
    ("/notes", "ask, for example <code>/notes #trust #riverside since monday</code>"),
    ("/today", "your notes of today"),
    ("/site", "stay at a site until the day ends, for example <code>/site riverside</code>"),
    ("/undo", "take your last note back"),
    ("/codebook", "sites and themes with their definitions"),
    ("/digest", "what is new, what is silent"),
    ("/matrix", "sites by themes, for example <code>/matrix trust finance since november</code>"),
    ("/privacy", "what is kept, and who can read it"),
)
_PI = (
    ("/invite", "invite somebody, for example <code>/invite researcher Amal</code>"),
    ("/team", "who is on the team; remove somebody"),
    ("/health", "is anything waiting or stuck?"),
    ("/digest here", "in the team's group: send its counts there every night"),
)
_ADMIN_COMMANDS = (
    ("/team", "who is on the team; remove somebody"),
    ("/health", "is anything waiting or stuck?"),
    ("/privacy", "what is kept, and who can read it"),
)
_NOTES = (
    "Send a text or a voice note: I answer “Saved #…” and it becomes a note. Text is always a note, never a question.\n"
    "Reply to its card to correct it: <code>wrong -&gt; right</code>, a site, a time, #tags, only me, or the whole "
    "text. Editing your message works too.\n"
    "<code>214</code> or /n214 opens note 214."
)


def help_text(member: Member, chat_id: int) -> Say:
    """What that person can do."""
    commands = {
        Role.RESEARCHER: _EVERYBODY,
        Role.PI: (*_EVERYBODY, *_PI),
        Role.ADMIN: _ADMIN_COMMANDS,
    }[member.role]
    lines = "\n".join(f"{command} · {words}" for command, words in commands)
    first = "" if member.role is Role.ADMIN else f"{_NOTES}\n\n"
    return Say(chat_id=chat_id, html=f"{first}{lines}")


def group_help(chat_id: int) -> Say:
    """Said once, when the bot comes into a group."""
    return Say(
        chat_id=chat_id,
        html="In a group I hear only commands, mentions and replies, and I keep nothing that is written here. "
        "Field notes belong in your private chat with me.\n"
        "A PI can type <code>/digest here</code>: the group then gets each night's counts, never the words.",
    )
