"""Telegram's update, read once."""

import pytest

from handlers.incoming import read_other, read_press, read_text, read_voice, recording_of, words_after_command
from tests.handlers.notes import CHAT, THURSDAY_HALF_PAST_ELEVEN
from tests.handlers.updates import GROUP, edited, pressed, sent

VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 72, "mime_type": "audio/ogg", "file_size": 9000}
VIDEO_NOTE = {"file_id": "f", "file_unique_id": "u", "duration": 72, "length": 240}


def document(name: str, mime: str) -> dict[str, object]:
    return {"file_id": "f", "file_unique_id": "u", "file_name": name, "mime_type": mime, "file_size": 5}


def test_a_text_is_read_with_its_inbox_row_and_its_sender() -> None:
    incoming = read_text(sent(text="LW1 asked about the dog"))
    assert (incoming.row, incoming.chat_id, incoming.message_id, incoming.private) == (7, CHAT, 17, True)
    assert (incoming.sender.telegram_id, incoming.sender.name) == (CHAT, "Amal K.")
    assert incoming.sent_at == THURSDAY_HALF_PAST_ELEVEN
    assert (incoming.text, incoming.reply_to, incoming.edited) == ("LW1 asked about the dog", None, False)


def test_a_reply_is_read_with_what_it_answers_and_quotes() -> None:
    answered = {"message_id": 5, "date": 1, "chat": {"id": CHAT, "type": "private"}, "text": "the shed"}
    incoming = read_text(sent(text="men's shed", reply_to_message=answered, quote={"text": "shed", "position": 4}))
    assert (incoming.reply_to, incoming.quote) == (5, "shed")


def test_an_edit_and_a_group_are_known_as_such() -> None:
    assert read_text(edited(text="x")).edited
    assert not read_text(sent(chat=GROUP, text="/notes")).private


@pytest.mark.parametrize(
    "content",
    [
        {"voice": VOICE},
        {"audio": VOICE},
        {"video_note": VIDEO_NOTE},
        {"document": document("memo", "audio/mpeg")},
        {"document": document("memo.OPUS", "application/octet-stream")},
    ],
)
def test_every_form_of_recording_is_read(content: dict[str, object]) -> None:
    incoming = read_voice(sent(CHAT, **content, caption="LW1"))
    assert (incoming.file_id, incoming.caption) == ("f", "LW1")
    assert incoming.seconds in (72.0, None)


@pytest.mark.parametrize("name", ["letter.pdf", "ogg", "photo.jpg", ""])
def test_other_files_are_no_recording(name: str) -> None:
    update = sent(document=document(name.replace("ogg", "ogg.zip"), "application/octet-stream"))
    assert update.message is not None
    assert recording_of(update.message) is None


def test_what_cannot_be_kept_is_known_by_its_kind() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    incoming = read_other(sent(photo=photo, media_group_id="a1", caption="the room"))
    assert (incoming.what, incoming.caption, incoming.album) == ("photo", "the room", "a1")
    assert read_other(sent(document=document("letter.pdf", "application/pdf"))).what == "document"


def test_a_press_is_read_with_the_message_under_which_the_button_stands() -> None:
    press = read_press(pressed("th.214.trust"))
    assert (press.press, press.data, press.message_id, press.row) == ("q1", "th.214.trust", 17, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [("/site", ""), ("/site riverside", "riverside"), ("/note\nLW1 was\nlate", "LW1 was\nlate"), ("/x  y ", "y")],
)
def test_the_words_after_a_command_are_kept_whole(text: str, words: str) -> None:
    assert words_after_command(text) == words
