"""What a digest leaves open is decided from the digest itself, or comes again in the morning."""

import pytest

from fieldwork.note import Audience, Note, NoteNumber, Status
from handlers.buttons import Press, Verb, encode
from services.outgoing import Say, Toast
from storage.jobs import JobKind
from tests.handlers.conftest import ADA, AMAL, BEN, PRIYA, STRANGER, Chats
from tests.handlers.digests import kept_digest
from tests.handlers.notes import CODEBOOK
from tests.handlers.observation import out_of_sight
from tests.handlers.test_checking import dictates

MONEY = "LW1 was worried about money, money all the time."  # suggests finance


def note_of(chats: Chats, number: int) -> Note:
    note = chats.study.notebook.get(NoteNumber(number))
    assert note is not None
    return note


def labels(say: Say) -> list[str]:
    return [button.label for row in say.buttons for button in row]


def data_of(say: Say, label: str) -> str:
    return next(button.data for row in say.buttons for button in row if button.label == label)


async def turned(chats: Chats, who: int, say: Say, label: str) -> Say:
    """Press, and read the message as it then stands."""
    return await chats.presses_label(who, say, label)


async def test_a_pi_goes_through_the_night_and_nothing_is_open_any_more(chats: Chats) -> None:
    await dictates(chats, PRIYA, "LW1 was late.")
    await chats.writes(PRIYA, "Somebody was late.")
    await chats.writes(AMAL, "LW1 was late. #shed_talk")
    digest = await chats.writes(PRIYA, "/digest")
    assert "4 things for you" in digest.html.splitlines()[0]
    assert labels(digest) == ["Read the 3", "Picture", "Tomorrow", "Decide the 4"]

    first = await turned(chats, PRIYA, digest, "Decide the 4")
    assert first.html == "4 things open. Is this a theme?\n#shed_talk /n3"
    assert labels(first) == ["Make a theme", "Skip →"]
    made, told = [say for say in await chats.presses(PRIYA, data_of(first, "Make a theme")) if isinstance(say, Say)]
    assert chats.study.codebook.theme("shed-talk") is not None
    assert labels(told) == ["Put back"]

    assert made.html.startswith("3 things open. Are these words right?\n")
    site = await turned(chats, PRIYA, made, "✓ Right")
    assert note_of(chats, 1).status is Status.CHECKED
    assert site.html.startswith("2 things open. Which site?\n")
    assert labels(site)[-2:] == ["No site", "Skip →"]
    second = await turned(chats, PRIYA, site, "Riverside")
    assert note_of(chats, 1).sites == ("riverside",)
    assert second.html.startswith("1 thing open. Which site?\n")
    end = await turned(chats, PRIYA, second, "No site")
    assert note_of(chats, 2).no_site
    assert end.html == "That was all: nothing is open."
    assert "for you" not in (await chats.writes(PRIYA, "/digest")).html.splitlines()[0]


