"""Reading a note: everything that it says of itself, from any text, at once."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.note import CodeKind, NoteType, Origin
from fieldwork.reading import Reading, read_note

LONDON = ZoneInfo("Europe/London")
SENT_AT = datetime(2021, 11, 17, 17, 30, tzinfo=LONDON)


def read(text: str, codebook: Codebook) -> Reading:
    return read_note(text, codebook, sent_at=SENT_AT, dictated=True)


def codes(reading: Reading) -> list[tuple[str, str, str]]:
    return [(code.slug, code.origin.value, code.evidence) for code in reading.codes if code.stated]


def test_a_dictated_header_is_read_whole(codebook: Codebook) -> None:
    reading = read("this is hill top, theme is, um, trust and finance, debrief with L W two", codebook)
    assert codes(reading) == [
        ("hilltop", "said", "hill top"),
        ("trust", "said", "trust"),
        ("finance", "said", "finance"),
    ]
    assert reading.note_type is NoteType.DEBRIEF
    assert reading.participants == ("LW2",)


def test_a_typed_time_is_the_observations(codebook: Codebook) -> None:
    reading = read("10.35, Riverside, after second appt. P01 was quiet, LW1 too.", codebook)
    assert reading.observed_at == datetime(2021, 11, 17, 10, 35, tzinfo=LONDON)
    assert codes(reading) == [("riverside", "said", "Riverside")]
    assert reading.participants == ("P01", "LW1")


def test_a_weekday_is_the_last_one(codebook: Codebook) -> None:
    reading = read("Monday, about half past four, walking back to the station.", codebook)
    assert reading.observed_at == datetime(2021, 11, 15, 16, 30, tzinfo=LONDON)


@pytest.mark.parametrize("text", ["Half past six. Long day.", "Arrived 12.40 with LW1.", "Long day. It was 10.35."])
def test_other_times_are_not(codebook: Codebook, text: str) -> None:
    assert read(text, codebook).observed_at is None


def test_hashtags_of_every_kind_find_their_place(codebook: Codebook) -> None:
    reading = read("Long talk. #RoomSpace #site1 #washing_machine #P7 #debrief #follow_up #private", codebook)
    assert codes(reading) == [
        ("riverside", "said", "#site1"),
        ("room-space", "said", "#RoomSpace"),
        ("washing-machine", "said", "#washing_machine"),
    ]
    assert reading.participants == ("P07",)
    assert reading.note_type is NoteType.DEBRIEF
    assert reading.follow_up == "#follow_up"
    assert reading.only_me


def test_a_tagged_link_worker_gives_the_site(codebook: Codebook) -> None:
    assert codes(read("Long talk. #LW2", codebook)) == [("hilltop", "link-worker", "LW2")]


def test_a_tag_of_two_hundred_characters_is_an_emergent_code(codebook: Codebook) -> None:
    assert codes(read("#" + "x" * 200, codebook)) == [("x" * 200, "said", "#" + "x" * 200)]


def test_suggestions_come_last_and_are_only_that(codebook: Codebook) -> None:
    reading = read("#trust LW2 was there. Rent arrears and the food bank. Damp in the flat, and mould.", codebook)
    origins = [code.origin for code in reading.codes]
    assert origins[:2] == [Origin.LINK_WORKER, Origin.SAID]
    assert set(origins[2:]) == {Origin.SUGGESTED}
    assert {code.slug for code in reading.codes[2:]} == {"finance", "housing"}


def test_an_administrative_note_gets_no_suggestions(codebook: Codebook) -> None:
    reading = read("Logistics. The bus fare again, and parking. Consent forms for trust.", codebook)
    assert reading.note_type is NoteType.ADMIN
    assert reading.codes == ()


def test_a_note_that_says_reflexive_is_its_authors(codebook: Codebook) -> None:
    reading = read("This is reflexive. I was cross with P07.", codebook)
    assert reading.note_type is NoteType.REFLEXIVE
    assert reading.only_me
    assert not reading.sounds_reflexive


def test_a_note_that_sounds_reflexive_is_only_asked_about(codebook: Codebook) -> None:
    reading = read("That's me reflecting.", codebook)
    assert reading.note_type is NoteType.OBSERVATION
    assert reading.sounds_reflexive
    assert not reading.only_me


def test_a_reminder_to_oneself_keeps_no_note_from_the_team(codebook: Codebook) -> None:
    reading = read("The sink is nine hundred pounds, VS6 has two hundred. Don't let me forget this.", codebook)
    assert not reading.only_me


def test_the_sentence_that_asks_for_a_follow_up_is_kept(codebook: Codebook) -> None:
    assert read("LW2 was out. Follow up: ask about the shed.", codebook).follow_up == "Follow up: ask about the shed."


@pytest.mark.parametrize("text", ["", " \n ", "😀" * 4096, "#", "<b>bold</b> *stars* & [brackets]", "…"])
def test_a_text_without_words_says_nothing(codebook: Codebook, text: str) -> None:
    reading = read(text, codebook)
    assert codes(reading) == []
    assert reading.note_type is NoteType.OBSERVATION


CODEBOOK, _ = parse_codebook(default_codebook_text())
PIECES = st.sampled_from(
    "site theme is hilltop the meadow , . - # #trust um trust and finance LW two P oh seven half past four to"
    " 10.35 Monday I'd rather not say which surgery follow up ask no only me debrief with \n = ( \" ’s".split(" ")
)


@given(text=st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map(" ".join)), dictated=st.booleans())
@settings(deadline=None)
def test_any_text_can_be_read(text: str, *, dictated: bool) -> None:
    assert CODEBOOK is not None
    reading = read_note(text, CODEBOOK, sent_at=SENT_AT, dictated=dictated)
    assert reading.observed_at is None or reading.observed_at <= SENT_AT
    assert len(reading.codes) == len({(code.kind, code.slug) for code in reading.codes})
    assert sum(code.origin is Origin.SUGGESTED for code in reading.codes) <= 3
    assert not (reading.no_site and any(code.kind is CodeKind.SITE for code in reading.codes))


@pytest.mark.parametrize(
    "piece",
    ["a", "😀", "site ", "theme trust and ", "L W two ", '"a', "@", "half past ", "I need to ", "i'd rather not say ",
     "which surgery ", "Hilltop ", "_", "#a ", "1.", "she said only me ", "i felt ", "um "],
)  # fmt: skip
def test_no_text_takes_long(codebook: Codebook, piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    read(text, codebook)
    assert time.process_time() - started < 2  # seconds; it takes a tenth
