"""Wrong input gets one clear sentence, and nothing is lost."""

from datetime import UTC, datetime

from demo.stage import Stage
from tests.whole.conftest import MEMOS, PATIENCE, Field, join

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(300)
HARD_TEXT = "<b>bold</b> & *stars* _lines_ [a](b) `c` </i> &amp; <script>"


async def test_files_that_can_not_be_kept_are_refused_with_the_remedy(field: Field) -> None:
    amal, telegram = field.amal, field.stage.telegram
    await field.hears(amal, "25 MB", lambda: amal.speaks(telegram.file_of_size(25_000_000), 6000))
    await field.hears(amal, "Not saved", lambda: amal.speaks(b"", 3))
    await field.hears(amal, "Not saved", lambda: amal.sends_audio(JPEG, "memo.ogg", "audio/ogg"))
    await field.hears(amal, "", lambda: amal.sends_document(b"%PDF-1.4", "form.pdf", "application/pdf"))
    await field.hears(amal, "", amal.sends_sticker)
    since = len(telegram.sent)
    for _ in range(5):
        amal.sends_photo(media_group_id="album")
    await field.hears(amal, "Saved #1", lambda: amal.writes("after the album"))
    assert sum("picture" in sent.text for sent in telegram.sent[since:]) == 1
    assert len(await field.export()) == 1


async def test_any_text_comes_back_as_it_was_written(field: Field) -> None:
    amal = field.amal
    texts = [HARD_TEXT, "😀" * 2048, "#" + "a" * 200 + " tag", "word " * 800]
    for number, text in enumerate(texts, 1):
        await field.hears(amal, f"Saved #{number}", lambda text=text: amal.writes(text))  # type: ignore[misc]
    assert [note["text"].strip() for note in await field.export()] == [text.strip() for text in texts]
    opened = await field.hears(amal, "#1", lambda: amal.writes("/n1"))
    assert HARD_TEXT in opened.text


async def test_a_recording_that_can_not_be_fetched_is_said_so_and_tried_again(field: Field) -> None:
    recording = (MEMOS / "m05.ogg").read_bytes()
    field.stage.telegram.faults.fail_next("getFile", 502, times=2)
    await field.hears(field.amal, "Not saved yet", lambda: field.amal.speaks(recording, 25))
    await field.hears(field.amal, "Saved #1", lambda: None, timeout=60)


async def test_unknown_names_get_the_nearest_ones(field: Field) -> None:
    await field.hears(field.amal, "Riverside", lambda: field.amal.writes("/site rivrside"))
    await field.hears(field.amal, "Hilltop", lambda: field.amal.writes("/notes site hiltop"))
    await field.hears(field.amal, "/help", lambda: field.amal.writes("/frobnicate"))
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("/frobnicate and then she left"))
    assert "and then she left" in (await field.export())[0]["text"]


async def test_invitations_are_good_once_and_for_three_days(field: Field) -> None:
    stage, newcomer = field.stage, field.stage.telegram.person(31, "Cleo")
    await field.hears(newcomer, "invitation", lambda: newcomer.writes("/start AAAAAAAAAAAAAAAAAAAAAA"))
    code = (await stage.jottings("invite", "--role", "researcher")).strip()
    invited = await field.hears(field.pi, "/start", lambda: field.pi.writes("/invite researcher Dan"))
    other = invited.text.split("/start ")[1].split()[0]
    await field.hears(newcomer, "Welcome", lambda: newcomer.writes(f"/start {code}"))
    second = stage.telegram.person(32, "Dan")
    await field.hears(second, "invitation", lambda: second.writes(f"/start {code}"))
    stage.set_time(datetime(2021, 11, 15, 9, 0, tzinfo=UTC))
    await field.hears(second, "run out", lambda: second.writes(f"/start {other}"))


async def test_a_code_and_the_first_memo_in_one_batch_are_both_taken(stage: Stage) -> None:
    code = (await stage.jottings("invite", "--role", "researcher")).strip()
    person = stage.telegram.person(41, "Eve")
    person.writes(f"/start {code}")
    person.speaks((MEMOS / "m05.ogg").read_bytes(), 25)
    person.writes("and a text, all before the bot was up")
    stage.start()
    field = Field(stage=stage, pi=person, amal=person, ben=person)
    await field.hears(person, "Saved #1", lambda: None)
    await stage.telegram.wait_for(lambda sent: "Saved #2" in sent.text, timeout=PATIENCE)


async def test_a_stranger_hears_one_sentence_and_nothing_of_theirs_is_kept(field: Field) -> None:
    stranger = field.stage.telegram.person(99, "Mallory")
    await field.hears(stranger, "I have kept nothing", lambda: stranger.writes("let me in"))
    since = len(field.stage.telegram.sent)
    stranger.writes("let me in, please")
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("meanwhile"))
    assert [sent for sent in field.stage.telegram.sent[since:] if sent.chat_id == 99] == []
    assert len(await field.export()) == 1


async def test_a_revoked_member_is_out_and_their_notes_stay(field: Field) -> None:
    await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("before leaving"))
    await field.stage.jottings("members", "--revoke", "R1")
    answer = await field.hears(field.amal, "", lambda: field.amal.writes("after leaving"))
    assert "Saved" not in answer.text
    assert [note["text"] for note in await field.export()] == ["before leaving"]


async def test_forged_old_and_other_peoples_buttons_change_nothing(field: Field) -> None:
    card = await field.hears(field.amal, "Saved #1", lambda: field.amal.writes("LW1 again. #trust"))
    data = card.button("Only me").data
    opened = await field.hears(field.ben, "#1", lambda: field.ben.writes("/n1"))
    field.ben.presses_data(opened.message_id, data)
    field.ben.presses_data(opened.message_id, "x" * 64)
    field.ben.presses_data(opened.message_id, "")
    await field.hears(field.ben, "Saved #2", lambda: field.ben.writes("still alive"))
    assert (await field.export())[0]["audience"] == "team"


async def test_an_outage_of_telegram_loses_nothing(field: Field) -> None:
    field.stage.telegram.faults.outage()
    field.amal.writes("written during the outage")
    field.stage.telegram.faults.outage(on=False)
    await field.hears(field.amal, "Saved #1", lambda: None, timeout=60)
    await join(field.stage, (field.stage.telegram.person(51, "Flo"), "researcher"))
