"""What tells who somebody is, is noticed; what only looks like it costs nobody a tap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.codebook import Codebook
from fieldwork.identifiers import identifiers, is_nhs_number


def found(text: str, codebook: Codebook) -> list[tuple[str, str]]:
    return [(one.type, text[one.start : one.end]) for one in identifiers(text, codebook)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Saw Mr Ephraim Satterlund in the corridor.", "Mr Ephraim Satterlund"),
        ("the caseworker, a Mrs Ollerby-Fenn, will call", "Mrs Ollerby-Fenn"),
        ("then Dr. Okonkwo came out", "Dr. Okonkwo"),
        ("Dr A. Khan signed it", "Dr A. Khan"),
        ("mrs patel came back with her bag", "mrs patel"),
        ("Her eldest, Tamsin, rang twice.", "Tamsin"),
        ("his son Zebedee drove him", "Zebedee"),
        ("my friend Dave works there", "Dave"),
        ("a man called Oyelaran was waiting", "Oyelaran"),
        ("a lady called Margaret, I think", "Margaret"),
        ("signed Derek): council tax", "Derek"),
        ("Her name is Aoife and she is nine.", "Aoife"),
        ("Maureen Tackley (P26) moved house", "Maureen Tackley"),
        ("P31, Ysolde Pennick, oh, take that out", "Ysolde Pennick"),
        ("the daughter (Fenella Strake, lives away) rang", "Fenella Strake"),
        ("the helper Osric Vane-Tully went out with a spade", "Osric Vane-Tully"),
        ("read out off the letter, Wilf Garstangle, so that", "Wilf Garstangle"),
        ("P12 and Susan's sister were there", "Susan"),
        ("then Grace said she would not go", "Grace"),
        ("so Hollis is covering on Thursday", "Hollis"),
        ("I asked for Siobhan O'Rourke at the desk", "Siobhan O'Rourke"),
    ],
)
def test_a_named_person_is_noticed(codebook: Codebook, text: str, name: str) -> None:
    assert found(text, codebook) == [("name", name)]


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("Gave mobile as 07700 900417.", "phone", "07700 900417"),
        ("ring 01632 960214 or wait", "phone", "01632 960214"),
        ("call +44 7700 900 312 after six", "phone", "+44 7700 900 312"),
        ("(020) 7946 0123 is hers", "phone", "(020) 7946 0123"),
        ("oh one six three two nine six oh two one four,", "phone", "oh one six three two nine six oh two one four"),
        ("read it off his card, 999 186 0916, nobody came", "nhs_number", "999 186 0916"),
        ("NHS no 9434765919 on the label", "nhs_number", "9434765919"),
        ("write to d.osgathorpe@example.org.", "email", "d.osgathorpe@example.org"),
        ("it's jo dot smith at example dot co dot uk", "email", "jo dot smith at example dot co dot uk"),
        ("address, UD4 7TB.", "postcode", "UD4 7TB"),
        ("at ud4 7tb I think", "postcode", "ud4 7tb"),
        ("She is at 14 Cobbler's Lane now", "address", "14 Cobbler's Lane"),
        ("he lives at 9 mill road with his mum", "address", "9 mill road"),
        ("DOB 03/04/1951, so seventy", "date_of_birth", "03/04/1951"),
        ("date of birth 3rd of April 1951", "date_of_birth", "3rd of April 1951"),
    ],
)  # fmt: skip
def test_numbers_and_addresses_are_noticed(codebook: Codebook, text: str, kind: str, span: str) -> None:
    assert found(text, codebook) == [(kind, span)]


@pytest.mark.parametrize(
    "text",
    [
        "P07 and LW2 were at Hilltop on Thursday, then Riverside in May.",
        "The Meadow said no. Harbour asked twice.",
        "Went to Victoria Road, past Dorothy House and St Mary's, to Age UK.",
        "A service called Reconnect and a group called Knit and Natter.",
        "Citizens Advice are on Zoom, Universal Credit was refused, the Polish club is shut.",
        "May was quiet. Will ask again. Grace of a kind. Hope so. In Jordan they do it otherwise.",
        "I'll miss them. She was a doctor. The lady. You'd not know.",
        "NHS letter of 12 November 2021, ref 20211108, 10.30-11.15, 2021-11-08.",
        "It cost £1,250,000.00 and 14 people walked 3 miles down the road.",
        "The nurse said GP1 2nd floor, at 10 am, 25 min each.",
        "They moved in 1978, were born in 1951 or so, and paid 40 a week.",
        "Room 12 Lane swimming is at 4.",
        "no 1234567890 on the parcel",
    ],
)
def test_what_names_nobody_is_left_alone(codebook: Codebook, text: str) -> None:
    assert found(text, codebook) == []


def test_several_are_given_in_the_order_of_the_text(codebook: Codebook) -> None:
    text = "Mavis Holt, 07700 900133, ud4 7tb, mavis@example.org"
    assert [kind for kind, _ in found(text, codebook)] == ["name", "phone", "postcode", "email"]


def test_an_nhs_number_has_its_check_digit() -> None:
    right = [digits for digits in ("9991860916", "9991860917", "999186091", "99918609l6") if is_nhs_number(digits)]
    assert right == ["9991860916"]


def test_doubled_digits_are_counted(codebook: Codebook) -> None:
    number = "oh seven seven double oh nine double oh three one two"
    assert found(f"it is {number} she said", codebook) == [("phone", number)]


@given(st.text(max_size=200))
def test_places_are_inside_the_text_in_order_and_apart(codebook: Codebook, text: str) -> None:
    ends = [place for one in identifiers(text, codebook) for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("out it came, 9 June 1974, and the flat", "date_of_birth", "9 June 1974"),
        (
            "the twenty-first of May nineteen fifty-two she said",
            "date_of_birth",
            "twenty-first of May nineteen fifty-two",
        ),
        ("ring oh one six three two, nine hundred, four one", "phone", "oh one six three two, nine hundred, four one"),
        ("a bungalow (01632 960123) has had calls", "phone", "01632 960123"),
        ("it's Flat 7, Tannery Court they wrote to", "address", "Flat 7, Tannery Court"),
        ("the letter went to 9B Ropemaker Yard", "address", "9B Ropemaker Yard"),
    ],
)
def test_what_is_said_in_other_words_tells_as_much(text: str, kind: str, span: str, codebook: Codebook) -> None:
    assert found(text, codebook) == [(kind, span)]


@pytest.mark.parametrize(
    "text", ["then Citizens Advice, she said", "by Lady Day, or out", "since 14 March 2020 it is shut"]
)
def test_offices_and_the_study_s_own_days_are_nobody(text: str, codebook: Codebook) -> None:
    assert found(text, codebook) == []
