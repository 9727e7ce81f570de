"""The order of what answers free words: exact words first, then words and meaning together, down to a sensible cut."""

from collections.abc import Callable, Collection, Mapping
from heapq import nlargest

WORDS_COUNT = 0.3  # what all the words are worth beside a likeness of 1.5
CLEARLY_LIKE = 0.42  # of 1.5: the best of an answer by meaning alone; below it nothing was meant
SOMEWHAT_LIKE = 0.25  # of 1.5: below it a note is not even among the few that are shown
FEW = 10  # so many are worth a look when they are somewhat like it
BESIDE_THE_BEST = 0.75  # of the best one's worth; beyond the few, what is weaker is left out
BY_WORDS_ALONE = 0.35  # of the best one's worth
RANKED = 500  # beyond so many the order is that of time


def ranked(
    worth: Mapping[int, float],
    whole: Collection[int],
    likeness: Mapping[int, float] | None,
    newest_first: Callable[[Collection[int]], list[int]],
    lift: Mapping[int, float] | None = None,
) -> list[int]:
    """The notes that answer, best first.

    `worth` is 0 to 1 by words, `whole` are the notes with every word, `likeness` is up to 1.5 by meaning (None where
    no meaning is known), and `lift` comes on top of it (for a note on a theme that the question is about). Notes with
    every word are never left out and come before all others.
    """
    others = worth.keys() - set(whole)
    if likeness is None:
        first = _best(whole, worth, newest_first)
        return first or _cut(_best(others, worth, newest_first), worth, BY_WORDS_ALONE, 0.0)
    lifted = {number: like + lift.get(number, 0.0) for number, like in likeness.items()} if lift else likeness
    together = {n: WORDS_COUNT * worth.get(n, 0.0) + lifted.get(n, 0.0) for n in worth.keys() | lifted.keys()}
    first = _best(whole, together, newest_first)
    close = [number for number, like in lifted.items() if like >= SOMEWHAT_LIKE]
    rest = _best((set(close) | others) - set(whole), together, newest_first)
    clear = bool(worth) or max(likeness.values(), default=0.0) >= CLEARLY_LIKE
    return first + (_cut(rest, together, BESIDE_THE_BEST, SOMEWHAT_LIKE, few=max(0, FEW - len(first))) if clear else [])


def _best(
    numbers: Collection[int], worth: Mapping[int, float], newest_first: Callable[[Collection[int]], list[int]]
) -> list[int]:
    """In order of worth as far as anybody pages, then newest first."""
    if len(numbers) <= RANKED:
        return sorted(newest_first(numbers), key=worth.__getitem__, reverse=True)
    best = nlargest(RANKED, numbers, key=worth.__getitem__)
    return best + newest_first(set(numbers).difference(best))


def _cut(order: list[int], worth: Mapping[int, float], share: float, least: float, *, few: int = 0) -> list[int]:
    if not order:
        return []
    enough = max(least, share * worth[order[0]])
    return [number for at, number in enumerate(order) if worth[number] >= (least if at < few else enough)]
