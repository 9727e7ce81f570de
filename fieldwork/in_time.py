"""Notes in order of time, looked through only as far as somebody reads: most answers are read to their first page."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress, islice
from typing import overload

from fieldwork.note import Note
from fieldwork.number_set import Numbers


class NewestFirst(Sequence[int]):
    """The numbers of several groups, one group after the other, each newest first. The groups have none in common."""

    def __init__(self, by_moment: "array[int]", largest: int, groups: Sequence[Numbers]) -> None:
        self._by_moment = by_moment  # all notes, oldest first; not changed any more
        self._largest = largest  # of their numbers
        self._length = sum(map(len, groups))
        self._rest = chain.from_iterable(map(self._group, filter(None, groups)))
        self._read: list[int] = []

    def _group(self, numbers: Numbers) -> Iterator[int]:
        flags = numbers.flags(self._largest + 1)
        return compress(reversed(self._by_moment), map(flags.__getitem__, reversed(self._by_moment)))

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> list[int]: ...
    def __getitem__(self, at: int | slice) -> int | list[int]:
        places = range(self._length)[at]
        if isinstance(places, int):
            self._read_to(places)
            return self._read[places]
        if places:
            self._read_to(max(places[0], places[-1]))
        return [self._read[place] for place in places]

    def __iter__(self) -> Iterator[int]:
        self._read_to(self._length)
        return iter(self._read)

    def _read_to(self, place: int) -> None:
        self._read += islice(self._rest, max(0, place + 1 - len(self._read)))


class Lookup(Sequence[Note]):
    """The notes of these numbers, in the same order; each is looked up when somebody reads it."""

    def __init__(self, numbers: Sequence[int], notes: Mapping[int, Note]) -> None:
        self._numbers = numbers
        self._notes = notes  # not changed any more

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Note: ...
    @overload
    def __getitem__(self, at: slice) -> "Lookup": ...
    def __getitem__(self, at: int | slice) -> "Note | Lookup":
        if isinstance(at, slice):
            return Lookup(self._numbers[at], self._notes)
        return self._notes[self._numbers[at]]

    def __iter__(self) -> Iterator[Note]:
        return map(self._notes.__getitem__, self._numbers)
