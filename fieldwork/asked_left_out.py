"""What a question leaves out: `-riverside`, `not #trust`, `except Hilltop or Orchard`, `but not trust`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldwork.asked_words import IDLE, LONGEST_NAME, bare
from fieldwork.codebook import Codebook

_BY_WORD = re.compile(
    r"\b(?:but not|not|except(?: for)?|excluding|other than|apart from|without)\s+(?:at\s+|in\s+|from\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_BY_SIGN = re.compile(
    r"(?<!\S)(?:[-\u2212]|(?:but )?not |without |except )\s?[#\uff03](?P<tag>\w[\w-]*)"
    r"|(?<!\S)[-\u2212](?P<name>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Slugs of the sites and themes that must not be among the answers."""

    sites: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)


def left_out_by_sign(text: str, codebook: Codebook) -> tuple[LeftOut, str]:
    """`-riverside`, `-#trust`, `not #trust`, and the question without them; a name of nothing stays."""
    found, rest = LeftOut(), text
    for match in reversed(list(_BY_SIGN.finditer(text))):
        name = match["tag"] or match["name"]
        if site := codebook.find_site(name):
            found.sites.append(site.slug)
        elif theme := codebook.find_theme(name):
            found.themes.append(theme.slug)
        else:
            continue
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return found, rest


def left_out_by_word(text: str, codebook: Codebook) -> tuple[LeftOut, str]:
    """`not Riverside or Hilltop`, `but not trust`, and the question without them."""
    found, rest = LeftOut(), text
    for match in reversed(list(_BY_WORD.finditer(text))):
        before, words = rest[: match.start()].rstrip(), rest[match.end() :].split()
        themes_too = match[0].split()[0].casefold() != "not" or _sets_apart(before, codebook)
        taken = 0
        while (length := _named(words[taken:], codebook, found, themes_too=themes_too)) > 0:
            taken += length
            joins = words[taken : taken + 1] in (["and"], ["or"], ["nor"], ["&"])
            if not joins or not _known(words[taken + 1 :], codebook):
                break
            taken += 1
        if taken:
            rest = " ".join([before, *words[taken:]])
    return found, rest


def _named(words: Sequence[str], codebook: Codebook, found: LeftOut, *, themes_too: bool) -> int:
    """How many words the site or theme takes that is left out there, 0 for none; it is added to those found."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = bare(words[:length])
        if site := codebook.find_site(name):
            found.sites.append(site.slug)
            return length
        if themes_too and name.casefold() not in IDLE and (theme := codebook.find_theme(name)):
            found.themes.append(theme.slug)
            return length
    return 0


def _known(words: Sequence[str], codebook: Codebook) -> bool:
    names = (bare(words[:length]) for length in range(1, LONGEST_NAME + 1))
    return any(codebook.find_site(name) or codebook.find_theme(name) for name in names if name)


def _sets_apart(before: str, codebook: Codebook) -> bool:
    """Whether a bare "not" leaves something out: "trust, not finance", not "doctors not listening"."""
    last = next((word for word in reversed(before.split()) if word.casefold() not in {"and", "but"}), "")
    return not last or last[-1] in ",;&" or _known([last], codebook)
