"""`/invite` and `/team`: who is on the team."""

from telegram import Update

from fieldwork.member import Member, Role
from handlers.buttons import Press
from handlers.context import FieldContext
from handlers.incoming import read_text, words_after_command
from handlers.replies import people, refusals
from services.incoming import ButtonPress
from services.outgoing import Say

LINK = "https://t.me/{bot}?start={code}"
ROLES = {
    "researcher": Role.RESEARCHER,
    "pi": Role.PI,
    "admin": Role.ADMIN,
    "administrator": Role.ADMIN,
}
NAME_CHARACTERS = 60


def looks_after_team(member: Member) -> bool:
    """Whether they may see and change who is on the team."""
    return member.role in (Role.PI, Role.ADMIN)


async def invite(update: Update, context: FieldContext) -> None:
    """Make a one-time code for somebody; a PI's business."""
    incoming = read_text(update)
    words = words_after_command(incoming.text).split(maxsplit=1)
    if context.member.role is not Role.PI:
        say = refusals.not_for_you("a PI", incoming.chat_id)
    elif not words:
        say = people.invite_whom(incoming.chat_id)
    elif (role := ROLES.get(words[0].casefold())) is None:
        say = people.unknown_role(words[0], incoming.chat_id)
    else:
        say = await _invitation(role, words[1] if len(words) > 1 else "", incoming.chat_id, context)
    await context.answer(incoming, say)


async def invite_role(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """A role's button under `/invite`."""
    role = ROLES.get(press.argument)
    if role is None or context.member.role is not Role.PI:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await context.redraw(incoming, await _invitation(role, "", incoming.chat_id, context))


async def _invitation(role: Role, name: str, chat_id: int, context: FieldContext) -> Say:
    name = " ".join(name.split())[:NAME_CHARACTERS]
    code = await context.study.team.invite(role, name, context.study.clock())
    link = LINK.format(bot=context.bot.username, code=code)
    return people.invited(role, name, code, link, chat_id)


async def team(update: Update, context: FieldContext) -> None:
    """Who is on the team."""
    incoming = read_text(update)
    if not looks_after_team(context.member):
        await context.answer(incoming, refusals.not_for_you("a PI or an administrator", incoming.chat_id))
        return
    await context.answer(incoming, _members(incoming.chat_id, context))


async def team_list(incoming: ButtonPress, _press: Press, context: FieldContext) -> None:
    """[No]: back to the list."""
    if not looks_after_team(context.member):
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await context.redraw(incoming, _members(incoming.chat_id, context))


def _members(chat_id: int, context: FieldContext) -> Say:
    return people.members(context.study.team.members(), context.member, context.terms, chat_id)


async def revoke(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Remove R2]: ask once more."""
    member = await _removable(incoming, press, context)
    if member is not None:
        await context.redraw(incoming, people.remove_sure(member, incoming.chat_id))


async def revoke_sure(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """[Yes, remove R2]."""
    member = await _removable(incoming, press, context)
    if member is not None:
        await context.study.team.revoke(member, context.study.clock())
        await context.redraw(incoming, people.removed(member, incoming.chat_id))


async def _removable(incoming: ButtonPress, press: Press, context: FieldContext) -> Member | None:
    """Whom the button means; otherwise the press is answered with why not."""
    member = context.study.team.by_label(press.subject)
    if not looks_after_team(context.member):
        await context.answer(incoming, refusals.old_button(incoming.press))
    elif member is None or not member.active:
        await context.answer(incoming, people.not_on_the_team(incoming.press))
    elif member.id == context.member.id:
        await context.answer(incoming, people.not_yourself(incoming.press))
    else:
        return member
    return None
