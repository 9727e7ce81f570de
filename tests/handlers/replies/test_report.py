"""The digest in Markdown: the chat's words, the notes, the pictures in words; nothing of a note becomes markup."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from fieldwork.member import Role
from fieldwork.note import Origin
from fieldwork.report import Report, report_of_day
from handlers.replies import report as words
from tests.handlers.notes import CODEBOOK, TERMS, THURSDAY_HALF_PAST_ELEVEN, member, site, spoken, theme, written

PI = member("PI1", Role.PI, 3)
HILLTOP = (site("hilltop"), theme("trust"), theme("finance", Origin.SUGGESTED))
MEMO = spoken([("LW2", 0.9), ("gave", 0.9), ("her", 0.9), ("the_key_to*the", 0.9), ("<b>shed</b>.", 0.9)], 214, HILLTOP)


def of_thursday(*notes: object) -> Report:
    return report_of_day(notes, CODEBOOK, date(2021, 11, 11), TERMS.timezone)  # type: ignore[arg-type]


def test_it_says_what_the_chat_says_and_lists_the_notes() -> None:
    text = words.text(TERMS, of_thursday(MEMO, written("She was late. #shed_talk", 213)), PI, THURSDAY_HALF_PAST_ELEVEN)
    assert text == (
        "# The link worker study: Thursday 11 November 2021\n"
        "\n"
        "2 notes. Made on 11 November 2021, 11:30. Only-you notes are in no part of it.\n"
        "\n"
        "Waiting for authors: R1, 1 unchecked, 1 without a site.\n"
        "\n"
        "## Changed\n"
        "\n"
        "- First time: trust at Hilltop n214\n"
        "\n"
        "## Worth quoting\n"
        "\n"
        "- Hilltop: “LW2 gave her the\\_key\\_to\\*the \\<b\\>shed\\</b\\>.” n214 (unchecked)\n"
        "- No site: “She was late.” n213\n"
        "\n"
        "## The notes\n"
        "\n"
        "| Note | Observed | Author | Site | Kind | Themes | State |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| n213 | Thu 11 Nov, 11:30 | R1 |  | observation |  |  |\n"
        "| n214 | Thu 11 Nov, 16:00 | R1 | Hilltop | observation | trust, finance (suggested) | unchecked |\n"
    )


def test_what_a_pi_can_decide_is_a_list_before_what_waits_for_authors() -> None:
    note = written("She was late.", 213, (*HILLTOP, theme("shed-talk")))
    text = words.text(TERMS, of_thursday(note, replace(MEMO, codes=HILLTOP)), PI, THURSDAY_HALF_PAST_ELEVEN)
    assert "## For you\n\n- New tag #shed\\_talk, 1 note\n\nWaiting for authors: R1, 1 unchecked.\n" in text


def test_a_day_without_notes_says_so_and_has_no_pictures() -> None:
    empty = of_thursday()
    text = words.text(TERMS, empty, PI, THURSDAY_HALF_PAST_ELEVEN)
    assert "No new notes. Made on" in text
    assert "## The notes" not in text
    assert (words.news(empty), words.trend(empty)) == ("", "")


def test_the_picture_is_there_in_words() -> None:
    assert words.news(of_thursday(MEMO)) == (
        "## Beside the four weeks before\n"
        "\n"
        "Since Thu 11 Nov, 00:00: 1 note · the four weeks before: 0\n"
        "\n"
        "- First time: trust at Hilltop.\n"
        "- New and only suggested, marked +: 1 note.\n"
        "- No note in these weeks at: Riverside, Orchard, Harbour, Meadow and Junction.\n"
        "- No note in these weeks on: loneliness, connecting, room space "
        "and an alias of unreasonable length an alia….\n"
    )


@given(st.text("ab\\`*_{}[]<>()#+-.!|&;~^:/'\"1 ", max_size=60))
def test_nothing_becomes_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(f"- “{words.marked(text)}”")
    (inline,) = (token for token in tokens if token.type == "inline")
    pieces = inline.children or []
    assert {piece.type for piece in pieces} <= {"text", "text_special"}
    assert "".join(piece.content for piece in pieces) == f"“{text}”"
