"""The end of a researcher's day, on a phone that may be locked."""

from dataclasses import replace
from datetime import date, timedelta

from fieldwork.note import Note, NoteNumber, Status
from fieldwork.your_day import YourDay
from handlers.replies import your_day
from tests.handlers.notes import CHAT, TERMS, member, site, spoken, written
from tests.handlers.telegram_limits import fits, labels

MEMO = spoken([("shed", 0.9)], 214, (site("hilltop"),))
LOST = written("The dog.", 213)
DONE = YourDay(
    day=date(2021, 11, 11),
    notes=(LOST, MEMO),
    unchecked=(),
    wordless=(),
    no_site=(),
    flagged=(),
    to_write_up=(),
    coming=0,
)


def before(note: Note, number: int, days: int) -> Note:
    return replace(note, number=NoteNumber(number), observed_at=note.observed_at - timedelta(days=days))


def test_what_is_left_is_named_by_number_time_and_site() -> None:
    told = replace(
        DONE,
        unchecked=(before(MEMO, 201, 2), MEMO),
        no_site=(LOST,),
        wordless=(replace(MEMO, status=Status.FAILED, number=NoteNumber(209)),),
        flagged=(LOST,),
        to_write_up=(LOST,),
        coming=1,
    )
    say = your_day.your_day(TERMS, told, member())
    assert say.html == (
        "Thu 11 Nov · your day: 2 notes, 6 things left to do\n"
        "\n"
        "To check: /n201 Tue 9 Nov Hilltop, /n214 16:00 Hilltop\n"
        "Without words: /n209 16:00 Hilltop\n"
        "Without a site: /n213 11:30\n"
        "Perhaps a name or address in: /n213 11:30\n"
        "Short, to write up while it is fresh: /n213 11:30\n"
        "Words still to come: 1 recording."
    )
    assert labels(say) == [["Check the 2"], ["Site of #213", "Write up #213"]]
    assert say.chat_id == CHAT
    fits(say)


def test_a_day_that_is_done_is_one_line() -> None:
    say = your_day.your_day(TERMS, DONE, member())
    assert (say.html, say.buttons) == ("Thu 11 Nov · your day: 2 notes, nothing left to do", ())


def test_a_day_whose_hour_was_missed_says_that_it_is_late() -> None:
    say = your_day.your_day(TERMS, DONE, member(), late=True)
    assert say.html == "Thu 11 Nov · your day: 2 notes, nothing left to do · late, I was away"


def test_a_thousand_memos_are_counted() -> None:
    told = replace(DONE, notes=(), unchecked=tuple(before(MEMO, number, 3) for number in range(1, 1001)))
    say = your_day.your_day(TERMS, told, member())
    assert say.html.startswith("Thu 11 Nov · your day: no new notes, 1000 things left to do")
    assert say.html.endswith("/n1000 Mon 8 Nov Hilltop and 994 before")
    fits(say)
