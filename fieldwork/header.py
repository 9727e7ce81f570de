"""Headers, as people dictate or type them before or after a note: "site hilltop, theme is, um, trust, debrief"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from fieldwork import header_words as say
from fieldwork.codebook import Codebook, Site
from fieldwork.note import NoteType
from fieldwork.participants import Person
from fieldwork.spoken_time import Clock, Day, clock_at, day_at
from fieldwork.words import Word, ends_part, lower_at, starts_with

LEADING_WORDS = 45  # how far from the beginning a marker ("site", "theme") still opens a header
TRAILING_WORDS = 30  # how far from the end one may begin
_LONGEST_NAME = 7  # words of a label
_LIKE_SITE = 78  # of 100: in the place of a site only a site can stand, so a rough likeness is enough
_LIKE_THEME = 84


@dataclass(frozen=True, slots=True)
class Named:
    """A slug and the words that gave it."""

    slug: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header says."""

    sites: tuple[Named, ...] = ()
    site_marked: bool = False  # said with the word "site"
    themes: tuple[Named, ...] = ()
    note_type: NoteType | None = None
    clock: Clock | None = None
    day: Day | None = None

    def joined(self, other: "Header") -> "Header":
        """Both; what this one says stands first."""
        return Header(
            sites=_each_once((*self.sites, *other.sites)),
            site_marked=self.site_marked or other.site_marked,
            themes=_each_once((*self.themes, *other.themes)),
            note_type=self.note_type or other.note_type,
            clock=self.clock or other.clock,
            day=self.day or other.day,
        )

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self == Header()


def _each_once(named: Iterable[Named]) -> tuple[Named, ...]:
    first: dict[str, Named] = {}
    for item in named:
        first.setdefault(item.slug, item)
    return tuple(first.values())


Step = tuple[Header, int]  # what was read, and the index of the word behind it


