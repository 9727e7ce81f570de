"""`/matrix` as people see it: the real application on the real store."""

from handlers.buttons import Press, Verb, encode
from services.outgoing import Say, Toast
from tests.handlers.conftest import AMAL, BEN, GROUP, PRIYA, Chats
from tests.handlers.telegram_limits import labels


async def with_notes(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 asked about the dog. #trust #finance")
    await chats.writes(AMAL, "LW2 was late. #trust")
    await chats.writes(BEN, "LW2 had no room again. #room_space #washing_machine")
    await chats.writes(BEN, "I was cross with LW1. #trust")
    await chats.presses(BEN, encode(Press(verb=Verb.ONLY_ME, subject="4")))
    await chats.writes(BEN, "LW1 testing, testing. #trust")
    await chats.presses(BEN, encode(Press(verb=Verb.TYPE, subject="5", argument="admin")))


async def test_an_empty_study_gets_a_sentence_and_no_picture(chats: Chats) -> None:
    say = await chats.writes(PRIYA, "/matrix")
    assert (say.photo, say.html) == ("", "No note yet: there is no matrix to show.")
    await chats.writes(AMAL, "LW1 was late. #trust")
    say = await chats.writes(PRIYA, "/matrix finance since monday")
    assert not say.photo
    assert say.html == "1 note (since Mon 8 Nov), none on finance: there is no matrix to show."


async def test_the_picture_says_the_same_in_words(chats: Chats) -> None:
    await with_notes(chats)
    say = await chats.writes(PRIYA, "/matrix trust finance since monday")
    assert say.photo
    assert say.protected
    assert say.html == (
        "Sites by themes · 3 notes · since Mon 8 Nov\n"
        "2 themes at 6 sites: 3 of 12 cells have notes, 9 are silent.\n"
        "Most: trust at Riverside, 1.\n"
        "No note yet at Orchard, Harbour, Meadow and Junction."
    )
    assert labels(say) == [["trust 2", "finance 1"], ["Row by row"]]


async def test_only_me_notes_count_for_their_author_alone_and_logistics_for_nobody(chats: Chats) -> None:
    await with_notes(chats)
    own = await chats.writes(BEN, "/matrix trust")
    assert labels(own)[0] == ["trust 3"]
    assert "1 of the notes is yours alone" in own.html
    assert labels(await chats.writes(PRIYA, "/matrix trust"))[0] == ["trust 2"]


async def test_a_row_leads_to_the_cards_of_its_notes(chats: Chats) -> None:
    await with_notes(chats)
    say = await chats.writes(PRIYA, "/matrix at riverside")
    assert labels(say)[0] == ["trust 1", "finance 1"]
    cards = await chats.presses_label(PRIYA, say, "finance 1")
    assert cards.html.startswith("1 note · finance · Riverside")
    assert "/n1 " in cards.html


async def test_the_rows_are_read_in_words_and_turned(chats: Chats) -> None:
    for tag in ("trust", "finance", "room_space", "loneliness", "kettle", "queue", "parking"):
        await chats.writes(AMAL, f"LW1 spoke of it. #{tag}")
    say = await chats.writes(PRIYA, "/matrix")
    assert [len(row) for row in say.buttons] == [3, 3, 1]
    first = await chats.presses_label(PRIYA, say, "Row by row")
    assert first.edits_message is None
    assert "<b>trust</b>: Riverside 1\nSilent: Hilltop, Orchard, Harbour, Meadow, Junction" in first.html
    assert labels(first)[-1] == ["2/2 →"]
    second = await chats.presses_label(PRIYA, first, "2/2 →")
    assert second.edits_message == 50
    assert "<b>#queue</b>: Riverside 1" in second.html


async def test_the_group_gets_the_teams_counts_without_words_or_hashtags(chats: Chats) -> None:
    await with_notes(chats)
    say = await chats.writes(BEN, "/matrix", chat=GROUP)
    assert say.photo
    assert say.html.startswith("Sites by themes · 3 notes")
    assert "washing" not in say.html
    assert "yours alone" not in say.html
    assert labels(say) == [["Read privately"]]
    asked = await chats.writes(BEN, "/matrix trust finance", chat=GROUP)
    cards = await chats.writes(BEN, f"/start {asked.buttons[0][0].url.partition('start=')[2]}")
    assert "trust or finance" in cards.html
    assert "/n1 " in cards.html


async def test_what_is_only_suggested_stands_apart(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 spoke of a cue. #trust")
    note = next(iter(chats.study.notebook.all()))
    assert note.suggested_themes
    say = await chats.writes(PRIYA, "/matrix")
    assert "Only suggested, marked +: 1 note." in say.html
    assert any(label.endswith(" +1") for row in labels(say) for label in row)


async def test_an_unknown_word_is_said_and_an_old_button_answers(chats: Chats) -> None:
    await with_notes(chats)
    say = await chats.writes(PRIYA, "/matrix trust at Rvrsde")
    assert "I don't know “Rvrsde”" in say.html
    for verb, argument in ((Verb.MATRIX_ROW, "trust"), (Verb.MATRIX_PAGE, "0"), (Verb.MATRIX_PAGE, "x")):
        (toast,) = await chats.presses(PRIYA, encode(Press(verb=verb, subject="forgotten", argument=argument)))
        assert isinstance(toast, Toast)
    data = say.buttons[0][0].data.replace("trust", "no-theme")
    (toast,) = await chats.presses(PRIYA, data)
    assert not isinstance(toast, Say)


async def test_a_word_that_is_no_theme_is_said_and_left_out_so_that_nothing_is_called_silent_for_it(
    chats: Chats,
) -> None:
    await chats.writes(AMAL, "Riverside, LW1 was late. #trust")
    await chats.writes(AMAL, "Hilltop, LW2 was late. #finance")
    say = await chats.writes(PRIYA, "/matrix trust finance gambling")
    assert say.html.startswith("Sites by themes · 2 notes")
    assert "I don't know “gambling” and left it out." in say.html


async def test_what_is_left_out_is_no_silent_site_and_no_row(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside, LW1 was late. #trust")
    await chats.writes(AMAL, "Hilltop, LW2 was late. #trust #finance")
    say = await chats.writes(PRIYA, "/matrix trust not riverside")
    assert "Riverside" not in say.html.partition("\n")[2]
    assert "finance" not in str(labels(await chats.writes(PRIYA, "/matrix -finance")))