async def test_a_hashtag_that_another_pi_made_a_theme_is_said_to_be_one(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late. #shed_talk")
    await chats.writes(PRIYA, "Somebody was late.")
    page = await turned(chats, PRIYA, await chats.writes(PRIYA, "/digest"), "Decide the 2")
    await chats.presses(PRIYA, data_of(page, "Make a theme"))
    (again,) = await chats.presses(PRIYA, data_of(page, "Make a theme"))
    assert isinstance(again, Toast)
    assert again.text.startswith("Shed talk is a theme already.")


async def test_what_is_skipped_is_named_in_the_end_and_can_be_opened(chats: Chats) -> None:
    for minute in range(2):
        chats.clock.pass_minutes(minute)
        await chats.writes(PRIYA, f"Somebody was late {minute} times.")
    digest = await chats.writes(PRIYA, "/digest")
    first = await turned(chats, PRIYA, digest, "Decide the 2")
    last = await turned(chats, PRIYA, first, "Skip →")
    assert last.html.startswith("1 thing open. Which site?")
    assert (await turned(chats, PRIYA, last, "Leave it")).html == "That was all. Still open: /n1 /n2"
    assert (await turned(chats, PRIYA, last, "Hilltop")).html == "That was all. Still open: /n1"


async def test_the_machines_themes_are_accepted_and_refused_one_after_another(chats: Chats) -> None:
    for minute in range(2):
        chats.clock.pass_minutes(minute)
        await chats.writes(AMAL, MONEY)
    digest = await chats.writes(PRIYA, "/digest")
    first = await turned(chats, PRIYA, digest, "Themes?")
    assert first.html.startswith("2 things open. Does the suggested theme fit?\n")
    second = await turned(chats, PRIYA, first, "+ finance")
    assert note_of(chats, 1).themes == ("finance",)
    end = await turned(chats, PRIYA, second, "× finance")  # noqa: RUF001 - the button's sign
    assert end.html == "That was all: nothing is open."
    assert (note_of(chats, 2).themes, note_of(chats, 2).suggested_themes) == ((), ())
    assert labels(await chats.writes(PRIYA, "/digest")) == ["Read the 2", "Picture"]


async def test_a_second_press_changes_nothing(chats: Chats) -> None:
    await chats.writes(PRIYA, "Somebody was late.")
    await chats.writes(AMAL, MONEY)
    digest = await chats.writes(PRIYA, "/digest")
    site = await turned(chats, PRIYA, digest, "Decide it")
    theme = await turned(chats, PRIYA, digest, "Themes?")
    await turned(chats, PRIYA, site, "Riverside")
    await turned(chats, PRIYA, theme, "+ finance")
    stood = note_of(chats, 1), note_of(chats, 2)
    for say, label in ((site, "Hilltop"), (site, "No site"), (theme, "× finance")):  # noqa: RUF001 - likewise
        await chats.presses(PRIYA, data_of(say, label))
        assert (note_of(chats, 1), note_of(chats, 2)) == stood, label


@pytest.mark.parametrize(
    "argument",
    ["", "of", "xf0", "oq1", "os1", "os1-nowhere", "or99", "tf99999999999", "om0-made-up", "os1-" + "x" * 41],
)
async def test_a_forged_button_is_answered_and_changes_nothing(chats: Chats, argument: str) -> None:
    await chats.writes(PRIYA, "Somebody was late.")
    stood, book, digest = note_of(chats, 1), chats.study.codebook, await kept_digest(chats, 1)
    (answer,) = await chats.presses(PRIYA, encode(Press(verb=Verb.DECIDE, subject=digest, argument=argument)))
    assert answer.text if isinstance(answer, Toast) else answer.html
    assert (note_of(chats, 1), chats.study.codebook) == (stood, book)


@pytest.mark.parametrize("who", [AMAL, BEN, ADA])
@pytest.mark.parametrize("act", ["or1", "os1-hilltop", "ow1", "ty1-finance", "tx1-finance", "om0-shed-talk"])
async def test_nobody_decides_on_a_note_of_the_pis_or_on_the_codebook(chats: Chats, who: int, act: str) -> None:
    await chats.writes(PRIYA, "Somebody was worried about money. #shed_talk")
    stood, digest = note_of(chats, 1), await kept_digest(chats, 1)
    await chats.presses(who, encode(Press(verb=Verb.DECIDE, subject=digest, argument=act)))
    assert note_of(chats, 1) == stood
    assert chats.study.codebook == CODEBOOK


async def test_a_private_note_is_as_good_as_none_and_a_stranger_is_told_nothing(chats: Chats) -> None:
    await dictates(chats, AMAL, "zebra1z was late.", audience=Audience.AUTHOR)
    digest = await kept_digest(chats, *range(1, 10))
    for who in (PRIYA, ADA, BEN, STRANGER):
        for act in ("or1", "os1-hilltop", "of0", "tf0", "on0"):
            says = await chats.presses(who, encode(Press(verb=Verb.DECIDE, subject=digest, argument=act)))
            assert not out_of_sight(chats.study, says, who)
    assert note_of(chats, 1).status is Status.UNCHECKED


async def reminded(chats: Chats) -> list[Say]:
    """What of the ordered digests is due by now."""
    for ticket in await chats.study.store.write(lambda tx: tx.jobs.takeable(JobKind.DIGEST, chats.clock())):
        job = await chats.study.store.write(lambda tx, one=ticket.id: tx.jobs.lease(one, chats.clock()))  # type: ignore[misc]
        assert job is not None
        await chats.services.digests.send(job)
    return [say for say in await chats.said() if isinstance(say, Say)]


async def test_tomorrow_comes_once_at_nine_with_what_is_still_open(chats: Chats) -> None:
    await chats.writes(PRIYA, "Somebody was late. Follow up on the shed.")
    await chats.writes(PRIYA, "Somebody was early.")
    digest = await chats.writes(PRIYA, "/digest")
    for _ in range(3):
        (toast,) = await chats.presses(PRIYA, data_of(digest, "Tomorrow"))
        assert toast == Toast(press=toast.press, text="What is still open then comes Fri 12 Nov at 09:00.")  # type: ignore[union-attr]
    await chats.presses(PRIYA, encode(Press(verb=Verb.SITE, subject="2", argument="hilltop")))
    chats.clock.pass_minutes(21 * 60)
    assert await reminded(chats) == []
    chats.clock.pass_minutes(31)
    (say,) = await reminded(chats)
    assert say.html.splitlines()[0] == "Thu 11 Nov · you wanted this again"
    assert "· Yours: 1 without a site" in say.html
    assert "Follow up on the shed." in say.html
    assert "Decide it" in labels(say)
    chats.clock.pass_minutes(24 * 60)
    assert await reminded(chats) == []


async def test_tomorrow_says_so_when_nothing_is_open_any_more(chats: Chats) -> None:
    await chats.writes(PRIYA, "Somebody was late.")
    digest = await chats.writes(PRIYA, "/digest")
    await chats.presses(PRIYA, data_of(digest, "Tomorrow"))
    await turned(chats, PRIYA, await turned(chats, PRIYA, digest, "Decide it"), "Riverside")
    chats.clock.pass_minutes(21 * 60 + 31)
    (say,) = await reminded(chats)
    assert say.html == "Thu 11 Nov · you wanted this again\nNothing of it is open any more."


async def test_a_morning_that_the_bot_missed_is_said_to_be_late(chats: Chats) -> None:
    await chats.writes(PRIYA, "Somebody was late.")
    await chats.presses(PRIYA, data_of(await chats.writes(PRIYA, "/digest"), "Tomorrow"))
    chats.clock.pass_minutes(4 * 24 * 60)
    (say,) = await reminded(chats)
    assert say.html.splitlines()[0] == "Thu 11 Nov · you wanted this again · late, I was away"


async def test_a_note_is_commented_on_from_the_digest_and_its_author_hears_of_it(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late.")
    read = await turned(chats, PRIYA, await chats.writes(PRIYA, "/digest"), "Read it")
    asks = await chats.card(await turned(chats, PRIYA, read, "✎ #1"))
    heard, sent = await chats.message(PRIYA, text="Was she on her own?", reply_to_message=chats._ours(PRIYA, asks))
    assert (heard.chat_id, sent.chat_id) == (AMAL, PRIYA)
    assert heard.html == "A remark from PI1 on your /n1. Your note is unchanged.\n\nWas she on her own?"
