"""A dictated memo is put right with one thumb, checked with ✓, and what was misheard twice is learned."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from fieldwork.member import Role
from fieldwork.note import Audience, Kind, Note, NoteNumber, Status
from fieldwork.transcript import Segment, Word
from fieldwork.your_day import your_day
from handlers.replies import card
from handlers.replies import your_day as the_end
from services.outgoing import Say, Toast
from storage.transaction import Transaction
from tests.handlers.conftest import ADA, AMAL, BEN, PRIYA, Chats
from tests.handlers.notes import TERMS, written

LONDON = ZoneInfo("Europe/London")
UNSURE = {"linked", "shed", "near"}
MEMO = "The linked worker came. He went to the shed thing. She sends people talk more freely near."


async def dictates(chats: Chats, who: int, text: str = MEMO, audience: Audience = Audience.TEAM) -> int:
    """A memo has its words; the id of its card."""
    member = chats.study.team.by_telegram(who)
    assert member is not None
    words = tuple(
        Word(text=f" {word}", start=0, end=1, confidence=0.3 if word.strip(".") in UNSURE else 0.95)
        for word in text.split()
    )

    async def work(tx: Transaction) -> Note:
        note = replace(
            written(text, await tx.notes.new_number()),
            author=member.id,
            author_label=member.label,
            kind=Kind.VOICE,
            status=Status.UNCHECKED,
            audience=audience,
            segments=(Segment(start=0, end=1, text=text, confidence=0.9, words=words),),
            recorded_at=chats.clock(),
            chat_id=who,
            message_id=chats.message_id + 1000,
        )
        await tx.notes.put(note)
        return note

    note = await chats.study.store.write(work)
    chats.study.notebook.put(note)
    return await chats.card(card.card(TERMS, note, who))


def said(answers: list[Say | Toast]) -> list[Say]:
    return [answer for answer in answers if isinstance(answer, Say)]


def press(say: Say, label: str) -> str:
    return next(button.data for row in say.buttons for button in row if button.label == label)


def note_of(chats: Chats, number: int) -> Note:
    note = chats.study.notebook.get(NoteNumber(number))
    assert note is not None
    return note


async def test_the_unsure_sentences_are_sent_back_right_one_after_another(chats: Chats) -> None:
    shown = await chats.card(await opened(chats, await dictates(chats, AMAL)))
    first = await chats.writes(AMAL, "The link worker came.", to=shown)
    assert first.html == "#1 changed, version 2\nThe linked worker came. → The link worker came. (1 place)"
    (second,) = said(await chats.presses(AMAL, press(first, "Next unsure →")))
    assert "He went to the <u>shed</u> thing." in second.html
    last = await chats.writes(AMAL, "He went to the men's shed thing.", to=shown)
    assert last.html.endswith("(added) → men's")
    assert note_of(chats, 1).text == MEMO.replace("linked", "link").replace("the shed", "the men's shed")
    assert note_of(chats, 1).status is Status.UNCHECKED
    assert len(await chats.services.changes.history(note_of(chats, 1))) == 3


async def opened(chats: Chats, card_id: int) -> Say:
    """[Correct]."""
    (shown,) = said(await chats.presses(AMAL, "co.1.", message_id=card_id))
    assert "1 of 3 where I'm unsure" in shown.html
    return shown


async def test_a_sentence_sent_back_as_it_is_changes_nothing(chats: Chats) -> None:
    shown = await dictates(chats, AMAL)
    assert (await chats.writes(AMAL, "The linked worker came.", to=shown)).html == "#1 stays as it is."
    assert note_of(chats, 1).revision == 1


async def test_todays_memos_are_checked_one_after_another(chats: Chats) -> None:
    for text in (MEMO, "Second one.", "Third one."):
        await dictates(chats, AMAL, text)
    await dictates(chats, BEN, "Not mine.")
    today = await chats.writes(AMAL, "/today")
    (first,) = said(await chats.presses(AMAL, press(today, "Check today's 3")))
    assert first.html.startswith("3 memos to check\nSaved #1")
    ticked, second = said(await chats.presses(AMAL, press(first, "✓ Right")))
    assert ticked.html == "✓ #1 is checked."
    assert second.html.startswith("2 memos to check\nSaved #2")
    assert (second.card_of, second.edits_message) == (2, None)
    skipped, third = said(await chats.presses(AMAL, press(second, "Skip →")))
    assert skipped.html == "#2 stays unchecked: /n2"
    _, done = said(await chats.presses(AMAL, press(third, "✓ Right")))
    assert done.html == "That was all. Still unchecked: /n2"
    assert [note_of(chats, number).status.value for number in (1, 2, 3, 4)] == [
        "checked",
        "unchecked",
        "checked",
        "unchecked",
    ]


async def test_your_day_leads_through_the_memos_of_earlier_days_too(chats: Chats) -> None:
    await dictates(chats, AMAL)
    chats.clock.pass_minutes(2 * 24 * 60)
    await dictates(chats, AMAL, "Second one.")
    (first,) = said(await chats.presses(AMAL, press(end_of_day(chats), "Check the 2")))
    assert first.html.startswith("2 memos to check\nSaved #1")
    _, second = said(await chats.presses(AMAL, press(first, "✓ Right")))
    assert second.html.startswith("1 memo to check\nSaved #2")
    _, done = said(await chats.presses(AMAL, press(second, "✓ Right")))
    assert done.html == "That was all: your memos are checked."


async def test_a_memo_that_was_skipped_last_is_named_as_unchecked(chats: Chats) -> None:
    for text in (MEMO, "Second one.", "Third one."):
        await dictates(chats, AMAL, text)
    (first,) = said(await chats.presses(AMAL, press(end_of_day(chats), "Check the 3")))
    _, second = said(await chats.presses(AMAL, press(first, "✓ Right")))
    _, third = said(await chats.presses(AMAL, press(second, "✓ Right")))
    _, done = said(await chats.presses(AMAL, press(third, "Skip →")))
    assert done.html == "That was all. Still unchecked: /n3"


async def test_your_day_stays_when_a_site_is_chosen_below_it(chats: Chats) -> None:
    await dictates(chats, AMAL)
    (shown,) = said(await chats.presses(AMAL, press(end_of_day(chats), "Site of #1")))
    assert shown.edits_message is None
    (card_,) = said(await chats.presses(AMAL, press(shown, "Hilltop")))
    assert "Hilltop" in card_.html
    assert end_of_day(chats).buttons[1:] == ()


def end_of_day(chats: Chats) -> Say:
    """What Amal gets."""
    member = chats.study.team.by_telegram(AMAL)
    assert member is not None
    told = your_day(chats.study.notebook.by_author(member.id), chats.study.today(), LONDON)
    assert told is not None
    return the_end.your_day(TERMS, told, member)


async def test_nobody_checks_somebody_elses_memo(chats: Chats) -> None:
    await dictates(chats, BEN)
    (answer,) = await chats.presses(AMAL, "ck.1.r")
    assert isinstance(answer, Toast)
    assert note_of(chats, 1).status is Status.UNCHECKED


async def corrected(chats: Chats, who: int, audience: Audience = Audience.TEAM) -> list[Say]:
    """Everything that is said when somebody puts the same phrase right."""
    shown = await dictates(chats, who, audience=audience)
    return await chats.message(who, text="linked worker -> link worker", reply_to_message=chats._ours(who, shown))


async def test_what_was_put_right_twice_is_offered_to_a_pi_and_then_done_for_everybody(chats: Chats) -> None:
    assert len(await corrected(chats, AMAL)) == 1
    answer, offer = await corrected(chats, BEN)
    assert answer.chat_id == BEN
    assert offer.chat_id == PRIYA
    assert offer.html.startswith("“linked worker” was put right to “link worker” in /n1 and /n2.")
    (learned,) = said(await chats.presses(PRIYA, press(offer, "Always")))
    assert "From now on I write “link worker”" in learned.html
    await chats.study._reread()
    assert [(known.heard, known.meant) for known in chats.study.learned] == [("linked worker", "link worker")]
    assert len(await corrected(chats, AMAL)) == 1
    (forgotten,) = said(await chats.presses(PRIYA, press(learned, "Forget it")))
    assert forgotten.html == "I leave “linked worker” as I hear it."
    assert chats.study.learned == ()


@pytest.mark.parametrize("who", [AMAL, BEN, ADA])
async def test_only_a_pi_teaches(chats: Chats, who: int) -> None:
    await corrected(chats, AMAL)
    _, offer = await corrected(chats, BEN)
    assert chats.study.team.by_telegram(who) not in chats.study.team.with_role(Role.PI)
    (answer,) = await chats.presses(who, press(offer, "Always"))
    assert isinstance(answer, Toast)
    assert chats.study.learned == ()


async def test_what_was_put_right_in_a_private_note_is_told_to_nobody(chats: Chats) -> None:
    await corrected(chats, AMAL, Audience.AUTHOR)
    assert len(await corrected(chats, BEN)) == 1
    assert len(await corrected(chats, AMAL, Audience.AUTHOR)) == 1


async def test_a_pi_may_say_no(chats: Chats) -> None:
    await corrected(chats, AMAL)
    _, offer = await corrected(chats, BEN)
    (left,) = said(await chats.presses(PRIYA, press(offer, "No")))
    assert left.html == "I leave “linked worker” as I hear it."
    assert len(await corrected(chats, AMAL)) == 1
