"""A question is understood as people type it, and answered with what was stated before what is only suggested."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.left_out import LeftOut
from fieldwork.member import MemberId
from fieldwork.note import Audience, Code, CodeKind, Kind, Note, NoteNumber, NoteType, Origin, Status
from fieldwork.query import Query, current_query, describe
from fieldwork.question import parse_query
from fieldwork.search import search
from meaning.english import is_word

LONDON = ZoneInfo("Europe/London")
THURSDAY = date(2021, 11, 18)
MONDAY_NOON = datetime(2021, 11, 15, 12, 0, tzinfo=UTC)


def link_workers() -> Codebook:
    codebook, _ = parse_codebook(default_codebook_text())
    assert codebook is not None
    return codebook


BOOK = link_workers()


def a_note(number: int, text: str, *codes: Code) -> Note:
    moment = MONDAY_NOON + timedelta(hours=number)
    return Note(
        number=NoteNumber(number),
        source_id=str(number),
        revision=1,
        author=MemberId(1),
        author_label="R1",
        kind=Kind.TEXT,
        text=text,
        observed_at=moment,
        recorded_at=moment,
        readable_at=moment,
        note_type=NoteType.OBSERVATION,
        audience=Audience.TEAM,
        status=Status.WRITTEN,
        codes=codes,
    )


def theme(slug: str, origin: Origin = Origin.SAID) -> Code:
    return Code(kind=CodeKind.THEME, slug=slug, origin=origin)


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("my notes", "R1"),
        ("my own notes about trust last week", "R1 · trust · Mon 15 to Sun 21 Nov"),
        ("what did I write about the lift", "R1 · lift"),
        ("only mine, unchecked", "R1 · unchecked"),
        ("my last 3 notes", "R1 · newest 3"),
        ("her mother and my mother", "mother"),
    ],
)
def test_my_notes_are_those_of_whoever_asks(codebook: Codebook, asked: str, understood: str) -> None:
    query, problems = parse_query(asked, codebook, today=date(2021, 11, 25), labels=set(), asker="R1")
    assert not problems
    assert describe(query, codebook).replace("trust · R1", "R1 · trust") == understood


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ('#trust #riverside since monday "bus fare"', 'trust · Riverside · "bus fare" · since Mon 15 Nov'),
        ("notes w receptionists in them, last two weeks", "with RC · Fri 5 to Thu 18 Nov"),
        ("notes with GPs", "with GP"),
        ("anything from link workers on trust", "trust · with LW"),
        ("notes w/ patients yesterday", "with P · Wed 17 Nov"),
        ("RC notes", "with RC"),
        ("pm notes", "pm"),
        ("trust in receptionists", "trust receptionists"),
        ("notes with LW2", "LW2"),
        ("unchecked voice memos", "unchecked · voice"),
        ("last fortnight", "Fri 5 to Thu 18 Nov"),
        ("P07 since monday", "P07 · since Mon 15 Nov"),
        ("what did we hear about trust at Riverside last week?", "trust · Riverside · Mon 8 to Sun 14 Nov"),
        ("site harbour theme validation", "validation · Harbour"),
        ("notes that ask for a follow-up", "to follow up"),
        ("LW2 and P07 8-12 november", "LW2 · P07 · Mon 8 to Fri 12 Nov"),
        ("unchecked debrief on tuesday", "debrief · unchecked · Tue 16 Nov"),
        ("#washing_machine in november", "#washing_machine · Mon 1 to Tue 30 Nov"),
        ("r1 last 3 days", "R1 · Tue 16 to Thu 18 Nov"),
        ("P oh seven at site 2", "Hilltop · P07"),
        ("trust or finance", "trust or finance"),
        ("trust and finance", "trust · finance"),
        ("the room was taken over", "room taken"),
        ("theme room, somebody took it", "room space · took"),
        ("a medal in the drawer", "medal drawer"),
        ("at the meadows", "Meadow"),
        ("untagged", "untagged"),
        ("trust not Riverside", "trust · not Riverside"),
        ("money except at the Meadow last week", "finance · not Meadow · Mon 8 to Sun 14 Nov"),
        ("voice notes from yesterday", "voice · Wed 17 Nov"),
        ("flagged at Hilltop", "Hilltop · flagged"),
        ("hilltop or orchard notes on money", "finance · Hilltop · Orchard"),
        ("anything from R1 on damp flats since the 16th", "R1 · damp flats · since Tue 16 Nov"),
        ("r1's debriefs at hilltop", "Hilltop · R1 · debrief"),
        ("before 12 nov", "until Thu 11 Nov"),
        ("16-20 november", "Tue 16 to Sat 20 Nov"),
        ("what have we got on P eighty one pls", "P81"),
        ("nobody told her why", "nobody told"),
        ("", "all notes"),
    ],
)
def test_a_question_is_understood_as_typed(asked: str, understood: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY, labels=["R1"])
    assert (describe(query, BOOK), problems) == (understood, ())


def test_an_unknown_site_is_a_problem_with_the_nearest_names_and_the_rest_still_answers() -> None:
    query, problems = parse_query("site rivrside #trust", BOOK, today=THURSDAY)
    assert [(problem.term, problem.nearest[:1]) for problem in problems] == [("rivrside", ("Riverside",))]
    assert query.themes == ("trust",)


@pytest.mark.parametrize("asked", ["#trust at Hiltp", "#trust at hiltp", "hiltp? no: site Hiltp #trust"])
def test_a_mistyped_site_is_said_where_only_a_site_can_stand(asked: str) -> None:
    _, problems = parse_query(asked, BOOK, today=THURSDAY)
    assert [(problem.term.lower(), problem.nearest[:1]) for problem in problems] == [("hiltp", ("Hilltop",))]


@pytest.mark.parametrize("asked", ["#trust at Hiltop", "trust, in hilltpo", "#trust from Hilltopp"])
def test_a_site_with_one_slip_is_that_site_and_the_answer_says_so(asked: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY)
    assert (describe(query, BOOK), problems) == ("trust · Hilltop", ())


@pytest.mark.parametrize("asked", ["patients at home", "a site visit", "which sites mention mould"])
def test_an_ordinary_word_is_not_taken_for_a_mistyped_site(asked: str) -> None:
    assert parse_query(asked, BOOK, today=THURSDAY)[1] == ()


@given(st.text(max_size=300))
def test_no_question_is_refused(asked: str) -> None:
    query, _ = parse_query(asked, BOOK, today=THURSDAY, labels=["R1"])
    describe(query, BOOK)


def test_stated_notes_come_first_newest_first_and_suggested_ones_after() -> None:
    notes = [
        a_note(1, "the first", theme("trust")),
        a_note(2, "only proposed", theme("trust", Origin.SUGGESTED)),
        a_note(3, "accepted", theme("trust", Origin.TAPPED)),
        a_note(4, "about something else", theme("finance")),
    ]
    matches = search(Query(themes=("trust",)), notes, timezone=LONDON)
    assert [(match.note.number, match.suggested_only) for match in matches] == [(3, False), (1, False), (2, True)]


def test_a_site_left_out_and_a_kind_asked_for_hold_for_every_answer() -> None:
    at_riverside = Code(kind=CodeKind.SITE, slug="riverside", origin=Origin.SAID)
    notes = [
        a_note(1, "there", theme("trust"), at_riverside),
        a_note(2, "nowhere", theme("trust")),
        replace(a_note(3, "spoken", theme("trust")), kind=Kind.VOICE, flagged=True),
    ]

    def found(query: Query) -> list[int]:
        return [match.note.number for match in search(query, notes, timezone=LONDON)]

    assert found(Query(themes=("trust",), left_out=LeftOut(sites=("riverside",)))) == [3, 2]
    assert found(Query(kinds=(Kind.VOICE,))) == [3]
    assert found(Query(flagged=True)) == [3]


def test_a_phrase_has_to_stand_there_word_for_word_in_any_case() -> None:
    notes = [a_note(1, "Not a word on it. The Bus  fare went up."), a_note(2, "The fare for the bus went up.")]
    (match,) = search(Query(phrases=("bus fare",)), notes, timezone=LONDON)
    assert (match.note.number, match.sentence) == (1, "The Bus  fare went up.")


def test_of_free_words_as_many_as_can_be_had() -> None:
    notes = [a_note(1, "unopened letters in a bag"), a_note(2, "a letter came"), a_note(3, "nothing")]
    assert [m.note.number for m in search(Query(words=("unopened", "letters")), notes, timezone=LONDON)] == [1]
    assert search(Query(words=("zebra",)), notes, timezone=LONDON) == ()


def test_where_no_note_has_every_word_rare_words_count_more() -> None:
    notes = [a_note(1, "a bus to town"), a_note(2, "a bus again"), a_note(3, "the interpreter rang"), a_note(4, "tea")]
    matches = search(Query(words=("bus", "interpreter")), notes, timezone=LONDON)
    assert [match.note.number for match in matches] == [3, 2, 1]


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("letters", "A letter came.", True),
        ("lonely", "All that loneliness.", True),
        ("loneliness", "She is lonely.", True),
        ("lonely", "A long call.", False),
        ("fares", "The fare went up.", True),
        ("boxes", "One box.", True),
        ("cat", "The catalogue.", False),
        ("art", "A start.", False),
        ("don’t", "They don't come.", True),
        ("face-to-face", "It was face to face.", True),
    ],
)
def test_a_word_is_found_in_its_other_forms_and_in_no_other_word(word: str, text: str, *, there: bool) -> None:
    assert bool(search(Query(words=(word,)), [a_note(1, text)], timezone=LONDON)) is there


def test_a_word_that_also_names_a_theme_is_answered_by_either() -> None:
    query, _ = parse_query("money and letters", BOOK, today=THURSDAY)
    notes = [a_note(1, "letters", theme("finance")), a_note(2, "money in letters"), a_note(3, "letters")]
    assert {match.note.number for match in search(query, notes, timezone=LONDON)} == {1, 2}


def test_either_of_two_themes_is_enough_when_they_are_joined_by_or() -> None:
    notes = [a_note(1, "one", theme("trust")), a_note(2, "two", theme("finance", Origin.SUGGESTED)), a_note(3, "three")]
    query, _ = parse_query("#trust or #finance", BOOK, today=THURSDAY)
    found = [(match.note.number, match.suggested_only) for match in search(query, notes, timezone=LONDON)]
    assert found == [(1, False), (2, True)]


def test_a_question_can_be_kept_as_json_and_asked_again() -> None:
    kept: TypeAdapter[Query] = TypeAdapter(Query)
    query, _ = parse_query('money or #trust r1 unchecked debrief since monday "bus" form', BOOK, today=THURSDAY)
    assert kept.validate_json(kept.dump_json(query)) == query


def test_a_day_is_the_studys_own_day() -> None:
    late = replace(
        a_note(1, "late"), observed_at=datetime(2021, 7, 1, 23, 30, tzinfo=UTC)
    )  # 00:30 on the 2nd in London
    assert len(search(Query(first=date(2021, 7, 2), last=date(2021, 7, 2)), [late], timezone=LONDON)) == 1


def test_a_part_of_a_day_is_that_of_the_studys_own_clock() -> None:
    at = [
        replace(a_note(number, "seen"), observed_at=datetime(2021, 7, 1, hour, 30, tzinfo=UTC))
        for number, hour in ((1, 10), (2, 11), (3, 18))
    ]  # 11:30, 12:30 and 19:30 in London
    for asked, found in (("morning", [1]), ("afternoon", [2]), ("evening", [3]), ("at lunchtime", [2, 1])):
        query, _ = parse_query(f"yesterday {asked}", BOOK, today=date(2021, 7, 2))
        assert [match.note.number for match in search(query, at, timezone=LONDON)] == found


def test_the_last_notes_are_no_more_than_were_asked_for_and_stated_ones_first() -> None:
    notes = [a_note(number, f"visit {number}", theme("trust")) for number in (1, 2, 3)]
    for asked, found in (("last note", [3]), ("the last 2 notes on trust", [3, 2]), ("last 9 notes", [3, 2, 1])):
        query, _ = parse_query(asked, BOOK, today=THURSDAY)
        assert [match.note.number for match in search(query, notes, timezone=LONDON)] == found


def test_untagged_and_no_site_find_what_lacks_them() -> None:
    bare, tagged = a_note(1, "bare"), a_note(2, "tagged", theme("trust"))
    assert [m.note.number for m in search(Query(untagged=True), [bare, tagged], timezone=LONDON)] == [1]
    assert len(search(Query(no_site=True), [bare, tagged], timezone=LONDON)) == 2


def test_a_kind_of_people_is_whoever_of_them_takes_part() -> None:
    notes = [
        replace(a_note(1, "At the desk."), participants=("RC1",)),
        replace(a_note(2, "At the desk."), participants=("RC12", "P07")),
        replace(a_note(3, "The receptionist was away."), participants=("P07",)),
    ]
    query, _ = parse_query("notes with receptionists", BOOK, today=THURSDAY)
    assert {match.note.number for match in search(query, notes, timezone=LONDON)} == {1, 2}


def test_a_question_kept_from_before_a_merge_asks_by_the_slug_of_today() -> None:
    trust, *others = BOOK.themes
    riverside, *sites = BOOK.sites
    merged = replace(
        BOOK,
        themes=(replace(trust, formerly=("faith",)), *others),
        sites=(replace(riverside, formerly=("old-mill",)), *sites),
    )
    kept = Query(themes=("faith", trust.slug), sites=("old-mill",), left_out=LeftOut(sites=("old-mill",)))
    now = current_query(kept, merged)
    assert now.themes == (trust.slug,)
    assert now.sites == now.left_out.sites == (riverside.slug,)


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("everything about P14 at orchard since monday", "Orchard · P14 · since Mon 22 Nov"),
        ("sites where trust came up with finance", "trust · finance"),
        ("phone appts mdw", "phone appointments · Meadow"),
        ("monday to wednesday last week at junction", "Junction · Mon 15 to Wed 17 Nov"),
        ("room space, all sites, 10-20 nov", "room space · Wed 10 to Sat 20 Nov"),
        ("what was heard on validation in orchard, w/e 19 nov", "validation · Orchard · Sat 13 to Fri 19 Nov"),
        ("the second week of november", "Mon 8 to Sun 14 Nov"),
        ("last week of october", "Mon 25 to Sun 31 Oct"),
        ("voice notes that are not checked yet", "unchecked · voice"),
        ("finance or housing from LW2's practice", "finance or housing · Hilltop"),
        ("harbor isolation", "loneliness · Harbour"),
        ("listning at orchid", "listening · Orchard"),
        ("trsut riversdie", "trust · Riverside"),
        ("trust but not reflexivity", "trust · not reflexivity"),
        ("housing and not finance", "housing · not finance"),
        ("trust, not finance", "trust · not finance"),
        ("riverside or hilltop not trust", "Riverside · Hilltop · not trust"),
        ("everything except riverside and hilltop", "not Riverside · not Hilltop"),
        ("not riverside or hilltop", "not Riverside · not Hilltop"),
        ("doctors not listening", "listening doctors"),
        ("from 22 to 26 november", "Mon 22 to Fri 26 Nov"),
        ("monday 22nd", "Mon 22 Nov"),
        ("the week before last", "Mon 8 to Sun 14 Nov"),
        ("compare trust at riverside and hilltop", "trust · Riverside · Hilltop"),
        ("best quotes on trust vs finance", "trust · finance"),
        ("p 38", "P38"),
        ("form filling", "form filling"),
        ("referrals/trust", "referral · trust"),
        ("the last 3 notes", "newest 3"),
        ("last two debriefs at riverside", "Riverside · debrief · newest 2"),
        ("which debreifs at hilltop", "Hilltop · debrief"),
        ("LW7 not finance", "not finance · LW7"),
        ("everthing with LW4", "LW4"),
        ("voice not trust", "not trust · voice"),
        ("LW7 but not P26", "LW7 · not P26"),
        ("loneliness anywhere but Hilltop", "loneliness · not Hilltop"),
        ("neither trust nor finance at Riverside", "Riverside · not trust · not finance"),
        ("what did people say about money, not hilltop", "finance · not Hilltop"),
        ("reflective notes since monday", "reflexive · since Mon 22 Nov"),
        ("what was the latest note from LW1", "LW1 · the newest"),
        ("latest notes on trust", "trust"),
        ("last 3 notes about the bus", "bus"),
        ("last week notes", "Mon 15 to Sun 21 Nov"),
        ("notes with no theme yet", "untagged"),
        ("not coded", "untagged"),
        ("yesterday morning at riverside", "Riverside · Wed 24 Nov · morning"),
        ("last night", "Wed 24 Nov · evening"),
        ("since monday morning", "since Mon 22 Nov"),
        ("the morning clinic on monday", "morning clinic · Mon 22 Nov"),
        ("observations today in the afternoon", "observation · Thu 25 Nov · afternoon"),
    ],
)
def test_idle_words_haste_slips_and_weeks_are_understood(codebook: Codebook, asked: str, understood: str) -> None:
    query, problems = parse_query(asked, codebook, today=date(2021, 11, 25), labels=set())
    assert not problems
    assert describe(query, codebook) == understood


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("#trust -riverside", "trust · not Riverside"),
        ("trust -#finance", "trust · not finance"),
        ("not #trust at hilltop", "Hilltop · not trust"),
        ("16-20 november #trust", "trust · Tue 16 to Sat 20 Nov"),
    ],
)
def test_what_is_to_be_left_out_is_typed_with_a_minus(asked: str, said: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY)
    assert (describe(query, BOOK), problems) == (said, ())


def test_notes_without_a_theme_are_found_by_leaving_it_out() -> None:
    notes = [
        a_note(1, "one"),
        replace(a_note(2, "two"), codes=(Code(kind=CodeKind.THEME, slug="trust", origin=Origin.SAID),)),
    ]
    query, _ = parse_query("-#trust", BOOK, today=THURSDAY)
    assert [match.note.number for match in search(query, notes, timezone=LONDON)] == [1]
    assert current_query(query, BOOK) == query


@pytest.mark.parametrize(
    ("asked", "people", "words"),
    [
        ("notes by Ben on the bus", ("R2",), ("bus",)),
        ("Ben's notes", ("R2",), ()),
        ("will they come", (), ()),
        ("by Grace", ("R3",), ()),
        ("saying grace", (), ("saying", "grace")),
    ],
)
def test_members_are_asked_for_by_name_where_a_name_must_stand(
    asked: str, people: tuple[str, ...], words: tuple[str, ...]
) -> None:
    names = {"Ben": "R2", "Grace Okoro": "R3", "Will": "R4"}
    query, _ = parse_query(asked, BOOK, today=THURSDAY, names=names)
    assert (query.people, query.words) == (people, words)


def test_a_researcher_is_left_out_by_label() -> None:
    query, _ = parse_query("trust but not by r1", BOOK, today=THURSDAY, labels={"R1", "R2"})
    assert describe(query, BOOK) == "trust · not R1"


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("housing not in november", "housing · not Mon 1 to Tue 30 Nov"),
        ("gp2 but without the debriefs", "GP2 · not debrief"),
        ("phone appts but leave out the travel ones", "phone appointments · not travel"),
        ("LW8, please leave those about money out", "not finance · LW8"),
        ("lw8 w/o #phone", "not phone appointments · LW8"),
        ("referrals w follow up, no meadow", "referral · not Meadow · to follow up"),
        ("all the reflexive notes except the ones from Hilltop", "not Hilltop · reflexive"),
        ("trust, no voice notes", "trust · not voice"),
        ("trust but not flagged or typed ones", "trust · not flagged · not written"),
        ("LW4 without the ones to follow up", "LW4 · not to follow up"),
        ("everything from hilltop except last week", "Hilltop · not Mon 8 to Sun 14 Nov"),
        ('damp but not "washing machine"', 'not "washing machine" · damp'),
        ("housing except the washing machine", 'housing · not "washing machine"'),
        ("who visits him apart from the nurse", "visits apart nurse"),
        ("talks to no one except the dog", "talks no except dog"),
        ("people who never leave the house or get out", "people never leave house out"),
        ("nothing to live on except benefits", "benefits nothing live except"),
        ("what helps apart from money", "money helps apart"),
        ("trust not hiltop", "trust · not Hilltop"),
        ("notes about validating, not counting Riverside", "validation · not Riverside"),
        ("which notes have no site on them?", "no site"),
        ("trust but not r1s", "trust · not R1"),
        ("everything R1 did before 12 november except the admin", "R1 · not admin · until Thu 11 Nov"),
        ("trust not checked", "trust · unchecked"),
        ("families without money", "money families without"),
        ("patients with no money", "money patients no"),
        ("LW1 did not follow up", "LW1 · to follow up"),
        ("there was no debrief", "debrief · no"),
        ("she could not bear the room", "room she bear"),
    ],
)
def test_whatever_can_be_asked_for_can_be_left_out(asked: str, understood: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY, labels={"R1", "R2"})
    assert (describe(query, BOOK), problems) == (understood, ())


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("lw5 in the first week of decmber", "LW5 · Tue 1 to Mon 7 Dec"),
        ("all the debriefs w lw5 b4 nov", "LW5 · debrief · until Sun 31 Oct"),
        ("junction this wk", "Junction · Mon 15 to Sun 21 Nov"),
        ("still to follow up from R1, nov only", "R1 · to follow up · Mon 1 to Tue 30 Nov"),
        ("which notes still need following up at Hilltop?", "Hilltop · to follow up"),
        ("method notes", "methodological"),
        ("link worker 2, november, without the debriefs", "LW2 · not debrief · Mon 1 to Tue 30 Nov"),
        ("finance, dated 1 november or later", "finance · since Mon 1 Nov"),
        ("what is left to do at Harbour?", "Harbour · to follow up"),
        ("I'd be grateful for all the notes with LW8 in them", "LW8"),
        ("Could you please show me everything we have on housing?", "housing"),
        ("in which notes do LW2 and LW3 both appear?", "LW2 + LW3"),
        ("P07 + P12", "P07 + P12"),
        ('"b4 the wk"', '"b4 the wk"'),
    ],
)
def test_haste_and_good_manners_are_understood(asked: str, understood: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY, labels={"R1"})
    assert (describe(query, BOOK), problems) == (understood, ())


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("trvel orchrd yesterdy", "travel · Orchard · Wed 17 Nov"),
        ("folow ups hilltp", "Hilltop · to follow up"),
        ("debriefs exept riversde", "not Riverside · debrief"),
        ("wat still needs follwing up frm this wk", "to follow up · Mon 15 to Sun 21 Nov"),
        ("the monkey", "monkey"),
        ('"trvel"', '"trvel"'),
    ],
)
def test_what_is_no_word_is_a_slip_of_the_one_it_is_nearest_to(asked: str, understood: str) -> None:
    query, problems = parse_query(asked, BOOK, today=THURSDAY, is_word=is_word)
    assert (describe(query, BOOK), problems) == (understood, ())


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("which notes about listening or about validation did we make at Meadow", "listening or validation · Meadow"),
        ("the money notes that we should read", "finance · read"),
        ("I would be obliged for the trust notes, if there are such", "trust"),
        ("people who worry about money when they are ill", "money people worry ill"),
        ("people who worry about money", "money people worry"),
        ("she said sorry", "she sorry"),
        ("permission", "permission"),
        ("housing, leaving aside anything earlier than 15 November", "housing · not until Sun 14 Nov"),
    ],
)
def test_a_theme_of_notes_is_no_mere_word(asked: str, understood: str) -> None:
    query, _ = parse_query(asked, BOOK, today=THURSDAY)
    assert describe(query, BOOK) == understood


def test_a_stray_word_does_not_hide_what_all_else_asks_for() -> None:
    notes = [a_note(1, "She waited.", theme("trust")), a_note(2, "He left.")]
    query, _ = parse_query("#trust frobnicate", BOOK, today=THURSDAY)
    assert [match.note.number for match in search(query, notes, timezone=LONDON)] == [1]
    assert not search(parse_query("frobnicate", BOOK, today=THURSDAY)[0], notes, timezone=LONDON)
