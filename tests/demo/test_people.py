"""What reaches the bot of what people do."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, Forbidden

from demo.errors import NoSuchButton, QuoteNotInMessage, ScriptError, TooLongToType
from demo.people import Person
from demo.sent import Deed, Event
from demo.telegram import LocalTelegram
from tests.demo.conftest import SetClock


async def heard(bot: Bot) -> list[Update]:
    batch = await bot.get_updates()
    if batch:
        await bot.get_updates(offset=batch[-1].update_id + 1)
    return list(batch)


async def message(bot: Bot) -> Message:
    (update,) = await heard(bot)
    assert update.message is not None
    return update.message


async def test_commands_hashtags_and_mentions_are_marked_in_utf16(bot: Bot, amal: Person, clock: SetClock) -> None:
    amal.writes("👍 /site@jottings_bot #room_space #room-space #123 /n214, @sam_jones 1/2")
    got = await message(bot)
    found = got.parse_entities()
    assert [(mark.type, words) for mark, words in found.items()] == [
        ("bot_command", "/site@jottings_bot"),
        ("hashtag", "#room_space"),
        ("hashtag", "#room"),
        ("bot_command", "/n214"),
        ("mention", "@sam_jones"),
    ]
    assert min(mark.offset for mark in found) == 3
    assert got.date == clock.now
    assert got.chat_id == got.from_user.id if got.from_user else False


async def test_message_numbers_rise_in_each_chat_by_themselves(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    noor = telegram.person(4002, "Noor")
    assert amal.writes("one") == 1
    assert (await bot.send_message(amal.id, "Saved")).message_id == 2
    assert noor.writes("other chat") == 1
    assert amal.writes("two") == 3


async def test_a_reply_carries_the_message_and_the_quoted_piece(bot: Bot, amal: Person) -> None:
    card = await bot.send_message(amal.id, "👍 Saved #1 · the linked worker said")
    amal.writes("link worker", reply_to=card.message_id, quote="linked worker")
    got = await message(bot)
    assert got.reply_to_message is not None
    assert got.reply_to_message.message_id == card.message_id
    assert got.quote is not None
    assert (got.quote.text, got.quote.position) == ("linked worker", 18)
    with pytest.raises(QuoteNotInMessage):
        amal.writes("x", reply_to=card.message_id, quote="never said")


async def test_everything_that_can_be_sent_arrives_as_what_it_is(bot: Bot, amal: Person) -> None:
    amal.speaks(b"OggS", 72, caption="at #riverside")
    amal.sends_audio(b"ID3", "memo.mp3", "audio/mpeg", "caption")
    amal.sends_video_note(b"mp4")
    amal.sends_document(b"%PDF", "leaflet.pdf", "application/pdf")
    amal.sends_photo("poster", media_group_id="album")
    amal.sends_sticker()
    amal.sends_location()
    amal.sends_contact()
    got = [update.message for update in await heard(bot) if update.message]
    voice, audio, note, document, photo, sticker, location, contact = got
    assert voice.voice is not None
    assert (voice.voice.mime_type, voice.voice.file_size, voice.caption) == ("audio/ogg", 4, "at #riverside")
    assert voice.caption_entities[0].type == "hashtag"
    assert audio.audio is not None
    assert audio.audio.file_name == "memo.mp3"
    assert note.video_note is not None
    assert document.document is not None
    assert document.document.mime_type == "application/pdf"
    assert photo.photo
    assert photo.media_group_id == "album"
    assert sticker.sticker is not None
    assert location.location is not None
    assert contact.contact is not None


async def test_an_edit_arrives_as_an_edit(bot: Bot, amal: Person) -> None:
    message_id = amal.writes("the linked worker")
    spoken = amal.speaks(b"OggS", 3)
    amal.edits(message_id, "the link worker #trust")
    amal.edits(spoken, "a caption")
    edit, caption = (await heard(bot))[2:]
    assert edit.edited_message is not None
    assert edit.edited_message.text == "the link worker #trust"
    assert edit.edited_message.edit_date is not None
    assert caption.edited_message is not None
    assert caption.edited_message.caption == "a caption"


async def test_a_long_text_is_split_as_a_client_splits_it(bot: Bot, amal: Person) -> None:
    with pytest.raises(TooLongToType):
        amal.writes("x" * 4097)
    assert len(amal.pastes("x" * 10_000)) == 3
    texts = [update.message.text or "" for update in await heard(bot) if update.message]
    assert [len(text) for text in texts] == [4096, 4096, 1808]


async def test_a_press_arrives_with_the_buttons_data_and_is_answered_once(
    telegram: LocalTelegram, bot: Bot, amal: Person
) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("+ trust", callback_data="t:1")]])
    card = await bot.send_message(amal.id, "Saved", reply_markup=buttons)
    amal.presses(card.message_id, "+ tr")
    (update,) = await heard(bot)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("t:1", amal.id)
    assert query.message is not None
    assert query.message.message_id == card.message_id
    await query.answer("Added")
    assert (telegram.sent[-1].kind, telegram.sent[-1].text) == ("answer", "Added")
    assert telegram.sent[-1].press == query.id
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer("Added")


async def test_an_old_press_can_no_longer_be_answered(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    card = await bot.send_message(amal.id, "Saved")
    press = amal.presses_data(card.message_id, "forged")
    telegram.press_lifetime_seconds = 0
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press)


async def test_nobody_can_press_what_is_not_there(bot: Bot, amal: Person) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Only me", callback_data="x")]])
    card = await bot.send_message(amal.id, "Saved", reply_markup=buttons)
    with pytest.raises(NoSuchButton, match=r"\[Only me\]"):
        amal.presses(card.message_id, "Delete")


async def test_in_a_group_the_bot_hears_only_what_concerns_it(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    noor = telegram.person(4002, "Noor")
    team = telegram.group(-50, "Team", [amal, noor])
    (added,) = await heard(bot)
    assert added.my_chat_member is not None
    assert added.my_chat_member.new_chat_member.status == "member"
    counts = await bot.send_message(team.id, "3 notes")
    lunch = amal.writes("lunch?", team)
    amal.edits(lunch, "supper?", team)
    amal.writes("/digest here", team)
    amal.writes("/digest@other_bot", team)
    noor.writes("@jottings_bot trust", team)
    noor.writes("thanks", team, reply_to=counts.message_id)
    texts = [update.message.text for update in await heard(bot) if update.message]
    assert texts == ["/digest here", "@jottings_bot trust", "thanks"]
    with pytest.raises(ScriptError):
        telegram.person(4003, "Sam").writes("let me in", team)


async def test_who_blocks_the_bot_gets_nothing_more(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    amal.blocks_bot()
    (update,) = await heard(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(amal.id, "Hello")
    amal.unblocks_bot()
    await bot.send_message(amal.id, "Hello")
    assert len(telegram.messages_in(amal.id)) == 1


async def test_whatever_happens_is_told_as_it_happens(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    events: list[Event] = []
    telegram.on_event = events.append
    amal.writes("LW1")
    await bot.send_message(amal.id, "Saved")
    seen = [(event.name if isinstance(event, Deed) else "bot", event.text) for event in events]
    assert seen == [("Amal", "LW1"), ("bot", "Saved")]
