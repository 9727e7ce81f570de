"""A memo that a call cut, and a long text that came in parts, go on from the note before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldwork.joining import BREATH, CUT, apart, in_one_breath, joined, with_note_before
from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Origin
from fieldwork.reading import Reading, read_note
from tests.handlers.notes import CHAT, CODEBOOK, THURSDAY_HALF_PAST_ELEVEN, site, theme, written

PART = "He had walked to the surgery in the rain and would not sit down. " * 60  # 3,900 characters


def memo(number: int, minutes: float = 0.0, text: str = "He began to say") -> Note:
    return replace(
        written(text, number), kind=Kind.VOICE, recorded_at=THURSDAY_HALF_PAST_ELEVEN + timedelta(minutes=minutes)
    )


def part(number: int, text: str, message_id: int) -> Note:
    return replace(written(text, number), chat_id=CHAT, message_id=message_id)


def reading(text: str) -> Reading:
    return read_note(text, CODEBOOK, sent_at=THURSDAY_HALF_PAST_ELEVEN, dictated=False)


@pytest.mark.parametrize(("minutes", "offered"), [(0, True), (9.9, True), (CUT.total_seconds() / 60 + 0.1, False)])
def test_the_rest_of_a_memo_is_offered_for_some_minutes(minutes: float, *, offered: bool) -> None:
    assert (with_note_before(memo(2, minutes), memo(1)).behind == NoteNumber(1)) is offered


def test_nothing_is_joined_to_a_memo_unasked() -> None:
    assert with_note_before(memo(2, 1), memo(1)).goes_on_from is None


def test_two_short_texts_are_two_notes() -> None:
    second = part(2, "And then the bus.", 11)
    assert with_note_before(second, part(1, "First the form.", 10), reading(second.text)) == second


def test_logistics_are_nobodys_rest() -> None:
    logistics = replace(memo(2, 1), note_type=NoteType.ADMIN)
    assert with_note_before(logistics, memo(1)) == logistics


def test_the_parts_of_a_long_text_are_joined_by_themselves() -> None:
    first, second = part(1, PART, 10), part(2, "Then the nurse came in and he stopped. " * 20, 11)
    assert with_note_before(second, first, reading(second.text)).goes_on_from == NoteNumber(1)


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        (PART, 12),  # something was said between the two
        ("10.35, and then the nurse came in. " * 20, 11),  # another time
        ("At Hilltop the nurse came in. " * 20, 11),  # another site
        ("Short.", 11),  # both would have fitted into one message
    ],
)
def test_a_long_note_behind_a_long_note_is_its_own(text: str, message_id: int) -> None:
    first = replace(part(1, PART, 10), codes=(site("riverside"),))
    second = part(2, text, message_id)
    second = replace(second, codes=reading(text).codes)
    assert with_note_before(second, first, reading(text)) == second


def test_the_rest_has_the_site_and_kind_of_what_it_goes_on_from_and_is_no_more_public() -> None:
    first = replace(
        memo(1), codes=(site("riverside"), theme("trust")), note_type=NoteType.DEBRIEF, audience=Audience.AUTHOR
    )
    rest = joined(memo(2, 3), first)
    assert (rest.goes_on_from, rest.sites, rest.note_type) == (NoteNumber(1), ("riverside",), NoteType.DEBRIEF)
    assert (rest.codes[0].origin, rest.codes[0].evidence) == (Origin.JOINED, "#1")
    assert rest.audience is Audience.AUTHOR
    assert rest.themes == ()  # a theme is counted where it was said
    assert joined(rest, first) == rest


def test_what_the_rest_says_itself_stays() -> None:
    first = replace(memo(1), codes=(site("riverside"),), note_type=NoteType.DEBRIEF)
    own = replace(memo(2, 3), codes=(site("hilltop"),), note_type=NoteType.REFLEXIVE)
    assert (joined(own, first).sites, joined(own, first).note_type) == (("hilltop",), NoteType.REFLEXIVE)
    silent = replace(memo(2, 3), no_site=True)
    assert joined(silent, first).sites == ()


def test_apart_again_it_has_no_site_that_it_did_not_have() -> None:
    offered = with_note_before(memo(2, 3), memo(1))
    assert apart(joined(offered, replace(memo(1), codes=(site("riverside"),)))) == offered


def private(text: str) -> Note:
    return replace(written(text, 1), audience=Audience.AUTHOR, recorded_at=THURSDAY_HALF_PAST_ELEVEN)


@pytest.mark.parametrize(
    ("text", "minutes", "audience"),
    [
        ("She hasn't told the practice yet.", 0.5, Audience.AUTHOR),
        ("Even more so when LW1 cried.", 1.0, Audience.AUTHOR),
        ("LW4 then said she'd resign.", 1.0, Audience.AUTHOR),
        ("Riverside, 11.20. P03 at the desk.", 1.0, Audience.TEAM),
        ("She hasn't told the practice yet.", BREATH.total_seconds() / 60 + 0.1, Audience.TEAM),
    ],
)
def test_what_goes_on_in_one_breath_is_no_more_public(text: str, minutes: float, audience: Audience) -> None:
    second = replace(written(text, 2), recorded_at=THURSDAY_HALF_PAST_ELEVEN + timedelta(minutes=minutes))
    assert in_one_breath(second, private("This is just for me. LW2 is leaving.")).audience is audience


def test_what_goes_on_from_a_nameless_site_gets_none_by_a_link_worker() -> None:
    first = replace(written("Not saying which site, LW4 rowed with GP1.", 1), no_site=True)
    at_harbour = replace(site("harbour"), origin=Origin.LINK_WORKER)
    second = written("LW4 then said she'd resign.", 2).with_code(at_harbour)
    found = in_one_breath(second, first)
    assert (found.sites, found.no_site) == ((), True)
    named = written("Then on to Harbour.", 2).with_code(site("harbour"))
    assert in_one_breath(named, first).sites == ("harbour",)
