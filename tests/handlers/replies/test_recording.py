"""What is said of a recording: the tick before its words, silence, failure."""

from dataclasses import replace

from fieldwork.note import Status
from handlers.replies import recording
from tests.handlers.notes import CHAT, TERMS, spoken
from tests.handlers.telegram_limits import labels


def test_the_tick_of_a_recording_comes_before_its_words() -> None:
    note = replace(spoken([]), status=Status.WAITING)
    assert recording.voice_saved(TERMS, note, CHAT).html == (
        "Saved #214 · 1:12 voice · 16:00\nThe recording is safe. Words in a few seconds."
    )


def test_silence_is_said_plainly() -> None:
    note = replace(spoken([]), status=Status.NO_SPEECH, audio_seconds=48.0)
    say = recording.no_speech(TERMS, note, CHAT)
    assert say.html == (
        "Saved #214 · 0:48 voice · 16:00\n"
        "I hear no speech in it, so there is no text. The recording is kept.\n"
        "Pocket noise? Delete it. Words there? Reply with them."
    )
    assert labels(say) == [["Delete", "Listen again"]]


def test_a_failure_says_that_the_recording_is_safe() -> None:
    say = recording.transcription_failed(spoken([], number=215), 5, CHAT)
    assert say.html == (
        "#215: I couldn't turn it into words after 5 tries. The recording is safe. Reply with the text, or try again."
    )
    assert labels(say) == [["Try again", "Listen"]]
