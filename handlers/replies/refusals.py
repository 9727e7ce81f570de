"""What can't be done, and what to do instead: one plain answer each."""

from datetime import timedelta

from handlers.replies.markup import cut, escaped
from handlers.replies.terms import Terms
from services.incoming import IncomingVoice
from services.outgoing import Say, Toast
from services.wording import NotSaved

FETCH_LIMIT_MEGABYTES = 20  # Bot API, getFile
TRIED_FOR = timedelta(days=1)  # Telegram keeps updates and files at least so long

_KINDS = {
    "photo": "I don't keep pictures, because faces and screens can name people. Describe in words what it shows.",
    "video": "I don't keep videos, because they show people. Describe in words what it shows.",
    "sticker": "I can't keep a sticker. Send a text or a voice note.",
    "location": "I don't keep places on a map, because they can name people. Use /site, or name the site.",
    "contact": "I don't keep contacts, because they name people. Use codes such as P07.",
    "document": "I can't keep this file. Send text, a voice message or an audio file.",
}
_OTHER = "I can't keep this kind of message. Send a text or a voice note."


def not_kept(what: str, chat_id: int) -> Say:
    """A photo, a sticker, a place, a contact, a document."""
    return Say(chat_id=chat_id, html=f"Not saved. {_KINDS.get(what, _OTHER)}")


def picture_refusal(what: str) -> str:
    """The same for what came with a caption."""
    return "The picture is not kept." if what == "photo" else f"The {escaped(what)} is not kept."


def too_large(size_bytes: int, chat_id: int) -> Say:
    """More than Telegram lets a bot fetch."""
    return Say(
        chat_id=chat_id,
        html=f"Not saved. This file is {megabytes(size_bytes)} MB; Telegram lets me fetch "
        f"{FETCH_LIMIT_MEGABYTES} MB.\n"
        "Send it in two parts, or record it here as a voice message (about 90 minutes fit).\n"
        "A whole interview belongs in the study's interview folder, not here.",
    )


def megabytes(size_bytes: int) -> str:
    """Rounded up, so that no file of 20.1 MB is called 20 MB."""
    tenths = -(-size_bytes // 100_000)
    return f"{tenths // 10}" if tenths % 10 == 0 or tenths >= 1000 else f"{tenths / 10:.1f}"


def empty_file(chat_id: int) -> Say:
    """A recording of no bytes."""
    return Say(
        chat_id=chat_id,
        html="Not saved. This recording is empty: it has no bytes in it. Please record it again.",
    )


def not_saved_yet(terms: Terms, voice: IncomingVoice) -> Say:
    """The recording can't be fetched for now."""
    return Say(
        chat_id=voice.chat_id,
        html=f"Not saved yet: your voice note of {terms.clock(voice.sent_at)}. I can't fetch it from Telegram. "
        "I keep trying. Please don't delete it. I'll say “Saved”.",
        replies_to=voice.message_id,
    )


def not_saved(terms: Terms, voice: IncomingVoice, reason: NotSaved) -> Say:
    """The recording can't be fetched at all."""
    if reason == "too-large":
        return too_large(voice.file_size or (FETCH_LIMIT_MEGABYTES * 1_000_000 + 1), voice.chat_id)
    return Say(
        chat_id=voice.chat_id,
        html=f"Not saved: your voice note of {terms.clock(voice.sent_at)}. Telegram no longer has it. "
        f"Please send it again, or write down what you remember.{_lost_caption(voice)}",
        replies_to=voice.message_id,
    )


def not_a_recording(voice: IncomingVoice) -> Say:
    """The file holds no sound that can be decoded."""
    return Say(
        chat_id=voice.chat_id,
        html="Not saved. I can't find any sound in this file. Send a voice message, or an audio file such as "
        f"MP3, M4A, OGG or WAV.{_lost_caption(voice)}",
        replies_to=voice.message_id,
    )


def _lost_caption(voice: IncomingVoice) -> str:
    return " Its caption is not saved either: please send it as a text." if voice.caption else ""


def unknown_command(command: str, chat_id: int) -> Say:
    """A command that nobody knows."""
    return Say(
        chat_id=chat_id,
        html=f"I don't know {escaped(cut(command, 40))}, and nothing was saved. /help lists what I can do.",
    )


def not_for_you(what: str, chat_id: int) -> Say:
    """A command of another role."""
    return Say(chat_id=chat_id, html=f"Only {what} can do that. /help lists what you can do.")


def private_only(chat_id: int) -> Say:
    """A command that shows what the group may not see."""
    return Say(chat_id=chat_id, html="Please ask me that in your private chat with me.")


def old_button(press: str) -> Toast:
    """A button that we don't know any more, or never made."""
    return Toast(press=press, text="This button is too old. Please use the newest message.")


def not_your_note(press: str) -> Toast:
    """A button of somebody else's note."""
    return Toast(press=press, text="Only the author can change this note.")


def not_yours(number: int, chat_id: int) -> Say:
    """`/undo 27`, of somebody else's note."""
    return Say(chat_id=chat_id, html=f"Only its author can take #{number} back.")


def note_is_gone(press: str) -> Toast:
    """A button of a note that was erased, or was never there for them."""
    return Toast(press=press, text="This note is not here any more.")


def no_recording(press: str) -> Toast:
    """[Listen] without a sound."""
    return Toast(press=press, text="The recording of this note is no longer kept.")


def stranger(chat_id: int) -> Say:
    """Somebody who is not on the team."""
    return Say(
        chat_id=chat_id,
        html="This bot is for members of one research study. I have kept nothing you sent. "
        "If you are on the team, ask your PI for an invitation link.",
    )


def revoked(chat_id: int) -> Say:
    """Somebody who was on the team."""
    return Say(
        chat_id=chat_id,
        html="You are no longer on the team of this study, so I have kept nothing you sent. "
        "If that is wrong, ask your PI for an invitation link.",
    )


def stranger_press(press: str) -> Toast:
    """A button pressed by somebody who is not on the team."""
    return Toast(press=press, text="This bot is for members of one research study.")


def kept_already(press: str) -> Toast:
    """[Keep both] pressed twice."""
    return Toast(press=press, text="Both are kept already.")
