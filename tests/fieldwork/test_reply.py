"""Replies to one's own card: tags, a site, nothing, a phrase put right, or a new text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.note import Audience, NoteType, Origin
from fieldwork.phrase import apply_phrase
from fieldwork.reply import read_reply
from fieldwork.wish import (
    AddCodes,
    Delete,
    DropThemes,
    NoSite,
    NothingToDo,
    PhraseNotFound,
    ReplacePhrase,
    ReplaceText,
    SetSite,
    SetTime,
    Wish,
)

NOTE = "The linked worker came. Linked worker said P07 was at the hill stop again. It was fine, she's okay."


@pytest.mark.parametrize(
    ("reply", "slugs", "unknown"),
    [
        ("#trust", ["trust"], ()),
        ("#trust, #washing_machine", ["trust", "washing-machine"], ("washing-machine",)),
        ("#hilltop #trust", ["hilltop", "trust"], ()),
        ("theme trust and finance", ["trust", "finance"], ()),
        ("trust and finance", ["trust", "finance"], ()),
        ("Money worries and benefits", ["finance"], ()),
        ("site hilltop, theme trust", ["hilltop", "trust"], ()),
    ],
)
def test_only_tags_are_tags(codebook: Codebook, reply: str, slugs: list[str], unknown: tuple[str, ...]) -> None:
    wish = read_reply(reply, codebook, note_text=NOTE)
    assert isinstance(wish, AddCodes)
    assert [code.slug for code in wish.codes] == slugs
    assert {code.origin for code in wish.codes} == {Origin.TAPPED}
    assert wish.unknown == unknown


@pytest.mark.parametrize("reply", ["#debrief", "debrief"])
def test_a_type_can_be_tagged(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == AddCodes(codes=(), note_type=NoteType.DEBRIEF)


@pytest.mark.parametrize(
    "reply", ["#riverside", "riverside", "It was Riverside.", "site riverside", "RVS", "river side"]
)
def test_only_a_site_is_the_site(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == SetSite(slug="riverside")


@pytest.mark.parametrize("reply", ["no site", "No site.", "#no_site"])
def test_no_site_is_an_answer_too(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == NoSite()


@pytest.mark.parametrize("reply", ["thanks", "Thank you so much 🙏", "👍", "ok great", "…", "", "❤️"])
def test_thanks_and_emoji_change_nothing(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == NothingToDo()


@pytest.mark.parametrize(
    ("reply", "old", "new"),
    [
        ("hill stop -> Hilltop", "hill stop", "Hilltop"),
        ("hill stop → Hilltop", "hill stop", "Hilltop"),
        ("HILL STOP => Hilltop", "hill stop", "Hilltop"),
        ('"hill stop" -> "Hilltop"', "hill stop", "Hilltop"),
        ("hill-stop should be Hilltop", "hill stop", "Hilltop"),
        ("hill stpo -> Hilltop", "hill stop", "Hilltop"),
        ("it's P08, not P07", "P07", "P08"),
        ("This is P08 not P07", "P07", "P08"),
        ("she\u2019s okay -> she is okay", "she's okay", "she is okay"),
        ("fine, -> ", "fine,", ""),
        (", she's -> . She's", ", she's", ". She's"),
    ],
)
def test_a_phrase_is_put_right(codebook: Codebook, reply: str, old: str, new: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == ReplacePhrase(old=old, new=new)


def test_a_quoted_piece_is_what_the_reply_replaces(codebook: Codebook) -> None:
    wish = read_reply("Hilltop", codebook, note_text=NOTE, quote="the hill stop")
    assert wish == ReplacePhrase(old="the hill stop", new="Hilltop")


def test_tags_on_a_quoted_piece_are_still_tags(codebook: Codebook) -> None:
    assert isinstance(read_reply("#trust", codebook, note_text=NOTE, quote="hill stop"), AddCodes)


@pytest.mark.parametrize(
    ("reply", "quote", "old"),
    [
        ("zebra -> lion", None, "zebra"),
        ("zebra should be lion", None, "zebra"),
        ("lion", "Site: Hilltop", "Site: Hilltop"),
    ],
)
def test_a_phrase_that_the_note_lacks_is_told(codebook: Codebook, reply: str, quote: str | None, old: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE, quote=quote) == PhraseNotFound(old=old)


@pytest.mark.parametrize(
    "reply",
    [
        "She did not cry.",
        "The link worker came at ten. It should be noted that she left early.",
        "P07 was at Riverside with #trust",
        "LW2 came in.\nP07 -> left",
        "no, that was another day entirely",
    ],
)
def test_anything_else_is_the_new_text(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == ReplaceText(text=reply)


@pytest.mark.parametrize(
    ("old", "new", "text", "places"),
    [
        ("linked worker", "link worker", "The link worker came. Link worker said", 2),
        ("p07", "P08", "said P08 was at", 1),
        ("okay", "well", "she's well.", 1),
        ("fine", "(fine) \\1", "It was (fine) \\1,", 1),
        ("link", "x", "linked", 0),
        (" ", "x", "linked", 0),
    ],
)
def test_every_whole_word_place_is_changed_and_nothing_else(old: str, new: str, text: str, places: int) -> None:
    changed, count = apply_phrase(NOTE, old, new)
    assert text in changed
    assert count == places
    assert (changed == NOTE) == (count == 0)


CODEBOOK, _ = parse_codebook(default_codebook_text())


@given(st.text(max_size=200), st.text(max_size=200), st.none() | st.text(max_size=40))
def test_any_reply_is_understood_as_something(reply: str, note_text: str, quote: str | None) -> None:
    assert CODEBOOK is not None
    wish = read_reply(reply, CODEBOOK, note_text=note_text, quote=quote)
    if isinstance(wish, ReplacePhrase):
        assert wish.old in note_text
        assert apply_phrase(note_text, wish.old, wish.new)[1] >= 1


@pytest.mark.parametrize(
    ("reply", "wish"),
    [
        ("only me", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("Keep this private, please.", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("#only_me", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("don't share this", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("this is just for me", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("reflexive", AddCodes(codes=(), note_type=NoteType.REFLEXIVE, audience=Audience.AUTHOR)),
        ("cheers mate", NothingToDo()),
        ("ta x", NothingToDo()),
        ("can you delete it", Delete()),
        ("pls delete", Delete()),
        ("remove loneliness pls", DropThemes(slugs=("loneliness",))),
        ("team can read", AddCodes(codes=(), audience=Audience.TEAM)),
        ("follow up", AddCodes(codes=(), follow_up=True)),
        ("#follow_up", AddCodes(codes=(), follow_up=True)),
        ("Only me and LW2 were there.", ReplaceText(text="Only me and LW2 were there.")),
        ("Follow up the bus pass.", ReplaceText(text="Follow up the bus pass.")),
        ("delete this", Delete()),
        ("Please delete", Delete()),
        ("Delete the second sentence", ReplaceText(text="Delete the second sentence")),
        ("remove loneliness", DropThemes(slugs=("loneliness",))),
        ("not #trust", DropThemes(slugs=("trust",))),
        ("-trust", DropThemes(slugs=("trust",))),
        ("no trust and finance", DropThemes(slugs=("trust", "finance"))),
        ("No trust in the GP at all.", ReplaceText(text="No trust in the GP at all.")),
        ("should be riverside", SetSite(slug="riverside")),
        ("not hilltop, riverside", SetSite(slug="riverside")),
        ("make it a debrief", AddCodes(codes=(), note_type=NoteType.DEBRIEF)),
        ("who can see this?", NothingToDo()),
        (
            "What a day it was at the desk, nobody came?",
            ReplaceText(text="What a day it was at the desk, nobody came?"),
        ),
    ],
)
def test_what_a_button_would_do_can_be_said(codebook: Codebook, reply: str, wish: Wish) -> None:
    assert read_reply(reply, codebook, note_text=NOTE) == wish


@pytest.mark.parametrize(
    "reply",
    [
        "9.15",
        "this was at 9.15",
        "It was half past nine.",
        "yesterday, 3pm",
        "at 10:35 on Tuesday",
        "this was yesterday",
    ],
)
def test_only_a_time_is_when_it_was(codebook: Codebook, reply: str) -> None:
    assert isinstance(read_reply(reply, codebook, note_text=NOTE), SetTime)


@pytest.mark.parametrize("reply", ["She came at 9.15", "at the desk by 9.15 they had all gone"])
def test_a_time_among_other_words_is_none(codebook: Codebook, reply: str) -> None:
    assert not isinstance(read_reply(reply, codebook, note_text=NOTE), SetTime)


@pytest.mark.parametrize(
    "reply", ["add trust", "also trust", "great, thanks! could you also add trust", "tag it trust"]
)
def test_a_tag_is_asked_for_politely(codebook: Codebook, reply: str) -> None:
    wish = read_reply(reply, codebook, note_text=NOTE)
    assert isinstance(wish, AddCodes)
    assert [code.slug for code in wish.codes] == ["trust"]


@pytest.mark.parametrize("reply", ["no money", "what money?"])
def test_a_quoted_piece_is_put_right_whatever_the_reply_could_mean_alone(codebook: Codebook, reply: str) -> None:
    wish = read_reply(reply, codebook, note_text="She had know money.", quote="know money")
    assert wish == ReplacePhrase(old="know money", new=reply)


def test_a_memo_without_words_can_be_given_a_question() -> None:
    codebook, _ = parse_codebook(default_codebook_text())
    assert codebook is not None
    assert read_reply("Who can help?", codebook, note_text="") == ReplaceText(text="Who can help?")


TOLD = "The kettle boiled while the gas man talked to P14. He laughed."


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (
            "kettle should say radio. gas should say electric",
            TOLD.replace("kettle", "radio").replace("gas", "electric"),
        ),
        ("kettle -> radio, gas -> electric", TOLD.replace("kettle", "radio").replace("gas", "electric")),
        ("kettle -> radio\ngas -> electric", TOLD.replace("kettle", "radio").replace("gas", "electric")),
        ("PS he came back for his hat", f"{TOLD}\nhe came back for his hat"),
        ("Forgot to say: P15 was there too", f"{TOLD}\nP15 was there too"),
    ],
)
def test_several_corrections_and_what_was_forgotten_leave_the_rest_of_the_text(
    codebook: Codebook, reply: str, text: str
) -> None:
    assert read_reply(reply, codebook, note_text=TOLD) == ReplaceText(text=text)


def test_one_of_several_corrections_that_is_not_there_changes_nothing(codebook: Codebook) -> None:
    wish = read_reply("kettle should say radio. shed should say shop", codebook, note_text=TOLD)
    assert wish == PhraseNotFound(old="shed")


@pytest.mark.parametrize("reply", ["wrong site, it was Orchard", "Orchard not Meadow", "at Orchrad", "it was Orchad"])
def test_a_site_is_put_right_in_haste(codebook: Codebook, reply: str) -> None:
    assert read_reply(reply, codebook, note_text=TOLD) == SetSite(slug="orchard")


def test_a_phrase_is_changed_as_people_say_it(codebook: Codebook) -> None:
    assert read_reply("change kettle to radio", codebook, note_text=TOLD) == ReplacePhrase(old="kettle", new="radio")
    asked = "change the room to somewhere else next week"
    assert read_reply(asked, codebook, note_text=TOLD) == ReplaceText(text=asked)


LONG_NOTE = (
    "P22 with LW4 and her daughter, two months behind with the rent, and the bus was late again so they rang the "
    "council from the desk, coat on all the way through."
)


@pytest.mark.parametrize(
    ("reply", "wish"),
    [
        ("keep this to myself", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("hide from the team", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("don't let anyone see this one", AddCodes(codes=(), audience=Audience.AUTHOR)),
        ("share with team", AddCodes(codes=(), audience=Audience.TEAM)),
        ("ok everyone can see it", AddCodes(codes=(), audience=Audience.TEAM)),
        ("mark as reflexive", AddCodes(codes=(), note_type=NoteType.REFLEXIVE, audience=Audience.AUTHOR)),
        ("kind: method", AddCodes(codes=(), note_type=NoteType.METHODOLOGICAL)),
        ("idea", AddCodes(codes=(), note_type=NoteType.ANALYTIC)),
        ("not a debrief", AddCodes(codes=(), note_type=NoteType.OBSERVATION)),
        ("not reflexive", AddCodes(codes=(), note_type=NoteType.OBSERVATION)),
        ("not reflexivity", DropThemes(slugs=("reflexivity",))),
        ("need to follow up", AddCodes(codes=(), follow_up=True)),
        ("flag for follow-up", AddCodes(codes=(), follow_up=True)),
        ("no follow up", AddCodes(codes=(), follow_up=False)),
        ("done, followed up", AddCodes(codes=(), follow_up=False)),
        ("take finance off", DropThemes(slugs=("finance",))),
        ("\N{MULTIPLICATION SIGN} trust", DropThemes(slugs=("trust",))),
        ("sorry, it was riverside after all", SetSite(slug="riverside")),
        ("bin this", Delete()),
        ("cheers, that's right", NothingToDo()),
        ("*three months", ReplacePhrase(old="two months", new="three months")),
        ("typo, three months", ReplacePhrase(old="two months", new="three months")),
        ("it's three months behind not two", ReplacePhrase(old="two months behind", new="three months behind")),
        ("should say LW7", ReplacePhrase(old="LW4", new="LW7")),
        ("p.s. he is her brother", ReplaceText(text=f"{LONG_NOTE}\nhe is her brother")),
        ("also: coat was red", ReplaceText(text=f"{LONG_NOTE}\ncoat was red")),
        ("She had not been rung back.", ReplaceText(text="She had not been rung back.")),
    ],
)
def test_a_short_reply_that_is_about_the_note_does_not_replace_it(codebook: Codebook, reply: str, wish: Wish) -> None:
    assert read_reply(reply, codebook, note_text=LONG_NOTE) == wish


def test_several_things_in_one_reply(codebook: Codebook) -> None:
    wish = read_reply("meadow, travel, debrief, only me", codebook, note_text=LONG_NOTE)
    assert isinstance(wish, AddCodes)
    assert [code.slug for code in wish.codes] == ["meadow", "travel-cost"]
    assert (wish.note_type, wish.audience) == (NoteType.DEBRIEF, Audience.AUTHOR)


def test_no_themes_takes_them_all_off(codebook: Codebook) -> None:
    assert read_reply("no themes", codebook, note_text=LONG_NOTE) == DropThemes(
        slugs=tuple(theme.slug for theme in codebook.themes)
    )
