"""One tap accepts or refuses a suggested theme: the author's on their own notes, a PI's on the team's."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from fieldwork.note import Kind, Note, NoteNumber
from handlers.buttons import Press, Verb, encode
from handlers.replies.suggested import REFUSING
from services.outgoing import Say, Toast
from tests.handlers.conftest import ADA, AMAL, BEN, PRIYA, Chats

MONEY = "She was worried about money, money all the time."  # suggests finance
N1 = NoteNumber(1)


def note_of(chats: Chats) -> Note:
    note = chats.study.notebook.get(N1)
    assert note is not None
    return note


def data(verb: Verb, *, opened: bool = False) -> str:
    return encode(Press(verb=verb, subject="1", argument="finance", opened=opened))


async def audited(chats: Chats) -> set[tuple[str, str]]:
    return {(entry.who, entry.what) for entry in await chats.study.store.write(lambda tx: tx.audit.all())}


def only(says: Sequence[Say | Toast]) -> Say:
    (say,) = says
    assert isinstance(say, Say)
    return say


async def test_a_refused_theme_is_not_suggested_again_whatever_becomes_of_the_text(chats: Chats) -> None:
    card = await chats.writes(AMAL, MONEY)
    message_id = chats.message_id
    refused = await chats.presses_label(AMAL, card, f"{REFUSING} finance")
    assert "finance" not in refused.html
    assert refused.toast == "Not finance: I won't suggest it for #1 again. More has the undo."
    await chats.edits(AMAL, message_id, f"{MONEY} And of the money that she owes.")
    note = note_of(chats)
    assert (note.suggested_themes, note.refused_themes) == ((), ("finance",))
    assert (note.refused[0].by, note.refused[0].at) == ("R1", chats.clock())


async def test_a_refused_theme_is_not_suggested_when_the_memo_is_dictated_again(chats: Chats) -> None:
    await chats.presses_label(AMAL, await chats.writes(AMAL, MONEY), f"{REFUSING} finance")
    spoken = replace(note_of(chats), kind=Kind.VOICE)
    again = chats.services.capture.heard(spoken, f"{MONEY} She said so twice.")
    assert (again.suggested_themes, again.refused_themes) == ((), ("finance",))
    assert chats.services.capture.heard(replace(spoken, refused=()), MONEY).suggested_themes == ("finance",)


async def test_a_refusal_can_be_taken_back_with_one_tap(chats: Chats) -> None:
    card = await chats.writes(AMAL, MONEY)
    refused = await chats.presses_label(AMAL, card, f"{REFUSING} finance")
    more = await chats.presses_label(AMAL, refused, "More")
    back = await chats.presses_label(AMAL, more, f"Undo {REFUSING} finance")
    assert "Perhaps: finance" in back.html
    assert note_of(chats).refused == ()


async def test_a_refused_theme_that_its_author_then_says_is_said(chats: Chats) -> None:
    card = await chats.writes(AMAL, MONEY)
    message_id = chats.message_id
    await chats.presses_label(AMAL, card, f"{REFUSING} finance")
    await chats.edits(AMAL, message_id, f"{MONEY} #finance")
    assert (note_of(chats).themes, note_of(chats).refused) == (("finance",), ())


async def test_an_accepted_theme_stays_through_an_edit_with_who_accepted_it_and_when(chats: Chats) -> None:
    await chats.presses_label(AMAL, await chats.writes(AMAL, MONEY), "+ finance")
    accepted = note_of(chats).codes
    await chats.edits(AMAL, chats.message_id - 1, "She was worried.")
    assert note_of(chats).text == "She was worried."
    assert note_of(chats).codes == accepted
    assert "Accepted: finance (R1, Thu 11:30)." in (await chats.writes(AMAL, "/n1")).html


async def test_a_refused_theme_is_found_by_no_question(chats: Chats) -> None:
    card = await chats.writes(AMAL, MONEY)
    assert (await chats.writes(BEN, "/notes #finance")).html.count("/n1") == 1
    await chats.presses_label(AMAL, card, f"{REFUSING} finance")
    assert "/n1" not in (await chats.writes(BEN, "/notes #finance")).html


@pytest.mark.parametrize(
    ("label", "line", "what"),
    [
        ("+ finance", "Accepted: finance (PI1, Thu 11:30).", "theme added"),
        (f"{REFUSING} finance", "Refused: finance (PI1, Thu 11:30).", "theme refused"),
    ],
)
async def test_a_pi_decides_on_the_teams_notes_and_the_author_is_not_disturbed(
    chats: Chats, label: str, line: str, what: str
) -> None:
    await chats.writes(AMAL, MONEY)
    opened = await chats.writes(PRIYA, "/n1")
    decided = await chats.presses_label(PRIYA, opened, label)  # one answer, to Priya
    assert decided.chat_id == PRIYA
    assert decided.protected
    assert line in decided.html
    assert line in (await chats.writes(AMAL, "/n1")).html
    undone = await chats.presses_label(PRIYA, decided, f"Undo {label}")
    assert "Suggested: finance." in undone.html
    assert {("PI1", what), ("PI1", "decision taken back")} <= await audited(chats)


async def test_a_pi_chooses_no_theme_freely_and_overrules_no_author(chats: Chats) -> None:
    card = await chats.writes(AMAL, MONEY)
    await chats.presses_label(AMAL, card, f"{REFUSING} finance")
    before = note_of(chats)
    for verb in (Verb.THEME, Verb.REFUSE, Verb.RECONSIDER):
        shown = only(await chats.presses(PRIYA, data(verb, opened=True)))
        assert "Refused: finance (R1, Thu 11:30)." in shown.html
    trust = encode(Press(verb=Verb.THEME, subject="1", argument="trust", opened=True))
    await chats.presses(PRIYA, trust)
    assert note_of(chats) == before


async def test_the_author_has_the_last_word(chats: Chats) -> None:
    await chats.writes(AMAL, MONEY)
    await chats.presses_label(PRIYA, await chats.writes(PRIYA, "/n1"), "+ finance")
    await chats.presses(AMAL, data(Verb.REFUSE))
    assert (note_of(chats).themes, note_of(chats).refused_themes) == ((), ("finance",))


async def test_nobody_else_decides(chats: Chats) -> None:
    await chats.writes(AMAL, MONEY)
    before = note_of(chats)
    for who in (BEN, ADA):
        for verb in (Verb.THEME, Verb.REFUSE, Verb.RECONSIDER):
            (said,) = await chats.presses(who, data(verb))
            assert isinstance(said, Toast)
    assert note_of(chats) == before


async def test_a_private_note_is_no_pis_to_decide_on(chats: Chats) -> None:
    await chats.presses_label(AMAL, await chats.writes(AMAL, MONEY), "Only me")
    (said,) = await chats.presses(PRIYA, data(Verb.REFUSE, opened=True))
    assert isinstance(said, Toast)
    assert note_of(chats).suggested_themes == ("finance",)
