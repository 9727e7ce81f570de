"""Headers: what people say before or after a note, with fillers and mis-hearings."""

import pytest

from fieldwork.codebook import Codebook
from fieldwork.header import Header
from fieldwork.header_reading import header_alone, read_header
from fieldwork.note import NoteType
from fieldwork.participants import people
from fieldwork.words import words_of


def header(text: str, codebook: Codebook) -> Header:
    words = words_of(text)
    return read_header(words, codebook, people(words, codebook))


@pytest.mark.parametrize(
    ("text", "site", "themes", "note_type"),
    [
        ("site hilltop, theme trust, debrief", "hilltop", "trust", NoteType.DEBRIEF),
        (
            "this is hill top, theme is, um, trust and finance, debrief with L W two",
            "hilltop", "trust finance", NoteType.DEBRIEF,
        ),
        ("themes loneliness and money. P09 hadn't eaten.", None, "loneliness finance", None),
        ("Right, site Harbour, theme housing. So this was P05", "harbour", "housing", None),
        ("Site Harbour again. P14, he's a fisherman", "harbour", "", None),
        (
            "Right er site is riverside um themes are loneliness and money worries so I was with LW1",
            "riverside", "loneliness finance", None,
        ),
        ("SITE HARBOUR THEME TRUST P05 WAS LATE", "harbour", "trust", None),
        ("Site: Junction\nTheme: housing, finance\n\nP38 still sofa surfing.", "junction", "housing finance", None),
        ("Site two, theme housing. P03 again.", "hilltop", "housing", None),
        ("site riverslide, theme lonely ness", "riverside", "loneliness", None),
        ("site hilltop, trust, debrief", "hilltop", "trust", NoteType.DEBRIEF),
        ("site hilltop team trust so we began", "hilltop", "trust", None),
        ("Okay, I'm in the car, site hilltop, theme online groups. It rained.", "hilltop", "online-groups", None),
        ("I should say the site is harbour and the theme is housing.", "harbour", "housing", None),
        ("Calls back to back. Site Riverside, theme phone appointments.", "riverside", "phone-appointments", None),
        ("Calls back to back. Theme listening. Debrief with LW2. That's it, thanks.", None, "listening",
         NoteType.DEBRIEF),
        ("Um, the junk shun. So they've put LW6 in the bay", "junction", "", None),
        ("Reflexive note. I went home.", None, "", NoteType.REFLEXIVE),
        ("Methodological note: I count differently now.", None, "", NoteType.METHODOLOGICAL),
    ],
)  # fmt: skip
def test_a_header_is_read(
    codebook: Codebook, text: str, site: str | None, themes: str, note_type: NoteType | None
) -> None:
    read = header(text, codebook)
    assert [named.slug for named in read.sites] == ([site] if site else [])
    assert [named.slug for named in read.themes] == themes.split()
    assert read.note_type is note_type


@pytest.mark.parametrize(
    "text",
    [
        "The theme of the day was trust in the end.",
        "The theme park trip was cancelled.",
        "Theme, um, not sure yet.",
        "Site files need printing.",
        "Orchard, meadow and hedge, all of it wet.",
        "The junction was busy.",
        "I put her under trust more than anything.",
        "She came for the debrief of the choir.",
    ],
)
def test_a_sentence_with_a_headers_words_is_none(codebook: Codebook, text: str) -> None:
    assert header(text, codebook).empty or not (header(text, codebook).themes or header(text, codebook).site_marked)


def test_a_list_of_themes_ends_where_a_sentence_begins(codebook: Codebook) -> None:
    read = header("Theme trust, access was difficult today.", codebook)
    assert [theme.slug for theme in read.themes] == ["trust"]


def test_a_theme_in_the_middle_of_a_long_note_is_no_header(codebook: Codebook) -> None:
    filler = "She told me about the dog and the vet. " * 12
    assert header(f"{filler} Theme trust came up. {filler}", codebook).themes == ()


def test_a_time_is_only_read_at_the_beginning(codebook: Codebook) -> None:
    assert header("10.35, Riverside, second visit.", codebook).clock is not None
    assert header("Next visit is the sixteenth. Site Riverside, half nine.", codebook).clock is None


@pytest.mark.parametrize(
    ("text", "alone"), [("theme trust and finance", True), ("site hilltop", True), ("theme trust came up", False)]
)
def test_whether_words_are_a_header_and_nothing_else(codebook: Codebook, text: str, *, alone: bool) -> None:
    words = words_of(text)
    assert (header_alone(words, codebook, people(words, codebook)) is not None) is alone
