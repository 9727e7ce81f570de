"""What dictation makes of the study's own words, put right: sites, participants' codes, what the team taught."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from fieldwork.codebook import Codebook, Site
from fieldwork.header_reading import read_header
from fieldwork.participants import Person, people
from fieldwork.phrase import apply_phrase
from fieldwork.put_right import PutRight
from fieldwork.sites import named_sites
from fieldwork.words import Word, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Where in a text, and what is to stand there."""

    start: int
    end: int
    meant: str


def put_right(text: str, codebook: Codebook, learned: Sequence[PutRight] = ()) -> tuple[str, tuple[PutRight, ...]]:
    """A dictated text with its known mishearings put right, and what was changed."""
    told = []
    for known in learned:
        text, places = apply_phrase(text, known.heard, known.meant)
        told += [known] if places else []
    words = words_of(text)
    changes = sorted((*_sites(words, text, codebook), *_codes(words, text, codebook)), key=lambda change: change.start)
    told += [PutRight(heard=text[change.start : change.end], meant=change.meant) for change in changes]
    for change in reversed(changes):
        text = text[: change.start] + change.meant + text[change.end :]
    return text, tuple(dict.fromkeys(told))


def _sites(words: Sequence[Word], text: str, codebook: Codebook) -> Iterator[_Change]:
    """Where a site's mishearing is used as the site's name, in a sentence or in the spoken header."""
    said = {
        mention.first: (mention.slug, mention.evidence) for mention in named_sites(text, words, codebook, dictated=True)
    }
    for named in read_header(words, codebook, people(words, codebook)).sites:
        at = next((place for place, word in enumerate(words) if text.startswith(named.evidence, word.start)), None)
        if at is not None:
            said.setdefault(at, (named.slug, named.evidence))
    for first, (slug, heard) in said.items():
        site = codebook.site(slug)
        if site is not None and heard.casefold() in map(str.casefold, site.misheard):
            start = words[first].start
            yield _Change(start=start, end=start + len(heard), meant=_nearest_name(site, heard))


def _nearest_name(site: Site, heard: str) -> str:
    """The name that was meant: "mellow health centre" is Meadow Health Centre, not Meadow."""
    names = [name for name in (site.name, *site.aliases) if not name.isupper()]
    return max(names, key=lambda name: fuzz.ratio(name.casefold(), heard.casefold()))


def _codes(words: Sequence[Word], text: str, codebook: Codebook) -> Iterator[_Change]:
    """Participants' codes that were spelled: "LW-2", "P oh seven". A title, "link worker two", stays as it was said."""
    for person in people(words, codebook):
        start, end = words[person.first].start, _end(words[person.after - 1])
        if text[start:end] != person.code and _spelled(words, person):
            yield _Change(start=start, end=end, meant=person.code)


def _end(word: Word) -> int:
    return word.start + len(word.text.removesuffix("'s").removesuffix("\u2019s"))


def _spelled(words: Sequence[Word], person: Person) -> bool:
    prefix = person.code.rstrip("0123456789")
    said = "".join(word.text for word in words[person.first : person.after])
    return said.upper().startswith(prefix) and len(words[person.first].bare) <= len(person.code)
