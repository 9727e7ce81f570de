"""What stands under More: everything within reach of a thumb."""

from dataclasses import replace

import pytest

from fieldwork.note import NoteNumber, Origin
from handlers.buttons import Press, Verb, slug_key
from handlers.replies import card, menus
from handlers.replies.suggested import REFUSING
from services.outgoing import Say
from tests.handlers.notes import CHAT, CODEBOOK, TERMS, site, spoken, theme, written
from tests.handlers.telegram_limits import fits, labels

NOTE = written(codes=(site("hilltop"), theme("trust"), theme("finance", Origin.SUGGESTED)))


def menu(verb: Verb, argument: str = "") -> Say:
    press = Press(verb=verb, subject=str(NOTE.number), argument=argument)
    return menus.with_menu(card.card(TERMS, NOTE, CHAT), press, TERMS, NOTE)


def test_more_has_what_is_not_needed_every_time() -> None:
    assert labels(menu(Verb.MORE)) == [
        [f"{REFUSING} finance"],
        ["Themes", "Site", "Kind of note"],
        ["This was earlier", "Correct", "Delete"],
        ["← Back"],
    ]


def test_what_was_refused_can_be_taken_back_under_more() -> None:
    note = replace(NOTE, refused=(theme("loneliness", Origin.SUGGESTED, by="R1"),))
    assert [[button.label for button in row] for row in menus.more_rows(TERMS, note, opened=False)[:2]] == [
        [f"{REFUSING} finance"],
        [f"Undo {REFUSING} loneliness"],
    ]


def test_a_recording_can_be_heard_again() -> None:
    rows = menus.more_rows(TERMS, spoken([]), opened=False)
    assert "Listen" in [button.label for row in rows for button in row]


def test_every_theme_of_the_codebook_can_be_reached() -> None:
    groups = menu(Verb.GROUPS)
    assert labels(groups)[0] == ["Relational work"]
    reached = [
        label
        for group in CODEBOOK.groups
        for row in labels(menu(Verb.GROUP, slug_key(group.slug)))
        for label in row
        if label != "← Back"
    ]
    assert len(reached) == len(CODEBOOK.themes)
    assert "✓ trust" in reached
    assert "+ finance" in reached


def test_every_site_and_no_site_can_be_chosen() -> None:
    assert labels(menu(Verb.SITES)) == [
        ["Riverside", "✓ Hilltop", "Orchard"],
        ["Harbour", "Meadow", "Junction"],
        ["No site", "← Back"],
    ]


def test_every_kind_of_note_can_be_chosen() -> None:
    assert labels(menu(Verb.TYPES))[0] == ["✓ Observation", "Debrief"]


def test_a_note_can_be_moved_to_an_earlier_time() -> None:
    assert labels(menu(Verb.TIMES))[0] == ["15 min before", "30 min before", "1 hour before"]


@pytest.mark.parametrize("verb", sorted(menus.MENUS))
def test_every_menu_fits_for_the_longest_slugs_and_numbers(verb: Verb) -> None:
    far = replace(NOTE, number=NoteNumber(9_999_999_999))
    for group in CODEBOOK.groups:
        press = Press(verb=verb, subject=str(far.number), argument=slug_key(group.slug), opened=True)
        fits(menus.with_menu(card.card(TERMS, far, CHAT), press, TERMS, far))
