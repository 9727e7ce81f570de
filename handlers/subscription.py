"""`/digest on 20:30 mon-fri riverside`, `/digest off`, and the buttons that say the same."""

from dataclasses import replace

from fieldwork.preference import Preference, Shows
from fieldwork.preference_words import Unknown, read_preference
from fieldwork.schedule import next_digest_at
from handlers.buttons import Press
from handlers.context import FieldContext, redrawn
from handlers.replies import refusals, subscription
from services.incoming import ButtonPress, IncomingText
from services.outgoing import Say
from services.subscriptions import GROUP

LOOKS = frozenset({"settings", "setting", "status", "help", "when", "time"})
OFF = frozenset({"off", "stop", "never", "none", "pause", "cancel", "mute", "unsubscribe", "no more"})
_MANNERS = frozenset(
    {"", "please", "thanks", "it", "me", "turn", "switch", "my", "the", "digest", "digests", "for", "now"}
)


async def subscribe(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """Set what was said; with nothing said, tell what is set."""
    if _core(words) in LOOKS:
        now = await context.services.subscriptions.of_member(context.member)
        await context.answer(incoming, _setting(now, context))
        return
    wanted, problems = await _wanted(words, context)
    if problems:
        await context.answer(incoming, subscription.not_understood(problems, incoming.chat_id))
        return
    await _set(incoming.row, wanted, _setting(wanted, context), context)


async def pressed(incoming: ButtonPress, press: Press, context: FieldContext) -> None:
    """One of the buttons under a setting; the same message then says what is set."""
    wanted, problems = await _wanted(press.argument, context)
    if problems or not press.argument:
        await context.answer(incoming, refusals.old_button(incoming.press))
        return
    await _set(incoming.row, wanted, redrawn(incoming, _setting(wanted, context)), context)


async def in_group(incoming: IncomingText, words: str, context: FieldContext) -> None:
    """`/digest here`, `/digest here quotes`, by a PI in the group."""
    now = await context.services.subscriptions.of_group()
    wanted, problems = read_preference(words, replace(now, shows=Shows.COUNTS), context.study.codebook)
    if problems:
        await context.answer(incoming, subscription.not_understood(problems, incoming.chat_id))
        return
    await context.services.subscriptions.set(None, GROUP, wanted, [], who=context.member.label)
    await context.services.digests.set_group(
        incoming.row,
        incoming.chat_id,
        lambda: [subscription.group_setting(wanted, incoming.chat_id)],
        who=context.member.label,
    )


async def _wanted(words: str, context: FieldContext) -> tuple[Preference, tuple[Unknown, ...]]:
    now = await context.services.subscriptions.of_member(context.member)
    if _core(words) in OFF:
        return replace(now, on=False), ()
    wanted, problems = read_preference(words, now, context.study.codebook)
    return replace(wanted, on=True), problems


def _core(words: str) -> str:
    """What is wanted, without what is only polite: "turn it off, please" is "off"."""
    said = (word.strip(".,;!?") for word in words.casefold().split())
    return " ".join(word for word in said if word not in _MANNERS)


async def _set(row: int | None, wanted: Preference, say: Say, context: FieldContext) -> None:
    await context.services.subscriptions.set(row, context.member.id, wanted, [say], who=context.member.label)


def _setting(wanted: Preference, context: FieldContext) -> Say:
    study = context.study
    upcoming = next_digest_at(study.now(), wanted.hour, study.timezone, wanted.days) if wanted.on else None
    return subscription.setting(context.terms, wanted, context.member, upcoming)
