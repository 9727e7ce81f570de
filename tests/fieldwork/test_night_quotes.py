"""A night's quotations name nobody, say nothing twice, and leave no site out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.codebook import default_codebook_text, parse_codebook
from fieldwork.night_quotes import Quotation, night_quotes, say_the_same, worth_quoting
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from fieldwork.quotation import sentences

BOOK, _ = parse_codebook(default_codebook_text())
NOON = datetime(2021, 11, 11, 12, tzinfo=UTC)


def a_note(number: int, text: str, site: str = "riverside", note_type: NoteType = NoteType.OBSERVATION) -> Note:
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
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
        codes=(Code(kind=CodeKind.SITE, slug=site, origin=Origin.SAID),) if site else (),
    )


def quotations_of(notes: Iterable[Note], most: int = 6) -> tuple[Quotation, ...]:
    assert BOOK is not None
    return night_quotes(notes, BOOK, most)


def quoted(*notes: Note, most: int = 6) -> list[str]:
    return [quotation.sentence for quotation in quotations_of(notes, most)]


@pytest.mark.parametrize(
    "telling",
    [
        'She laughed and said "my name is Gwendolyn Fairweather and you can write that down."',
        'He told her "you can ring me on 07700 900123 whenever you like."',
        'She said "I have lived at 14 Larkspur Road since he died."',
    ],
)
def test_a_sentence_that_tells_who_somebody_is_gives_way_to_the_next(telling: str) -> None:
    assert quoted(a_note(1, f"{telling} He folded the letter and put it in her pocket.")) == [
        "He folded the letter and put it in her pocket."
    ]
    assert quoted(a_note(1, telling)) == []


def test_what_two_people_heard_is_quoted_once_and_the_other_note_gives_its_next_best() -> None:
    one = 'P04 said "I have not opened a single one of these since March." He gave the dog his sandwich.'
    other = 'She told us "I have not opened a single one of these since March." They carried her bag between them.'
    found = quoted(a_note(1, one), a_note(2, other))
    assert len(found) == 2
    assert sum("since March" in sentence for sentence in found) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The lift has been broken since September.", "Lift broken since September, she says.", True),
        (
            '"They knew who I was before the coat came off."',
            'P1: "they knew who I was before the coat came off"!',
            True,
        ),
        ("She put the card in her shoe.", "He put the kettle on and waited.", False),
        ("He never went back.", "She never went back to the brother's house after Easter.", False),
        ("Aye.", "aye.", True),
    ],
)
def test_the_same_thing_is_known_by_its_words_of_meaning(one: str, other: str, *, same: bool) -> None:
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same


def test_every_site_is_quoted_before_any_is_quoted_twice() -> None:
    notes = [
        a_note(1, "She folded the letter into her sleeve."),
        a_note(2, "He gave the dog his sandwich."),
        a_note(3, "They carried the piano down together.", site="orchard"),
        a_note(4, "Nobody at reception knew her trade.", site=""),
    ]
    assert {q.number for q in quotations_of(notes, 3)} >= {3, 4}
    assert len(quoted(*notes, most=3)) == 3


def test_logistics_and_silence_are_not_quoted() -> None:
    assert quoted(a_note(1, "Train late, again, and she said so.", note_type=NoteType.ADMIN), a_note(2, " … ")) == []


@given(st.lists(st.text(alphabet='aI.P1 "“”?!\n–e', max_size=60), max_size=5))
def test_whatever_is_written_quotations_stand_in_their_notes_and_none_is_repeated(texts: list[str]) -> None:
    notes = [a_note(number, text) for number, text in enumerate(texts, 1)]
    found = quotations_of(notes)
    assert all(quotation.sentence in texts[quotation.number - 1] for quotation in found)
    assert len({quotation.sentence for quotation in found}) == len(found)


@pytest.mark.parametrize("unit", ['"a". ', "“", "He said said I. ", "– ", "x", "9", ". ", "#a ", "a. B"])
def test_a_hostile_note_is_quoted_in_time_that_grows_with_its_length(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    started = perf_counter()
    quoted(a_note(1, text), a_note(2, text))
    assert perf_counter() - started < 5


def test_where_the_doors_are_is_not_what_a_night_is_about() -> None:
    sketch = (
        "Layout. Desk on the left, seats in rows, fire exit at the far end, no access to the car park from that side."
    )
    seen = "LW7 let it ring four times and put the receiver down."
    assert quoted(a_note(1, sketch), a_note(2, seen)) == [seen]


def test_one_note_is_quoted_by_a_sentence_that_names_nobody_or_not_at_all() -> None:
    assert BOOK is not None
    named, said = 'Maureen Tackley said "I have not shown these to anybody."', 'P07 said "I was going to ask about it."'
    assert worth_quoting(a_note(1, f"{named} {said}"), BOOK) == said
    assert worth_quoting(a_note(1, named), BOOK) == ""
    assert worth_quoting(a_note(1, ""), BOOK) == ""


def test_a_scrap_does_not_take_the_place_of_a_sentence_that_names_somebody() -> None:
    note = a_note(1, 'Junction with LW6. Maureen Tackley said "I have not shown these to anybody." Follow up with LW1.')
    assert quotations_of([note]) == ()
    assert [quote.sentence for quote in quotations_of([a_note(1, "She cried.")])] == ["She cried."]


def test_a_scrap_is_not_what_is_worth_quoting_of_one_note_either() -> None:
    assert BOOK is not None
    assert worth_quoting(a_note(1, "Orchard. P40 lives at 14 Mill Lane now."), BOOK) == ""
    assert worth_quoting(a_note(1, "She cried."), BOOK) == "She cried."


ORDERED = a_note(1, "She waited by the lift for it. He carried the box up. They counted the chairs together.")


def test_what_a_model_made_of_a_note_when_it_came_in_comes_before_the_signs() -> None:
    for at, sentence in enumerate(sentences(ORDERED.text)):
        order = (at, *({0, 1, 2} - {at}))
        assert quoted(replace(ORDERED, telling=order)) == [sentence]


@pytest.mark.parametrize("order", [(), (0,), (2, 1), (0, 1, 2, 3), (0, 0, 0)])
def test_what_was_made_of_another_text_is_passed_over(order: tuple[int, ...]) -> None:
    assert quoted(replace(ORDERED, telling=order)) == quoted(ORDERED)
