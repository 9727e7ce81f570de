"""When one's digest comes and what is in it, set in the chat."""

import json

import pytest

from fieldwork.member import Role
from fieldwork.preference import Preference
from handlers.replies import subscription
from services.exchange import Import, read_import
from services.outgoing import Say
from services.subscriptions import GROUP as THE_GROUP
from tests.handlers.conftest import ADA, AMAL, GROUP, PRIYA, STRANGER, Chats
from tests.handlers.notes import TERMS
from tests.handlers.telegram_limits import labels
from tests.handlers.test_decide import reminded
from tests.handlers.updates import Payload

OTHER_GROUP = -1009
QUOTED = 'LW1 put the form down. P01 said, "I have not shown these letters to anybody yet."'


async def test_a_pi_sets_time_days_and_sites_in_one_line(chats: Chats) -> None:
    say = await chats.writes(PRIYA, "/digest on 20:30 mon-fri riverside hilltop")
    assert say.html.splitlines()[:2] == [
        "Your digest, Mon to Fri at 20:30, with quotations, Riverside, Hilltop.",
        "Next: Thu 11 Nov, 20:30.",
    ]
    assert labels(say) == [["Every day", "Weekly"], ["Counts only", "All sites", "Off"]]


async def test_buttons_change_the_same_message_and_off_can_be_taken_back(chats: Chats) -> None:
    say = await chats.writes(PRIYA, "/digest on")
    assert say.html.startswith("Your digest, every day at 20:00, with quotations, all sites.")
    counts = await chats.presses_label(PRIYA, say, "Counts only")
    assert "counts only" in counts.html
    off = await chats.presses_label(PRIYA, counts, "Off")
    assert off.html.startswith("You get no digest.")
    again = await chats.presses_label(PRIYA, off, "On again")
    assert "counts only" in again.html
    assert again.edits_message


async def test_a_slip_of_the_thumb_changes_nothing_and_is_named(chats: Chats) -> None:
    say = await chats.writes(PRIYA, "/digest on 21:00 fridya")
    assert say.html.startswith("I don't know “fridya”. Did you mean friday? Nothing is changed.")
    assert "20:00" in (await chats.writes(PRIYA, "/digest on")).html


async def test_a_researcher_is_told_of_their_own_day(chats: Chats) -> None:
    say = await chats.writes(AMAL, "/digest on")
    assert say.html.startswith("Your day, Mon to Fri at 17:30: what your own notes still want")
    assert (await chats.writes(AMAL, "/digest off")).html.startswith("I say nothing about your day.")


async def test_a_researcher_is_told_what_their_digest_leaves_out_and_has_it_back_with_a_button(chats: Chats) -> None:
    plain = await chats.writes(AMAL, "/digest on")
    assert "/digest</code>:" not in plain.html
    assert labels(plain)[1] == ["Off"]
    limited = await chats.writes(AMAL, "/digest on riverside counts")
    assert limited.html.splitlines()[1] == "<code>/digest</code>: Riverside only, counts only."
    assert labels(limited)[1] == ["Quotations", "All sites", "Off"]
    quoted = await chats.presses_label(AMAL, limited, "Quotations")
    assert quoted.html.splitlines()[1] == "<code>/digest</code>: Riverside only."
    assert (await chats.presses_label(AMAL, quoted, "All sites")).html == plain.html


async def test_an_administrator_reads_no_notes_and_is_promised_no_digest(chats: Chats) -> None:
    ada, words = chats.study.team.by_telegram(ADA), "An administrator reads nobody's notes"
    assert ada is not None
    for asked in ("/digest on", "/digest on 20:30", "/digest settings"):
        assert (await chats.writes(ADA, asked)).html.startswith(words)
    say = subscription.setting(TERMS, Preference(on=False), ada, None)
    assert (await chats.presses_label(ADA, say, "On again")).html.startswith(words)
    book = await chats.study.store.write(chats.services.subscriptions.book)
    assert book.preferences == {}


async def test_an_administrator_who_once_set_a_digest_gets_none(chats: Chats) -> None:
    ada, subscriptions = chats.study.team.by_telegram(ADA), chats.services.subscriptions
    assert ada is not None
    await subscriptions.set(None, ada.id, Preference(), [], who=ada.label)
    book = await chats.study.store.write(subscriptions.book)
    assert ada.id not in dict(subscriptions.wanted(book))


