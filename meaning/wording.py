"""How much a note shares the words of each theme's rule, its cues and its examples."""

import math
from collections import Counter
from collections.abc import Sequence

from fieldwork.codebook import Theme
from fieldwork.suggestion import content_stems
from meaning.examples import Examples

CUES_COUNT = 2  # times: they were chosen for it
SATURATION = 1.2  # k1 of BM25 (Robertson and Zaragoza 2009, 3.4)


class Wording:
    """A bag of words for each theme, a word worth the more the fewer themes share it."""

    def __init__(self, themes: Sequence[Theme], examples: dict[str, Examples]) -> None:
        bags = [_bag(theme, examples.get(theme.slug, Examples())) for theme in themes]
        sharing = Counter(word for bag in bags for word in bag)
        self._worth = [
            {
                word: math.log(1 + len(bags) / sharing[word]) * count * (SATURATION + 1) / (count + SATURATION)
                for word, count in bag.items()
            }
            for bag in bags
        ]

    def shared(self, text: str) -> list[float]:
        """For each theme, what the words that it shares with the text are worth."""
        words = set(content_stems(text))
        return [sum(worth[word] for word in words & worth.keys()) for worth in self._worth]


def _bag(theme: Theme, examples: Examples) -> Counter[str]:
    words = " ".join((theme.label, theme.definition, theme.include, *theme.aliases, *examples.shows))
    return Counter(content_stems(words)) + Counter(content_stems(" ".join(theme.cues * CUES_COUNT)))
