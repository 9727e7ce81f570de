"""What an answer says besides its cards: what there is elsewhere, what there would be otherwise, what to copy."""

from dataclasses import replace

from fieldwork.query import Query
from handlers.replies.answer import Asked, Cut, answer, counts
from services.outgoing import Say, Toast
from tests.handlers.conftest import AMAL, BEN, GROUP, PRIYA, Chats
from tests.handlers.notes import TERMS
from tests.handlers.telegram_limits import labels


async def test_the_answer_says_where_else_there_is_some_and_where_there_is_none(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    alone = await chats.writes(BEN, "/notes trust at riverside this week")
    assert alone.html.endswith("No trust notes elsewhere in that time.")
    await chats.writes(AMAL, "Hilltop: he asked who would read it. #trust")
    beside = await chats.writes(BEN, "/notes trust at riverside this week")
    assert beside.html.endswith("Elsewhere in that time: Hilltop 1.")


async def test_a_private_note_is_not_counted_elsewhere(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    card = await chats.writes(AMAL, "Hilltop: he asked who would read it. #trust")
    await chats.presses_label(AMAL, card, "Only me")
    assert "No trust notes elsewhere" in (await chats.writes(BEN, "/notes trust at riverside")).html
    assert "Elsewhere: Hilltop 1." in (await chats.writes(AMAL, "/notes trust at riverside")).html
    assert "Hilltop" not in (await chats.writes(AMAL, "/notes trust at riverside", chat=GROUP)).html


async def test_where_nothing_is_found_the_answer_says_what_the_buttons_would_find(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    nothing = await chats.writes(BEN, "/notes trust last week")
    assert nothing.html == "No note · trust · Mon 1 to Sun 7 Nov\n\nOn other dates: 1."
    assert ["All dates"] in labels(nothing)
    elsewhere = await chats.writes(BEN, "/notes trust at hilltop")
    assert elsewhere.html == "No note · trust · Hilltop\n\nElsewhere: Riverside 1. At other sites: 1."


async def test_a_word_that_no_note_has_is_said_and_hides_nothing(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    found = await chats.writes(BEN, "/notes #trust frobnicate")
    assert "None has the words or is like them. Without them your question finds these." in found.html
    assert "/n1 " in found.html


async def test_where_two_people_are_in_no_note_together_the_answer_says_what_there_is_of_each(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: LW1 shut the door before P07 spoke.")
    nothing = await chats.writes(BEN, "/notes LW1 and P12")
    assert nothing.html == "No note · LW1 · P12\n\nOne by one: LW1 1, P12 none."


async def test_a_quote_is_copied_with_where_it_is_from(chats: Chats) -> None:
    await chats.writes(AMAL, 'Riverside. She said "I have not shown these to anybody, not to my daughter." #finance')
    opened = await chats.writes(AMAL, "/n1")
    (copied,) = [button.copies for row in opened.buttons for button in row if button.label == "Copy quote"]
    assert copied.endswith("” (#1, Riverside, 11 Nov 2021)")
    assert len(copied) <= 256
    long = "nobody anywhere had ever understood why, " * 7
    await chats.writes(AMAL, f'Hilltop. He said "{long}stopped." #trust')
    opened = await chats.writes(AMAL, "/n2")
    (copied,) = [button.copies for row in opened.buttons for button in row if button.label == "Copy quote"]
    assert copied.endswith("…” (#2, Hilltop, 11 Nov 2021)")
    assert len(copied) <= 256


async def test_a_reader_copies_a_quote_too_and_none_that_tells_who_somebody_is(chats: Chats) -> None:
    await chats.writes(
        AMAL,
        'Hilltop. "I have not shown these to anybody, Maureen Tackley said, not to my daughter." The form stayed blank.'
        ' P07 said "I was only going to ask about the bus."',
    )
    for reader in (AMAL, BEN, PRIYA):
        opened = await chats.writes(reader, "/n1")
        (copied,) = [button.copies for row in opened.buttons for button in row if button.label == "Copy quote"]
        assert copied == '“P07 said "I was only going to ask about the bus."” (#1, Hilltop, 11 Nov 2021)'
        assert opened.protected is (reader != AMAL)  # the note as a whole stays in the chat


async def test_more_like_this_brings_other_notes_and_never_the_same(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    await chats.writes(AMAL, "Hilltop: he asked who would read it. #trust")
    opened = await chats.writes(BEN, "/n1")
    like = await chats.presses_label(BEN, opened, "More like this")
    assert like.html.startswith("Like #1: 1 note")
    assert "/n2" in like.html
    assert "/n1" not in like.html


async def test_a_question_sent_as_a_note_is_saved_and_one_tap_asks_it_instead(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    card = await chats.writes(BEN, "what did we hear about trust at Riverside this week?")
    assert card.html.startswith("Saved #2")  # whatever it is, it is not lost
    assert "Did you mean to ask?" in card.html
    data = next(button.data for row in card.buttons for button in row if button.label == "Ask the notes")
    gone, answer = await chats.presses(BEN, data)
    assert isinstance(gone, Say)
    assert gone.html == "#2 was a question, so it is no note; the answer is below."
    assert gone.edits_message == 50
    assert isinstance(answer, Say)
    assert answer.html.startswith("1 note · trust · Riverside · Mon 8 to Sun 14 Nov")
    assert "/n1" in answer.html
    assert "/n2" not in answer.html
    assert answer.answers_press
    back = await chats.presses_label(BEN, gone, "Put back")
    assert "#2 is back." in back.html


async def test_a_crash_between_taking_the_question_back_and_its_answer_ends_in_an_answer(chats: Chats) -> None:
    card = await chats.writes(BEN, "any notes about the lift?")
    data = next(button.data for row in card.buttons for button in row if button.label == "Ask the notes")
    note = chats.study.notebook.all()[0]
    await chats.services.changes.hide(None, note, lambda _: [], who=chats.study.team.members()[1])
    (answer,) = await chats.presses(BEN, data)  # the press comes from the inbox again
    assert isinstance(answer, Say)
    assert answer.html.startswith("No note")


async def test_nobody_else_asks_instead(chats: Chats) -> None:
    card = await chats.writes(BEN, "any notes about the lift?")
    data = next(button.data for row in card.buttons for button in row if button.label == "Ask the notes")
    (refused,) = await chats.presses(AMAL, data)
    assert isinstance(refused, Toast)
    assert not chats.study.notebook.all()[0].hidden


async def test_my_notes_are_ones_own_and_a_number_opens_that_note(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    await chats.writes(BEN, "Hilltop: he asked who would read it. #trust")
    own = await chats.writes(BEN, "/notes my notes about trust")
    assert own.html.startswith("1 note · ")
    assert "/n2" in own.html
    for asked in ("/notes n1", "/notes 1", "/notes note 1"):
        assert (await chats.writes(BEN, asked)).html.startswith("#1 · Riverside")
    private, in_group = await chats.message(BEN, GROUP, text="/notes n1")
    assert (private.chat_id, in_group.html) == (BEN, "Sent to you.")


async def test_the_answer_says_how_many_have_the_words_and_how_many_are_only_like_it(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she counted the bus fares twice.")
    await chats.writes(AMAL, "Hilltop: he said the bus was late.")
    told = await chats.writes(BEN, "/notes bus fares")
    assert told.html.startswith("1 note · bus fares")
    index = chats.services.questions
    found = await index.find(Query(words=("bus", "fares")), chats.study.team.members()[1])
    assert found.with_words == 1
    asked = Asked(question="q", description="bus fares", matches=list(found) * 3, cut=Cut(), names_sites=False,
                  names_dates=False, with_words=1)  # fmt: skip
    assert "1 has the words; the others are like it." in answer(TERMS, asked, chats.study.team.members()[1], BEN).html
    none = replace(asked, with_words=0)
    assert "None has the words; these are like it." in counts(none, "https://t.me/x", GROUP, 1).html


async def test_an_answer_names_nobody_where_another_sentence_says_it(chats: Chats) -> None:
    await chats.writes(AMAL, "Hilltop. Maureen Tackley missed the bus again. P07 walked in the rain instead. #travel")
    told = await chats.writes(BEN, "/notes missed bus")
    assert "Tackley" not in told.html
    assert "P07 walked in the rain instead." in told.html


async def test_in_the_group_a_mention_is_a_question_answered_with_counts(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    mention = [{"type": "mention", "offset": 0, "length": 13}]
    (told,) = await chats.message(BEN, GROUP, text="@jottings_bot trust at riverside?", entities=mention)
    assert told.html == "1 note · trust · Riverside."
    assert await chats.message(BEN, GROUP, text="trust at riverside?") == []


async def test_a_reply_to_an_answer_asks_on_and_anything_else_is_saved(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    await chats.writes(AMAL, "Hilltop: he asked who would read it. #trust")
    told = await chats.writes(BEN, "/notes trust at riverside")
    shown = {**chats._ours(BEN, 700), "text": told.html}
    (on,) = await chats.message(BEN, text="and at hilltop?", reply_to_message=shown)
    assert on.html.startswith("1 note · trust · Hilltop")
    assert "/n2" in on.html
    (last,) = await chats.message(BEN, text="only last week", reply_to_message=shown)
    assert last.html.startswith("No note · trust · Riverside · Mon 1 to Sun 7 Nov")
    for text in ("all sites", "everywhere", "at all sites please"):
        (wider,) = await chats.message(BEN, text=text, reply_to_message=shown)
        assert wider.html.startswith("2 notes · trust")
    (other,) = await chats.message(BEN, text="not riverside", reply_to_message=shown)
    assert other.html.startswith("1 note · trust · not Riverside")
    (instead,) = await chats.message(BEN, text="the same for finance", reply_to_message=shown)
    assert instead.html.startswith("No note · finance · Riverside")
    (saved,) = await chats.message(BEN, text="P07 said the same at Hilltop today.", reply_to_message=shown)
    assert saved.html.startswith("Saved #3")


async def test_a_reply_turns_the_page(chats: Chats) -> None:
    for _ in range(6):
        await chats.writes(AMAL, "Riverside: she shut the door before she spoke. #trust")
    told = await chats.writes(BEN, "/notes trust")
    shown = {**chats._ours(BEN, 700), "text": told.html}
    assert "Page 1 of 2." in told.html
    for text in ("more", "page 2", "next page"):
        (second,) = await chats.message(BEN, text=text, reply_to_message=shown)
        assert "Page 2 of 2." in second.html


async def test_a_name_that_no_note_has_as_its_theme_yet_is_looked_for_as_words(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside: her kitchen table, the washing machine going.")
    await chats.writes(PRIYA, "/codebook add Washing machine in relational = a place to meet")
    told = await chats.writes(AMAL, "/notes washing machine")
    assert told.html.startswith('1 note · "washing machine"')
    await chats.writes(AMAL, "Hilltop: she met him at the launderette. #washing_machine")
    on_it = await chats.writes(AMAL, "/notes washing machine")
    assert on_it.html.startswith("1 note · washing machine")
    assert "/n2" in on_it.html


async def test_what_is_absent_is_said_of_the_question_and_not_of_more(chats: Chats) -> None:
    await chats.writes(AMAL, "Hilltop: P07 asked who would read it. #trust")
    told = await chats.writes(AMAL, "/notes trust P08 at riverside")
    assert "None like that elsewhere." in told.html
    assert "No trust notes" not in told.html
    told = await chats.writes(AMAL, "/notes finance at riverside")
    assert "No finance notes elsewhere." in told.html
