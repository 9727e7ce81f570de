"""The words that this study says and Whisper does not expect: names of sites, terms of themes."""

from collections.abc import Iterable
from itertools import chain, zip_longest

MAX_CHARACTERS = 200  # some 60 tokens; the decoder's prompt has room for 223, and a long list is parroted


def vocabulary(sites: Iterable[Iterable[str]], themes: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The names to listen for, the most important first.

    Args:
        sites: for each site its name, then its aliases.
        themes: for each theme its label, then its aliases.

    Returns:
        The names of sites, the labels of themes, then second names of sites, of themes, and so on; codes such as
        RVS left out, and names that only repeat one before them.
    """
    ranks = zip_longest(by_rank(sites), by_rank(themes), fillvalue=())
    chosen: list[str] = []
    for name in chain.from_iterable(chain.from_iterable(ranks)):
        if is_spoken(name) and not any(word.casefold() in name.casefold() for word in chosen):
            chosen.append(name)
    return tuple(chosen)


def by_rank(names: Iterable[Iterable[str]]) -> Iterable[tuple[str, ...]]:
    """All first names, all second names, and so on."""
    return zip_longest(*names, fillvalue="")


def is_spoken(name: str) -> bool:
    """Whether it is a word rather than a code such as RVS, LW1 or "site 1"."""
    return len(name) > 3 and not name.isupper() and not name.lower().startswith("site ")


def hotwords(words: Iterable[str], *, max_characters: int = MAX_CHARACTERS) -> str:
    """The words that fit, as the engine takes them: "Riverside, Hilltop"."""
    chosen = ""
    for word in words:
        longer = f"{chosen}, {word}" if chosen else word
        if len(longer) > max_characters:
            break
        chosen = longer
    return chosen
