"""A card names what the engine wrote and perhaps nobody said."""

from dataclasses import replace

from fieldwork.doubt import doubtful
from fieldwork.invention import marked
from fieldwork.note import Note, Status
from fieldwork.transcript import Doubt, Segment, Transcript
from handlers.replies.card import card
from handlers.replies.unsaid import not_made_out, only_filler, perhaps_not_said
from tests.handlers.notes import CHAT, TERMS, spoken


def note_of(*lines: str) -> Note:
    """A note out of those stretches, each word heard well."""
    heard = [segment for line in lines for segment in spoken([(word, 0.95) for word in line.split()]).segments]
    segments = marked(heard)
    text = " ".join(segment.text.strip() for segment in segments)
    return replace(spoken([]), text=text, segments=segments)


def test_a_loop_is_underlined_and_named_and_stays_in_the_text() -> None:
    note = note_of("She said the the the the fare went up.")
    assert note.text == "She said the the the the fare went up."
    assert perhaps_not_said(note) == "Perhaps not said: “the the the the”."
    assert [note.text[start:end] for start, end in doubtful(note)] == ["the"] * 4


def test_a_line_out_of_subtitles_is_named() -> None:
    note = note_of("The fare went up.", "Thank you for watching!")
    assert perhaps_not_said(note) == "Perhaps not said: “Thank you for watching!”."


def test_long_ones_are_cut_and_no_more_than_three_are_named() -> None:
    lines = [" ".join(["on and on about"] * 9), *(f"Subtitles by <{name}>" for name in "abc")]
    shown = perhaps_not_said(note_of(*lines))
    assert "…”, “Subtitles by &lt;a&gt;”" in shown
    assert shown.endswith("” and more.")


def test_nothing_is_named_that_nobody_doubts_or_that_a_person_changed_or_confirmed() -> None:
    assert perhaps_not_said(note_of("The fare went up.")) == ""
    note = note_of("The fare went up.", "Thank you for watching!")
    assert perhaps_not_said(replace(note, text="The fare went up.")) == ""
    assert perhaps_not_said(replace(note, status=Status.CHECKED)) == ""


def test_over_a_recording_without_speech_the_card_says_what_the_engine_wrote() -> None:
    note = replace(note_of("Thank you for watching!"), text="", status=Status.NO_SPEECH)
    assert only_filler(note) == "The engine wrote only “Thank you for watching!”, which it writes over noise."
    assert only_filler(replace(note, segments=())) == ""


def test_such_a_recording_has_no_words() -> None:
    segments: tuple[Segment, ...] = note_of("Thank you for watching!").segments
    heard = Transcript(segments=segments, language="en", model="", audio_seconds=1.0, seconds=1.0)
    assert heard.text == ""


def test_where_two_hearings_differ_the_card_says_when() -> None:
    heard = note_of("The fare went up.")
    gap = Segment(start=31.2, end=62.0, text="", confidence=0.0, doubt=Doubt.UNCLEAR)
    note = replace(
        heard, segments=(*heard.segments, gap, *note_of("She left.").segments), text="The fare went up. She left."
    )
    assert not_made_out(note) == "Not made out: 0:31 to 1:02."
    assert "Not made out: 0:31 to 1:02." in card(TERMS, note, CHAT).html
    assert perhaps_not_said(note) == ""
    assert not_made_out(replace(note, status=Status.CHECKED)) == ""
    said = Transcript(segments=note.segments, language="en", model="ear", audio_seconds=70, seconds=1)
    assert said.text == "The fare went up. She left."
    only = Transcript(segments=(gap,), language="", model="ear", audio_seconds=70, seconds=1)
    assert only.text == ""
