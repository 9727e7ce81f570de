"""What people do in chat, and what they are told: the real application on the real store."""

import asyncio
import json
from pathlib import Path

import pytest

from fieldwork.note import Audience, NoteNumber, NoteType, Origin, Status
from fieldwork.question import parse_query
from handlers.buttons import Press, Verb, encode
from services.exchange import Import, read_import
from services.outgoing import Say, Toast
from services.suggesting import TICK_SECONDS, Suggesting
from storage.jobs import JobKind
from tests.handlers.conftest import ADA, AMAL, BEN, GROUP, PRIYA, STRANGER, Chats, opened
from tests.handlers.notes import CODEBOOK
from tests.handlers.telegram_limits import labels
from tests.handlers.test_decide import data_of
from tests.handlers.test_incoming import VOICE, document
from tests.services.test_suggesting import Knowing

DOG = "LW1 put the form face down and asked about the dog. #trust"
N1 = NoteNumber(1)


async def test_a_text_is_saved_and_its_card_says_what_was_understood(chats: Chats) -> None:
    say = await chats.writes(AMAL, DOG)
    assert say.html == ("Saved #1 · Riverside · Thu 11:30\nSite: you named LW1. Team can read.\nThemes: trust.")
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.text == DOG


async def test_a_theme_is_put_on_with_a_button_and_taken_off_again(chats: Chats) -> None:
    card = await chats.writes(AMAL, "LW1 was late.")
    more = await chats.presses_label(AMAL, card, "More")
    groups = await chats.presses_label(AMAL, more, "Themes")
    themes = await chats.presses_label(AMAL, groups, "Non-medical needs")
    coded = await chats.presses_label(AMAL, themes, "+ finance")
    assert "Themes: finance." in coded.html
    assert coded.edits_message == 50
    themes = await chats.presses_label(AMAL, groups, "Non-medical needs")
    assert "Themes" not in (await chats.presses_label(AMAL, themes, "✓ finance")).html


async def test_site_kind_time_and_audience_are_changed_with_buttons(chats: Chats) -> None:
    card = await chats.writes(AMAL, "LW1 was late.")
    more = await chats.presses_label(AMAL, card, "More")
    sites = await chats.presses_label(AMAL, more, "Site")
    assert "Site: Hilltop, you chose it." in (await chats.presses_label(AMAL, sites, "Hilltop")).html
    assert "No site, as you wish." in (await chats.presses_label(AMAL, sites, "No site")).html
    kinds = await chats.presses_label(AMAL, more, "Kind of note")
    assert "Debrief note." in (await chats.presses_label(AMAL, kinds, "Debrief")).html
    times = await chats.presses_label(AMAL, more, "This was earlier")
    assert "Thu 11:00" in (await chats.presses_label(AMAL, times, "30 min before")).html
    private = await chats.presses_label(AMAL, card, "Only me")
    assert "Only you." in private.html
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert (note.audience, note.note_type) == (Audience.AUTHOR, NoteType.DEBRIEF)


async def test_nobody_changes_somebody_elses_note(chats: Chats) -> None:
    card = await chats.writes(AMAL, DOG)
    before = chats.study.notebook.get(N1)
    for row in card.buttons:
        for button in row:
            (toast,) = await chats.presses(BEN, button.data)
            assert isinstance(toast, Toast)
            assert toast.text == "Only the author can change this note."
    assert chats.study.notebook.get(N1) == before


