"""Invitations and members."""

from collections.abc import Sequence
from datetime import datetime

from fieldwork.member import Member, Role
from handlers.buttons import Verb
from handlers.replies.keys import key, rows_of
from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms
from handlers.replies.welcome import ROLE_NAMES, ROLE_WORDS
from services.outgoing import Button, Say, Toast

NAME_UNITS = 60
MEMBERS_SHOWN = 30


def invite_whom(chat_id: int) -> Say:
    """`/invite` alone."""
    row = tuple(key(label, Verb.INVITE, "", role.value) for label, role in _ROLE_LABELS)
    return Say(
        chat_id=chat_id,
        html="Whom do you invite? With a name: <code>/invite researcher Amal</code>",
        buttons=(row,),
    )


_ROLE_LABELS = (("Researcher", Role.RESEARCHER), ("PI", Role.PI), ("Administrator", Role.ADMIN))


def invited(role: Role, name: str, code: str, link: str, chat_id: int) -> Say:
    """The code and the link, to be passed on."""
    whom = f"{escaped(cut(name, NAME_UNITS))} as {ROLE_WORDS[role]}" if name else ROLE_WORDS[role]
    return Say(
        chat_id=chat_id,
        html=f"An invitation for {whom}. It works once, for three days. Give it to nobody else:\n\n"
        f"{escaped(link)}\n\nOr they send me: <code>/start {escaped(code)}</code>",
        buttons=((Button(label="Copy the link", copies=link),),),
    )


def members(team: Sequence[Member], reader: Member, terms: Terms, chat_id: int) -> Say:
    """Who is on the team."""
    shown = team[:MEMBERS_SHOWN]
    lines = [_line(member, reader, terms) for member in shown]
    more = [f"and {len(team) - len(shown)} more"] if len(team) > len(shown) else []
    buttons = [key(f"Remove {member.label}", Verb.REVOKE, member.label) for member in shown if member.id != reader.id]
    return Say(
        chat_id=chat_id,
        html="\n".join(["<b>The team</b>", *lines, *more]),
        buttons=rows_of(buttons, 3),
    )


def _line(member: Member, reader: Member, terms: Terms) -> str:
    you = " (you)" if member.id == reader.id else ""
    name = escaped(cut(member.name, NAME_UNITS)) or "no name given"
    role = ROLE_NAMES[member.role]
    return f"{escaped(member.label)} {name}{you}, {role}, since {_since(member.joined_at, terms)}"


def _since(joined: datetime, terms: Terms) -> str:
    return f"{terms.day(joined)} {terms.local(joined).year}"


def remove_sure(member: Member, chat_id: int) -> Say:
    """Ask once more."""
    return Say(
        chat_id=chat_id,
        html=f"Remove {_who(member)} from the team? Their notes stay. They can't send or read any more, at once.",
        buttons=((key(f"Yes, remove {member.label}", Verb.REVOKE_SURE, member.label), key("No", Verb.TEAM_LIST)),),
    )


def removed(member: Member, chat_id: int) -> Say:
    """Somebody is no longer on the team."""
    return Say(chat_id=chat_id, html=f"{_who(member)} is no longer on the team. Their notes stay.")


def not_on_the_team(press: str) -> Toast:
    """The button of somebody who has left."""
    return Toast(press=press, text="They are not on the team any more.")


def not_yourself(press: str) -> Toast:
    """So that a study never ends up without anybody."""
    return Toast(press=press, text="You can't remove yourself. Ask another PI.")


def unknown_role(words: str, chat_id: int) -> Say:
    """`/invite somebody Amal`."""
    return Say(
        chat_id=chat_id,
        html=f"I don't know the role “{escaped(cut(words, 40))}”. It is researcher, pi or admin: "
        "<code>/invite researcher Amal</code>. No invitation was made.",
    )


def _who(member: Member) -> str:
    name = escaped(cut(member.name, NAME_UNITS))
    return f"{escaped(member.label)} ({name})" if name else escaped(member.label)
