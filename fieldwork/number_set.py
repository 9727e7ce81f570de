"""Sets of note numbers, as bits of one large integer: what 100,000 notes have in common takes microseconds."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import compress
from operator import or_

ONE_BY_ONE = 32  # so few are added bit by bit; more at once
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")
_AS_DIGITS = bytes.maketrans(b"\0\1", b"01")


class Numbers(AbstractSet[int]):
    """An immutable set of numbers from 0; 13 kilobytes when the largest is 100,000."""

    __slots__ = ("bits",)

    def __init__(self, bits: int = 0) -> None:
        self.bits = bits

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Numbers":
        """These numbers, in any order."""
        listed = list(numbers)
        if len(listed) <= ONE_BY_ONE:
            return cls(reduce(or_, (1 << number for number in listed), 0))
        flags = bytearray(max(listed) + 1)
        for number in listed:
            flags[number] = 1
        flags.reverse()
        return cls(int(flags.translate(_AS_DIGITS), 2))

    @classmethod
    def any_of(cls, sets: Iterable["Numbers"]) -> "Numbers":
        """What is in at least one of them."""
        return reduce(or_, sets, cls())

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number >= 0 and bool(self.bits >> number & 1)

    def __iter__(self) -> Iterator[int]:
        """In order."""
        return compress(range(self.bits.bit_length()), self.flags())

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __bool__(self) -> bool:
        return bool(self.bits)

    def __and__(self, other: AbstractSet[object]) -> "Numbers":
        return Numbers(self.bits & _bits_of(other))

    def __or__(self, other: AbstractSet[object]) -> "Numbers":
        return Numbers(self.bits | _bits_of(other))

    def __sub__(self, other: AbstractSet[object]) -> "Numbers":
        return Numbers(self.bits & ~_bits_of(other))

    def flags(self, size: int = 0) -> bytes:
        """A byte for each number, 1 where it is in the set; at least `size` of them."""
        if not self.bits:
            return bytes(size)
        return f"{self.bits:b}".encode()[::-1].translate(_AS_FLAGS).ljust(size, b"\0")

    def __repr__(self) -> str:
        return f"Numbers.of({list(self)})"


class Growing:
    """A set that changes number by number; what was added is worked in when somebody asks."""

    __slots__ = ("_added", "_numbers", "add")

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._added = array("I")
        self.add: Callable[[int], None] = self._added.append  # puts a number in, as cheaply as can be

    def discard(self, number: int) -> None:
        """Take it out, if it is there."""
        self._numbers = self.numbers() - Numbers.of([number])

    def numbers(self) -> Numbers:
        """The set as it is now."""
        if self._added:
            self._numbers |= Numbers.of(self._added)
            del self._added[:]
        return self._numbers


def _bits_of(numbers: AbstractSet[object]) -> int:
    if isinstance(numbers, Numbers):
        return numbers.bits
    return _bits_of(Numbers.of(number for number in numbers if isinstance(number, int)))
