"""A day with the bot as people live it: the real process, over HTTP."""

import asyncio
import re
from datetime import UTC, datetime

from demo.sent import Sent
from tests.whole.conftest import MEMOS, Field

PHRASE = "The kettle was on in the staff kitchen"


def number_of(card: Sent) -> int:
    found = re.search(r"#(\d+)", card.text)
    assert found is not None
    return int(found[1])


async def test_a_text_note_is_ticked_corrected_and_kept_in_every_version(field: Field) -> None:
    amal = field.amal
    sent: list[int] = []
    card = await field.hears(
        amal, "Saved #1", lambda: sent.append(amal.writes(f"9.30, LW1 was late. {PHRASE}. #trust #washing_machine"))
    )
    assert "Riverside" in card.text
    assert "you named LW1" in card.text
    assert "Team can read" in card.text
    assert "#washing_machine" in card.text
    await field.hears(amal, "#1", lambda: amal.edits(sent[0], f"9.30, LW1 was early. {PHRASE}. #trust"))
    await field.hears(amal, "1 place", lambda: amal.writes("kettle -> radio", reply_to=card.message_id))
    await field.hears(amal, "finance", lambda: amal.writes("#finance", reply_to=card.message_id))
    await field.hears(amal, "Hilltop", lambda: amal.writes("Hilltop", reply_to=card.message_id))
    amal.writes("thanks", reply_to=card.message_id)
    changed = await field.hears(
        amal, "new text", lambda: amal.writes("They never got round to the form at all.", reply_to=card.message_id)
    )
    await field.hears(amal, "", lambda: amal.presses(changed.message_id, "Put back"))
    (note,) = await field.export()
    assert note["text"] == "9.30, LW1 was early. The radio was on in the staff kitchen. #trust"
    assert (note["sites"], set(note["themes"])) == (["hilltop"], {"trust", "finance"})
    assert note["observed_at"].startswith("2021-11-11T09:30")
    assert (note["chat_id"], note["message_id"]) == (amal.id, sent[0])


async def test_a_voice_memo_is_ticked_and_the_same_message_gets_its_words(field: Field) -> None:
    recording = (MEMOS / "m05.ogg").read_bytes()
    tick = await field.hears(field.ben, "Saved #1", lambda: field.ben.speaks(recording, 25, caption="Orchard #debrief"))
    words = await field.hears(field.ben, "unchecked", lambda: None, timeout=60)
    assert words.message_id == tick.message_id
    assert "Orchard" in words.text
    await field.hears(field.ben, "Saved #1", lambda: field.ben.presses(words.message_id, "✓ Right"))
    document = await field.hears(
        field.ben, "Saved #2", lambda: field.ben.sends_document(recording, "memo.ogg", "audio/ogg"), timeout=60
    )
    await field.hears(field.ben, "unchecked", lambda: None, timeout=60)
    again = await field.hears(
        field.ben, "", lambda: field.ben.speaks(recording, 25, reply_to=document.message_id), timeout=60
    )
    assert "#2" in again.text
    await field.hears(field.ben, "Saved #3", lambda: field.ben.sends_audio(recording, "memo.ogg", "audio/ogg"))
    notes = await field.export()
    assert [note["status"] for note in notes][:1] == ["checked"]
    assert notes[0]["kind"] == "voice"
    assert notes[0]["note_type"] == "debrief"
    assert "tiny.en" in notes[0]["asr_model"]


async def test_a_memo_that_a_call_cut_is_joined_with_one_tap_and_becomes_private_with_the_first(field: Field) -> None:
    ben, recording = field.ben, (MEMOS / "m05.ogg").read_bytes()
    await field.hears(ben, "Saved #1", lambda: ben.speaks(recording, 25, caption="Orchard"))
    first = await field.hears(ben, "unchecked", lambda: None, timeout=60)
    tick = await field.hears(ben, "Saved #2", lambda: ben.speaks(recording, 25))
    await field.hears(ben, "Saved #2 · ", lambda: None, timeout=60)
    joined = await field.hears(ben, "Goes on from #1", lambda: ben.presses(tick.message_id, "Join to #1"))
    assert joined.message_id == tick.message_id
    assert "Site: Orchard, as in #1. Team can read." in joined.text
    await field.hears(ben, "Only you.", lambda: ben.presses(first.message_id, "Only me"))
    await field.stage.telegram.wait_for(
        lambda sent: sent.message_id == tick.message_id and "Only you." in sent.text, timeout=30
    )
    await field.hears(field.amal, "I have no note 2", lambda: field.amal.writes("/n2"))


async def test_a_long_text_that_a_client_sent_in_two_parts_is_one_for_its_site(field: Field) -> None:
    amal = field.amal

    def pastes() -> None:
        amal.writes(f"LW1. {PHRASE}. " + "He would not sit down. " * 170)
        amal.writes("Then the nurse came in. " * 20)

    rest = await field.hears(amal, "Saved #2", pastes)
    assert "Goes on from #1. Site: Riverside, as in #1." in rest.text
    first, second = sorted(await field.export(), key=lambda note: int(note["number"]))
    assert (first["goes_on_from"], second["goes_on_from"]) == (None, 1)
    assert first["sites"] == second["sites"] == ["riverside"]


