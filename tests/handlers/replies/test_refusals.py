"""What can't be done is said in one plain answer, with what to do instead."""

import pytest

from handlers.replies import refusals
from services.incoming import IncomingVoice, Sender
from services.outgoing import Say, Toast
from tests.handlers.notes import CHAT, TERMS, THURSDAY_HALF_PAST_ELEVEN
from tests.handlers.telegram_limits import fits

VOICE = IncomingVoice(
    row=1,
    sender=Sender(telegram_id=CHAT, name="Amal"),
    chat_id=CHAT,
    message_id=17,
    sent_at=THURSDAY_HALF_PAST_ELEVEN.replace(hour=14, minute=2),
    file_id="f",
    file_size=1000,
    seconds=12.0,
)

SENTENCES = [
    (
        refusals.too_large(25_000_000, CHAT),
        (
            "Not saved. This file is 25 MB; Telegram lets me fetch 20 MB.\n"
            "Send it in two parts, or record it here as a voice message (about 90 minutes fit).\n"
            "A whole interview belongs in the study's interview folder, not here."
        ),
    ),
    (
        refusals.empty_file(CHAT),
        "Not saved. This recording is empty: it has no bytes in it. Please record it again.",
    ),
    (
        refusals.not_saved_yet(TERMS, VOICE),
        (
            "Not saved yet: your voice note of 14:02. I can't fetch it from Telegram. "
            "I keep trying. Please don't delete it. I'll say “Saved”."
        ),
    ),
    (
        refusals.not_saved(TERMS, VOICE, "gone"),
        (
            "Not saved: your voice note of 14:02. Telegram no longer has it. "
            "Please send it again, or write down what you remember."
        ),
    ),
    (
        refusals.not_a_recording(VOICE),
        (
            "Not saved. I can't find any sound in this file. Send a voice message, or an audio file such as "
            "MP3, M4A, OGG or WAV."
        ),
    ),
    (
        refusals.not_kept("photo", CHAT),
        "Not saved. I don't keep pictures, because faces and screens can name people. Describe in words what it shows.",
    ),
    (
        refusals.not_kept("poll", CHAT),
        "Not saved. I can't keep this kind of message. Send a text or a voice note.",
    ),
    (
        refusals.unknown_command("/<note>", CHAT),
        "I don't know /&lt;note&gt;, and nothing was saved. /help lists what I can do.",
    ),
    (
        refusals.stranger(CHAT),
        (
            "This bot is for members of one research study. I have kept nothing you sent. "
            "If you are on the team, ask your PI for an invitation link."
        ),
    ),
]


@pytest.mark.parametrize(("say", "sentence"), SENTENCES)
def test_every_refusal_says_what_to_do_instead(say: Say, sentence: str) -> None:
    assert say.html == sentence
    fits(say)


@pytest.mark.parametrize("what", ["photo", "video", "sticker", "location", "contact", "document", "other"])
def test_whatever_is_not_kept_is_said_not_to_be_saved(what: str) -> None:
    assert refusals.not_kept(what, CHAT).html.startswith("Not saved. ")


@pytest.mark.parametrize(
    ("size", "words"), [(20_971_521, "21"), (25_000_000, "25"), (26_214_400, "26.3"), (2_000_000_000, "2000")]
)
def test_a_size_is_never_rounded_down_to_the_limit(size: int, words: str) -> None:
    assert refusals.megabytes(size) == words


def test_a_lost_caption_is_mentioned() -> None:
    captioned = IncomingVoice(
        row=1,
        sender=VOICE.sender,
        chat_id=CHAT,
        message_id=18,
        sent_at=VOICE.sent_at,
        file_id="f",
        file_size=1,
        seconds=None,
        caption="LW1 on the phone",
    )
    assert "caption is not saved either" in refusals.not_a_recording(captioned).html


@pytest.mark.parametrize(
    "toast",
    [
        refusals.old_button("1"),
        refusals.not_your_note("1"),
        refusals.note_is_gone("1"),
        refusals.no_recording("1"),
        refusals.stranger_press("1"),
        refusals.kept_already("1"),
    ],
)
def test_a_button_that_does_nothing_says_why_in_a_toast_that_fits(toast: Toast) -> None:
    assert 0 < len(toast.text) <= 200  # Bot API, answerCallbackQuery
