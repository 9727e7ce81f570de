"""What a researcher's own notes still want at the end of the day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork.note import Audience, Kind, Note, NoteNumber, NoteType, Status
from fieldwork.your_day import JOTTING_WORDS, YourDay, your_day
from tests.handlers.notes import site, spoken, written

LONDON = ZoneInfo("Europe/London")
THURSDAY = date(2021, 11, 11)
ACCOUNT = "He came in and sat down. " * 12  # an account, no jotting
AT_HILLTOP = (site("hilltop"),)


def done(number: int = 1) -> Note:
    """A note that wants nothing more."""
    return written(ACCOUNT, number, AT_HILLTOP)


def memo(number: int = 2, status: Status = Status.UNCHECKED) -> Note:
    return replace(spoken([("shed", 0.9)], number, AT_HILLTOP), text=ACCOUNT, status=status)


def on(note: Note, day: int) -> Note:
    moment = datetime(2021, 11, day, 12, tzinfo=UTC)
    return replace(note, observed_at=moment, recorded_at=moment)


def day_of(*notes: Note) -> YourDay:
    told = your_day(notes, THURSDAY, LONDON)
    assert told is not None
    return told


def numbers(notes: tuple[Note, ...]) -> list[int]:
    return [note.number for note in notes]


def test_a_day_without_notes_and_with_nothing_left_is_no_message() -> None:
    assert your_day([], THURSDAY, LONDON) is None
    assert your_day([on(done(), 10)], THURSDAY, LONDON) is None


def test_a_day_on_which_everything_is_done_says_so() -> None:
    told = day_of(done())
    assert (numbers(told.notes), told.things, told.coming) == ([1], 0, 0)


def test_a_memo_stays_to_be_checked_however_old() -> None:
    told = day_of(on(memo(1), 2), memo(2), done(3), replace(memo(4), status=Status.CHECKED))
    assert numbers(told.unchecked) == [1, 2]
    assert numbers(told.notes) == [3, 2, 4]  # by the time of observation
    assert told.things == 2


def test_only_you_notes_are_ones_own_too() -> None:
    assert numbers(day_of(replace(memo(), audience=Audience.AUTHOR)).unchecked) == [2]


def test_what_was_taken_back_or_imported_asks_for_nothing() -> None:
    gone = replace(memo(), hidden_at=datetime(2021, 11, 11, tzinfo=UTC))
    assert your_day([gone, replace(memo(), imported=True)], THURSDAY, LONDON) is None


def test_a_site_is_missed_unless_there_is_none_on_purpose() -> None:
    told = day_of(
        written(ACCOUNT, 1),
        replace(written(ACCOUNT, 2), no_site=True),
        replace(written(ACCOUNT, 3), note_type=NoteType.ADMIN),
        replace(written("", 4), kind=Kind.VOICE, status=Status.WAITING),
        on(written(ACCOUNT, 5), 8),
        replace(written(ACCOUNT, 6), note_type=NoteType.REFLEXIVE),
    )
    assert numbers(told.no_site) == [5, 1]
    assert told.coming == 1


def test_a_failed_recording_stays_and_one_without_speech_is_told_of_on_its_day() -> None:
    silent = replace(memo(), text="", status=Status.NO_SPEECH)
    failed = replace(silent, number=NoteNumber(3), status=Status.FAILED)
    assert numbers(day_of(silent, on(failed, 2)).wordless) == [3, 2]
    assert your_day([on(silent, 10)], THURSDAY, LONDON) is None


def test_a_possible_name_is_told_for_a_week() -> None:
    named = replace(done(), flagged=True)
    assert numbers(day_of(named).flagged) == [1]
    assert numbers(day_of(on(named, 5)).flagged) == [1]
    assert your_day([on(named, 4)], THURSDAY, LONDON) is None


@pytest.mark.parametrize(
    ("note", "to_write_up"),
    [
        (written("P07 by the boiler, no coat.", 1, AT_HILLTOP), True),
        (written(" ".join(["word"] * JOTTING_WORDS), 1, AT_HILLTOP), False),
        (replace(written("Room booked for Friday.", 1), note_type=NoteType.ADMIN), False),
        (replace(memo(1), text="P07 by the boiler."), False),  # first the ✓
        (replace(memo(1), text="P07 by the boiler.", status=Status.CHECKED), True),
    ],
)
def test_a_jotting_is_to_be_written_up(note: Note, *, to_write_up: bool) -> None:
    assert bool(day_of(note).to_write_up) is to_write_up


def test_what_was_not_written_up_within_a_week_is_left_as_it_is() -> None:
    jotting = written("P07 by the boiler, no coat.", 1, AT_HILLTOP)
    assert numbers(day_of(on(jotting, 5)).to_write_up) == [1]
    assert your_day([on(jotting, 4)], THURSDAY, LONDON) is None


def test_what_was_dictated_late_about_yesterday_is_of_both_days() -> None:
    late = replace(done(), observed_at=done().observed_at - timedelta(days=1))
    assert numbers(day_of(late).notes) == [1]


def test_the_day_is_the_studys_own() -> None:
    summer = datetime(2021, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on the second in London
    note = replace(done(), observed_at=summer, recorded_at=summer)
    told = your_day([note], date(2021, 7, 2), LONDON)
    assert told is not None
    assert numbers(told.notes) == [1]
    assert your_day([note], date(2021, 7, 1), LONDON) is None