async def test_what_only_its_author_may_read_shows_to_nobody_else_and_counts_nowhere(field: Field) -> None:
    amal, ben = field.amal, field.ben
    card = await field.hears(amal, "Saved #1", lambda: amal.writes(f"{PHRASE}. #trust"))
    await field.hears(amal, "Only you", lambda: amal.presses(card.message_id, "Only me"))
    await field.hears(ben, "No note", lambda: ben.writes("/notes #trust"))
    refused = await field.hears(ben, "", lambda: ben.writes("/n1"))
    assert PHRASE not in refused.text
    digest = await field.hears(field.pi, "Thu 11 Nov", lambda: field.pi.writes("/digest"))
    assert PHRASE not in digest.text
    assert "1 note" not in digest.text
    await field.hears(amal, PHRASE, lambda: amal.writes("/n1"))


async def test_a_note_is_taken_back_put_back_and_after_ten_minutes_gone(field: Field) -> None:
    amal = field.amal
    await field.hears(amal, "Saved #1", lambda: amal.writes(PHRASE))
    gone = await field.hears(amal, "#1", lambda: amal.writes("/undo"))
    await field.hears(amal, "#1", lambda: amal.presses(gone.message_id, "Put back"))
    assert len(await field.export()) == 1
    gone = await field.hears(amal, "#1", lambda: amal.writes("/undo"))
    assert await field.export() == []
    field.stage.set_time(datetime(2021, 11, 11, 10, 30, tzinfo=UTC))
    await asyncio.sleep(7)  # the worker looks every five seconds for what has fallen due
    late = await field.hears(amal, "", lambda: amal.presses(gone.message_id, "Put back"))
    assert PHRASE not in late.text
    await field.hears(amal, "Saved #2", lambda: amal.writes("a number is never used twice"))


async def test_the_site_sticks_until_the_day_ends_and_a_question_asked_as_text_is_a_note(field: Field) -> None:
    amal = field.amal
    await field.hears(amal, "Riverside", lambda: amal.writes("/site riverside"))
    await field.hears(amal, "Saved #1 · Riverside", lambda: amal.writes("what did we hear about trust?"))
    await field.hears(amal, "/n1", lambda: amal.writes("/today"))
    field.stage.set_time(datetime(2021, 11, 12, 9, 0, tzinfo=UTC))
    card = await field.hears(amal, "Saved #2", lambda: amal.writes("another day, and nobody said where"))
    assert "Riverside" not in card.text


async def test_the_team_asks_and_is_answered_page_by_page(field: Field) -> None:
    amal, ben = field.amal, field.ben
    for index in range(7):
        await field.hears(amal, "Saved #", lambda index=index: amal.writes(f"LW1, number {index}. #trust"))  # type: ignore[misc]
    first = await field.hears(ben, "7 notes", lambda: ben.writes("/notes #trust #riverside since monday"))
    assert "/n7" in first.text
    second = await field.hears(ben, "/n1", lambda: ben.presses(first.message_id, "2/2"))
    assert "/n7" not in second.text
    await field.hears(ben, "number 3", lambda: ben.writes("#4"))
    book = await field.hears(ben, "", lambda: ben.writes("/codebook"))
    assert book.buttons
    remark = await field.hears(ben, "number 3", lambda: ben.writes("/n4"))
    told = await field.hears(
        amal, "did she say why", lambda: ben.writes("did she say why?", reply_to=remark.message_id)
    )
    assert "/n4" in told.text
    assert len(await field.export()) == 7


async def test_the_group_gets_counts_and_the_pi_the_digest_at_eight(field: Field) -> None:
    stage, pi, amal = field.stage, field.pi, field.amal
    group = stage.telegram.group(-500, "The team", [pi, amal, field.ben])
    await field.hears(amal, "Saved #1", lambda: amal.writes(f"LW1. {PHRASE}, she said. #trust"))
    since = len(stage.telegram.sent)
    pi.writes("/digest here", group)
    await stage.telegram.wait_for(lambda sent: sent.chat_id == group.id, since=since)
    since = len(stage.telegram.sent)
    amal.writes("/notes #trust", group)
    counts = await stage.telegram.wait_for(lambda sent: sent.chat_id == group.id, since=since)
    assert PHRASE not in counts.text
    assert "1" in counts.text
    amal.speaks((MEMOS / "m05.ogg").read_bytes(), 25, chat=group)
    amal.writes("nothing of this is kept", group)
    since = len(stage.telegram.sent)
    stage.set_time(datetime(2021, 11, 11, 20, 0, 1, tzinfo=UTC))
    digest = await stage.telegram.wait_for(lambda s: s.chat_id == pi.id and "Thu 11 Nov" in s.text, since=since)
    in_group = await stage.telegram.wait_for(lambda s: s.chat_id == group.id and "Thu 11 Nov" in s.text, since=since)
    assert PHRASE in digest.text
    assert PHRASE not in in_group.text
    assert PHRASE not in digest.text.splitlines()[0]
    assert len(await field.export()) == 1
