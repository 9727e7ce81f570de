"""After a time away, everybody can see whether something of theirs is missing."""

from datetime import UTC, datetime

from handlers.replies import absence
from tests.handlers.notes import CHAT, TERMS
from tests.handlers.telegram_limits import fits

SINCE, UNTIL = datetime(2021, 11, 11, 14, 2, tzinfo=UTC), datetime(2021, 11, 11, 15, 40, tzinfo=UTC)


def test_what_arrived_meanwhile_is_named() -> None:
    assert absence.away(TERMS, SINCE, UNTIL, [216, 217, 218], CHAT).html == (
        "I was away from 14:02 to 15:40. From you I now have #216, #217 and #218. "
        "If you sent more than 3 notes, please send the others again."
    )


def test_a_night_away_is_told_with_its_day() -> None:
    say = absence.away(TERMS, SINCE.replace(day=10), UNTIL, [], CHAT)
    assert say.html.startswith("I was away from Wed 10 Nov, 14:02 to 15:40. From you I have nothing from that time.")
    fits(say)
