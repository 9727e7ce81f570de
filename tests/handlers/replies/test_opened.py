"""One note in full."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.member import Member, Role
from fieldwork.note import Audience, NoteNumber, NoteType, Origin, Status
from handlers.replies import opened
from handlers.replies.suggested import REFUSING
from tests.handlers.notes import CHAT, TERMS, member, site, spoken, theme
from tests.handlers.telegram_limits import fits, labels

CODES = (
    site("hilltop", Origin.LINK_WORKER, "LW2"),
    replace(theme("loneliness", Origin.TAPPED, by="R1"), proposed=True),
    theme("connecting-to-community", Origin.SUGGESTED),
)
NOTE = replace(spoken([("Okay.", 0.9)], codes=CODES), revision=2, follow_up="ask about the shed")


def test_the_whole_note_with_its_codes_and_where_they_come_from() -> None:
    say = opened.opened(TERMS, NOTE, member(), CHAT)
    assert say.html == (
        "#214 · Hilltop · Thu 11 Nov, 16:00\n"
        "R1 · voice · unchecked · Team can read\n"
        "\n"
        "Okay.\n"
        "\n"
        "Site: Hilltop (LW2). Said: none. Accepted: loneliness (R1). Suggested: connecting.\n"
        "Version 2 · follow-up: ask about the shed"
    )


def test_its_author_may_change_and_copy_it() -> None:
    say = opened.opened(TERMS, NOTE, member(), CHAT)
    assert not say.protected
    assert labels(say)[-1] == ["Only me", "▶", "More"]


def test_others_may_remark_on_it_and_copy_one_sentence_but_not_forward_or_copy_it_all() -> None:
    say = opened.opened(TERMS, NOTE, member("R2", row=2), CHAT)
    assert say.protected
    assert labels(say) == [["Remark", "Copy quote", "More like this"]]


def test_a_pi_may_accept_and_refuse_what_is_open_and_take_back_their_own_word_alone() -> None:
    priya = member("PI1", Role.PI, row=3)
    assert labels(opened.opened(TERMS, NOTE, priya, CHAT)) == [
        ["+ connecting", f"{REFUSING} connecting"],
        ["Remark", "Copy quote", "More like this"],
    ]
    by_others = theme("finance", Origin.SUGGESTED, by="R1")
    own = theme("trust", Origin.SUGGESTED, by="PI1")
    say = opened.opened(TERMS, replace(NOTE, refused=(by_others, own)), priya, CHAT)
    assert labels(say)[1] == [f"Undo {REFUSING} trust"]
    assert say.protected


def test_a_pi_has_two_rows_however_much_is_open() -> None:
    priya = member("PI1", Role.PI, row=3)
    open_ = tuple(theme(slug, Origin.SUGGESTED) for slug in ("trust", "finance", "loneliness"))
    accepted = replace(theme("room-space", Origin.TAPPED, by="PI1"), proposed=True)
    note = replace(NOTE, codes=(*open_, accepted), text="She said nothing for what felt like a long time. " * 200)
    rows = labels(opened.opened(TERMS, note, priya, CHAT, page=1))
    assert rows[0] == ["+ trust", "+ finance", "+ loneliness"]
    assert rows[1][-1] == "Undo + room space"
    assert rows[2][-2:] == ["Remark", "More like this"]


@pytest.mark.parametrize("reader", [member(), member("R2", row=2)])
def test_logistics_are_nothing_to_quote(reader: Member) -> None:
    say = opened.opened(TERMS, replace(NOTE, note_type=NoteType.ADMIN), reader, CHAT)
    assert "Copy quote" not in str(labels(say))


def test_a_recording_without_words_says_so() -> None:
    silent = replace(spoken([]), status=Status.NO_SPEECH)
    assert "There is no text. The recording is kept." in opened.opened(TERMS, silent, member(), CHAT).html
    waiting = replace(spoken([]), status=Status.WAITING)
    assert "Its words are to come." in opened.opened(TERMS, waiting, member(), CHAT).html


@pytest.mark.parametrize("number", [0, 214, 999_999_999])
def test_a_note_that_is_not_there_and_one_that_is_private_are_answered_alike(number: int) -> None:
    assert opened.not_there(NoteNumber(number), CHAT).html == (
        f"I have no note {number} that you can read. Nothing was saved. /today lists yours of today."
    )


@given(st.text(st.characters(codec="utf-8"), max_size=9000), st.integers(0, 5), st.sampled_from(Audience))
def test_any_note_can_be_opened(text: str, page: int, audience: Audience) -> None:
    note = replace(NOTE, text=text, audience=audience, follow_up=text)
    for reader in (member(), member("R2", row=2)):
        say = opened.opened(TERMS, note, reader, CHAT, page=page)
        fits(say)
        assert len(say.buttons) <= 3
