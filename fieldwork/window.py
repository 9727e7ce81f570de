"""Which notes are a digest's? Those that became readable since the last one and that it has not told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fieldwork.note import Note, NoteNumber

CLOCKS_ERR = timedelta(days=1)  # a clock that was put right loses no note and tells none twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From one digest to the next."""

    since: datetime  # aware
    told: frozenset[NoteNumber] = frozenset()  # what the last digests told, as far as clocks may err
    slack: timedelta = timedelta()

    def split(self, notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
        """What is new, and what was there before, imported notes among it."""
        new: list[Note] = []
        before: list[Note] = []
        for note in notes:
            (new if self._is_new(note) else before).append(note)
        return new, before

    def _is_new(self, note: Note) -> bool:
        return not note.imported and readable_at(note) > self.since - self.slack and note.number not in self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Some whole local days, as somebody asks for them: what was observed on them, however late it was told."""

    first: date
    last: date
    timezone: ZoneInfo

    @property
    def since(self) -> datetime:
        """The first midnight."""
        return datetime.combine(self.first, time(), self.timezone)

    @property
    def until(self) -> datetime:
        """The midnight behind the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.timezone)

    def split(self, notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
        """What was observed on these days, and what before them; imported notes are among both."""
        seen = [(note.observed_at, note) for note in notes if note.observed_at < self.until]
        return [note for at, note in seen if at >= self.since], [note for at, note in seen if at < self.since]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a digest told, as its buttons go back to it: these notes, as they stand now, whatever has come since."""

    day: date
    since: datetime
    until: datetime  # when it was composed; of named days, their first midnight
    runs: tuple[tuple[int, int], ...]  # the first and the last of each run of its notes' numbers: a year's are few
    only_at: tuple[str, ...] = ()  # slugs of the sites that it told of, none for all
    by_day: bool = False  # what was observed on some days

    def split(self, notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
        """Its notes, and what was there before."""
        numbers = {number for first, last in self.runs for number in range(first, last + 1)}
        new: list[Note] = []
        before: list[Note] = []
        for note in notes:
            if note.number in numbers:
                new.append(note)
            elif self.moment(note) < self.until:
                before.append(note)
        return new, before

    def moment(self, note: Note) -> datetime:
        """When a note counts: observed, in a digest of named days; imported ones are new in no other."""
        return note.observed_at if self.by_day or note.imported else readable_at(note)


def runs_of(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """`(1, 3), (7, 7)` of 1, 2, 3, 7."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return tuple(runs)


def since_digest(composed: datetime, told: Collection[int] | None) -> Window:
    """The window behind a digest that was composed then, and told these notes; None when nobody wrote them down."""
    if told is None:
        return Window(since=composed)
    return Window(since=composed, told=frozenset(map(NoteNumber, told)), slack=CLOCKS_ERR)


def still_told(
    window: Window, told: Iterable[Note], known: Iterable[Note], composed: datetime
) -> tuple[NoteNumber, ...]:
    """What the digest composed then must remember: its own notes, and earlier ones that might come again."""
    numbers = window.told | {note.number for note in told}
    near = (note.number for note in known if readable_at(note) > composed - CLOCKS_ERR)
    return tuple(sorted(numbers.intersection(near)))


def readable_at(note: Note) -> datetime:
    """When it first had words."""
    return note.readable_at or note.recorded_at
