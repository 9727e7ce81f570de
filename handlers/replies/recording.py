"""What is said of a recording on its way to words, and when its time is over."""

from datetime import datetime

from fieldwork.note import Note, Status
from fieldwork.transcript import Transcript
from handlers.buttons import Verb
from handlers.replies.card import join_key
from handlers.replies.keys import note_key
from handlers.replies.terms import Terms, duration, of_minutes
from handlers.replies.unsaid import only_filler
from services.outgoing import Say

LONG_SECONDS = 300.0  # a longer recording takes more than some seconds


def voice_saved(terms: Terms, note: Note, chat_id: int) -> Say:
    """The tick of a recording whose words are to come."""
    when = "Words in a few seconds."
    if (note.audio_seconds or 0) > LONG_SECONDS:
        when = "It is long: I show here how far its words are."
    rows = (keys,) if (keys := join_key(note)) else ()
    html = f"{_voice_head(terms, note)}\nThe recording is safe. {when}"
    return Say(chat_id=chat_id, html=html, buttons=rows, card_of=note.number)


def heard_so_far(terms: Terms, note: Note, so_far: Transcript, chat_id: int) -> Say:
    """The same message while a long recording is turned into words."""
    left = so_far.seconds_left(note.audio_seconds)
    done = f"Words of {of_minutes(so_far.audio_seconds, note.audio_seconds)}"
    soon = "" if left is None else f", {_about(left)} left"
    return Say(
        chat_id=chat_id,
        html=f"{_voice_head(terms, note)}\nThe recording is safe. {done}{soon}.",
        buttons=((note_key("Stop here", Verb.STOP, note),),),
        card_of=note.number,
    )


def _voice_head(terms: Terms, note: Note) -> str:
    voice = f"{duration(note.audio_seconds)} voice".strip()
    return " · ".join([f"Saved #{note.number}", voice, terms.clock(note.observed_at)])


def _about(seconds: float) -> str:
    """`about 2 min`, `less than a minute`."""
    return f"about {round(seconds / 60)} min" if seconds >= 60 else "less than a minute"


def no_speech(terms: Terms, note: Note, chat_id: int) -> Say:
    """The same message when nothing was said in it."""
    lines = [
        _voice_head(terms, note),
        "I hear no speech in it, so there is no text. The recording is kept.",
        *([filler] if (filler := only_filler(note)) else []),
        "Pocket noise? Delete it. Words there? Reply with them.",
    ]
    row = (note_key("Delete", Verb.DELETE, note), note_key("Listen again", Verb.LISTEN, note))
    return Say(chat_id=chat_id, html="\n".join(lines), buttons=(row,), card_of=note.number)


def transcription_failed(note: Note, tries: int, chat_id: int) -> Say:
    """A new message, so that the phone buzzes."""
    times = f" after {tries} tries" if tries > 1 else ""
    sentences = f"#{note.number}: I couldn't turn it into words{times}. The recording is safe."
    row = (note_key("Try again", Verb.TRY_AGAIN, note), note_key("Listen", Verb.LISTEN, note))
    return Say(
        chat_id=chat_id,
        html=f"{sentences} Reply with the text, or try again.",
        buttons=(row,),
        card_of=note.number,
    )


def recording_ends(terms: Terms, note: Note, ends: datetime, chat_id: int) -> Say:
    """A week before a recording goes whose words nobody has confirmed."""
    check = [note_key("✓ Right", Verb.RIGHT, note)] if note.status is Status.UNCHECKED else []
    words = "its words are unchecked" if note.text else "it has no text"
    return Say(
        chat_id=chat_id,
        html=f"The recording of /n{note.number} is deleted on {terms.day(ends)}: no recording is kept longer. "
        f"Until then you can listen: {words}.",
        buttons=((*check, note_key("▶", Verb.LISTEN, note), note_key("Correct", Verb.CORRECT, note)),),
        card_of=note.number,
    )


def played(note: Note, sound: str, chat_id: int, *, ogg: bool) -> Say:
    """The recording back to its author; `sound` in base64. Telegram plays only OGG as a voice message."""
    if ogg:
        return Say(chat_id=chat_id, html=f"#{note.number}", voice=sound)
    return Say(chat_id=chat_id, html=f"#{note.number}", document=sound, file_name=f"note-{note.number}.audio")


def trying_again(note: Note, chat_id: int) -> Say:
    """[Try again]."""
    return Say(chat_id=chat_id, html=f"#{note.number}: I'm trying again. The recording is safe.", card_of=note.number)


def dictating_again(note: Note, chat_id: int) -> Say:
    """The tick of a voice message in reply to one's own card; it becomes the new card."""
    return Say(
        chat_id=chat_id,
        html=f"Saved: your new recording for #{note.number}. Its words take the place of the text in a few seconds; "
        "the old text is kept.",
        card_of=note.number,
    )