async def test_only_the_sites_that_were_asked_for_are_told(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    await chats.writes(AMAL, "LW2 was late. #trust")
    await chats.writes(PRIYA, "/digest on hilltop")
    assert (await chats.writes(PRIYA, "/digest now")).html.startswith("Thu 11 Nov · 1 note")


async def test_the_digest_of_named_days_moves_no_window(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    assert (await chats.writes(PRIYA, "/digest last week")).html.startswith("Mon 1 to Sun 7 Nov · no notes")
    assert (await chats.writes(PRIYA, "/digest this week")).html.startswith("Mon 8 to Thu 11 Nov · 1 note")
    assert (await chats.writes(PRIYA, "/digest")).html.startswith("Thu 11 Nov · 1 note")


async def test_the_group_gets_quotations_only_when_a_pi_says_so(chats: Chats) -> None:
    await chats.writes(AMAL, QUOTED)
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert "letters" not in (await chats.writes(PRIYA, "/digest", chat=GROUP)).html
    warned = await chats.writes(PRIYA, "/digest here quotes", chat=GROUP)
    assert "everybody in it reads them" in warned.html
    assert "I have not shown these letters to anybody yet" in (await chats.writes(PRIYA, "/digest", chat=GROUP)).html
    await chats.writes(PRIYA, "/digest here counts", chat=GROUP)
    assert "letters" not in (await chats.writes(PRIYA, "/digest", chat=GROUP)).html


async def test_the_group_is_told_what_it_gets_and_when(chats: Chats) -> None:
    say = await chats.writes(PRIYA, "/digest here weekly friday 18:00 riverside", chat=GROUP)
    assert say.html.splitlines()[:3] == [
        "This group's digest, weekly on Fri at 18:00, counts only, Riverside.",
        "Next: Fri 12 Nov, 18:00.",
        "It never has the words of a note. In a group I hear only commands, mentions and replies.",
    ]
    kept = await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert kept.html.startswith("This group's digest, weekly on Fri at 18:00, counts only, Riverside.")
    every = await chats.writes(PRIYA, "/digest here 20:30 every day, all sites", chat=GROUP)
    assert every.html.startswith("This group's digest, every day at 20:30, counts only, all sites.")
    slip = await chats.writes(PRIYA, "/digest here fridya", chat=GROUP)
    assert "Like this: <code>/digest here" in slip.html


@pytest.mark.parametrize("words", ["off", "here off", "stop, please", "off here"])
async def test_a_pi_stops_the_groups_digest_and_brings_it_back(chats: Chats, words: str) -> None:
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    await chats.writes(AMAL, "LW1 was late. #trust")
    assert (await chats.writes(AMAL, f"/digest {words}", chat=GROUP)).html.startswith("Only a PI can do that.")
    assert await gets_digest(chats)
    off = await chats.writes(PRIYA, f"/digest {words}", chat=GROUP)
    assert off.html == "This group gets no digest any more. <code>/digest here</code> brings it back."
    assert not await gets_digest(chats)
    back = await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert back.html.startswith("This group's digest, every day at 20:00, counts only, all sites.")
    assert await gets_digest(chats)


async def test_another_group_does_not_stop_the_studys(chats: Chats) -> None:
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert "no digest" in (await chats.writes(PRIYA, "/digest off", chat=OTHER_GROUP)).html
    assert await gets_digest(chats)


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_thrown_out_of_the_group_the_bot_tells_the_pis_once_and_sends_it_no_digest(
    chats: Chats, status: str
) -> None:
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    (told,) = await chats.does(thrown_out(GROUP, status))
    assert isinstance(told, Say)
    assert told.chat_id == PRIYA
    assert told.html == (
        "I am no longer in the team's group, so it gets no digests. "
        "Add me again and type <code>/digest here</code> in it."
    )
    assert await chats.does(thrown_out(GROUP, status, at=2)) == []
    assert not await gets_digest(chats)
    chats.clock.pass_minutes(3 * 24 * 60)
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert await gets_digest(chats)
    await chats.services.digests.order_due()
    assert [say for say in await reminded(chats) if say.chat_id == GROUP] == []  # the missed nights are not made up for


async def test_thrown_out_of_another_group_the_bot_says_nothing(chats: Chats) -> None:
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert await chats.does(thrown_out(OTHER_GROUP, "kicked")) == []
    assert await gets_digest(chats)


async def gets_digest(chats: Chats) -> bool:
    """Whether the group's is ordered at its hour."""
    subscriptions = chats.services.subscriptions
    return THE_GROUP in dict(subscriptions.wanted(await chats.study.store.write(subscriptions.book)))


def thrown_out(group: int, status: str, at: int = 1) -> Payload:
    """What Telegram then says."""
    bot = {"user": {"id": 1, "is_bot": True, "first_name": "Jottings"}}
    until = {"until_date": 0} if status == "kicked" else {}
    change = {"old_chat_member": {**bot, "status": "member"}, "new_chat_member": {**bot, "status": status, **until}}
    about = {
        "chat": {"id": group, "type": "supergroup", "title": "Team"},
        "from": {"id": AMAL, "is_bot": False, "first_name": "Amal"},
        "date": at,
    }
    return {"update_id": 1, "my_chat_member": {**about, **change}}


async def test_whoever_blocked_the_bot_is_reported_once_and_gets_no_digest_until_they_write(chats: Chats) -> None:
    amal, subscriptions = chats.study.team.by_telegram(AMAL), chats.services.subscriptions
    assert amal is not None
    for _ in range(2):
        await chats.study.store.write(lambda tx: subscriptions.lose(tx, amal, subscription.out_of_reach))
    (told,) = [say for say in await chats.said() if "has blocked me" in getattr(say, "html", "")]
    assert getattr(told, "chat_id", 0) == PRIYA
    book = await chats.study.store.write(subscriptions.book)
    assert amal.id not in dict(subscriptions.wanted(book))
    await chats.writes(AMAL, "/help")
    book = await chats.study.store.write(subscriptions.book)
    assert amal.id in dict(subscriptions.wanted(book))


async def test_an_only_pi_who_blocked_the_bot_is_reported_to_the_admins(chats: Chats) -> None:
    priya = chats.study.team.by_telegram(PRIYA)
    assert priya is not None
    await chats.study.store.write(lambda tx: chats.services.subscriptions.lose(tx, priya, subscription.out_of_reach))
    (told,) = await chats.said()
    assert getattr(told, "chat_id", 0) == ADA


async def test_the_digest_of_named_days_has_what_was_observed_then_imported_notes_too(chats: Chats) -> None:
    rows = [
        {"id": "a", "observed_at": "2021-11-02T10:00:00+00:00", "text": "Riverside. He counted the fares. #finance"},
        {"id": "b", "observed_at": "2021-11-04T10:00:00+00:00", "text": f"Riverside. {QUOTED} #trust"},
        {"id": "c", "observed_at": "2021-10-20T10:00:00+00:00", "text": "Riverside. She trusted nobody. #trust"},
    ]
    lines = [json.dumps({"researcher": "R1", "kind": "text", "sites": ["riverside"], **row}) for row in rows]
    await Import(chats.study).batch(read_import(lines, chats.study))
    await chats.writes(AMAL, "Riverside, LW1 was late. #trust")
    assert (await chats.writes(PRIYA, "/digest")).html.startswith("Thu 11 Nov · 1 note")  # imported ones are no news
    told = await chats.writes(PRIYA, "/digest last week")
    assert told.html.startswith("Mon 1 to Sun 7 Nov · 2 notes")
    assert "First time: finance at Riverside /n1" in told.html
    assert "Quiet: Riverside" not in told.html
    assert labels(told)[0] == ["Read the 2", "Picture"]
    listed = await chats.presses_label(PRIYA, told, "Read the 2")
    assert listed.html.startswith("2 notes")
    assert "/n1 " in listed.html
    assert "/n2 " in listed.html
    picture = await chats.presses_label(PRIYA, told, "Picture")
    assert "2 notes · the four weeks before: 1" in picture.html
    assert "First time: finance at Riverside" in picture.html


async def test_the_group_gets_the_counts_of_named_days(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside, LW1 was late. #trust")
    say = await chats.writes(PRIYA, "/digest last week", chat=GROUP)
    assert say.html.startswith("Mon 1 to Sun 7 Nov · no notes")
    say = await chats.writes(PRIYA, "/digest this week", chat=GROUP)
    assert say.html.startswith("Mon 8 to Thu 11 Nov · 1 note")
    assert "/n1" in say.html


async def test_what_is_set_is_told_without_setting_it(chats: Chats) -> None:
    await chats.writes(PRIYA, "/digest off")
    assert (await chats.writes(PRIYA, "/digest settings")).html.startswith("You get no digest.")
    await chats.writes(PRIYA, "/digest on 20:30")
    assert "20:30" in (await chats.writes(PRIYA, "/digest when?")).html


async def test_a_site_or_a_day_alone_is_asked_for_now_and_changes_no_setting(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    await chats.writes(AMAL, "LW2 was late. #trust")
    assert (await chats.writes(PRIYA, "/digest hilltop")).html.startswith("Thu 11 Nov · 1 note · Hilltop only")
    assert (await chats.writes(PRIYA, "/digest monday")).html.startswith("Mon 8 Nov · no notes")
    assert (await chats.writes(PRIYA, "/digest this week riverside")).html.startswith(
        "Mon 8 to Thu 11 Nov · 1 note · Riverside only"
    )
    assert "every day at 20:00, with quotations, all sites" in (await chats.writes(PRIYA, "/digest settings")).html
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert "1 note · Hilltop only" in (await chats.writes(PRIYA, "/digest hilltop", chat=GROUP)).html


async def test_a_researchers_day_that_comes_late_says_so(chats: Chats) -> None:
    await chats.writes(AMAL, "Somebody was late.")
    chats.clock.pass_minutes(8 * 60)
    await chats.services.digests.order_due()
    first_lines = [say.html.splitlines()[0] for say in await reminded(chats) if say.chat_id == AMAL]
    assert first_lines == ["Thu 11 Nov · your day: 1 note, 2 things left to do · late, I was away"]


@pytest.mark.parametrize("words", ["off please", "turn it off", "Off.", "stop", "pause", "stop it, thanks"])
async def test_a_digest_is_turned_off_as_people_say_it(chats: Chats, words: str) -> None:
    assert (await chats.writes(PRIYA, f"/digest {words}")).html.startswith("You get no digest.")


async def test_another_time_counts_from_the_next_time_it_comes(chats: Chats) -> None:
    await chats.writes(PRIYA, "Somebody was late.")
    assert "Next: Fri 12 Nov, 08:00." in (await chats.writes(PRIYA, "/digest on 8")).html
    await chats.services.digests.order_due()
    assert await reminded(chats) == []
    chats.clock.pass_minutes(20 * 60 + 31)
    await chats.services.digests.order_due()
    [digest] = [say for say in await reminded(chats) if say.chat_id == PRIYA]
    assert digest.html.startswith("Fri 12 Nov · 1 note")
    assert "late, I was away" not in digest.html


async def test_a_group_that_is_set_after_the_hour_gets_its_first_counts_on_the_next_day(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    chats.clock.pass_minutes(10 * 60)
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    await chats.services.digests.order_due()
    assert [say for say in await reminded(chats) if say.chat_id == GROUP] == []
    chats.clock.pass_minutes(60)
    await chats.writes(AMAL, "LW2 was late. #trust")
    chats.clock.pass_minutes(23 * 60)
    await chats.services.digests.order_due()
    [counts] = [say for say in await reminded(chats) if say.chat_id == GROUP]
    assert counts.html.startswith("Fri 12 Nov · 1 note")


async def test_whoever_joins_after_the_hour_gets_a_first_digest_on_the_next_day(chats: Chats) -> None:
    chats.clock.pass_minutes(10 * 60)
    code = await chats.study.team.invite(Role.PI, "Cleo", chats.clock())
    await chats.writes(STRANGER, f"/start {code}")
    await chats.services.digests.order_due()
    assert [say for say in await reminded(chats) if say.chat_id == STRANGER] == []
    chats.clock.pass_minutes(60)
    await chats.writes(AMAL, "LW1 was late. #trust")
    chats.clock.pass_minutes(23 * 60)
    await chats.services.digests.order_due()
    [digest] = [say for say in await reminded(chats) if say.chat_id == STRANGER]
    assert digest.html.startswith("Fri 12 Nov · 1 note")


async def test_what_is_not_understood_in_the_group_is_named_there_too(chats: Chats) -> None:
    slip = await chats.writes(PRIYA, "/digest riversdie", chat=GROUP)
    assert slip.html.startswith("I don't know “riversdie”. Did you mean riverside?")
    unset = await chats.writes(PRIYA, "/digest weekly friday", chat=GROUP)
    assert unset.html.startswith("A PI sets this group's digest with <code>/digest here</code>.")


async def test_the_groups_setting_can_be_looked_at(chats: Chats) -> None:
    unset = await chats.writes(PRIYA, "/digest here settings", chat=GROUP)
    assert unset.html.startswith("A PI sets this group's digest")
    await chats.writes(PRIYA, "/digest here weekly friday riverside", chat=GROUP)
    looked = await chats.writes(PRIYA, "/digest here settings", chat=GROUP)
    assert "weekly on Fri at 20:00, counts only, Riverside." in looked.html


async def test_counts_only_keeps_the_numbers_of_what_is_to_be_followed_up(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. Follow up on the shed.")
    await chats.writes(PRIYA, "/digest counts")
    digest = await chats.writes(PRIYA, "/digest")
    assert "<b>To follow up</b>\n· /n1" in digest.html
    assert "shed" not in digest.html
