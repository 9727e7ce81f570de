"""Notes by what they carry: sets of numbers by site, theme, person, type and state; and all of them in time."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from enum import IntEnum, auto
from functools import reduce
from operator import and_
from string import digits
from zoneinfo import ZoneInfo

from fieldwork.days import moved
from fieldwork.hashtags import hashtags
from fieldwork.in_time import NewestFirst
from fieldwork.left_out import NOTHING, LeftOut
from fieldwork.note import Code, CodeKind, Note, Origin
from fieldwork.number_set import Growing, Numbers
from fieldwork.part_of_day import PartOfDay
from fieldwork.query import Query
from fieldwork.spelling import compact

INSERTED = 64  # late notes are put in their places one by one; more at once by sorting all


class Facet(IntEnum):
    """In which respect; a number, for half of a start would be spent on hashing names."""

    SITE = auto()
    NO_SITE = auto()
    THEME = auto()  # given or accepted by a person
    SUGGESTED = auto()
    UNTAGGED = auto()
    AUTHOR = auto()
    PERSON = auto()  # who takes part in it
    ROLE = auto()  # what kind of people take part in it: the prefix of their codes
    NOTE_TYPE = auto()
    STATUS = auto()
    FOLLOW_UP = auto()
    FLAGGED = auto()
    KIND = auto()
    HASHTAG = auto()  # typed in the note, in any spelling


Key = tuple[Facet, str]

# What nearly every note is asked for: Python 3.11 takes longer to find an enum's member than to put a number in a set.
_STATUS, _NOTE_TYPE, _KIND, _AUTHOR = Facet.STATUS, Facet.NOTE_TYPE, Facet.KIND, Facet.AUTHOR
_PERSON, _ROLE = Facet.PERSON, Facet.ROLE
_SITE, _THEME, _SUGGESTED = Facet.SITE, Facet.THEME, Facet.SUGGESTED
_OF_SITE, _BY_MACHINE = CodeKind.SITE, Origin.SUGGESTED


class Facets:
    """Kept up to date note by note; about 100 bytes a note."""

    def __init__(self, timezone: ZoneInfo) -> None:
        self._timezone = timezone
        self._all = Growing()
        self._holders: dict[Key, Growing] = defaultdict(Growing)
        self._moment = array("d", [0.0])  # of each number, seconds
        self._by_moment = array("I")  # in order of time, then of number
        self._late: list[int] = []  # what has no place there yet
        self._lent = False  # whether an answer still reads `_by_moment`

    def put(self, note: Note) -> None:
        """Take in a note that is not there yet."""
        number, moment = note.number, note.observed_at.timestamp()
        for key in _keys(note):
            self._holders[key].add(number)
        self._all.add(number)
        if number >= len(self._moment):
            self._moment.extend([0.0] * (number + 1 - len(self._moment)))
        self._moment[number] = moment
        order = self._by_moment
        if not order or (self._moment[order[-1]], order[-1]) < (moment, number):
            self._own_order().append(number)
        else:
            self._late.append(number)

    def forget(self, note: Note) -> None:
        """Drop a note as it was put in."""
        for key in _keys(note):
            self._holders[key].discard(note.number)
            if not self._holders[key].numbers():
                del self._holders[key]
        self._all.discard(note.number)
        self._in_order()
        del self._own_order()[self._place(note.number)]

    def _place(self, number: int) -> int:
        return bisect_left(self._by_moment, (self._moment[number], number), key=self._moment_and_number)

    def _moment_and_number(self, number: int) -> tuple[float, int]:
        return self._moment[number], number

    def _own_order(self) -> "array[int]":
        """The order of time, to be changed: an answer that still reads it keeps it as it was."""
        if self._lent:
            self._by_moment, self._lent = self._by_moment[:], False
        return self._by_moment

    def _in_order(self) -> "array[int]":
        """The order of time with every note in its place."""
        late, self._late = self._late, []
        if len(late) > INSERTED:
            everything = sorted([*self._by_moment, *late])
            self._by_moment, self._lent = array("I", sorted(everything, key=self._moment.__getitem__)), False
        else:
            for number in late:
                self._own_order().insert(self._place(number), number)
        return self._by_moment

    def work_in(self) -> None:
        """Be ready for the first question: what was put in takes a moment the first time that it is asked for."""
        for holders in (self._all, *self._holders.values()):
            holders.numbers()

    def numbers(self) -> Numbers:
        """Every note."""
        return self._all.numbers()

    @property
    def largest(self) -> int:
        """No number is larger."""
        return len(self._moment) - 1

    def with_any(self, facet: Facet, values: Iterable[str]) -> Numbers:
        """Notes that carry at least one of these."""
        keys = [(facet, value) for value in values]
        return Numbers.any_of(self._holders[key].numbers() for key in keys if key in self._holders)

    def answering(self, query: Query) -> Numbers | None:
        """The notes of which everything holds that is asked besides words and phrases; None stands for all."""
        limits = list(self._limits(query))
        found = reduce(and_, limits) if limits else None
        return found if found is None or query.part is None else self._in_part_of_day(found, query.part)

    def _in_part_of_day(self, numbers: Numbers, part: PartOfDay) -> Numbers:
        hours = {number: datetime.fromtimestamp(self._moment[number], self._timezone).hour for number in numbers}
        return Numbers.of(number for number, hour in hours.items() if part.holds(hour))

    def _limits(self, query: Query) -> Iterator[Numbers]:
        for facet, values in (
            (Facet.STATUS, query.statuses),
            (Facet.FOLLOW_UP, ("",) if query.follow_up else ()),
            (Facet.FLAGGED, ("",) if query.flagged else ()),
            (Facet.KIND, query.kinds),
            (Facet.ROLE, query.roles),
            (Facet.SITE, query.sites),
            (Facet.NO_SITE, ("",) if query.no_site else ()),
            (Facet.UNTAGGED, ("",) if query.untagged else ()),
        ):
            if values:
                yield self.with_any(facet, values)
        for people in self._groups(query):
            yield self.with_any(Facet.AUTHOR, people) | self.with_any(Facet.PERSON, people)
        if query.note_types:
            yield self.with_any(Facet.NOTE_TYPE, query.note_types) | self.with_any(Facet.THEME, query.type_themes)
        if query.themes:
            yield self._on_themes(query, Facet.THEME, Facet.SUGGESTED)
        if query.first or query.last:
            yield self._between(query.first, query.last)
        if query.left_out != NOTHING:
            yield self.numbers() - Numbers.any_of(self._left_out(query.left_out))

    def _left_out(self, out: LeftOut) -> Iterator[Numbers]:
        """The notes of which some of it holds, but for phrases."""
        for facet, values in (
            (Facet.SITE, out.sites),
            (Facet.THEME, out.themes),
            (Facet.AUTHOR, out.people),
            (Facet.PERSON, out.people),
            (Facet.NOTE_TYPE, out.note_types),
            (Facet.KIND, out.kinds),
            (Facet.STATUS, out.statuses),
            (Facet.FOLLOW_UP, ("",) if out.follow_up else ()),
            (Facet.FLAGGED, ("",) if out.flagged else ()),
        ):
            yield self.with_any(facet, values)
        for first, last in out.days:
            yield self._between(first, last)

    def _groups(self, query: Query) -> Iterable[list[str]]:
        """Of "R2 LW1 P07 P12" the note is by R2, and LW1 and P07 or P12 take part in it; of "P07 + P12" both."""
        groups: dict[str, list[str]] = defaultdict(list)
        for label in query.people:
            wrote = (Facet.AUTHOR, label) in self._holders
            groups[label if query.together else "" if wrote else label.rstrip(digits)].append(label)
        return groups.values()

    def stated(self, query: Query) -> Numbers:
        """The notes that a person put the themes on that are asked for."""
        return self._on_themes(query, Facet.THEME)

    def hashtagged(self, query: Query) -> Numbers:
        """The notes in which somebody typed the same hashtag as the question."""
        return self.with_any(Facet.HASHTAG, map(compact, hashtags(query.said)))

    def _on_themes(self, query: Query, *facets: Facet) -> Numbers:
        each = [Numbers.any_of(self.with_any(facet, [theme]) for facet in facets) for theme in query.themes]
        return Numbers.any_of(each) if query.any_theme else reduce(and_, each)

    def _between(self, first: date | None, last: date | None) -> Numbers:
        order = self._in_order()
        start, end = 0, len(order)
        if first:
            start = bisect_left(order, self._midnight(first), key=self._moment.__getitem__)
        if last:
            end = max(start, bisect_left(order, self._midnight(moved(last, 1)), key=self._moment.__getitem__))
        if end - start <= len(order) // 2:
            return Numbers.of(order[start:end])
        return self.numbers() - Numbers.of(order[:start] + order[end:])

    def _midnight(self, day: date) -> float:
        return datetime.combine(day, time(), self._timezone).timestamp()

    def newest_first(self, numbers: Collection[int]) -> list[int]:
        """These few notes in order of time."""
        order = sorted(sorted(numbers), key=self._moment.__getitem__)  # numbers are nearly in time: quickly sorted
        order.reverse()
        return order

    def groups_newest_first(self, groups: Sequence[Numbers]) -> NewestFirst:
        """One group after the other, each in order of time; however many, it costs what is looked at."""
        order = self._in_order()
        self._lent = True
        return NewestFirst(order, self.largest, groups)

    def values(self, facet: Facet) -> set[str]:
        """What notes carry in that respect."""
        return {value for kind, value in self._holders if kind is facet}


def _keys(note: Note) -> list[Key]:
    """What it carries, some of it perhaps twice; one list, for a start asks this of a hundred thousand notes."""
    codes = [(_facet_of(code), code.slug) for code in note.codes]
    facets = [facet for facet, _ in codes]
    keys: list[Key] = [
        (_STATUS, note.status),
        (_NOTE_TYPE, note.note_type),
        (_KIND, note.kind),
        (_AUTHOR, note.author_label),
        *codes,
    ]
    for participant in note.participants:
        keys += (_PERSON, participant), (_ROLE, participant.rstrip(digits))
    if _SITE not in facets:
        keys.append((Facet.NO_SITE, ""))
    if _THEME not in facets:
        keys.append((Facet.UNTAGGED, ""))
    if note.flagged:
        keys.append((Facet.FLAGGED, ""))
    if note.follow_up:
        keys.append((Facet.FOLLOW_UP, ""))
    if "#" in note.text or "\uff03" in note.text:
        keys += [(Facet.HASHTAG, compact(tag)) for tag in hashtags(note.text)]
    return keys


def _facet_of(code: Code) -> Facet:
    if code.kind is _OF_SITE:
        return _SITE
    return _SUGGESTED if code.origin is _BY_MACHINE else _THEME
