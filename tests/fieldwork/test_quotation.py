"""Every sentence of a digest stands in a note, word for word."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.query import Query
from fieldwork.quotation import pick_about, pick_sentence, ranked_sentences, sentences
from fieldwork.search import Match

NOON = datetime(2021, 11, 11, 12, tzinfo=UTC)


def a_note(text: str, note_type: NoteType = NoteType.OBSERVATION) -> Note:
    return Note(
        number=NoteNumber(1),
        source_id="1",
        revision=1,
        author=None,
        author_label="R1",
        kind=Kind.TEXT,
        text=text,
        observed_at=NOON,
        recorded_at=NOON,
        readable_at=NOON,
        note_type=note_type,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.35, Riverside. She paid £4.80 for the bus.", ("10.35, Riverside.", "She paid £4.80 for the bus.")),
        ("I met P. at the desk. Dr. Shah was late.", ("I met P. at the desk.", "Dr. Shah was late.")),
        ("After the second appt. of the day. Then tea.", ("After the second appt. of the day.", "Then tea.")),
        ('She said, "no. Not him. Never." Then she left.', ('She said, "no. Not him. Never."', "Then she left.")),
        ('"Is this for me?" P10 said. He sat.', ('"Is this for me?" P10 said.', "He sat.")),
        ("so did I. Then we left", ("so did I.", "Then we left")),
        ("one line\nanother line", ("one line", "another line")),
        ("it was cold. nobody came", ("it was cold.", "nobody came")),
        ("Room No. 4 again. Really?! Yes.", ("Room No. 4 again.", "Really?!", "Yes.")),
        (" \n … ", ()),
    ],
)
def test_sentences_end_where_their_author_ended_them(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet='aI.P1 "“”?!\n…e', max_size=60))
def test_whatever_is_written_every_sentence_stands_in_it(text: str) -> None:
    assert all(sentence in text for sentence in sentences(text))
    assert pick_sentence(text, ()) in text


def test_the_patients_own_words_are_worth_more_than_the_weather() -> None:
    said = 'She put the letters on the desk and said, "I\'ve not shown these to anybody."'
    text = f"Cold again in the waiting room today, and the heating was off. {said} Follow up next week about the form."
    assert pick_sentence(text, ()) == said


def test_it_does_not_matter_where_in_the_note_the_sentence_stands() -> None:
    said = 'P04 told her, "they knew who I was before I\'d got my coat off."'
    dull = "The room is the one beside the stairs with the two green chairs."
    assert pick_sentence(f"{said} {dull}", ()) == pick_sentence(f"{dull} {said}", ()) == said


def test_a_found_note_shows_the_sentence_with_the_words_that_were_asked_for() -> None:
    text = 'LW1 said, "tell me about him, what was he like?" The bus costs four pounds eighty. Nobody came.'
    assert pick_sentence(text, ["bus", "pounds"]) == "The bus costs four pounds eighty."
    assert pick_sentence("", ["bus"]) == ""


def test_a_sentence_that_only_names_the_theme_shows_nothing_of_it() -> None:
    told = "This is Riverside, themes trust and finance. She came in with a carrier bag. She trusts nobody, she said."
    assert pick_about(told, ["trust"]) == "She trusts nobody, she said."
    assert pick_about("#trust. He counted the coins on the desk.", ["trust"]) == "He counted the coins on the desk."
    assert pick_about("Theme: trust.", ["trust"]) == "Theme: trust."


def test_all_sentences_are_ranked_and_none_is_lost() -> None:
    text = 'Logistics first. P04 said "I have not shown these to anybody else." #trust Then it rained.'
    ranked = ranked_sentences(text)
    assert ranked[0] == 'P04 said "I have not shown these to anybody else."'
    assert sorted(ranked) == sorted(sentences(text))


def test_wordless_text_has_no_sentence_to_rank() -> None:
    assert ranked_sentences(" ... \n") == ()


def test_a_line_of_hashtags_is_no_sentence_unless_there_is_nothing_else() -> None:
    assert sentences("She left early. #trust #room_space") == ("She left early.",)
    assert sentences("#trust, #theme:room-space.") == ("#trust, #theme:room-space.",)


def test_where_an_engine_forgot_the_full_stop_a_capital_says_it() -> None:
    heard = "This is Riverside, theme trust She came in with a bag full of letters And we heard about the dog"
    assert sentences(heard) == (
        "This is Riverside, theme trust",
        "She came in with a bag full of letters",
        "And we heard about the dog",
    )
    assert sentences('He goes, "you and So on And all that", he goes.') == (
        'He goes, "you and So on And all that", he goes.',
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_of_equals_a_model_decides_which_sentence_answers(order: tuple[int, ...]) -> None:
    text = "The bus was late. He took the bus with her. She paid for the bus."
    assert pick_sentence(text, ["bus"], order) == sentences(text)[order[0]]
    assert pick_about(text, ["bus"], order) == sentences(text)[order[0]]
    assert pick_sentence(text, ["late"], order) == "The bus was late."


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_an_answer_shows_the_sentence_that_a_digest_would_quote(order: tuple[int, ...]) -> None:
    note = replace(a_note("The bus was late. He took the bus. She paid for the bus."), telling=order)
    for query in (Query(), Query(words=("bus",))):
        match = Match(note=note, suggested_only=False, query=query)
        assert match.sentence == sentences(note.text)[order[0]]
