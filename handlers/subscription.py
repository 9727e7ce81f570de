"""`/digest on 20:30 mon-fri riverside`, `/digest off`, and the buttons that say the same."""

from dataclasses import replace

from fieldwork.member import Role
from fieldwork.preference import Preference, Shows
from fieldwork.preference_words import Unknown, read_preference
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.replies import refusals, subscription
from services.incoming import ButtonPress, IncomingText
from services.outgoing import Say
from services.subscriptions import GROUP

LOOKS = frozenset({"settings", "setting", "status", "help", "when", "time"})
OFF = frozenset({"off", "stop", "never", "none", "pause", "cancel", "mute", "unsubscribe", "no more"})
_MANNERS = frozenset(
    {"", "please", "thanks", "it", "me", "turn", "switch", "my", "the", "digest", "digests", "for", "now", "here"}
)


async def subscribe(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """Set what was said; with nothing said, tell what is set."""
    if context.member.role is Role.ADMIN:
        await context.answer(incoming, subscription.reads_no_notes(incoming.chat_id))
        return
    if _core(words) in LOOKS:
        now = await context.services.subscriptions.of_member(context.member)
        await context.answer(incoming, await _setting(now, context))
        return
    wanted, problems = await _wanted(words, context)
    if problems:
        await context.answer(incoming, subscription.not_understood(problems, incoming.chat_id))
        return
    await _set(incoming.row, wanted, await _setting(wanted, context), context)


async def pressed(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """One of the buttons under a setting; the same message then says what is set."""
    if context.member.role is Role.ADMIN:
        await context.redraw(incoming, subscription.reads_no_notes(incoming.chat_id))
        return
    wanted, problems = await _wanted(press.argument, context)
    if problems or not press.argument:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await _set(incoming.row, wanted, redrawn(incoming, await _setting(wanted, context)), context)


async def in_group(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """`/digest here`, `/digest here quotes`, `/digest off`, by a PI in the group."""
    if is_off(words):
        await _off_in_group(incoming, context)
        return
    now = await context.services.subscriptions.of_group()
    if _core(words) in LOOKS and incoming.chat_id != context.study.group_chat:
        await context.answer(incoming, subscription.set_with_here(incoming.chat_id))
        return
    if _core(words) in LOOKS:
        upcoming = await context.services.digests.next_at(GROUP, now)
        await context.answer(incoming, subscription.group_setting(context.terms, now, upcoming, incoming.chat_id))
        return
    wanted, problems = read_preference(words, replace(now, on=True, shows=Shows.COUNTS), context.study.codebook)
    if problems:
        await context.answer(incoming, subscription.not_understood(problems, incoming.chat_id, in_group=True))
        return
    upcoming = await context.services.digests.next_at(GROUP, wanted)
    say = subscription.group_setting(context.terms, wanted, upcoming, incoming.chat_id)
    await context.services.subscriptions.set(None, GROUP, wanted, [], who=context.member.label)
    await context.services.digests.set_group(
        incoming.row,
        incoming.chat_id,
        lambda: [say],
        who=context.member.label,
    )


async def _off_in_group(incoming: IncomingText, context: FieldContext) -> None:
    off = subscription.group_off(incoming.chat_id)
    if incoming.chat_id != context.study.group_chat:  # the study's group keeps its own
        await context.answer(incoming, off)
        return
    now, who = await context.services.subscriptions.of_group(), context.member.label
    await context.services.subscriptions.set(incoming.row, GROUP, replace(now, on=False), [off], who=who)


def not_in_group(words: str, incoming: IncomingText, context: FieldContext) -> Say:
    """What asks for no digest now: a slip, or a setting without `here`."""
    _, problems = read_preference(words, Preference(), context.study.codebook)
    if problems:
        return subscription.not_understood(problems, incoming.chat_id, in_group=True)
    return subscription.set_with_here(incoming.chat_id)


def is_off(words: str) -> bool:
    """Whether they only say that there is to be no digest: "off", "turn it off, please"."""
    return _core(words) in OFF


async def _wanted(words: str, context: FieldContext) -> tuple[Preference, tuple[Unknown, ...]]:
    now = await context.services.subscriptions.of_member(context.member)
    if is_off(words):
        return replace(now, on=False), ()
    wanted, problems = read_preference(words, now, context.study.codebook)
    return replace(wanted, on=True), problems


def _core(words: str) -> str:
    """What is wanted, without what is only polite: "turn it off, please" is "off"."""
    said = (word.strip(".,;!?") for word in words.casefold().split())
    return " ".join(word for word in said if word not in _MANNERS)


async def _set(row: int | None, wanted: Preference, say: Say, context: FieldContext) -> None:
    await context.services.subscriptions.set(row, context.member.id, wanted, [say], who=context.member.label)


async def _setting(wanted: Preference, context: FieldContext) -> Say:
    upcoming = await context.services.digests.next_at(context.member.id, wanted)
    return subscription.setting(context.terms, wanted, context.member, upcoming)