async def test_old_and_forged_buttons_get_a_sentence(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    for data in ("", "zz.1.", "th.1.not-a-theme", "mo.999.", "ty.1.poem", "as.unknown.0", "rn.1-2.0", "x" * 64):
        (toast,) = await chats.presses(AMAL, data)
        assert isinstance(toast, Toast)
        assert toast.text


async def test_an_edit_is_a_revision_and_an_edited_command_does_nothing(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late.")
    sent = chats.message_id
    (say,) = await chats.edits(AMAL, sent, "LW2 was late.")
    assert isinstance(say, Say)
    assert say.html.startswith("I have your edit of #1: version 2.\n\nSaved #1 · Hilltop")
    await chats.writes(AMAL, "/site riverside")
    assert await chats.edits(AMAL, chats.message_id, "/site orchard") == []
    assert len(chats.study.notebook.all()) == 1


async def test_the_site_of_the_day_sticks_until_it_is_taken_off(chats: Chats) -> None:
    assert (await chats.writes(AMAL, "/site riverside")).html.startswith("Riverside, until the day ends.")
    card = await chats.writes(AMAL, "The phone rang all morning.")
    assert "Site: Riverside since 11:30 (your /site)." in card.html
    assert "No site, as you wish." in (await chats.presses_label(AMAL, card, "No site")).html
    unknown = await chats.writes(AMAL, "/site rivrside")
    assert "Did you mean Riverside" in unknown.html or unknown.html.startswith("Riverside")
    assert (await chats.writes(AMAL, "/site none")).html.startswith("No site is set now.")


async def test_replies_to_ones_own_card_put_it_right(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "The linked worker rang the linked worker."))
    phrase = await chats.writes(AMAL, "linked worker -> link worker", to=card)
    assert phrase.html == "#1 changed, version 2\nlinked worker → link worker (2 places)"
    back = await chats.presses_label(AMAL, phrase, "Put back")
    assert "has its old text back" in back.html
    assert "has your tags" in (await chats.writes(AMAL, "#trust", to=card)).html
    assert "#1 is at Hilltop." in (await chats.writes(AMAL, "Hilltop", to=card)).html
    assert (await chats.writes(AMAL, "thanks", to=card)).html == "#1 stays as it is."
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.text == "The linked worker rang the linked worker."
    assert (note.themes, note.sites) == (("trust",), ("hilltop",))


async def test_after_a_restart_a_reply_to_an_old_card_is_about_its_note(chats: Chats, tmp_path: Path) -> None:
    await chats.writes(AMAL, "LW1 waited for the bus.")
    await chats.writes(BEN, "LW2 came late.")
    await chats.study.store.write(lambda tx: tx.cards.add(N1, AMAL, 900))
    again = await opened(tmp_path)
    try:
        again.notebook.add_card(NoteNumber(2), BEN, 901)  # sent since
        found = await asyncio.gather(*(again.note_of_card(*card) for card in ((AMAL, 900), (BEN, 901), (BEN, 900))))
        assert [note and note.number for note in found] == [1, 2, None]
    finally:
        await again.store.close()


async def test_a_new_text_and_the_old_one_can_both_be_kept(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "She said nothing for what felt like a long time."))
    new = "The whole thing again: LW2 waited, then he told her about the letters in the drawer."
    replaced = await chats.writes(AMAL, new, to=card)
    assert replaced.html == "#1 now has your new text (16 words, was 10). The old one is kept."
    kept = await chats.presses_label(AMAL, replaced, "Keep both")
    assert kept.html.startswith("Both are kept: #1 has its old text back, and your new text is #2.")
    assert kept.card_of == 2
    data = replaced.buttons[0][1].data
    (again,) = await chats.presses(AMAL, data)
    assert isinstance(again, Toast)
    texts = [note.text for note in chats.study.notebook.all()]
    assert texts == ["She said nothing for what felt like a long time.", new]


