"""Whom a question names: "my notes", "by Ben", "R2", "P oh seven", "at LW2's practice"."""

import re
from collections.abc import Collection, Mapping

from fieldwork.codebook import Codebook
from fieldwork.participants import people
from fieldwork.words import lower_at, words_of

_BY_BOTH = re.compile(r"\bby (\w+) (?:and|or|&) (\w+)\b", re.IGNORECASE)
_WROTE = re.compile(
    r"\b(?:did|do|has|have|had) (?!i\b)(\S+) (?:write|written|send|sent|record|recorded)\b", re.IGNORECASE
)
_ANYBODY = re.compile(
    r"\b(?:did|do|does|has|have|had) (?:people|folks?)"
    r"(?= (?:sa(?:y|id)|t(?:ell|old)|think|thought|feel|felt|talk|mention))",
    re.IGNORECASE,
)
_SPACED_CODE = re.compile(r"\bp ([0-9]{1,2})\b(?! ?(?:am|pm)\b)")
_MINE = re.compile(
    r"\b(?:(?:only )?my (?:own )?(?=(?:[\w-]+ ){0,3}(?:notes?|debriefs?|memos?|observations?|ones|entries)\b)"
    r"|(?:by|from|of) me\b|(?:only )?mine\b"
    r"|(?:what|where|when|which(?: notes)?) (?:did|have|had) i (?:ever |already )?"
    r"(?:sa(?:y|id)|wr(?:ite|itten|ote)|sen[dt]|noted?|record(?:ed)?|dictated?|hea(?:r|rd)|se(?:e|en)|observed?)\b)",
    re.IGNORECASE,
)
_CODE = r"\b[a-z]{1,4}[0-9]{1,3}\b"
_TOGETHER = re.compile(
    rf"(?P<one>{_CODE}) ?\+ ?(?P<other>{_CODE})"
    rf"|\bboth (?P<first>{_CODE}) and (?P<second>{_CODE})"
    rf"|(?P<this>{_CODE}) (?:and|&|with) (?P<that>{_CODE}) "
    r"(?:(?:are |were |is )?(?:both|together)|in the same (?:note|room))"
    r"(?: (?:appear|come up|are|in it|in them)s?)?\b",
    re.IGNORECASE,
)
_OF_SOMEBODY = frozenset({"practice", "surgery", "site", "patch"})  # "at LW2's practice"


def asked_mine(text: str) -> tuple[bool, str]:
    """Whether the asker's own notes are meant, and the question without the words for it."""
    rest = _MINE.sub(" ", text)
    return rest != text, rest


def asked_together(text: str) -> tuple[bool, str]:
    """Whether those named must all be in it ("P07 + P12", "LW1 and LW2 together"), and the question with them alone."""
    rest = _TOGETHER.sub(lambda match: " ".join(filter(None, match.groups())), text)
    return rest != text, rest


def codes_together(text: str) -> str:
    """`P 38` is a participant before it is the minutes of anything, `did R2 write` is R2, `did people say` nobody."""
    return _SPACED_CODE.sub(r"P\1", _WROTE.sub(r"\1", _ANYBODY.sub(" ", text)))


def asked_members(text: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The labels of the members named ("by Ben", "Ben's notes"), and the question without them.

    A name alone may be just a word ("will", "grace").
    """
    found, rest = [], _BY_BOTH.sub(r"by \1 by \2", text)
    for name, label in names.items():
        for called in filter(None, dict.fromkeys((name, name.partition(" ")[0]))):
            who = re.escape(called)
            rest, count = re.subn(
                rf"\b(?:written )?by {who}\b(?:'s)?|\b{who}['\u2019]s\b", " ", rest, flags=re.IGNORECASE
            )
            found += [label] * bool(count)
    return tuple(found), rest


def asked_people(text: str, codebook: Codebook, labels: Collection[str]) -> tuple[tuple[str, ...], list[str], str]:
    """Participants by their code and researchers by their label, the sites that stand for a link worker, the rest."""
    known = {label.casefold(): label for label in labels}
    words, rest = words_of(text), text
    found: list[str] = []
    sites: list[str] = []
    for person in reversed(people(words, codebook)):
        after, site = person.after, codebook.site_of_link_worker(person.code)
        if site and words[after - 1].lower.endswith("'s") and lower_at(words, after) in _OF_SOMEBODY:
            sites.append(site.slug)
            after += 1
        else:
            found.insert(0, person.code)
        rest = f"{rest[: words[person.first].start]} {rest[words[after - 1].end :]}"
    for word in rest.split():
        name = word.strip(".,;:!?()").removesuffix("'s").casefold()
        if name in known:
            found.append(known[name])
            rest = re.sub(rf"\b{re.escape(name)}\b(?:'s)?", " ", rest, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(found)), sites, rest
