"""A button changes what it says, and pressing it twice changes nothing more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldwork.note import Audience, Note, NoteType, Origin, Status
from handlers.buttons import Press, Verb
from handlers.edits import AUDITED, edit_of, with_codes
from tests.handlers.notes import CODEBOOK, THURSDAY_HALF_PAST_ELEVEN, member, site, spoken, theme, written

NOTE = written(codes=(site("riverside", Origin.STICKY, "09:10"), theme("trust", Origin.SUGGESTED)))


def pressed(verb: Verb, argument: str = "", note: Note = NOTE) -> Note:
    press = Press(verb=verb, subject=str(note.number), argument=argument)
    edit = edit_of(press, CODEBOOK, member(), THURSDAY_HALF_PAST_ELEVEN)
    assert edit is not None
    once = edit(note)
    assert edit(once) == once, "pressing twice changed more"
    return once


def test_a_suggested_theme_is_accepted_by_its_author() -> None:
    note = pressed(Verb.THEME, "trust")
    assert note.themes == ("trust",)
    assert note.suggested_themes == ()
    assert next(code for code in note.codes if code.slug == "trust").by == "R1"


def test_a_theme_can_be_taken_off() -> None:
    assert pressed(Verb.DROP_THEME, "trust", written(codes=(theme("trust"),))).themes == ()


def test_a_site_takes_the_place_of_the_one_before() -> None:
    assert pressed(Verb.SITE, "hilltop").sites == ("hilltop",)


def test_no_site_is_remembered_as_wanted() -> None:
    note = pressed(Verb.NO_SITE)
    assert note.sites == ()
    assert note.no_site


def test_earlier_counts_from_the_sending() -> None:
    assert pressed(Verb.EARLIER, "30").observed_at == NOTE.recorded_at - timedelta(minutes=30)


def test_who_can_read_and_what_kind_it_is() -> None:
    assert pressed(Verb.ONLY_ME).audience is Audience.AUTHOR
    assert pressed(Verb.TEAM, note=replace(NOTE, audience=Audience.AUTHOR)).audience is Audience.TEAM
    assert pressed(Verb.TYPE, "debrief").note_type is NoteType.DEBRIEF


def test_right_confirms_the_engines_words_only() -> None:
    assert pressed(Verb.RIGHT, note=spoken([("yes", 0.9)])).status is Status.CHECKED
    assert pressed(Verb.RIGHT).status is Status.WRITTEN


@pytest.mark.parametrize(
    ("verb", "argument"),
    [
        (Verb.THEME, "not-in-the-codebook"),
        (Verb.SITE, "atlantis"),
        (Verb.TYPE, "poem"),
        (Verb.EARLIER, "0"),
        (Verb.EARLIER, "-5"),
        (Verb.EARLIER, "999999999"),
        (Verb.LISTEN, ""),
    ],
)
def test_a_forged_choice_is_no_change(verb: Verb, argument: str) -> None:
    press = Press(verb=verb, subject="213", argument=argument)
    assert edit_of(press, CODEBOOK, member(), THURSDAY_HALF_PAST_ELEVEN) is None


def test_every_change_has_its_word_in_the_audit() -> None:
    changing = {Verb.THEME: "trust", Verb.SITE: "hilltop", Verb.TYPE: "debrief", Verb.EARLIER: "15"}
    for verb in AUDITED:
        press = Press(verb=verb, subject="213", argument=changing.get(verb, "trust"))
        assert edit_of(press, CODEBOOK, member(), THURSDAY_HALF_PAST_ELEVEN) is not None


def test_suggestions_are_not_put_on_as_if_said() -> None:
    note = with_codes(written(), [theme("finance", Origin.SUGGESTED), theme("trust")])
    assert note.themes == ("trust",)
    assert note.suggested_themes == ()
