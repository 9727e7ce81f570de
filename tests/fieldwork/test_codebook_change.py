"""A PI changes the codebook; notes keep their history."""

from dataclasses import replace
from datetime import date

import pytest

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook
from fieldwork.codebook_change import (
    BadName,
    ChangeRefused,
    NameTaken,
    NotInCodebook,
    add_site,
    add_theme,
    opened_on,
    rename_site,
)
from fieldwork.codebook_current import current_note
from fieldwork.codebook_difference import differences, lost_codes
from fieldwork.codebook_text import codebook_text
from fieldwork.codebook_use import emergent_tags, examples, use_of
from fieldwork.codebook_words import is_wish, read_wish
from fieldwork.note import Code, CodeKind, Note, NoteNumber, Origin
from fieldwork.reading import read_note
from tests.handlers.notes import THURSDAY_HALF_PAST_ELEVEN, written


def study() -> Codebook:
    """The project's own codebook."""
    codebook, _ = parse_codebook(default_codebook_text())
    assert codebook is not None
    return codebook


def after(*wishes: str) -> Codebook:
    """The codebook when a PI has typed these."""
    codebook = study()
    for words in wishes:
        wish = read_wish(words)
        assert wish is not None, words
        codebook = wish(codebook).codebook
    return codebook


def tagged(*slugs: str, suggested: tuple[str, ...] = (), number: int = 1) -> Note:
    themes = [Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SAID) for slug in slugs]
    themes += [Code(kind=CodeKind.THEME, slug=slug, origin=Origin.SUGGESTED) for slug in suggested]
    return replace(written("LW1 was late."), number=NoteNumber(number), codes=tuple(themes))


def test_a_codebook_that_is_written_down_reads_as_it_was() -> None:
    changed = after("retire housing", 'add a "quoted" \\ name: over\ttwo words', "site retire Orchard")
    for codebook in (study(), changed):
        assert parse_codebook(codebook_text(codebook)) == (codebook, ())


def test_a_new_theme_is_found_in_any_spelling_and_in_the_group_that_was_named() -> None:
    theme = after("add washing machine in needs: where laundry is talked of").find_theme("#WashingMachine")
    assert theme is not None
    assert (theme.label, theme.group, theme.definition) == ("Washing machine", "needs", "where laundry is talked of")


def test_a_new_site_opens_on_its_day_and_no_other_does() -> None:
    book, day = study(), date(2022, 1, 10)
    added = opened_on(day, book, add_site(book, "Brookside")).codebook
    assert {site.slug: site.opens for site in added.sites} == {
        **{site.slug: site.opens for site in book.sites},
        "brookside": day,
    }
    assert parse_codebook(codebook_text(added)) == (added, ())
    renamed = rename_site(added, "Brookside", "Brook Lane")
    assert opened_on(date(2022, 2, 1), added, renamed) == renamed


def test_a_name_with_in_it_needs_no_group() -> None:
    assert after("add talking in corridors").find_theme("talking in corridors") is not None


def test_notes_with_a_hashtag_count_under_the_theme_that_is_made_of_it() -> None:
    note = replace(written("Wash day. #Washing_machine"), codes=())
    reading = read_note(note.text, study(), sent_at=THURSDAY_HALF_PAST_ELEVEN, dictated=False)
    note = replace(note, codes=reading.codes)
    (tag,) = emergent_tags([note], study())
    made = add_theme(study(), tag.slug.replace("-", " ")).codebook
    assert emergent_tags([note], made) == ()
    assert [made.theme_label(slug) for slug in current_note(note, made).themes] == ["Washing machine"]


def test_a_hashtag_with_an_accent_can_be_a_theme_too() -> None:
    made = add_theme(study(), "café").codebook
    assert current_note(tagged("café"), made).themes == ("cafe",)
    assert made.theme_label("café") == "Café"


def test_a_renamed_theme_is_called_by_its_new_name_and_understood_by_the_old_one() -> None:
    codebook = after("rename finance: money worries")
    theme = codebook.find_theme("money worries")
    assert theme is not None
    assert theme.slug == "finance"
    assert theme.aliases[0] == "Money worries"
    assert codebook.find_theme(study().theme_label("finance")) == theme


def test_notes_of_a_merged_theme_count_once_under_the_other() -> None:
    codebook = after("merge housing into finance")
    assert codebook.theme_label("housing") == codebook.theme_label("finance")
    note = current_note(tagged("housing", "finance"), codebook)
    assert note.themes == ("finance",)
    given = current_note(tagged("housing", suggested=("finance",)), codebook)
    assert (given.themes, given.suggested_themes) == (("finance",), ())


def test_notes_of_a_merged_site_count_under_the_other_and_its_link_worker_leads_there() -> None:
    codebook = after("site merge Hilltop into Riverside")
    assert codebook.current_site("hilltop") == "riverside"
    site = codebook.site_of_link_worker("LW2")
    assert site is not None
    assert site.slug == "riverside"


def test_a_theme_that_was_merged_twice_is_followed_to_its_end() -> None:
    codebook = after("merge housing into finance", "merge finance into trust")
    assert codebook.current_theme("housing") == "trust"


def test_a_retired_theme_stays_on_notes_and_is_suggested_no_more() -> None:
    codebook = after("retire housing")
    assert codebook.theme("housing") is not None
    assert "housing" not in [theme.slug for theme in codebook.themes]
    note = current_note(tagged("housing", suggested=("housing",)), codebook)
    assert note.themes == ("housing",)
    assert current_note(tagged(suggested=("housing",)), codebook).suggested_themes == ()


