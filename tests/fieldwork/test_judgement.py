"""What people make of suggestions is kept, can be taken back, and teaches only what the team may read."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fieldwork.judgement import Verdict, accept, decided_by, decisions, reconsider, refuse
from fieldwork.note import Audience, Code, CodeKind, Note, Origin
from tests.handlers.notes import THURSDAY_HALF_PAST_ELEVEN as NOW
from tests.handlers.notes import site, theme, written

SUGGESTED = written(codes=(site("hilltop"), theme("trust", Origin.SUGGESTED), theme("finance", Origin.SUGGESTED)))


def accepted(note: Note, slug: str = "trust") -> Note:
    return accept(note, slug, by="R2", at=NOW)


def refused(note: Note, slug: str = "trust") -> Note:
    return refuse(note, slug, by="R2", at=NOW)


def test_an_accepted_theme_counts_and_keeps_that_it_was_suggested() -> None:
    note = accepted(SUGGESTED)
    assert (note.themes, note.suggested_themes) == (("trust",), ("finance",))
    assert (note.codes[-1].by, note.codes[-1].at, note.codes[-1].proposed) == ("R2", NOW, True)
    assert not accepted(written()).codes[-1].proposed


def test_a_refused_theme_is_kept_as_refused_and_counted_nowhere() -> None:
    note = refused(SUGGESTED)
    assert (note.themes, note.suggested_themes, note.refused_themes) == ((), ("finance",), ("trust",))
    assert (note.refused[0].by, note.refused[0].at) == ("R2", NOW)
    assert note.sites == SUGGESTED.sites


@pytest.mark.parametrize("act", [accepted, refused])
def test_deciding_twice_changes_nothing_more(act: Callable[[Note], Note]) -> None:
    once = act(SUGGESTED)
    assert act(once) == once


def test_the_second_thought_counts() -> None:
    assert refused(accepted(SUGGESTED)).refused_themes == ("trust",)
    assert refused(accepted(SUGGESTED)).themes == ()
    changed = accepted(refused(SUGGESTED))
    assert (changed.themes, changed.refused) == (("trust",), ())
    assert changed.codes[-1].proposed


@pytest.mark.parametrize("act", [accepted, refused])
def test_a_decision_can_be_taken_back(act: Callable[[Note], Note]) -> None:
    back = reconsider(act(SUGGESTED), "trust")
    assert (back.themes, back.refused) == ((), ())
    assert set(back.suggested_themes) == {"trust", "finance"}
    assert back.codes[-1].by == ""


@pytest.mark.parametrize("origin", [Origin.SAID, Origin.TAPPED, Origin.IMPORTED])
def test_what_was_said_chosen_or_imported_is_no_suggestion_to_refuse(origin: Origin) -> None:
    note = written(codes=(theme("trust", origin),))
    assert refused(note) == note
    assert reconsider(note, "trust") == note


def test_what_was_never_suggested_is_neither_refused_nor_reconsidered() -> None:
    assert refused(written()) == written()
    assert reconsider(SUGGESTED, "trust") == SUGGESTED


def test_somebody_may_take_back_what_they_decided_themselves() -> None:
    note = refused(accepted(SUGGESTED), "finance")
    assert [code.slug for code in decided_by(note, "R2")] == ["trust", "finance"]
    assert decided_by(note, "R1") == ()


CODED = written(
    codes=(
        site("hilltop"),
        theme("trust"),
        theme("washing-machine", Origin.TAPPED, by="R1"),
        theme("room-space", Origin.IMPORTED),
        theme("loneliness", Origin.SUGGESTED),
        Code(kind=CodeKind.THEME, slug="connecting-to-community", origin=Origin.SUGGESTED),
        theme("finance", Origin.SUGGESTED),
    )
)


def test_a_model_learns_from_what_people_decided_and_from_nothing_else() -> None:
    note = refused(accepted(CODED, "loneliness"), "finance")
    learned = {(decision.theme, decision.verdict, decision.by) for decision in decisions([note])}
    assert learned == {
        ("trust", Verdict.SAID, ""),
        ("washing-machine", Verdict.CHOSEN, "R1"),
        ("room-space", Verdict.IMPORTED, ""),
        ("loneliness", Verdict.ACCEPTED, "R2"),
        ("finance", Verdict.REFUSED, "R2"),
    }
    assert [decision.theme for decision in decisions([note]) if not decision.verdict.holds] == ["finance"]


def test_a_note_that_the_team_may_not_read_teaches_nobody() -> None:
    note = refused(accepted(CODED, "loneliness"), "finance")
    untaught = [replace(note, audience=Audience.AUTHOR), replace(note, hidden_at=NOW), replace(note, text="")]
    assert decisions(untaught) == ()
