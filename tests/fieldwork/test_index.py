"""The index answers as if every note were read anew: what was said is not missed, what was forgotten is not found."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.index import NoteIndex
from fieldwork.left_out import LeftOut
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Note, NoteNumber
from fieldwork.query import Query
from fieldwork.question import parse_query
from fieldwork.search import answers
from fieldwork.terms import plain, terms
from tests.fieldwork.test_query import BOOK, LONDON, MONDAY_NOON, THURSDAY, a_note, theme

TEXTS = st.lists(st.text(alphabet="abcde 'é’P07-#\n.ß", max_size=60), min_size=1, max_size=8)


def index_of(*texts: str) -> NoteIndex:
    index = NoteIndex(LONDON)
    for number, text in enumerate(texts, 1):
        index.put(a_note(number, text))
    return index


def found(index: NoteIndex, query: Query, reader: Member | None = None) -> list[int]:
    likeness = None
    return [m.note.number for m in answers(index, query, index.sought(query, index.readable(reader)), likeness)]


def member(number: int, role: Role = Role.RESEARCHER) -> Member:
    return Member(id=MemberId(number), role=role, name="Amal", label=f"R{number}", telegram_id=1, joined_at=MONDAY_NOON)


@given(TEXTS, st.data())
def test_an_exact_word_is_never_missed(texts: list[str], data: st.DataObject) -> None:
    index = index_of(*texts)
    said = sorted({word for text in texts for word in terms(text)})
    if not said:
        return
    word = data.draw(st.sampled_from(said))
    holders = {number for number, text in enumerate(texts, 1) if word in terms(text)}
    assert holders <= set(found(index, Query(words=(word,))))


@given(TEXTS, st.data())
def test_a_quoted_phrase_is_found_wherever_it_stands_and_nowhere_else(texts: list[str], data: st.DataObject) -> None:
    index = index_of(*texts)
    text = plain(data.draw(st.sampled_from(texts)))
    start = data.draw(st.integers(0, len(text)))
    phrase = text[start : start + data.draw(st.integers(1, 12))].strip()
    if phrase:
        holders = {number for number, other in enumerate(texts, 1) if plain(phrase) in plain(other)}
        assert set(found(index, Query(phrases=(phrase,)))) == holders


@pytest.mark.parametrize("word", ["P07", "p07", "LW2", "10.35", "Ollerby-Fenn", "surveyor"])
def test_codes_times_and_names_are_found_however_many_notes_are_more_alike(word: str) -> None:
    index = index_of(*["about something else"] * 30, "10.35, P07's surveyor, Mrs Ollerby-Fenn, came with LW2")
    sought = index.sought(Query(words=(word.casefold(),)), None)
    likeness = dict.fromkeys(range(1, 31), 1.4) | {31: 0.1}
    assert answers(index, Query(words=(word.casefold(),)), sought, likeness)[0].note.number == 31


def test_what_means_the_same_is_found_without_the_words_and_what_means_nothing_is_not() -> None:
    index = index_of("he owes the council", "she likes to sing", "tea")
    query = Query(words=("debt",))
    sought = index.sought(query, None)
    near = answers(index, query, sought, {1: 0.9, 2: 0.3, 3: 0.1})
    far = answers(index, query, sought, {1: 0.4, 2: 0.3, 3: 0.1})
    assert ([match.note.number for match in near], len(far)) == ([1, 2], 0)


def test_an_answer_in_free_words_is_not_every_note_that_is_faintly_alike() -> None:
    index = index_of(*["said nothing of it"] * 200)
    query = Query(words=("loneliness",))
    likeness = {number: 0.9 - number / 400 for number in range(1, 201)}
    assert len(answers(index, query, index.sought(query, None), likeness)) < 100


def test_a_forgotten_note_is_found_no_more() -> None:
    index = index_of("the bus fare went up", "a bus came")
    index.forget(1)
    assert found(index, Query(words=("fare",))) == []
    assert found(index, Query(phrases=("bus fare",))) == []
    assert found(index, Query()) == [2]
    index.forget(1)


def test_a_corrected_note_is_found_by_its_new_words_alone() -> None:
    index = index_of("the linked worker")
    index.read()
    index.put(replace(a_note(1, "the link worker"), revision=2))
    assert found(index, Query(words=("linked",))) == [1], "the same word in another form"
    assert found(index, Query(phrases=("linked worker",))) == []
    assert found(index, Query(phrases=("link worker",))) == [1]


def test_a_private_note_is_found_by_its_author_alone_and_in_no_count_for_all() -> None:
    index = index_of("the bus fare")
    index.put(replace(a_note(1, "the bus fare"), audience=Audience.AUTHOR))
    everybody = (None, member(2), member(3, Role.PI), member(4, Role.ADMIN))
    for query in (Query(words=("fare",)), Query(phrases=("bus",)), Query(people=("R1",)), Query()):
        assert [found(index, query, reader) for reader in everybody] == [[], [], [], []]
        assert found(index, query, member(1)) == [1]
        sought = index.sought(query, index.readable(member(1), team_only=True))
        assert len(answers(index, query, sought)) == 0


def test_a_note_taken_back_is_nobodys_and_comes_back_when_put_back() -> None:
    index = index_of("the bus fare")
    index.put(replace(a_note(1, "the bus fare"), hidden_at=MONDAY_NOON))
    assert found(index, Query(words=("fare",)), member(1)) == []
    index.put(a_note(1, "the bus fare"))
    assert found(index, Query(words=("fare",)), member(1)) == [1]


def test_a_note_with_the_very_hashtag_comes_before_those_that_carry_the_theme_otherwise() -> None:
    index = NoteIndex(LONDON)
    index.put(a_note(1, "somebody wrote #trust", theme("trust")))
    index.put(a_note(2, "accepted later", theme("trust")))
    query, _ = parse_query("#Trust", BOOK, today=THURSDAY)
    assert found(index, query) == [1, 2]


def test_a_late_note_takes_its_place_in_time() -> None:
    index = index_of("one", "two", "three")
    index.put(replace(a_note(2, "two"), observed_at=MONDAY_NOON - timedelta(days=3)))
    assert found(index, Query()) == [3, 1, 2]


def test_an_index_kept_up_to_date_answers_as_a_new_one() -> None:
    dice = random.Random(7)
    kept = NoteIndex(LONDON)
    notes: dict[int, Note] = {}
    for _ in range(400):
        number = dice.randint(1, 30)
        if dice.random() < 0.2:
            kept.forget(number)
            notes.pop(number, None)
        else:
            text = " ".join(dice.choices(["bus", "fares", "fare", "letter", "letters", "P07", "dog"], k=6))
            note = replace(
                a_note(number, text, theme(dice.choice(["trust", "finance"]))),
                number=NoteNumber(number),
                observed_at=MONDAY_NOON + timedelta(hours=dice.randint(0, 99)),
                audience=dice.choice(list(Audience)),
            )
            kept.put(note)
            notes[number] = note
        if dice.random() < 0.3:
            kept.read(3)
    fresh = NoteIndex(LONDON)
    for number in sorted(notes):
        fresh.put(notes[number])
    for asked in ("bus", "letter fare", "#trust", '"fare letter"', "p07 dog", "", "since monday"):
        query, _ = parse_query(asked, BOOK, today=THURSDAY)
        assert found(kept, query) == found(fresh, query), asked


def test_phrases_of_common_words_are_found_wherever_they_stand_however_often_they_are_asked() -> None:
    dice = random.Random(11)
    gaps = [" ", " ", " ", "  ", "\n", ", ", "\u00a0"]
    texts = [
        "".join(dice.choice(["on", "The", "way", "to", "don\u2019t"]) + dice.choice(gaps) for _ in range(8))
        for _ in range(300)
    ]
    index = index_of(*texts)
    for phrase in ("on the way", "the", "to the", "way to", "don't", "to don't the", "n the w", "on the way"):
        holders = {number for number, text in enumerate(texts, 1) if phrase in plain(text)}
        assert set(found(index, Query(phrases=(phrase,)))) == holders, phrase


def test_a_phrase_is_looked_for_anew_in_a_text_that_was_corrected_or_put_back() -> None:
    index = index_of("fare on the bus", "fare, no bus fare")
    phrase = Query(phrases=("bus fare",))
    assert found(index, phrase) == [2]
    index.put(a_note(1, "fare on the bus\nfare"))
    assert found(index, phrase) == [2, 1]
    index.put(a_note(2, "fare, no bus"))
    assert found(index, phrase) == [1]
    index.forget(2)
    index.put(a_note(2, "a bus  fare"))
    assert found(index, phrase) == [2, 1]


def test_a_hashtag_typed_twice_is_forgotten_with_its_note() -> None:
    index = index_of("#bus again #Bus", "#bus")
    index.forget(1)
    query, _ = parse_query("#bus", BOOK, today=THURSDAY)
    assert 1 not in found(index, query)
    index.put(a_note(1, "no more of it"))
    assert found(index, Query(words=("again",))) == []


def test_an_author_and_a_participant_are_both_asked_for_two_participants_either() -> None:
    index = NoteIndex(LONDON)
    for number, (author, participants) in enumerate(
        [("R1", ("P07",)), ("R2", ("P07",)), ("R2", ("P12",)), ("R2", ("LW1",))], 1
    ):
        index.put(replace(a_note(number, "late"), author_label=author, participants=participants))
    assert sorted(found(index, Query(people=("R2", "P07")))) == [2]
    assert sorted(found(index, Query(people=("P07", "P12")))) == [1, 2, 3]
    assert sorted(found(index, Query(people=("R1", "R2", "P07")))) == [1, 2]


def test_people_of_two_kinds_both_take_part_and_two_of_a_kind_where_that_is_said() -> None:
    index = NoteIndex(LONDON)
    for number, participants in enumerate([("LW1", "GP2"), ("LW1",), ("GP2",), ("P07", "P12"), ("P07",)], 1):
        index.put(replace(a_note(number, "late"), participants=participants))
    assert found(index, Query(people=("LW1", "GP2"))) == [1]
    assert found(index, Query(people=("P07", "P12"), together=True)) == [4]


def test_who_is_left_out_neither_wrote_an_answer_nor_takes_part_in_it() -> None:
    index = NoteIndex(LONDON)
    index.put(replace(a_note(1, "P07 waited."), participants=("P07",)))
    index.put(replace(a_note(2, "P08 waited."), participants=("P08",)))
    index.put(replace(a_note(3, "P08 left."), participants=("P08",), author_label="R2"))
    assert found(index, Query(left_out=LeftOut(people=("P07",)))) == [3, 2]
    assert found(index, Query(left_out=LeftOut(people=("P07", "R2")))) == [2]
