"""`/codebook`: everybody browses, a PI changes, notes keep their history."""

from dataclasses import replace
from pathlib import Path

import pytest

from fieldwork.codebook import Site
from fieldwork.codebook_change import retire_theme
from fieldwork.codebook_text import codebook_text
from fieldwork.coverage import quiet_sites
from fieldwork.member import Role
from handlers.buttons import Press, Verb, encode
from services.codebooks import ChangedMeanwhile, Codebooks
from services.outgoing import Say, Toast
from tests.handlers.conftest import ADA, AMAL, BEN, PRIYA, Chats, join, opened
from tests.handlers.notes import CODEBOOK

PAM = 5005


def labels(say: Say) -> list[str]:
    """What its buttons say."""
    return [button.label for row in say.buttons for button in row]


async def notes_on(chats: Chats, question: str) -> str:
    """What a researcher is told of a question."""
    return (await chats.writes(BEN, f"/notes {question}")).html


async def test_a_pi_is_shown_how_to_change_the_codebook_and_a_researcher_is_not(chats: Chats) -> None:
    assert "Merge" in labels(await chats.writes(PRIYA, "/codebook"))
    assert "Merge" not in labels(await chats.writes(AMAL, "/codebook"))
    how = await chats.presses_label(PRIYA, await chats.writes(PRIYA, "/codebook"), "Merge")
    assert "/codebook merge trust into " in how.html


async def test_a_site_is_shown_among_the_sites_and_an_unknown_name_is_said(chats: Chats) -> None:
    assert (await chats.writes(AMAL, "/codebook riverside")).html.startswith("<b>Sites</b>")
    assert (await chats.writes(AMAL, "/codebook sites")).html.startswith("<b>Sites</b>")
    contents = await chats.writes(AMAL, "/codebook")
    assert (await chats.writes(AMAL, "/codebook themes")).html == contents.html
    assert (await chats.writes(AMAL, "/codebook laundry")).html.startswith(
        "The codebook has no theme or site called “laundry”.\n\n"
    )


async def test_a_researcher_who_tries_gets_one_sentence_and_nothing_is_changed(chats: Chats) -> None:
    for who in (AMAL, ADA):
        assert (await chats.writes(who, "/codebook retire finance")).html.startswith("Only a PI can do that.")
    assert chats.study.codebook == CODEBOOK


