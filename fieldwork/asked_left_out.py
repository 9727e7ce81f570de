"""What a question leaves out: `-riverside`, `not #trust`, `except Hilltop or Orchard`, `but not trust`."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from fieldwork.asked_words import IDLE, LONGEST_NAME, bare
from fieldwork.codebook import Codebook
from fieldwork.participants import person_code

_BY_WORD = re.compile(
    r"\b(?:but not|not|except(?: for)?|excluding|other than|apart from|without|neither"
    r"|(?:anywhere|everywhere|anything|everything|anyone|everyone) but)\s+"
    r"(?:(?:at|in|from|by|about|on|with)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_BY_SIGN = re.compile(
    r"(?<!\S)(?:[-\u2212]|(?:but )?not |without |except )\s?[#\uff03](?P<tag>\w[\w-]*)"
    r"|(?<!\S)[-\u2212](?P<name>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)
_ASKED = frozenset(  # "voice not trust"
    "note notes voice memo memos typed written recordings debrief debriefs observations reflexive methodological "
    "analytic admin unchecked checked flagged week month today yesterday".split()
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Slugs of the sites and themes, codes and labels of the people, that must not be among the answers."""

    sites: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


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


def left_out_by_word(text: str, codebook: Codebook, labels: Collection[str] = ()) -> tuple[LeftOut, str]:
    """`not Riverside or Hilltop`, `but not trust`, `except P07`, and the question without them."""
    reader = _Reader(codebook, {label.casefold(): label for label in labels})
    rest = text
    for match in reversed(list(_BY_WORD.finditer(text))):
        before, words = rest[: match.start()].rstrip(), rest[match.end() :].split()
        themes_too = match[0].split()[0].casefold() != "not" or reader.sets_apart(before)
        taken = 0
        while (length := reader.take(words[taken:], themes_too=themes_too)) > 0:
            taken += length
            joins = words[taken : taken + 1] in (["and"], ["or"], ["nor"], ["&"])
            if not joins or not reader.knows(words[taken + 1 :]):
                break
            taken += 1
        if taken:
            rest = " ".join([before, *words[taken:]])
    return reader.found, rest


class _Reader:
    """Takes the names behind "not" one by one."""

    def __init__(self, codebook: Codebook, labels: Mapping[str, str]) -> None:
        self.found = LeftOut()
        self._codebook = codebook
        self._labels = labels

    def take(self, words: Sequence[str], *, themes_too: bool) -> int:
        """How many words the site, person or theme takes that is left out there, 0 for none."""
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            name = bare(words[:length])
            if person := self._person(name):
                self.found.people.append(person)
                return length
            if site := self._codebook.find_site(name):
                self.found.sites.append(site.slug)
                return length
            if themes_too and name.casefold() not in IDLE and (theme := self._codebook.find_theme(name)):
                self.found.themes.append(theme.slug)
                return length
        return 0

    def knows(self, words: Sequence[str]) -> bool:
        """Whether a name stands there."""
        names = (bare(words[:length]) for length in range(1, LONGEST_NAME + 1))
        return any(
            self._person(name) or self._codebook.find_site(name) or self._codebook.find_theme(name)
            for name in names
            if name
        )

    def sets_apart(self, before: str) -> bool:
        """Whether a bare "not" leaves something out: "trust, not finance", not "doctors not listening"."""
        last = next((word for word in reversed(before.split()) if word.casefold() not in {"and", "but"}), "")
        return not last or last[-1] in ",;&" or last.casefold() in _ASKED or self.knows([last])

    def _person(self, name: str) -> str | None:
        return self._labels.get(name.casefold()) or person_code(name, self._codebook)
