"""Full text in memory: which notes hold a word, in any of its forms, and how much that tells (BM25)."""

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, compress, islice, repeat
from operator import add, and_, itemgetter

from fieldwork.number_set import Numbers
from fieldwork.terms import family, terms

SATURATION = 0.9  # BM25's k1: field notes are short, so a second mention adds little
LENGTH_MATTERS = 0.4  # BM25's b: a long note is a fuller one, not a wordier one
OTHER_FORM = 0.8  # of a mention's worth, where another form of the word stands there
POSTINGS_READ = 30_000  # after so many, commoner words are looked up only in the notes found already
POSTINGS_A_NOTE = 25  # to look a phrase up in one text takes as long as to make a set of so many postings
_EXHAUST = deque[None](maxlen=0).extend  # does what an iterator does, and keeps nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A word of a question; notes in `coded` answer it whatever their words are."""

    word: str  # may be several: `face-to-face`, `bus fare`
    coded: Numbers = field(default_factory=Numbers)


class _Postings(dict[str, "array[int]"]):
    """Where each word stands: the numbers of notes in order, each as often as the word stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.families: dict[str, list[str]] = {}

    def __missing__(self, term: str) -> "array[int]":
        self.families.setdefault(family(term), []).append(term)
        numbers = self[term] = array("I")
        return numbers

    def append(self, words: Iterable[str], number: int) -> None:
        """Add the words of a note whose number is the largest; without a step of Python a word."""
        _EXHAUST(map(array.append, map(self.__getitem__, words), repeat(number)))

    def insert(self, term: str, number: int) -> None:
        """Add a number that need not be the largest."""
        numbers = self[term]
        numbers.insert(bisect_right(numbers, number), number)

    def drop(self, term: str, number: int) -> None:
        """Forget that a word stands there."""
        numbers = self[term]
        del numbers[bisect_left(numbers, number) : bisect_right(numbers, number)]
        if not numbers:
            del self[term]
            forms = self.families[family(term)]
            forms.remove(term)
            if not forms:
                del self.families[family(term)]


class FullText:
    """An inverted index, kept up to date note by note; half a kilobyte a note.

    `put` only remembers a text: it is read with `read`, or at the latest when words are asked for.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, str] = {}
        self._postings = _Postings()
        self._lengths = array("I", [0])  # words of each number's text
        self._largest = 0  # number read
        self._read = 0  # notes
        self._total = 0  # words

    def put(self, number: int, text: str) -> None:
        """Take in a note that is not there yet."""
        self._waiting[number] = text

    def read(self, most: int | None = None) -> int:
        """Read so many of the texts that wait, or all; how many are left."""
        for number in list(islice(self._waiting, most)):
            self._take_in(number, terms(self._waiting.pop(number)))
        if not self._waiting:
            self._waiting = {}  # an emptied dictionary keeps its room
        return len(self._waiting)

    def _take_in(self, number: int, words: Sequence[str]) -> None:
        if number > self._largest:
            self._make_room(number)
            self._postings.append(words, number)
        else:
            for word in words:
                self._postings.insert(word, number)
        self._lengths[number] = len(words)
        self._total += len(words)
        self._read += 1

    def _make_room(self, number: int) -> None:
        if number > self._largest:
            self._lengths.extend([0] * (number - self._largest))
            self._largest = number

    def forget(self, number: int, text: str) -> None:
        """Drop a note; `text` is what it was put in with."""
        if self._waiting.pop(number, None) is not None:
            return
        for term in set(terms(text)):
            self._postings.drop(term, number)
        self._total -= self._lengths[number]
        self._lengths[number] = 0
        self._read -= 1

    def scores(self, wanted: Sequence[Wanted], among: Numbers | None) -> tuple[dict[int, float], set[int]]:
        """What each note that holds a wanted word is worth, 0 to 1, and which of them hold all of them.

        `among` limits the notes; None stands for all.
        """
        self.read()
        self._make_room(max((max(want.coded, default=0) for want in wanted), default=0))
        hits = [self._hits(want) for want in wanted]
        if among is not None:
            flags = among.flags(self._largest + 1)
            hits = [dict(compress(hit.items(), map(flags.__getitem__, hit))) for hit in hits]
        rarity = [self._rarity(len(hit)) for hit in hits]
        ideal = sum(rarity) * (SATURATION + 1) or 1.0
        worth: dict[int, float] = {}
        read = 0
        for hit, rare in sorted(zip(hits, rarity, strict=True), key=lambda pair: len(pair[0])):
            read += len(hit)
            few = {n: hit[n] for n in worth if n in hit} if worth and read > POSTINGS_READ else hit
            more = self._worths(few, rare / ideal)
            worth.update(zip(few, map(add, map(worth.get, few, repeat(0.0)), more), strict=True))
        return worth, _in_all(hits)

    def _worths(self, hit: Mapping[int, float], rare: float) -> Sequence[float]:
        """BM25: what the mentions in each note are worth; in one pass, for a question meets some 30,000."""
        average = self._total / (self._read or 1) or 1.0
        once, a_word = SATURATION * (1 - LENGTH_MATTERS), SATURATION * LENGTH_MATTERS / average
        most, lengths = rare * (SATURATION + 1), map(self._lengths.__getitem__, hit)
        return [n * most / (n + once + a_word * words) for n, words in zip(hit.values(), lengths, strict=True)]

    def _rarity(self, holders: int) -> float:
        """BM25's inverse document frequency."""
        return math.log(1 + (self._read - holders + 0.5) / (holders + 0.5))

    def _hits(self, want: Wanted) -> dict[int, float]:
        """How often the word stands in each note that has it; of several words the rarest counts."""
        each = [self._mentions(term) for term in terms(want.word)]
        found = each[0] if len(each) == 1 else {n: min(hit[n] for hit in each) for n in _in_all(each)}
        return {**dict.fromkeys(want.coded, 1.0), **found} if want.coded else found

    def _mentions(self, term: str) -> dict[int, float]:
        mentions: dict[int, float] = {**Counter(self._postings.get(term, ()))}
        for form in self._postings.families.get(family(term), ()):
            if form != term:
                for number, count in Counter(self._postings[form]).items():
                    mentions[number] = mentions.get(number, 0.0) + OTHER_FORM * count
        return mentions

    def may_hold(self, phrase: str, among: Numbers) -> Numbers:
        """Those of these notes in which that phrase could stand, none of those in which it does missing.

        Its rarest words come first; a common one is only looked up when that spares the reading of more texts than
        it costs: of "on the way to the" only `way`.
        """
        self.read()
        parts = terms(phrase)
        sized = [(sum(map(len, holders)), holders) for holders in self._holders_of(parts)] if parts else []
        for postings, holders in sorted(sized, key=itemgetter(0)):
            spared = len(among) * math.exp(-postings / (self._read or 1))  # were they spread over notes by chance
            if postings > spared * POSTINGS_A_NOTE:
                break
            among &= Numbers.of(chain.from_iterable(holders))
        return among

    def _holders_of(self, parts: Sequence[str]) -> list[list["array[int]"]]:
        """Where the words of a phrase stand; its first may be the end of a word, its last the beginning of one."""
        known, last = self._postings, len(parts) - 1
        found = [[known[part]] if part in known else [] for part in parts[1:last]]
        if last == 0:
            return [[numbers for word, numbers in known.items() if parts[0] in word]]
        found.append([numbers for word, numbers in known.items() if word.endswith(parts[0])])
        found.append([numbers for word, numbers in known.items() if word.startswith(parts[last])])
        return found


def _in_all(hits: Sequence[Mapping[int, float]]) -> set[int]:
    fewest, *others = sorted(hits, key=len) if hits else [{}]
    return reduce(and_, (other.keys() for other in others), set(fewest))