async def test_notes_of_a_merged_theme_are_found_under_the_other_until_it_is_put_back(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 waited for the bus. #finance")
    merged = await chats.writes(PRIYA, "/codebook merge finance into loneliness")
    assert merged.html == "Money and benefits is part of Loneliness and isolation now."
    assert "/n1" in await notes_on(chats, "#loneliness")
    assert "/n1" in await notes_on(chats, "#finance")
    kept = await chats.study.store.write(lambda tx: tx.notes.history(chats.study.notebook.all()[0].number))
    assert kept[-1].themes == ("finance",)
    back = await chats.presses_label(PRIYA, merged, "Put back")
    assert back.html == "Put back: the codebook is as it was before."
    assert "/n1" not in await notes_on(chats, "#loneliness")
    assert "/n1" in await notes_on(chats, "#finance")


async def test_a_note_of_a_merged_theme_can_lose_it_like_any_other(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 waited for the bus. #finance")
    await chats.writes(PRIYA, "/codebook merge finance into loneliness")
    await chats.presses(AMAL, encode(Press(verb=Verb.DROP_THEME, subject="1", argument="loneliness")))
    assert chats.study.notebook.all()[0].themes == ()


async def test_only_the_newest_change_can_be_put_back_with_a_tap(chats: Chats) -> None:
    first = await chats.writes(PRIYA, "/codebook retire finance")
    await chats.writes(PRIYA, "/codebook retire trust")
    (toast,) = await chats.presses(PRIYA, first.buttons[0][0].data)
    assert isinstance(toast, Toast)
    assert "changed again since" in toast.text
    assert chats.study.codebook.find_theme("finance") in chats.study.codebook.retired_themes


async def test_a_new_hashtag_is_offered_to_the_pi_with_its_notes_and_counts_as_a_theme_then(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 spoke of laundry. #washing_machine")
    await chats.writes(BEN, "LW2 spoke of laundry too. #WashingMachine")
    offered = await chats.presses_label(PRIYA, await chats.writes(PRIYA, "/codebook"), "New tags (1)")
    assert (await chats.writes(PRIYA, "/codebook new tags")).html == offered.html
    assert "#washing_machine, 2 notes: /n1 /n2" in offered.html
    made = await chats.presses_label(PRIYA, offered, "Make a theme")
    assert "Washing machine is a theme now" in made.html
    page = await chats.writes(AMAL, "/codebook washing machine")
    assert "2 notes that you can read" in page.html
    assert "New tags (1)" not in labels(await chats.writes(PRIYA, "/codebook"))


async def test_the_digest_offers_a_new_hashtag_as_a_theme(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 spoke of laundry. #washing_machine")
    digest = await chats.writes(PRIYA, "/digest")
    made = await chats.presses_label(PRIYA, digest, "Make #washing_machine a theme")
    assert "Washing machine is a theme now" in made.html


@pytest.mark.parametrize("again", [PRIYA, PAM])
@pytest.mark.parametrize(
    ("tag", "wish", "named"),
    [
        ("#coat_hooks", "", "Coat hooks"),
        ("#coat_hooks", "/codebook rename coat hooks to Pegs", "Pegs"),
        ("#café_corner", "", "Café corner"),
        (f"#{'long_' * 10}tag", "", "Long long long long long long long long long long tag"),
    ],
)
async def test_a_hashtag_that_was_made_a_theme_is_one_already_when_it_is_pressed_again(
    chats: Chats, again: int, tag: str, wish: str, named: str
) -> None:
    await join(chats.study, PAM, Role.PI, "Pam")
    await chats.writes(AMAL, f"LW1 pointed at the wall. {tag}")
    offered = await chats.writes(PRIYA, "/codebook new tags")
    await chats.presses_label(PRIYA, offered, "Make a theme")
    if wish:
        await chats.writes(PRIYA, wish)
    (toast,) = await chats.presses(again, offered.buttons[0][0].data)
    assert isinstance(toast, Toast)
    assert toast.text == f"{named} is a theme already. This hashtag counts under it."


async def test_a_hashtag_that_was_merged_into_a_theme_counts_under_it_already(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 pointed at the wall. #coat_hooks")
    offered = await chats.writes(PRIYA, "/codebook new tags")
    await chats.writes(PRIYA, "/codebook merge #coat_hooks into trust")
    (toast,) = await chats.presses(PRIYA, offered.buttons[0][0].data)
    assert isinstance(toast, Toast)
    assert toast.text.endswith(" is a theme already. This hashtag counts under it.")


async def test_a_hashtag_that_stands_in_no_note_any_more_is_an_old_button(chats: Chats) -> None:
    (toast,) = await chats.presses(PRIYA, encode(Press(verb=Verb.BOOK_MAKE, argument="coat-hooks")))
    assert isinstance(toast, Toast)
    assert toast.text.startswith("This button is too old.")


async def test_a_private_hashtag_is_offered_to_nobody(chats: Chats) -> None:
    await chats.writes(AMAL, "I was cross. #my_own_worry #only_me")
    assert "New tags (1)" not in labels(await chats.writes(PRIYA, "/codebook"))


async def test_examples_are_quoted_for_those_who_may_read_them(chats: Chats) -> None:
    await chats.writes(AMAL, "LW1 listened for an hour, and then she said she trusted him. #trust")
    page = await chats.writes(BEN, "/codebook trust")
    quoted = await chats.presses_label(BEN, page, "Examples")
    assert "/n1" in quoted.html
    assert quoted.protected
    assert "Examples" not in labels(await chats.writes(ADA, "/codebook trust"))


async def test_a_retired_theme_is_on_no_button_and_still_understood(chats: Chats) -> None:
    await chats.writes(PRIYA, "/codebook retire finance")
    card = await chats.writes(AMAL, "LW1 waited for the bus. #finance")
    assert chats.study.notebook.all()[0].themes == ("finance",)
    (groups,) = await chats.presses(AMAL, encode(Press(verb=Verb.GROUP, subject="1", argument="needs")))
    assert isinstance(groups, Say)
    assert not any("finance" in label for label in labels(groups))
    assert card.html


async def test_a_site_comes_in_the_chat_and_is_known_at_once(chats: Chats) -> None:
    await chats.writes(PRIYA, "/codebook site add Brookside: a new branch")
    await chats.writes(AMAL, "Brookside. The door was locked.")
    assert chats.study.notebook.all()[0].sites == ("brookside",)


async def test_a_site_that_comes_in_the_chat_is_not_quiet_for_days_before_it_existed(chats: Chats) -> None:
    await chats.writes(AMAL, "Riverside. LW1 waited for the bus.")
    chats.clock.pass_minutes(14 * 24 * 60)
    await chats.writes(PRIYA, "/codebook site add Brookside")
    assert chats.study.codebook.sites == (
        *CODEBOOK.sites,
        Site(slug="brookside", name="Brookside", opens=chats.study.today()),
    )
    assert "brookside" not in dict(quiet_sites(chats.study.notebook.all(), chats.study.codebook, chats.study.today()))


async def test_changes_are_there_after_a_restart_with_who_made_them(chats: Chats, tmp_path: Path) -> None:
    await chats.writes(AMAL, "LW1 waited for the bus. #finance")
    await chats.writes(PRIYA, "/codebook merge finance into loneliness")
    again = await opened(tmp_path)
    try:
        assert again.notebook.all()[0].themes == ("loneliness",)
        kept = await Codebooks(again).history()
        assert [(revision.number, revision.who) for revision in kept] == [(1, "command line"), (2, "PI1")]
    finally:
        await again.store.close()


async def test_a_running_bot_uses_what_another_process_applies(chats: Chats, tmp_path: Path) -> None:
    await chats.writes(AMAL, "LW1 waited for the bus.")
    other = await opened(tmp_path)
    try:
        retired = retire_theme(other.codebook, "finance").codebook
        await Codebooks(other).replace(retired, codebook_text(retired), "Finance is retired.", who="command line")
    finally:
        await other.store.close()
    assert "Retired" in (await chats.writes(AMAL, "/codebook finance")).html


async def test_two_who_change_it_at_once_do_not_undo_each_other(chats: Chats, tmp_path: Path) -> None:
    other = await opened(tmp_path)
    try:
        await chats.writes(PRIYA, "/codebook retire finance")
        before = replace(other.codebook, title="Another")
        with pytest.raises(ChangedMeanwhile):
            await Codebooks(other).replace(before, codebook_text(before), "Another title.", who="command line")
    finally:
        await other.store.close()
    assert [theme.slug for theme in chats.study.codebook.retired_themes] == ["finance"]


async def test_the_codebook_is_not_readable_on_disk(chats: Chats, tmp_path: Path) -> None:
    await chats.writes(PRIYA, "/codebook add zebracrossing: where people wait")
    data = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert b"ebracrossing" not in data


async def test_a_group_is_shown_by_its_name(chats: Chats) -> None:
    group = chats.study.codebook.groups[0]
    assert (await chats.writes(AMAL, f"/codebook {group.label.casefold()}")).html.startswith(f"<b>{group.label}</b>")