def read_header(words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> Header:
    """The headers at the beginning and at the end of a note."""
    reader = _Reader(words, codebook, people)
    header, after = reader.opening()
    return header.joined(reader.later_markers(after)).joined(reader.closing(after))


def header_alone(words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> Header | None:
    """The header that the words are from first to last, None when they are anything else."""
    return _Reader(words, codebook, people).to_the_end(0) if words else None


class _Reader:
    """Reads a header word by word."""

    def __init__(self, words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> None:
        self._words = words
        self._codebook = codebook
        self._people = {person.first: person for person in people}

    def opening(self) -> Step:
        """Everything from the first word on that is header, until something is not."""
        header, at = Header(), 0
        while at < min(len(self._words), LEADING_WORDS):
            step = self._part(at) or (self._bare_theme(at) if header.site_marked else None)
            if step is None:
                break
            header, at = header.joined(step[0]), step[1]
        return header, at

    def later_markers(self, start: int) -> Header:
        """`site X` and `theme Y` near the beginning, each opening a part of a sentence or said outright."""
        header, at = Header(), start
        while at < min(len(self._words), LEADING_WORDS):
            step = self._marked(self._skip_fillers(at)) if self._words[at].opens else self._said_outright(at)
            if step:
                header, at = header.joined(step[0]), step[1]
            else:
                at += 1
        return header

    def closing(self, start: int) -> Header:
        """A header at the end: from some marker or type on, everything must belong to it."""
        for at in range(max(start, len(self._words) - TRAILING_WORDS), len(self._words)):
            if self._words[at].opens and (header := self.to_the_end(at)):
                return replace(header, clock=None, day=None)
        return Header()

    def to_the_end(self, start: int) -> Header | None:
        """The header from there to the last word; None when anything else is among it or it says nothing."""
        header, at = Header(), start
        while at < len(self._words):
            closing = self._phrase(at, say.CLOSING)
            step = (Header(), at + closing) if closing else self._part(at)
            if step is None:
                return None
            header, at = header.joined(step[0]), step[1]
        said = header.site_marked or header.themes or header.note_type
        return header if said else None

    def _part(self, at: int) -> Step | None:
        """One piece of a header."""
        readers: tuple[Callable[[int], Step | None], ...] = (
            self._marked, self._type, self._time, self._bare_site, self._person, self._nothing,
        )  # fmt: skip
        return next((step for read in readers if (step := read(at)) is not None), None)

    def _nothing(self, at: int) -> Step | None:
        length = int(self._words[at].lower in say.FILLERS) or self._phrase(at, say.CONNECTING)
        return (Header(), at + length) if length else None

    def _person(self, at: int) -> Step | None:
        person = self._people.get(at)
        follows = lower_at(self._words, person.after) if person else ""
        ends = person and (follows in say.BEHIND_PERSON or self._opens_header(person.after))
        return (Header(), person.after) if person and ends else None

    def _time(self, at: int) -> Step | None:
        if clock := clock_at(self._words, at):
            return Header(clock=clock[0]), at + clock[1]
        if day := day_at(self._words, at):
            return Header(day=day[0]), at + day[1]
        return None

    def _type(self, at: int) -> Step | None:
        for phrase in sorted(say.TYPES, key=len, reverse=True):
            behind = at + len(phrase)
            if not starts_with(self._words, at, phrase):
                continue
            if ends_part(self._words, behind) or lower_at(self._words, behind) in say.BEHIND_TYPE:
                return Header(note_type=say.TYPES[phrase]), behind
        return None

    def _marked(self, at: int) -> Step | None:
        """`site X and Y`, `themes are X, Y and Z`, `hashtag X`."""
        marker = lower_at(self._words, at)
        if marker in say.SITE_MARKERS and lower_at(self._words, at - 1) not in {"on", "off"}:
            return self._sites_behind(self._skip_behind_marker(at + 1), marked_surely=marker in say.SURE_SITE_MARKERS)
        if marker in say.THEME_MARKERS:
            return self._themes_behind(self._skip_behind_marker(at + 1), roughly=True)
        return None

    def _said_outright(self, at: int) -> Step | None:
        """`... I should say the site is harbour and the theme is housing`."""
        outright = lower_at(self._words, at + 1) in {"is", "are"}
        return self._marked(at) if outright and lower_at(self._words, at) in say.OUTRIGHT_MARKERS else None

    def _sites_behind(self, at: int, *, marked_surely: bool) -> Step | None:
        sites: list[Named] = []
        while (found := self._site(at, roughly=marked_surely and not sites)) and self._site_stands(found[1], sites):
            sites.append(found[0])
            after, at = found[1], self._skip_between(found[1])
        return (Header(sites=tuple(sites), site_marked=True), after) if sites else None

    def _site_stands(self, behind: int, before: Sequence[Named]) -> bool:
        return not before or self._opens_header(behind)

    def _themes_behind(self, at: int, *, roughly: bool) -> Step | None:
        themes: list[Named] = []
        after = at
        while (found := self._theme(at, roughly=roughly)) and (not themes or self._item_stands(at, found[1])):
            themes.append(found[0])
            after, at = found[1], self._skip_between(found[1])
            at += lower_at(self._words, at) in say.THEME_MARKERS
        return (Header(themes=tuple(themes)), after) if themes else None

    def _item_stands(self, at: int, behind: int) -> bool:
        """Whether a further name belongs to the list: it ends there, or "and" led to it and no verb follows."""
        led = lower_at(self._words, at - 1) in {"and", "plus", "theme"}
        return self._item_ends(behind) or (led and lower_at(self._words, behind) not in say.VERBS)

    def _item_ends(self, behind: int) -> bool:
        """Whether a further name in a list is only that: "trust, access was hard" is no list of two."""
        return lower_at(self._words, behind) in say.BETWEEN | say.FILLERS or self._opens_header(behind)

    def _bare_site(self, at: int) -> Step | None:
        """`Riverside,`, `this is hill top,`, `Hilltop and Meadow.`: a site that stands alone in its part."""
        found = self._site(at, roughly=False)
        if found is None:
            return None
        behind = found[1]
        joined = self._words[behind : behind + 1] and lower_at(self._words, behind) in {"and", "&"}
        if joined and (second := self._bare_site(behind + 1)):
            return Header(sites=(found[0], *second[0].sites)), second[1]
        stands = self._set_off(behind) or ((at == 0 or self._words[at].capital) and self._opens_header(behind))
        return (Header(sites=(found[0],)), behind) if stands else None

    def _bare_theme(self, at: int) -> Step | None:
        """`site hilltop, trust, debrief`: behind a marked site, a theme needs no marker, or a misheard one will do."""
        if lower_at(self._words, at) in say.MISHEARD_THEME_MARKERS and (
            step := self._themes_behind(at + 1, roughly=False)
        ):
            return step
        found = self._theme(at, roughly=False)
        return (Header(themes=(found[0],)), found[1]) if found and self._item_ends(found[1]) else None

    def _set_off(self, behind: int) -> bool:
        """Punctuation behind it, or a word of time and then punctuation: "Harbour again.", "hilltop today,"."""
        return ends_part(self._words, behind) or (
            lower_at(self._words, behind) in {"again", "today", "now"} and ends_part(self._words, behind + 1)
        )

    def _opens_header(self, at: int) -> bool:
        """Whether nothing more of this part is left at `at`, or another piece of a header begins there."""
        if ends_part(self._words, at):
            return True
        word = self._words[at].lower
        return (
            word in say.SITE_MARKERS | say.THEME_MARKERS | say.HESITATION
            or at in self._people
            or self._type(at) is not None
            or self._time(at) is not None
        )

    def _site(self, at: int, *, roughly: bool) -> tuple[Named, int] | None:
        for length in range(min(_LONGEST_NAME, len(self._words) - at), 0, -1):
            if self._in_one_piece(at, length) and (site := self._known_site(at, length)):
                return Named(site.slug, self._said(at, length)), at + length
        for length in (2, 1) if roughly else ():
            if not self._in_one_piece(at, length) or not self._set_off(at + length):
                continue
            if site := self._codebook.likely_site(self._said(at, length), _LIKE_SITE):
                return Named(site.slug, self._said(at, length)), at + length
        return None

    def _known_site(self, at: int, length: int) -> Site | None:
        """The site of that name; behind "site" a number is one too ("site two")."""
        said = self._said(at, length)
        numbered = length == 1 and bool({lower_at(self._words, at - n) for n in (1, 2)} & say.SURE_SITE_MARKERS)
        return self._codebook.find_site(said) or (self._codebook.find_site(f"site {said}") if numbered else None)

    def _theme(self, at: int, *, roughly: bool) -> tuple[Named, int] | None:
        for length in range(min(_LONGEST_NAME, len(self._words) - at), 0, -1):
            if self._in_one_piece(at, length) and (theme := self._codebook.find_theme(self._said(at, length))):
                return Named(theme.slug, self._said(at, length)), at + length
        for length in (3, 2, 1) if roughly else ():
            if not self._in_one_piece(at, length) or not self._item_ends(at + length):
                continue
            if theme := self._codebook.likely_theme(self._said(at, length), _LIKE_THEME):
                return Named(theme.slug, self._said(at, length)), at + length
        return None

    def _said(self, at: int, length: int) -> str:
        return " ".join(word.text for word in self._words[at : at + length])

    def _in_one_piece(self, at: int, length: int) -> bool:
        return at + length <= len(self._words) and not any(word.opens for word in self._words[at + 1 : at + length])

    def _skip_fillers(self, at: int) -> int:
        while lower_at(self._words, at) in say.FILLERS:
            at += 1
        return at

    def _skip_between(self, at: int) -> int:
        while lower_at(self._words, at) in say.FILLERS | say.BETWEEN:
            at += 1
        return at

    def _skip_behind_marker(self, at: int) -> int:
        while (skipped := self._skip_fillers(at) - at or self._phrase(at, say.BEHIND_MARKER)) and at < len(self._words):
            at += skipped
        return at

    def _phrase(self, at: int, phrases: Sequence[tuple[str, ...]]) -> int:
        """Length of the longest of the phrases that stands there, 0 for none."""
        return max((len(phrase) for phrase in phrases if starts_with(self._words, at, phrase)), default=0)
