"""What the bot may send, and how it looks in the chat."""

import json
from functools import partial

import aiohttp
import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden

from demo.people import Person
from demo.sent import Button
from demo.telegram import LocalTelegram
from tests.demo.conftest import TOKEN

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def one_button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data=data)]])


async def test_html_is_shown_as_people_see_it(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    html = " <b>Saved</b> 👍 &lt;LW1&gt; /n214 <u>shed</u>\n"
    message = await bot.send_message(amal.id, html, parse_mode="HTML", protect_content=True, disable_notification=True)
    assert message.text == "Saved 👍 <LW1> /n214 shed"
    assert list(message.parse_entities().values()) == ["Saved", "/n214", "shed"]
    (sent,) = telegram.sent
    assert (sent.kind, sent.text, sent.html) == ("message", message.text, html.strip("\n") + "\n")
    assert sent.protected
    assert sent.silent


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("a <p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("ä <LW1>", 'Unsupported start tag "lw1" at byte offset 3'),
        ("<b>never closed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 <b", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused(bot: Bot, amal: Person, html: str, complaint: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(amal.id, html, parse_mode="HTML")
    assert str(refused.value).lower() == f"can't parse entities: {complaint}".lower()


async def test_a_text_holds_4096_units_after_parsing(bot: Bot, amal: Person) -> None:
    await bot.send_message(amal.id, f"<b>{'👍' * 2048}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(amal.id, "👍" * 2048 + "x")


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(bot: Bot, amal: Person, text: str) -> None:
    with pytest.raises(BadRequest, match="empty"):
        await bot.send_message(amal.id, text, parse_mode="HTML")


async def test_a_caption_holds_1024_units(bot: Bot, amal: Person) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(amal.id, PNG, caption="x" * 1025)


async def test_buttons_are_kept_and_their_limits_held(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    copying = InlineKeyboardButton("Copy", copy_text=CopyTextButton("q" * 256))
    pressing = InlineKeyboardButton("Press", callback_data="x" * 64)
    await bot.send_message(amal.id, "card", reply_markup=InlineKeyboardMarkup([[copying], [pressing]]))
    (first,), (second,) = telegram.sent[0].buttons
    assert first == Button(label="Copy", copies="q" * 256)
    assert second == Button(label="Press", data="x" * 64)
    assert amal.copies(1, "Copy") == "q" * 256


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "copy_text": {"text": "q" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "url": "nowhere"}, "Wrong HTTP URL"),
        ({"text": "x"}, "Text buttons are unallowed"),
    ],
)
async def test_a_button_that_telegram_refuses_is_refused(
    telegram: LocalTelegram, amal: Person, button: dict[str, str], complaint: str
) -> None:
    body = {"chat_id": amal.id, "text": "card", "reply_markup": {"inline_keyboard": [[button]]}}
    url = f"{telegram.url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 400
        assert complaint in (await answer.json())["description"]


@pytest.mark.parametrize("way", ["json", "form", "query"])
async def test_parameters_may_come_as_json_form_or_query(telegram: LocalTelegram, amal: Person, way: str) -> None:
    body = {"chat_id": str(amal.id), "text": "hi", "reply_markup": json.dumps({"inline_keyboard": []})}
    url = f"{telegram.url}/bot{TOKEN}/sendmessage"
    async with aiohttp.ClientSession() as session:
        ways = {
            "json": partial(session.post, url, json=body),
            "form": partial(session.post, url, data=body),
            "query": partial(session.get, url, params=body),
        }
        async with ways[way]() as answer:
            assert (await answer.json())["result"]["text"] == "hi"


async def test_a_reply_is_one_and_a_missing_message_is_said(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    note = amal.writes("LW1")
    await bot.send_message(amal.id, "Saved", reply_to_message_id=note)
    assert telegram.sent[0].reply_to == note
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(amal.id, "Saved", reply_to_message_id=999)
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(amal.id, "Saved", reply_parameters=lenient)).reply_to_message is None


async def test_files_are_sent_and_can_be_fetched_again(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    photo = await bot.send_photo(amal.id, PNG, caption="<b>matrix</b>", parse_mode="HTML")
    await bot.send_document(amal.id, b"{}", filename="notes.jsonl")
    voice = await bot.send_voice(amal.id, b"OggS", duration=3)
    await bot.send_audio(amal.id, b"ID3", title="memo")
    assert [sent.kind for sent in telegram.sent] == ["photo", "document", "voice", "audio"]
    assert (telegram.sent[0].text, telegram.sent[0].content) == ("matrix", PNG)
    assert telegram.sent[1].file_name == "notes.jsonl"
    assert await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray() == PNG
    assert voice.voice is not None
    await bot.send_voice(amal.id, voice.voice.file_id)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(amal.id, b"no picture")


async def test_a_card_is_edited_in_place(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    card = await bot.send_message(amal.id, "Saved", reply_markup=one_button("a"), protect_content=True)
    await bot.edit_message_text("Saved #1", amal.id, card.message_id)
    now = telegram.message(amal.id, card.message_id)
    assert (now.kind, now.text, now.buttons, now.protected) == ("message", "Saved #1", (), True)
    await bot.edit_message_reply_markup(amal.id, card.message_id, reply_markup=one_button("b"))
    assert telegram.message(amal.id, card.message_id).button("Press").data == "b"
    assert [sent.kind for sent in telegram.sent] == ["message", "edit", "edit"]
    assert len(telegram.messages_in(amal.id)) == 1


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, amal: Person) -> None:
    buttons = one_button("a")
    card = await bot.send_message(amal.id, "Saved", reply_markup=buttons)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Saved ", amal.id, card.message_id, reply_markup=buttons)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(amal.id, card.message_id, reply_markup=buttons)
    await bot.edit_message_text("<b>Saved</b>", amal.id, card.message_id, reply_markup=buttons, parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b>Saved</b>", amal.id, card.message_id, reply_markup=buttons, parse_mode="HTML")


async def test_only_the_bots_own_living_messages_can_be_edited(bot: Bot, amal: Person) -> None:
    note = amal.writes("mine")
    card = await bot.send_message(amal.id, "Saved")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", amal.id, note)
    amal.deletes(card.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Saved #1", amal.id, card.message_id)


async def test_captions_and_pictures_are_edited(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    text = await bot.send_message(amal.id, "text")
    photo = await bot.send_photo(amal.id, PNG, caption="old")
    await bot.edit_message_caption(amal.id, photo.message_id, caption="new")
    assert telegram.message(amal.id, photo.message_id).text == "new"
    await bot.edit_message_media(InputMediaPhoto(PNG + b"2", caption="newer"), amal.id, photo.message_id)
    assert telegram.message(amal.id, photo.message_id).content == PNG + b"2"
    assert telegram.message(amal.id, photo.message_id).text == "newer"
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("x", amal.id, photo.message_id)
    with pytest.raises(BadRequest, match="no caption in the message"):
        await bot.edit_message_caption(amal.id, text.message_id, caption="x")


async def test_deleting_takes_a_message_out_of_the_chat(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    note, card = amal.writes("P07's real name"), await bot.send_message(amal.id, "Saved")
    await bot.delete_message(amal.id, note)
    await bot.delete_messages(amal.id, [card.message_id, 999])
    assert telegram.messages_in(amal.id) == ()
    assert [sent.kind for sent in telegram.sent] == ["message", "delete", "delete"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(amal.id, note)


async def test_a_reaction_and_typing_are_taken(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    assert await bot.set_message_reaction(amal.id, amal.writes("x"), "👍")
    assert (telegram.sent[-1].kind, telegram.sent[-1].text) == ("reaction", "👍")
    assert await bot.send_chat_action(amal.id, "typing")


async def test_the_bot_knows_itself_and_its_menu(telegram: LocalTelegram, bot: Bot) -> None:
    assert (await bot.get_me()).username == "jottings_bot"
    await bot.set_my_commands([("help", "What I can do")])
    assert (await bot.get_my_commands())[0].command == "help"
    await bot.set_my_description("For one study")
    assert (await bot.get_my_description()).description == "For one study"
    assert await bot.set_my_short_description("Notes")
    assert await bot.set_chat_menu_button()
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("No-Good", "x")])
    assert telegram.calls["getMe"] >= 1


async def test_strange_chats_tokens_and_methods_are_refused(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.person(4009, "Never wrote")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4009, "Hello")
    async with aiohttp.ClientSession() as session, session.get(f"{telegram.url}/bot110201543:wrong/getMe") as answer:
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendNonsense")


async def test_a_group_is_left_and_moves(telegram: LocalTelegram, bot: Bot, amal: Person) -> None:
    team = telegram.group(-50, "Team", [amal])
    assert (await bot.get_chat(team.id)).title == "Team"
    assert (await bot.get_chat_member(team.id, amal.id)).status == "member"
    moved = telegram.migrate(team)
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(team.id, "digest")
    assert refused.value.new_chat_id == moved.id
    await bot.send_message(moved.id, "digest")
    await bot.leave_chat(moved.id)
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await bot.send_message(moved.id, "digest")
    other = telegram.group(-60, "Other", [amal])
    telegram.removes_bot(other)
    with pytest.raises(Forbidden, match="kicked from the group chat"):
        await bot.send_message(other.id, "digest")
