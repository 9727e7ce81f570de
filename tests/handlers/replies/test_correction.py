"""Corrections say what changed, and how to have the old text back."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.member import Role
from fieldwork.note import NoteNumber, Status
from fieldwork.transcript import Segment
from handlers.replies import correction
from tests.handlers.notes import CHAT, TERMS, member, site, spoken, theme, written
from tests.handlers.telegram_html import seen
from tests.handlers.telegram_limits import fits, labels

UNCHECKED = replace(
    spoken([("linked", 0.4), ("worker", 0.9)]), revision=2, text="The link worker rang the link worker."
)


def test_a_phrase_put_right_is_shown_with_its_places() -> None:
    say = correction.phrase_changed(UNCHECKED, "linked worker", "link worker", 2, CHAT)
    assert say.html == "#214 changed, version 2\nlinked worker → link worker (2 places)"
    assert labels(say) == [["✓ Right", "Put back"]]


def test_a_new_text_keeps_the_old_one() -> None:
    note = replace(UNCHECKED, status=Status.CHECKED)
    say = correction.text_replaced(note, "word " * 140, CHAT)
    assert say.html == "#214 now has your new text (7 words, was 140). The old one is kept."
    assert labels(say) == [["Put back", "Keep both"]]


def test_words_that_are_not_in_the_note_change_nothing() -> None:
    assert correction.phrase_not_found(UNCHECKED, "the <b>shed", CHAT).html == (
        "#214 is unchanged: I can't find “the &lt;b&gt;shed” in it. "
        "Quote the words from the card, or send the whole text as a reply."
    )


def test_tags_by_reply_say_which_are_new() -> None:
    note = written(codes=(theme("trust"), theme("washing-machine")))
    first = correction.codes_added(TERMS, note, ("washing-machine",), CHAT).html.splitlines()[0]
    assert first == "#213 has your tags. Not in the codebook, kept as new: #washing_machine."


def test_a_site_by_reply_is_named() -> None:
    assert correction.site_set(TERMS, written(codes=(site("hilltop"),)), CHAT).html.startswith("#213 is at Hilltop.")
    assert correction.site_set(TERMS, replace(written(), no_site=True), CHAT).html.startswith("#213 has no site.")


def test_a_remark_goes_to_its_author_and_changes_nothing() -> None:
    (say,) = correction.remark_to_author(written(), member("R2", row=2), "Was the <son> there?", CHAT)
    assert say.html == "A remark from R2 on your /n213. Your note is unchanged.\n\nWas the &lt;son&gt; there?"
    assert say.card_of is None  # an answer to a remark must not replace the note's text
    assert correction.remark_sent(written(), CHAT).html == (
        "Sent to R1 as a remark on #213. Their note is unchanged, and I keep no copy."
    )


def test_a_remark_that_nobody_can_read_is_not_kept() -> None:
    assert correction.remark_not_sent(written(), CHAT).html == (
        "I can't reach whoever wrote #213, so your remark is not sent, and I keep no copy. It stands above, to copy."
    )
    gone = correction.RemarkRead(label="R2", number=NoteNumber(12))
    assert correction.answer_not_sent(gone, CHAT).html == (
        "I can't send R2 anything about #12 any more, so your answer is not sent, and I keep no copy. "
        "It stands above, to copy."
    )


def test_both_texts_kept_are_named_by_their_numbers() -> None:
    say = correction.both_kept(TERMS, UNCHECKED, written(), CHAT)
    assert say.html.startswith("Both are kept: #214 has its old text back, and your new text is #213.")


def test_a_short_text_is_copied_with_one_tap() -> None:
    (say,) = correction.how_to_correct(UNCHECKED, CHAT)
    assert labels(say) == [["Copy the text"]]
    assert say.buttons[0][0].copies == UNCHECKED.text


def test_the_unsure_sentences_come_one_by_one_to_be_copied_and_sent_back() -> None:
    words = [("He", 0.9), ("came", 0.9), ("late.", 0.9)] * 30 + [("The", 0.9), ("shed", 0.2), ("again.", 0.9)]
    words += [("She", 0.9), ("laughed.", 0.3)]
    first, last = (correction.unsure_sentence(spoken(words), place, CHAT) for place in (0, 9))
    assert first is not None
    assert last is not None
    assert first.html.splitlines()[:3] == ["#214 · 1 of 2 where I'm unsure", "", "The <u>shed</u> again."]
    assert labels(first) == [["Copy it", "Next →"], ["Whole text"]]
    assert first.buttons[0][0].copies == "The shed again."
    assert (labels(last)[0], last.card_of) == (["Copy it", "✓ Right"], 214)
    assert correction.unsure_sentence(written(), 0, CHAT) is None


def test_of_a_sentence_put_right_only_what_differs_is_shown() -> None:
    old, new = "She sends people talk more freely near now.", "She says people talk more freely there now."
    say = correction.phrase_changed(replace(UNCHECKED, text=new), old, new, 1, CHAT)
    assert say.html.splitlines()[1:] == ["sends → says", "near → there"]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=9000))
def test_any_text_can_be_corrected_and_remarked_on(text: str) -> None:
    note = replace(written(), text=text)
    says = correction.how_to_correct(note, CHAT)
    shown = "".join(seen(say.html) for say in says)
    assert shown.endswith(text)
    for say in (*says, *correction.remark_to_author(note, member(role=Role.PI), text, CHAT)):
        fits(say)
    fits(correction.phrase_changed(note, text, text, 3, CHAT))
    fits(correction.phrase_not_found(note, text, CHAT))
    heard = (Segment(start=0, end=1, text=text, confidence=0.1),)
    unsure = correction.unsure_sentence(replace(spoken([]), text=text, segments=heard), 0, CHAT)
    if unsure is not None:
        fits(unsure)
