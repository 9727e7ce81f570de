"""Where each code of a note comes from, who decided and when, in plain words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.judgement import accept, refuse
from fieldwork.note import Code, CodeKind, Note, Origin
from handlers.replies.markup import units
from handlers.replies.origins import LINE_UNITS, origins_line
from tests.handlers.notes import TERMS, THURSDAY_HALF_PAST_ELEVEN, site, theme, written
from tests.handlers.telegram_html import seen

LATER = THURSDAY_HALF_PAST_ELEVEN + timedelta(hours=4, minutes=35)
SAID = Code(kind=CodeKind.THEME, slug="trust", origin=Origin.SAID, evidence="#trust")
OPEN = tuple(
    theme(slug, Origin.SUGGESTED) for slug in ("loneliness", "connecting-to-community", "finance", "room-space")
)


def decided() -> Note:
    note = written(codes=(SAID, *OPEN[:3]))
    return refuse(accept(note, "loneliness", by="R2", at=LATER), "finance", by="R2", at=LATER + timedelta(days=9))


def test_it_says_who_accepted_and_refused_what_and_when() -> None:
    assert origins_line(TERMS, decided()) == (
        "Said: trust (#trust). Accepted: loneliness (R2, Thu 16:05). Suggested: connecting. "
        "Refused: finance (R2, Sat 20 Nov 16:05)."
    )


def test_what_was_chosen_freely_is_told_from_what_was_suggested_first() -> None:
    note = accept(written(), "finance", by="R1", at=LATER)
    assert origins_line(TERMS, note) == "Said: none. Chosen: finance (R1, Thu 16:05)."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (site("hilltop", Origin.LINK_WORKER, "LW2"), "Site: Hilltop (LW2)."),
        (site("hilltop", Origin.SAID, "hilltop"), "Site: Hilltop."),
        (site("hilltop", Origin.SAID, "Hill Top"), "Site: Hilltop (Hill Top)."),
        (site("hilltop", Origin.STICKY, "09:10"), "Site: Hilltop (/site since 09:10)."),
        (site("hilltop", Origin.IMPORTED), "Site: Hilltop (imported)."),
        (replace(site("hilltop", Origin.TAPPED), by="R1", at=LATER), "Site: Hilltop (R1, Thu 16:05)."),
    ],
)
def test_it_says_how_the_site_is_known(code: Code, words: str) -> None:
    assert origins_line(TERMS, written(codes=(code,))) == f"{words} Said: none."


@given(st.lists(st.builds(theme, st.text(max_size=99), st.sampled_from(Origin), st.text(max_size=99)), max_size=60))
def test_however_many_codes_it_leaves_room_for_the_words(codes: list[Code]) -> None:
    note = replace(written(codes=tuple(codes)), refused=tuple(codes))
    assert units(seen(origins_line(TERMS, note))) <= LINE_UNITS