async def test_a_reply_to_somebody_elses_note_is_a_remark(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    opened = await chats.writes(BEN, "/n1")
    assert opened.protected
    card = await chats.card(opened)
    remark, sent = await chats.message(BEN, text="Was the son there?", reply_to_message=chats._ours(BEN, card))
    assert (remark.chat_id, sent.chat_id) == (AMAL, BEN)
    assert remark.html == "A remark from R2 on your /n1. Your note is unchanged.\n\nWas the son there?"
    assert remark.replies_to is not None  # to the author's own message
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.text == DOG


async def test_an_answer_to_a_remark_goes_back_to_whoever_made_it_and_thanks_are_no_note(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    card = await chats.card(await chats.writes(BEN, "/n1"))
    remark, _ = await chats.message(BEN, text="Was the son there?", reply_to_message=chats._ours(BEN, card))
    shown = {**chats._ours(AMAL, 900), "text": remark.html}
    answer, sent = await chats.message(AMAL, text="No, he came later.", reply_to_message=shown)
    assert (answer.chat_id, sent.chat_id) == (BEN, AMAL)
    assert answer.html == "An answer from R1 on /n1.\n\nNo, he came later."
    back, _ = await chats.message(BEN, text="Good.", reply_to_message={**chats._ours(BEN, 901), "text": answer.html})
    assert (back.chat_id, back.html) == (AMAL, "An answer from R2 on /n1.\n\nGood.")
    assert (
        await chats.message(AMAL, text="thanks!", reply_to_message={**chats._ours(AMAL, 902), "text": sent.html}) == []
    )
    assert len(chats.study.notebook.all()) == 1


async def leaves(chats: Chats, who: int) -> None:
    """That member is no longer on the team."""
    member = chats.study.team.by_telegram(who)
    assert member is not None
    await chats.study.team.revoke(member, chats.clock())


async def test_a_remark_that_reaches_nobody_is_neither_asked_for_nor_kept(chats: Chats) -> None:
    await chats.writes(BEN, DOG)
    opened = await chats.writes(PRIYA, "/n1")
    asks = await chats.card(await chats.presses_label(PRIYA, opened, "Remark"))
    await leaves(chats, BEN)
    not_sent = await chats.writes(PRIYA, "Was the son there?", to=asks)
    assert not_sent.html == (
        "I can't reach whoever wrote #1, so your remark is not sent, and I keep no copy. It stands above, to copy."
    )
    (toast,) = await chats.presses(PRIYA, data_of(opened, "Remark"))
    assert isinstance(toast, Toast)
    assert toast.text == "I can't reach whoever wrote #1, so I can't send them a remark."
    assert [note.text for note in chats.study.notebook.all()] == [DOG]


async def test_nobody_is_asked_for_a_remark_on_an_imported_note(chats: Chats) -> None:
    observed = {"observed_at": "2021-11-02T10:00:00+00:00", "researcher": "R9", "kind": "text", "sites": ["riverside"]}
    await Import(chats.study).batch(read_import([json.dumps({"id": "a", "text": DOG, **observed})], chats.study))
    opened = await chats.writes(PRIYA, "/n1")
    (toast,) = await chats.presses(PRIYA, data_of(opened, "Remark"))
    assert isinstance(toast, Toast)
    answer = await chats.writes(PRIYA, "Was the son there?", to=await chats.card(opened))
    assert answer.html.startswith("I can't reach whoever wrote #1, so your remark is not sent")
    assert len(chats.study.notebook.all()) == 1


async def test_an_answer_to_a_remark_of_somebody_who_left_is_not_kept(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    card = await chats.card(await chats.writes(BEN, "/n1"))
    remark, _ = await chats.message(BEN, text="Was the son there?", reply_to_message=chats._ours(BEN, card))
    await leaves(chats, BEN)
    shown = {**chats._ours(AMAL, 900), "text": remark.html}
    (answer,) = await chats.message(AMAL, text="No, he came later.", reply_to_message=shown)
    assert answer.html.startswith("I can't send R2 anything about #1 any more, so your answer is not sent")
    assert len(chats.study.notebook.all()) == 1


async def test_a_private_note_is_there_for_its_author_alone(chats: Chats) -> None:
    card = await chats.writes(AMAL, DOG)
    await chats.presses_label(AMAL, card, "Only me")
    for who in (BEN, PRIYA, ADA):
        assert (await chats.writes(who, "/n1")).html.startswith("I have no note 1 that you can read.")
        assert (await chats.writes(who, "/notes #trust")).html.startswith("No note")
    assert "Only you" in (await chats.writes(AMAL, "#1")).html


async def test_undo_takes_the_last_note_back_and_put_back_undoes_that(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    taken = await chats.writes(AMAL, "/undo")
    assert taken.html == "I took #1 back. Nobody can read it now; in ten minutes it is erased for good."
    assert (await chats.writes(AMAL, "/n1")).html.startswith("I have no note 1")
    assert (await chats.presses_label(AMAL, taken, "Put back")).html.startswith("#1 is back.")
    assert (await chats.writes(AMAL, "/n1")).html.startswith("#1 · Riverside")
    await chats.writes(AMAL, "/undo")
    assert (await chats.writes(AMAL, "/undo")).html == "There is no note of yours to take back."


async def test_a_second_undo_or_a_late_one_asks_before_an_older_note_goes(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    await chats.writes(AMAL, "LW1 was late.")
    await chats.writes(AMAL, "/undo")
    asked = await chats.writes(AMAL, "/undo")
    assert asked.html == "Your last note now is #1 of Thu 11 Nov, 11:30. Take it back?"
    assert (await chats.writes(AMAL, "/n1")).html.startswith("#1 · Riverside")
    assert (await chats.presses_label(AMAL, asked, "Take #1 back")).html.startswith("I took #1 back.")

    await chats.writes(AMAL, "LW1 came after all.")
    chats.clock.pass_minutes(90)
    assert (await chats.writes(AMAL, "/undo")).html == "Your last note now is #3 of Thu 11 Nov, 11:30. Take it back?"


async def test_words_after_an_unknown_command_are_not_lost(chats: Chats) -> None:
    assert "nothing was saved" in (await chats.writes(AMAL, "/note")).html
    say = await chats.writes(AMAL, "/note LW1 was late.")
    assert say.html.startswith("I don't know /note, so I saved the words after it.")
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.text == "LW1 was late."


async def test_recordings_are_ordered_or_refused_at_once(chats: Chats) -> None:
    assert await chats.message(AMAL, voice=VOICE, caption="LW1") == []
    assert len(await chats.study.store.write(lambda tx: tx.jobs.open(JobKind.FETCH))) == 1
    (large,) = await chats.message(AMAL, voice={**VOICE, "file_size": 25_000_000})
    assert large.html.startswith("Not saved. This file is 25 MB; Telegram lets me fetch 20 MB.")
    (empty,) = await chats.message(AMAL, voice={**VOICE, "file_size": 0})
    assert "empty" in empty.html


async def test_an_album_gets_one_answer_and_its_caption_is_a_note(chats: Chats) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    answers = [say for _ in range(4) for say in await chats.message(AMAL, photo=photo, media_group_id="a")]
    assert [say.html for say in answers] == [
        "Not saved. I don't keep pictures, because faces and screens can name people. Describe in words what it shows."
    ]
    (card,) = await chats.message(AMAL, photo=photo, caption="LW1's room today")
    assert card.html.startswith("The picture is not kept. Its caption is saved as a note.\n\nSaved #1")
    (pdf,) = await chats.message(AMAL, document=document("letter.pdf", "application/pdf"))
    assert pdf.html.startswith("Not saved.")


async def test_the_group_hears_numbers_and_nothing_else(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    assert await chats.message(BEN, GROUP, text="LW1 was late.") == []
    counts = await chats.writes(BEN, "/notes #trust", chat=GROUP)
    assert counts.html.startswith("1 note")
    assert "dog" not in counts.html
    link = counts.buttons[0][0].url
    assert link.startswith("https://t.me/jottings_bot?start=q_")
    private = await chats.writes(BEN, f"/start {link.partition('start=')[2]}")
    assert "/n1" in private.html
    shown, told = await chats.message(BEN, GROUP, text="/n1")
    assert (shown.chat_id, told.chat_id, told.html) == (BEN, GROUP, "Sent to you.")
    assert (await chats.writes(BEN, "/today", chat=GROUP)).html == "Please ask me that in your private chat with me."
    assert len(chats.study.notebook.all()) == 1


async def test_only_a_pi_makes_a_group_the_studys(chats: Chats) -> None:
    assert "Only a PI" in (await chats.writes(BEN, "/digest here", chat=GROUP)).html
    assert chats.study.group_chat is None
    await chats.writes(PRIYA, "/digest here", chat=GROUP)
    assert chats.study.group_chat == GROUP
    assert (await chats.writes(BEN, "/digest", chat=GROUP)).html.startswith("Thu 11 Nov · no new notes")
    assert await chats.message(STRANGER, GROUP, migrate_to_chat_id=-100777) == []
    assert chats.study.group_chat == -100777


async def test_the_digest_now_and_its_buttons(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    digest = await chats.writes(PRIYA, "/digest")
    assert digest.html.startswith("Thu 11 Nov · 1 note")
    assert labels(digest) == [["Read it", "Picture"]]
    assert "/n1 Thu 11:30, R1" in (await chats.presses_label(PRIYA, digest, "Read it")).html
    assert (await chats.presses_label(PRIYA, digest, "Picture")).photo


async def test_questions_are_paged_and_widened(chats: Chats) -> None:
    for number in range(7):
        chats.clock.pass_minutes(1)
        await chats.writes(AMAL, f"LW1 was late {number} times today. #trust")
    answer = await chats.writes(BEN, "/notes #trust #riverside today")
    assert answer.html.startswith("7 notes")
    assert labels(answer) == [["2/2 →"], ["All sites", "All dates"]]
    second = await chats.presses_label(BEN, answer, "2/2 →")
    assert "/n1 " in second.html
    assert second.edits_message == 50
    wide = await chats.presses_label(BEN, answer, "All sites")
    assert "Riverside" not in wide.html.splitlines()[0]


async def test_a_long_answer_is_narrowed_to_a_site_or_a_theme_and_widened_again(chats: Chats) -> None:
    for number in range(7):
        chats.clock.pass_minutes(1)
        tag = "#loneliness" if number < 2 else "#finance"
        await chats.writes(AMAL, f"LW{1 + number % 2} was late {number} times today. #trust {tag}")
    answer = await chats.writes(BEN, "/notes #trust")
    assert labels(answer) == [["2/2 →"], ["Riverside 4", "Hilltop 3"]]
    hilltop = await chats.presses_label(BEN, answer, "Hilltop 3")
    assert hilltop.html.startswith("3 notes · trust · Hilltop")
    assert labels(hilltop) == [["All sites"]]
    assert labels(await chats.presses_label(BEN, hilltop, "All sites")) == labels(answer)

    answer = await chats.writes(BEN, "/notes riverside hilltop today")
    assert labels(answer) == [["2/2 →"], ["finance 5", "loneliness 2"], ["All sites", "All dates"]]
    lonely = await chats.presses_label(BEN, answer, "loneliness 2")
    assert lonely.html.startswith("2 notes · loneliness · Riverside · Hilltop · Thu 11 Nov")
    assert "“LW1 was late 0 times today.”" in lonely.html
    assert labels(lonely) == [["All sites", "All themes", "All dates"]]
    assert labels(await chats.presses_label(BEN, lonely, "All themes")) == labels(answer)


FORGED = ["", "x", "-1", "0@", "0#nowhere", "0@nowhere", "0@a@b", "9999999", "0q", "0 @hilltop"]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_cut_of_an_answer_is_answered(chats: Chats, forged: str) -> None:
    await chats.writes(AMAL, "LW1 was late. #trust")
    query, _ = parse_query("#trust", CODEBOOK, today=chats.study.today(), labels=set())
    question = await chats.services.questions.remember(query)
    (answer,) = await chats.presses(BEN, encode(Press(verb=Verb.ASK, subject=question, argument=forged)))
    assert isinstance(answer, Say)
    assert "/n1" in answer.html or answer.html.startswith("No note")


async def test_a_question_that_was_kept_by_an_older_version_still_leaves_out_what_it_left_out(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she was late. #trust")
    await chats.writes(AMAL, "Hilltop: he was late. #trust")
    older = b'{"themes": ["trust"], "not_sites": ["riverside"], "not_themes": [], "not_people": [], "said": "trust"}'
    question = await chats.study.store.write(lambda tx: tx.questions.add(older))
    (answer,) = await chats.presses(BEN, encode(Press(verb=Verb.ASK, subject=question, argument="")))
    assert isinstance(answer, Say)
    assert answer.html.startswith("1 note · trust · not Riverside")


async def test_an_invitation_lets_one_person_in(chats: Chats) -> None:
    assert "Only a PI" in (await chats.writes(AMAL, "/invite researcher Cleo")).html
    say = await chats.writes(PRIYA, "/invite researcher Cleo")
    code = say.buttons[0][0].copies.partition("start=")[2]
    assert (await chats.writes(STRANGER, f"/start {code}")).html.startswith("Welcome, Cleo.")
    assert (await chats.writes(7777, f"/start {code}")).html.startswith("This invitation has been used")
    assert "Saved #1" in (await chats.writes(STRANGER, "LW1 was late.")).html


async def test_strangers_and_people_who_left_are_told_once_and_kept_out(chats: Chats) -> None:
    assert (await chats.writes(STRANGER, "hello")).html.startswith("This bot is for members of one research study.")
    team = await chats.writes(PRIYA, "/team")
    sure = await chats.presses_label(PRIYA, team, "Remove R2")
    assert (await chats.presses_label(PRIYA, sure, "Yes, remove R2")).html.startswith(
        "R2 (Ben) is no longer on the team."
    )
    assert (await chats.writes(BEN, "LW1 was late.")).html.startswith("You are no longer on the team")
    (toast,) = await chats.presses(BEN, "mo.1.")
    assert isinstance(toast, Toast)
    assert chats.study.notebook.all() == []


async def test_a_practice_note_is_erased_by_hand(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late: a real note.")
    chats.clock.pass_minutes(5)
    start = await chats.writes(AMAL, "/start")
    practice = await chats.presses_label(AMAL, start, "Practice note")
    chats.clock.pass_minutes(1)
    await chats.writes(AMAL, "Only trying.")
    over = await chats.presses_label(AMAL, practice, "Erase my practice")
    assert over.html == "Practice over. #2 is out of sight and erased in ten minutes."
    assert [note.hidden for note in chats.study.notebook.all()] == [False, True]


async def test_everything_else_is_answered(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    for who in (AMAL, PRIYA, ADA):
        for command in ("/help", "/privacy", "/today", "/codebook", "/codebook trust", "/site", "/start", "/notes"):
            assert (await chats.writes(who, command)).html
    assert (await chats.writes(ADA, "/health")).html.startswith("Something needs a look.\n\nDisk:")  # no backup yet
    assert "Only a PI or an administrator" in (await chats.writes(AMAL, "/health")).html
    book = await chats.writes(AMAL, "/codebook")
    group = await chats.presses_label(AMAL, book, "Relational work")
    assert "Trust and opening up" in (await chats.presses_label(AMAL, group, "trust")).html


async def test_correct_gives_the_text_to_copy_and_listen_needs_a_recording(chats: Chats) -> None:
    await chats.writes(AMAL, DOG)
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.status is Status.WRITTEN
    assert note.codes[0].origin in (Origin.LINK_WORKER, Origin.SAID)
    correct = await chats.presses(AMAL, "co.1.")
    assert isinstance(correct[0], Say)
    assert labels(correct[0]) == [["Copy the text"]]
    (toast,) = await chats.presses(AMAL, "li.1.")
    assert isinstance(toast, Toast)
    assert toast.text == "The recording of this note is no longer kept."


async def test_a_name_or_number_is_told_at_once_and_gone_with_the_edit_that_puts_a_code_there(chats: Chats) -> None:
    card = await chats.writes(AMAL, "LW3 rang Mrs Dorothy Penhallow on 01632 960448.")
    assert card.html.endswith(
        "Perhaps a name and a phone number in it. Edit your message to use a code instead, or tap Only me."
    )
    assert "or tap Only me" not in (await chats.presses_label(AMAL, card, "Only me")).html
    (edited,) = await chats.edits(AMAL, chats.message_id - 1, "LW3 rang P12.")
    assert isinstance(edited, Say)
    assert "Perhaps a name" not in edited.html


async def test_an_edit_is_read_again_and_what_was_chosen_with_a_button_stays(chats: Chats) -> None:
    card = await chats.writes(AMAL, "LW1 was laet.")
    sent = chats.message_id
    (read,) = await chats.edits(AMAL, sent, "Debrief with LW1. She was late.")
    assert isinstance(read, Say)
    assert "Debrief note." in read.html
    await chats.presses(AMAL, encode(Press(verb=Verb.TYPE, subject="1", argument="reflexive")))
    await chats.presses_label(AMAL, await chats.presses_label(AMAL, card, "More"), "Site")
    await chats.presses(AMAL, encode(Press(verb=Verb.NO_SITE, subject="1")))
    (chosen,) = await chats.edits(AMAL, sent, "Debrief with LW1. She was very late.")
    assert isinstance(chosen, Say)
    assert "No site, as you wish. Reflexive note." in chosen.html
    (elsewhere,) = await chats.edits(AMAL, sent, "Debrief with LW1 at Hilltop. She was very late.")
    assert isinstance(elsewhere, Say)
    assert "Site: you named Hilltop. Reflexive note." in elsewhere.html


async def test_who_can_read_and_what_to_follow_up_can_be_replied(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "LW1 was late."))
    assert (await chats.writes(AMAL, "only me", to=card)).html.startswith("Only you can read #1 now.")
    assert (await chats.writes(AMAL, "team can read", to=card)).html.startswith("The team can read #1 now.")
    assert (await chats.writes(AMAL, "follow up", to=card)).html.startswith("#1 is to follow up.")
    await chats.writes(AMAL, "late -> early", to=card)
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert (note.text, note.follow_up, note.audience) == ("LW1 was early.", "#follow_up", Audience.TEAM)


async def test_a_follow_up_is_taken_off_by_reply(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "LW1 was late. Must ask her why on Friday."))
    assert (await chats.writes(AMAL, "no follow up", to=card)).html.startswith("#1 is not to follow up.")
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert (note.text, note.follow_up) == ("LW1 was late. Must ask her why on Friday.", "")


async def test_a_time_still_to_come_is_not_taken_for_when_it_was(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "10.35, LW1 was late."))
    assert (await chats.writes(AMAL, "3pm", to=card)).html.startswith(
        "That is still to come, so #1 stays at Thu 10:35."
    )


async def test_an_edit_of_a_note_that_was_taken_back_is_answered(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late.")
    sent = chats.message_id
    await chats.writes(AMAL, "/undo 1")
    (say,) = await chats.edits(AMAL, sent, "LW2 was late.")
    assert isinstance(say, Say)
    assert say.html == "I took #1 back, so I have not kept your edit. Put it back, then edit it again."
    assert [button.label for row in say.buttons for button in row] == ["Put back"]


async def test_the_sentence_about_the_person_asked_for_is_shown(chats: Chats) -> None:
    await chats.writes(AMAL, "P41 sang all the way through and made everybody laugh. P forty said nothing.")
    assert "P forty said nothing." in (await chats.writes(AMAL, "/notes P40")).html


async def test_a_reply_to_ones_own_message_puts_the_note_right_and_a_text_is_another_note(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 was late, and knitting all through it.")
    sent = chats.message_id
    put_right = await chats.writes(AMAL, "knitting -> crochet", to=sent)
    assert "knitting → crochet (1 place)" in put_right.html
    assert (await chats.writes(AMAL, "only me", to=sent)).html.startswith("Only you can read #1 now.")
    assert (await chats.writes(AMAL, "She came back for her hat.", to=sent)).html.startswith("Saved #2")
    note = chats.study.notebook.get(N1)
    assert note is not None
    assert note.text == "LW1 was late, and crochet all through it."


async def test_a_colleague_is_asked_for_by_name(chats: Chats) -> None:
    await chats.writes(BEN, "LW1 was late.")
    assert "1 note · R2" in (await chats.writes(AMAL, "/notes by ben")).html


async def test_when_it_was_can_be_replied_and_outlasts_an_edit(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "10.35, LW1 was laet."))
    sent = chats.message_id - 1
    assert (await chats.writes(AMAL, "it was at 9.15", to=card)).html.startswith("#1 was at Thu 09:15.")
    (edited,) = await chats.edits(AMAL, sent, "10.35, LW1 was late.")
    assert isinstance(edited, Say)
    assert "Saved #1 · Riverside · Thu 09:15" in edited.html
    (said_anew,) = await chats.edits(AMAL, sent, "11.05, LW1 was late.")
    assert isinstance(said_anew, Say)
    assert "Saved #1 · Riverside · Thu 11:05" in said_anew.html


async def test_a_theme_is_taken_off_a_day_set_and_a_note_taken_back_by_reply(chats: Chats) -> None:
    card = await chats.card(await chats.writes(AMAL, "10.35, LW1 was late. #trust #finance"))
    dropped = await chats.writes(AMAL, "remove trust", to=card)
    assert dropped.html.startswith("#1 is not on trust now.")
    assert "Themes: finance." in dropped.html
    assert (await chats.writes(AMAL, "this was yesterday", to=card)).html.startswith("#1 was at Wed 10:35.")
    gone = await chats.writes(AMAL, "delete this", to=card)
    assert gone.html.startswith("I took #1 back.")
    assert "#1 is back." in (await chats.presses_label(AMAL, gone, "Put back")).html


async def test_undo_with_a_number_takes_that_note_back_and_nobody_elses(chats: Chats) -> None:
    for text in ("One.", "Two.", "Three."):
        await chats.writes(AMAL, f"LW1 was late. {text}")
    assert (await chats.writes(BEN, "/undo 2")).html == "Only its author can take #2 back."
    assert (await chats.writes(AMAL, "/undo #2")).html.startswith("I took #2 back.")
    assert "I have no note 2" in (await chats.writes(AMAL, "/undo 2")).html
    assert (await chats.writes(AMAL, "/n 3")).html.startswith("#3 · Riverside")


async def test_a_notes_sentences_are_put_in_order_when_it_comes_and_when_it_is_edited(chats: Chats) -> None:
    orders = {"LW1 was late. She ran.": (1, 0), "LW1 was late. She ran. It rained.": (1, 2, 0)}
    chats.study.suggesting = Suggesting(Knowing(), lambda text: orders.get(text, ()))
    await chats.study.suggesting.warm_up(chats.study.codebook)
    await chats.writes(AMAL, "LW1 was late. She ran.")
    number = chats.message_id
    assert await stored_order(chats) == (1, 0)
    await chats.edits(AMAL, number, "LW1 was late. She ran. It rained.")
    assert await stored_order(chats) == (1, 2, 0)
    await chats.edits(AMAL, number, "LW1 was early.")
    assert await stored_order(chats) == ()


async def stored_order(chats: Chats) -> tuple[int, ...]:
    note = await chats.study.store.write(lambda tx: tx.notes.get(NoteNumber(1)))
    assert note is not None
    assert chats.study.notebook.get(note.number) == note
    return note.telling


async def test_the_tick_of_an_edit_waits_for_its_themes_no_longer_than_that_of_a_note(chats: Chats) -> None:
    model = Knowing()
    chats.study.suggesting = Suggesting(model)
    await chats.study.suggesting.warm_up(chats.study.codebook)
    await chats.writes(AMAL, "LW1 was late.")
    number = chats.message_id
    model.asked.clear()
    await chats.edits(AMAL, number, "LW1 was late again.")
    assert model.asked == ["LW1 was late again."]  # thought about once
    model.goes_on.clear()
    try:
        async with asyncio.timeout(20 * TICK_SECONDS):
            (tick,) = await chats.edits(AMAL, number, "LW1 was late once more.")
    finally:
        model.goes_on.set()
    assert isinstance(tick, Say)
    assert "version 3" in tick.html