def test_a_retired_site_is_understood_where_somebody_says_it() -> None:
    codebook = after("site retire Orchard")
    assert codebook.find_site("orchard") is not None
    assert "orchard" not in [site.slug for site in codebook.sites]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("add trust", NameTaken),
        ("add Riverside", NameTaken),
        ("add !!", BadName),
        ("add " + "long " * 20, BadName),
        ("rename finance: trust", NameTaken),
        ("merge finance into finance", ChangeRefused),
        ("merge nothing such into finance", NotInCodebook),
        ("retire nothing such", NotInCodebook),
        ("alias finance: trust", NameTaken),
        ("cue finance: !!", BadName),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(words: str, error: type[ChangeRefused]) -> None:
    wish = read_wish(words)
    assert wish is not None
    with pytest.raises(error, match="Nothing is changed"):
        wish(study())


def test_what_is_not_in_the_codebook_is_answered_with_what_is_near_it() -> None:
    wish = read_wish("retire community")
    assert wish is not None
    with pytest.raises(NotInCodebook, match="Do you mean Connecting to community"):
        wish(study())


def test_people_say_what_kind_of_thing_they_mean() -> None:
    codebook = after(
        "add a new theme washing machine", "retire the theme housing", "merge site Orchard into site Hilltop"
    )
    assert codebook.theme_label("washing-machine") == "Washing machine"
    assert [theme.slug for theme in codebook.retired_themes] == ["housing"]
    assert codebook.current_site("orchard") == "hilltop"


def test_a_cue_and_an_alias_are_added() -> None:
    theme = after("cue finance: skint till friday", "alias finance: brass").find_theme("brass")
    assert theme is not None
    assert "skint till friday" in theme.cues
    assert theme.aliases[0] != "Brass"


def test_a_question_about_a_theme_is_no_wish_to_change_it() -> None:
    assert not is_wish("trust", study())
    assert not is_wish("adding up", study())
    assert is_wish("Retire housing", study())
    assert read_wish("merge finance") is None


def test_a_difference_is_told_in_words() -> None:
    changed = after("retire housing", "add washing machine in needs", "merge finance into trust")
    told = "\n".join(differences(study(), changed))
    assert "Theme housing: is retired." in told
    assert "New theme washing-machine (Washing machine)." in told
    assert "Theme finance is merged into trust." in told
    assert differences(changed, changed) == ()


def test_only_codes_of_which_nothing_is_said_are_lost() -> None:
    before = study()
    use = use_of([tagged("housing"), tagged("housing", "finance"), tagged("trust")])
    bare = replace(before, themes=tuple(theme for theme in before.themes if theme.slug != "housing"))
    assert [(lost.slug, lost.count) for lost in lost_codes(before, bare, use)] == [("housing", 2)]
    assert lost_codes(before, after("merge housing into finance"), use) == ()
    assert lost_codes(before, after("retire housing"), use) == ()


def test_an_example_is_the_sentence_with_the_themes_words() -> None:
    theme = study().theme("finance")
    assert theme is not None
    text = f"The room was cold and nobody had come in yet. She spoke about {theme.cues[0]} for a long while."
    note = replace(tagged("finance"), text=text)
    (example,) = examples(theme, [note, tagged("trust", number=2)])
    assert theme.cues[0] in example.sentence


def test_retiring_is_no_change_of_order() -> None:
    assert differences(study(), after("retire housing")) == ("Theme housing: is retired.",)


@pytest.mark.parametrize(
    "words",
    [
        "add washing machine in needs = where laundry is talked of",
        'add "Washing machine" in needs - where laundry is talked of',
        "make washing machine under needs \u2013 where laundry is talked of",
    ],
)
def test_a_definition_is_given_as_people_type_one(words: str) -> None:
    theme = after(words).find_theme("washing machine")
    assert theme is not None
    assert (theme.label, theme.group, theme.definition) == ("Washing machine", "needs", "where laundry is talked of")


def test_a_site_needs_no_word_for_it_where_no_theme_is_called_so() -> None:
    renamed = after("rename riverside to River View").find_site("river view")
    assert renamed is not None
    assert renamed.slug == "riverside"
    assert [site.slug for site in after("retire orchard").retired_sites] == ["orchard"]


def test_a_hashtag_of_the_team_becomes_part_of_a_theme_with_its_notes() -> None:
    assert current_note(tagged("washing-machine"), after("merge #washing_machine into finance")).themes == ("finance",)
    with pytest.raises(NotInCodebook):
        after("merge travle into finance")  # a slip is no new name


def test_a_group_is_found_by_a_word_that_no_other_has() -> None:
    theme = after("add laundry in place = washing and drying").find_theme("laundry")
    assert theme is not None
    assert theme.group == "mode-and-place"


def test_a_note_that_may_name_somebody_is_no_example() -> None:
    theme = study().find_theme("trust")
    assert theme is not None
    assert examples(theme, [replace(tagged("trust"), flagged=True)]) == ()


def test_what_was_retired_is_restored_and_its_name_is_not_given_to_another() -> None:
    assert after("retire finance", "restore finance").find_theme("finance") in study().themes
    assert len(after("site retire Orchard", "restore site Orchard").sites) == len(study().sites)
    with pytest.raises(ChangeRefused, match="restore Finance brings it back"):
        after("retire finance", "add finance")
    with pytest.raises(ChangeRefused, match="is not retired"):
        after("restore finance")
