"""What went wrong on the way is put together in the chat: a memo cut by a call, a long text sent in parts."""

from dataclasses import replace

from fieldwork.note import Kind, NoteNumber, Status
from services.capture import Capture
from services.outgoing import Say
from tests.handlers.conftest import AMAL, BEN, Chats
from tests.handlers.notes import site, written

N1, N2 = NoteNumber(1), NoteNumber(2)
PART = "He had walked to the surgery in the rain and would not sit down. " * 60


async def remember_memo(chats: Chats) -> None:
    """Amal's memo at Riverside of just now, whose words are not there yet."""
    amal = chats.study.team.by_telegram(AMAL)
    assert amal is not None
    bare = replace(written("", 1), author=amal.id, kind=Kind.VOICE, status=Status.WAITING, codes=(site("riverside"),))
    note = replace(bare, chat_id=AMAL, message_id=90)

    await chats.study.store.write(lambda tx: tx.notes.put(note))
    chats.study.notebook.put(note)


async def test_the_rest_of_a_memo_is_joined_with_one_tap_and_taken_apart_again(chats: Chats) -> None:
    await remember_memo(chats)
    card = await chats.writes(AMAL, "And then the bus had gone.")
    assert "No site named." in card.html
    rest = await chats.presses_label(AMAL, card, "Join to #1")
    assert rest.html.startswith("Saved #2 · Riverside · Thu 11:30\nGoes on from #1. Site: Riverside, as in #1.")
    assert "Goes on in /n2." in (await chats.writes(AMAL, "/n1")).html
    opened = await chats.writes(AMAL, "/n2")
    assert "Goes on from /n1." in opened.html
    assert "Site: Riverside (as in #1)." in opened.html
    more = await chats.presses_label(AMAL, rest, "More")
    alone = await chats.presses_label(AMAL, more, "Apart from #1")
    assert "Goes on" not in alone.html
    assert "No site named." in alone.html
    assert "Goes on" not in (await chats.writes(AMAL, "/n1")).html


async def test_a_first_part_that_was_taken_back_meanwhile_is_joined_to_by_nobody(chats: Chats) -> None:
    await remember_memo(chats)
    card = await chats.writes(AMAL, "And then the bus had gone.")
    first = chats.study.notebook.get(N1)
    assert first is not None
    chats.study.notebook.put(replace(first, hidden_at=chats.study.clock()))
    data = next(button.data for row in card.buttons for button in row if button.label == "Join to #1")
    (answer,) = await chats.presses(AMAL, data)
    assert not isinstance(answer, Say)
    second = chats.study.notebook.get(N2)
    assert second is not None
    assert second.goes_on_from is None


async def test_nobody_else_is_offered_it(chats: Chats) -> None:
    await remember_memo(chats)
    card = await chats.writes(BEN, "And then the bus had gone.")
    assert not [button for row in card.buttons for button in row if button.label.startswith("Join")]


async def test_a_long_text_that_came_in_parts_is_read_as_one(chats: Chats) -> None:
    await chats.writes(AMAL, f"LW1. {PART}")
    second = await chats.writes(AMAL, "Then the nurse came in and he stopped. " * 20)
    assert "Goes on from #1. Site: Riverside, as in #1." in second.html
    note = chats.study.notebook.get(N2)
    assert note is not None
    await chats.edits(AMAL, chats.message_id, "Then the nurse came in, and he stopped for good. " * 20)
    edited = chats.study.notebook.get(N2)
    assert edited is not None
    assert (edited.goes_on_from, edited.sites) == (N1, ("riverside",))
    first = chats.study.notebook.get(N1)
    assert first is not None
    assert PART.strip() in first.text


async def test_what_goes_on_from_a_note_becomes_private_with_it_and_its_card_says_so(chats: Chats) -> None:
    first = await chats.writes(AMAL, f"LW1. {PART}")
    await chats.writes(AMAL, "Then the nurse came in and he stopped. " * 20)
    data = next(button.data for row in first.buttons for button in row if button.label == "Only me")
    closed, of_rest = await chats.presses(AMAL, data)
    assert isinstance(closed, Say)
    assert isinstance(of_rest, Say)
    assert "Only you." in closed.html
    assert "Only you." in of_rest.html
    assert (of_rest.card_of, of_rest.edits_card) == (N2, True)
    assert (await chats.writes(BEN, "/n2")).html.startswith("I have no note 2 that you can read.")
    opened = await chats.presses_label(AMAL, closed, "Team can read")
    assert "Team can read." in opened.html
    assert "Only you" in (await chats.writes(AMAL, "/n2")).html  # what was closed is opened one by one


async def test_an_edit_that_makes_a_note_private_takes_along_what_goes_on_from_it(chats: Chats) -> None:
    await chats.writes(AMAL, f"LW1. {PART}")
    number = chats.message_id
    await chats.writes(AMAL, "Then the nurse came in and he stopped. " * 20)
    edited, of_rest = await chats.edits(AMAL, number, f"{PART} #only_me")
    assert isinstance(edited, Say)
    assert isinstance(of_rest, Say)
    assert "Only you." in edited.html
    assert "Only you." in of_rest.html
    assert (await chats.writes(BEN, "/n2")).html.startswith("I have no note 2 that you can read.")


async def test_a_memo_keeps_the_site_that_it_was_lent_when_its_words_arrive(chats: Chats) -> None:
    await chats.writes(AMAL, "/site hilltop")
    amal = chats.study.team.by_telegram(AMAL)
    assert amal is not None
    capture = Capture(chats.study)
    blank = replace(written("", 1), author=amal.id, kind=Kind.VOICE, status=Status.WAITING)
    waiting = capture.with_sticky_site(blank, amal)
    assert capture.heard(waiting, "She came about the bus again.").sites == ("hilltop",)
    assert capture.heard(waiting, "Riverside. She came about the bus again.").sites == ("riverside",)
    assert capture.heard(waiting, "I'd rather not say which surgery. She came about the bus.").sites == ()
    assert capture.heard(waiting, "Testing, testing.").sites == ()
