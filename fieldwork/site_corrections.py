"""Sites that the author takes back later on: "Hilltop, Wednesday the seventeenth. No, sorry, not Hilltop, Harbour."."""

from collections.abc import Mapping, Sequence

from fieldwork.codebook import Codebook, Site
from fieldwork.header import Named
from fieldwork.phrases import word_set
from fieldwork.words import Word, ends_part, lower_at

_TO_THE_OTHER = word_set("it's its it is but i mean meant i'm at the we're this from in no sorry um em er erm uh")
_BEFORE_NOT = word_set("sorry no it's its that's")
_THAT_IS = word_set("that's thats i'm got")  # "that's wrong"
_LONGEST_NAME = 4  # words
_FARTHEST = 4  # words between both names


def corrected_sites(words: Sequence[Word], codebook: Codebook) -> Mapping[str, Named]:
    """By the slug of each site that is denied, the one that is named in its place."""
    found: dict[str, Named] = {}
    for at in range(len(words)):
        if _denies(words, at):
            denied, behind = _site_at(words, at + 1, codebook)
        elif _takes_back(words, at):
            denied, behind = _latest(words, at, codebook), at + 1
        else:
            continue
        meant, end = _site_at(words, _skip(words, behind), codebook) if denied else (None, 0)
        if denied and meant and denied is not meant and ends_part(words, end):
            found[denied.slug] = Named(meant.slug, meant.name)
    return found


def _latest(words: Sequence[Word], before: int, codebook: Codebook) -> Site | None:
    return next((site for at in reversed(range(before)) if (site := _site_at(words, at, codebook)[0])), None)


def _denies(words: Sequence[Word], at: int) -> bool:
    """`Not Hilltop`, `sorry not Hilltop`, `it's not Hilltop`, as a part of its own."""
    if lower_at(words, at) != "not":
        return False
    return words[at].opens or (lower_at(words, at - 1) in _BEFORE_NOT and words[at - 1].opens)


def _takes_back(words: Sequence[Word], at: int) -> bool:
    """`That's wrong`, `no I'm not`: the site that was named last."""
    if lower_at(words, at) == "wrong":
        return lower_at(words, at - 1) in _THAT_IS
    return (lower_at(words, at - 2), lower_at(words, at - 1), lower_at(words, at)) == ("no", "i'm", "not")


def _skip(words: Sequence[Word], at: int) -> int:
    last = at + _FARTHEST
    while at < min(last, len(words)) and lower_at(words, at) in _TO_THE_OTHER:
        at += 1
    return at


def _site_at(words: Sequence[Word], at: int, codebook: Codebook) -> tuple[Site | None, int]:
    """The site named there, and the index behind its name."""
    for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        in_one_piece = not any(word.opens for word in words[at + 1 : at + length])
        if in_one_piece and (site := codebook.find_site(" ".join(word.text for word in words[at : at + length]))):
            return site, at + length
    return None, at
