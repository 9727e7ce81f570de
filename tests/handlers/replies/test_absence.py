"""After a time away, everybody can see whether something of theirs is missing."""

from datetime import UTC, datetime, timedelta

from fieldwork.absence import Absence
from fieldwork.note import NoteNumber
from handlers.replies import absence
from tests.handlers.notes import CHAT, TERMS
from tests.handlers.telegram_limits import fits

SINCE, UNTIL = datetime(2021, 11, 11, 14, 2, tzinfo=UTC), datetime(2021, 11, 11, 15, 40, tzinfo=UTC)


def numbers(*written: int) -> list[NoteNumber]:
    return [NoteNumber(number) for number in written]


def test_what_arrived_meanwhile_is_named() -> None:
    away = Absence(since=SINCE, until=UNTIL)
    assert absence.away(TERMS, away, numbers(216, 217, 218), CHAT).html == (
        "I was away from 14:02 to 15:40. From you I now have #216, #217 and #218. "
        "If you sent more than 3 notes, please send the others again."
    )


def test_a_long_list_is_cut_and_counted() -> None:
    say = absence.away(TERMS, Absence(since=SINCE, until=UNTIL), numbers(*range(100, 2100)), CHAT)
    assert "#129 (2000 notes in all). If you sent more than 2000 notes" in say.html
    fits(say)


def test_a_day_and_a_half_away_is_told_with_what_may_be_lost() -> None:
    away = Absence(since=SINCE - timedelta(days=1, hours=12), until=UNTIL)
    say = absence.away(TERMS, away, [], CHAT)
    assert say.html == (
        "I was away from Wed 10 Nov, 02:02 to Thu 11 Nov, 15:40. Telegram keeps messages for 24 hours: what was sent "
        "before Wed 10 Nov, 15:40 may be lost. From you I have nothing from that time. If you sent notes, send them "
        "again."
    )
    fits(say)


def test_a_whole_day_away_ends_on_its_own_day() -> None:
    away = Absence(since=UNTIL - timedelta(days=1), until=UNTIL)
    say = absence.away(TERMS, away, numbers(216), CHAT)
    assert say.html.startswith("I was away from Wed 10 Nov, 15:40 to Thu 11 Nov, 15:40. From you I now have #216.")
