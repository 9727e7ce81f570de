"""What a person asks to have changed in the codebook, as typed after `/codebook`."""

import re
from collections.abc import Callable
from functools import partial
from re import Match

from fieldwork import codebook_change as change
from fieldwork.codebook import Codebook
from fieldwork.codebook_change import Changed

Wish = Callable[[Codebook], Changed]

_NAME = r"(?P<name>[^:\n]+?)"
_WISHES: tuple[tuple[str, Callable[[Match[str]], Wish]], ...] = (
    (
        rf"add\s+site\s+{_NAME}(?:\s*:\s*(?P<rest>.+))?",
        lambda said: lambda book: change.add_site(book, said["name"], said["rest"] or ""),
    ),
    (
        rf"(?:add|make)\s+{_NAME}(?:\s+(?:in|to|under)\s+(?P<group>[^:\n]+?))?(?:\s*:\s*(?P<rest>.+))?",
        lambda said: lambda book: _added(book, said),
    ),
    (
        rf"rename\s+site\s+{_NAME}\s*(?::|\s(?:to|as)\s)\s*(?P<rest>.+)",
        lambda said: lambda book: change.rename_site(book, said["name"], said["rest"]),
    ),
    (
        rf"rename\s+{_NAME}\s*(?::|\s(?:to|as)\s)\s*(?P<rest>.+)",
        lambda said: lambda book: _fitting(book, said, change.rename_theme, change.rename_site)(said["rest"]),
    ),
    (
        rf"merge\s+site\s+{_NAME}\s+(?:into|with)\s+(?P<rest>.+)",
        lambda said: lambda book: change.merge_sites(book, said["name"], said["rest"]),
    ),
    (
        rf"merge\s+{_NAME}\s+(?:into|with)\s+(?P<rest>.+)",
        lambda said: lambda book: _fitting(book, said, change.merge_themes, change.merge_sites)(said["rest"]),
    ),
    (r"retire\s+site\s+(?P<name>.+)", lambda said: lambda book: change.retire_site(book, said["name"])),
    (
        r"retire\s+(?P<name>.+)",
        lambda said: lambda book: _fitting(book, said, change.retire_theme, change.retire_site)(),
    ),
    (r"(?:restore|unretire)\s+(?:site\s+)?(?P<name>.+)", lambda said: lambda book: change.restore(book, said["name"])),
    (rf"cue\s+{_NAME}\s*:\s*(?P<rest>.+)", lambda said: lambda book: change.add_cue(book, said["name"], said["rest"])),
    (
        rf"alias\s+{_NAME}\s*:\s*(?P<rest>.+)",
        lambda said: lambda book: change.add_alias(book, said["name"], said["rest"]),
    ),
)
_VERBS = ("add", "make", "rename", "merge", "retire", "restore", "unretire", "cue", "alias")
_NAME_IN_QUOTES = re.compile(r"^(\w+(?:\s+site)?\s+)[\"“«]([^\"”»\n]+)[\"”»]")
_MEANS = re.compile(r"\s*=\s*|\s[-\u2013\u2014]\s")  # typed for a colon
_SITE_FIRST = re.compile(r"site\s+(add|rename|merge|retire)\s+", re.IGNORECASE)
_KIND = re.compile(rf"({'|'.join(_VERBS)})\s+(?:an?\s+|the\s+)?(?:new\s+)?(?:theme|code|tag)\s+(?=\S)", re.IGNORECASE)
_A_SITE = re.compile(r"(add|rename|merge|retire)\s+(?:an?\s+|the\s+)?(?:new\s+)?site\s+", re.IGNORECASE)
_INTO_KIND = re.compile(r"\s(into|with)\s+(?:the\s+)?(?:theme|code|site)\s+", re.IGNORECASE)


def is_wish(words: str, codebook: Codebook) -> bool:
    """Whether somebody wants a change; what names a theme or site does not."""
    first = _in_order(words).partition(" ")[0].casefold()
    known = codebook.find_theme(words) or codebook.find_site(words)
    return first in _VERBS and known is None


def read_wish(words: str) -> Wish | None:
    """What to do with the codebook; None where it is not clear."""
    for pattern, wish in _WISHES:
        if said := re.fullmatch(pattern, _in_order(words), re.IGNORECASE | re.DOTALL):
            return wish(said)
    return None


def _in_order(words: str) -> str:
    """`site add Brookside` is `add site Brookside`; `add a new theme laundry` is `add laundry`."""
    plain = _SITE_FIRST.sub(r"\1 site ", " ".join(_NAME_IN_QUOTES.sub(r"\1\2", words.strip()).split()), count=1)
    plain = plain if ":" in plain else _MEANS.sub(": ", plain, count=1)
    plain = _KIND.sub(r"\1 ", plain, count=1) if _KIND.match(plain) else plain
    plain = _A_SITE.sub(r"\1 site ", plain, count=1) if _A_SITE.match(plain) else plain
    return _INTO_KIND.sub(r" \1 ", plain, count=1)


def _fitting(
    book: Codebook, said: Match[str], of_theme: Callable[..., Changed], of_site: Callable[..., Changed]
) -> Callable[..., Changed]:
    """The change of a theme, or of a site where only a site is called so."""
    name = said["name"]
    is_site = book.find_theme(name) is None and book.find_site(name) is not None
    return partial(of_site if is_site else of_theme, book, name)


def _added(codebook: Codebook, said: Match[str]) -> Changed:
    """What stands behind "in" is a group only where the codebook has it: "talking in corridors" is a name too."""
    name, group, rest = said["name"], said["group"] or "", said["rest"] or ""
    if group:
        try:
            return change.add_theme(codebook, name, rest, group)
        except change.NotInCodebook:
            name = said[0].partition(":")[0].split(maxsplit=1)[1]
    return change.add_theme(codebook, name, rest)
