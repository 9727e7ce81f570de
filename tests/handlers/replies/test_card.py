"""The card: the tick, what was understood, and buttons for one thumb."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.note import Audience, Code, Note, NoteType, Origin, Status
from handlers.replies import card
from handlers.replies.suggested import REFUSING
from tests.handlers.notes import CHAT, TERMS, site, spoken, theme, written
from tests.handlers.telegram_html import seen
from tests.handlers.telegram_limits import fits, labels

WORDS = [("he'd", 0.9), ("gone", 0.9), ("to", 0.9), ("the", 0.9), ("men's", 0.9), ("shed", 0.2)]
AT_RIVERSIDE = site("riverside", Origin.LINK_WORKER, "LW1")
SUGGESTED = (theme("trust", Origin.SUGGESTED), theme("finance", Origin.SUGGESTED))


def test_a_text_gets_tick_and_card_in_one() -> None:
    say = card.card(TERMS, written(codes=(AT_RIVERSIDE, *SUGGESTED)), CHAT)
    assert say.html == (
        "Saved #213 · Riverside · Thu 11:30\nSite: you named LW1. Team can read.\nPerhaps: trust, finance"
    )
    assert labels(say) == [["+ trust", "+ finance"], [f"{REFUSING} trust", f"{REFUSING} finance"], ["Only me", "More"]]
    fits(say)


def test_a_single_suggestion_is_accepted_or_refused_in_one_row() -> None:
    say = card.card(TERMS, written(codes=SUGGESTED[:1]), CHAT)
    assert labels(say) == [["+ trust", f"{REFUSING} trust"], ["Only me", "More"]]


def test_two_suggestions_for_unchecked_words_are_refused_under_more_so_that_two_rows_are_enough() -> None:
    say = card.card(TERMS, spoken(WORDS, codes=SUGGESTED), CHAT)
    assert labels(say) == [["✓ Right", "Correct"], ["+ trust", "+ finance"], ["Only me", "▶", "More"]]


def test_a_refused_theme_is_not_on_the_card() -> None:
    note = replace(written(codes=SUGGESTED[:1]), refused=SUGGESTED[1:])
    assert "finance" not in card.card(TERMS, note, CHAT).html
    assert labels(card.card(TERMS, replace(note, codes=()), CHAT)) == [["Only me", "More"]]


def test_a_recording_gets_its_words_with_the_unsure_ones_underlined() -> None:
    codes = (site("hilltop", Origin.SAID, "Hilltop"), theme("loneliness", Origin.SUGGESTED))
    say = card.card(TERMS, spoken(WORDS, codes=codes), CHAT)
    assert say.html == (
        "Saved #214 · Hilltop · Thu 16:00 · unchecked\n"
        "Site: you said Hilltop. Team can read.\n"
        "Perhaps: loneliness\n"
        "\n"
        "he'd gone to the men's <u>shed</u>\n"
        "Underlined: I'm unsure."
    )
    assert labels(say) == [["✓ Right", "Correct"], ["+ loneliness", f"{REFUSING} loneliness"], ["Only me", "▶", "More"]]


SITES = [
    (site("riverside", Origin.LINK_WORKER, "LW1"), "Site: you named LW1."),
    (site("hilltop", Origin.SAID, "the Hilltop surgery"), "Site: you named the Hilltop surgery."),
    (site("riverside", Origin.STICKY, "09:10"), "Site: Riverside since 09:10 (your /site)."),
    (site("orchard", Origin.TAPPED), "Site: Orchard, you chose it."),
    (site("orchard", Origin.IMPORTED), "Site: Orchard, imported."),
    (None, "No site named."),
]


@pytest.mark.parametrize(("code", "sentence"), SITES)
def test_every_card_says_how_the_site_is_known(code: Code | None, sentence: str) -> None:
    codes = (code,) if code is not None else ()
    say = card.card(TERMS, replace(written(), codes=codes), CHAT)
    assert say.html.splitlines()[1] == f"{sentence} Team can read."


def test_a_note_without_a_site_on_purpose_is_not_nagged_about_it() -> None:
    assert "No site, as you wish." in card.card(TERMS, replace(written(), no_site=True), CHAT).html
    admin = card.card(TERMS, replace(written(), note_type=NoteType.ADMIN), CHAT)
    assert admin.html.splitlines()[1] == "Administrative note. Team can read."


def test_the_sticky_site_can_be_taken_off_with_one_tap() -> None:
    say = card.card(TERMS, written(codes=(site("riverside", Origin.STICKY, "09:10"),)), CHAT)
    assert labels(say) == [["No site", "Only me", "More"]]


def test_a_private_note_says_so_and_can_be_opened_to_the_team() -> None:
    note = replace(written(), audience=Audience.AUTHOR, note_type=NoteType.REFLEXIVE)
    say = card.card(TERMS, note, CHAT)
    assert say.html.splitlines()[1] == "No site named. Reflexive note. Only you."
    assert labels(say) == [["Team can read", "More"]]


def test_a_note_that_sounds_reflexive_asks_once_who_may_read_it() -> None:
    note = written("I felt ashamed afterwards. I noticed that I wanted to be liked, and it made me uneasy.")
    line = "It sounds like it is about you. Tap Only me to keep it to yourself."
    assert card.card(TERMS, note, CHAT).html.splitlines()[2] == line
    for answered in (replace(note, revision=2), replace(note, audience=Audience.AUTHOR)):
        assert line not in card.card(TERMS, answered, CHAT).html


def test_stated_themes_and_new_tags_are_told_apart() -> None:
    note = written(codes=(theme("trust"), theme("washing-machine")))
    assert card.card(TERMS, note, CHAT).html.splitlines()[2:] == ["Themes: trust.", "New tag #washing_machine"]


def test_a_time_that_was_said_is_the_time_on_the_card() -> None:
    note = replace(written(), observed_at=written().observed_at - timedelta(minutes=55))
    assert "Thu 10:35" in card.card(TERMS, note, CHAT).html
    old = replace(written(), observed_at=written().observed_at - timedelta(days=30))
    assert "Tue 12 Oct 12:30" in card.card(TERMS, old, CHAT).html


def test_a_checked_recording_asks_nothing_more() -> None:
    say = card.card(TERMS, replace(spoken(WORDS), status=Status.CHECKED), CHAT)
    assert labels(say) == [["Only me", "▶", "More"]]


def test_a_long_transcript_is_paged_and_no_word_is_lost() -> None:
    text = "She said nothing for what felt like a long time. " * 200
    note = replace(spoken([]), text=text, status=Status.UNCHECKED)
    first = card.card(TERMS, note, CHAT)
    count = int(first.html.rsplit(" ", 1)[1].rstrip("."))
    shown = [seen(card.card(TERMS, note, CHAT, page=page).html) for page in range(count)]
    words = " ".join(page.split("\n\n", 1)[1].rsplit("\nPage", 1)[0].strip() for page in shown)
    assert words.split() == text.split()
    assert labels(first)[0] == ["✓ Right", "Correct", f"2/{count} →"]
    assert labels(card.card(TERMS, note, CHAT, page=1))[0] == ["✓ Right", "Correct", f"← 1/{count}", f"3/{count} →"]


codes = st.lists(
    st.builds(
        theme,
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=200),
        st.sampled_from(Origin),
    ),
    max_size=12,
)
texts = st.text(st.characters(codec="utf-8"), max_size=9000)


@given(text=texts, themes=codes, page=st.integers(0, 9), status=st.sampled_from(Status), voice=st.booleans())
def test_any_note_makes_a_card_that_telegram_takes(
    *, text: str, themes: list[Code], page: int, status: Status, voice: bool
) -> None:
    note: Note = spoken([]) if voice else written()
    note = replace(note, text=text, codes=(AT_RIVERSIDE, *themes), status=status)
    say = card.card(TERMS, note, CHAT, page=page, remark="A line above.")
    fits(say)
    assert len(say.buttons) <= 3
