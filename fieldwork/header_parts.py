"""The pieces of a header, each read where it stands: a marker, a site, a theme, a time, a person, a kind of note."""

from collections.abc import Callable, Iterator, Sequence

from fieldwork import header_words as say
from fieldwork.codebook import Codebook, Site
from fieldwork.header import Header, Named
from fieldwork.note import NoteType
from fieldwork.participants import Person
from fieldwork.phrases import PhraseBook
from fieldwork.spelling import compact
from fieldwork.spoken_day import day_at
from fieldwork.spoken_time import clock_at
from fieldwork.words import Word, ends_part, lower_at, starts_with

Step = tuple[Header, int]  # what was read, and the index of the word behind it

LEADING_WORDS = 45  # how far from the beginning a marker ("site", "theme") still opens a header
_LONGEST_NAME = 7  # words of a label
_LONGEST_LIST = 9  # themes: nobody says more in one breath
_LONGEST_HESITATION = 20  # words
_TAKEN_BACK = 4  # words
_LIKE_SITE = 78  # of 100: in the place of a site only a site can stand, so a rough likeness is enough
_LIKE_THEME = 84


class Parts:
    """Reads one piece of a header at a time."""

    def __init__(self, words: Sequence[Word], codebook: Codebook, people: Sequence[Person]) -> None:
        self._words = words
        self._codebook = codebook
        self._people = {person.first: person for person in people}
        self._keys = [word.lower if word.lower.isalnum() else compact(word.text) for word in words]
        self._last_of_people = {person.after - 1 for person in people}

    def __len__(self) -> int:
        return len(self._words)

    def _part(self, at: int) -> Step | None:
        """One piece of a header."""
        readers: tuple[Callable[[int], Step | None], ...] = (
            self._marked, self._type, self._time, self._bare_site, self._person, self._nothing,
        )  # fmt: skip
        return next((step for read in readers if (step := read(at)) is not None), None)

    def _nothing(self, at: int) -> Step | None:
        length = self._phrase(at, say.CONNECTING) or int(self._words[at].lower in say.FILLERS or self._labels(at))
        length = self._company(at) or length
        return (Header(), at + length) if length else None

    def _labels(self, at: int) -> bool:
        """`Where: Orchard. When: 9.40`."""
        colon = at + 1 < len(self._words) and ":" in self._words[at + 1].gap
        return colon and self._words[at].lower in say.LABELS

    def _company(self, at: int) -> int:
        """Length of `and her daughter` behind a person."""
        and_his = lower_at(self._words, at) in {"and", "&", "with"} and lower_at(self._words, at + 1) in say.HIS
        return 3 if and_his and lower_at(self._words, at + 2) in say.KIN else 0

    def _person(self, at: int) -> Step | None:
        person = self._people.get(at)
        follows = lower_at(self._words, person.after) if person else ""
        ends = person and (follows in say.BEHIND_PERSON or self._opens_header(person.after))
        return (Header(), person.after) if person and ends else None

    def _time(self, at: int) -> Step | None:
        led = lower_at(self._words, at) in {"for", "from"}  # "at Riverside for 9.30"
        if lower_at(self._words, at - 1) != "the" and (clock := clock_at(self._words, at + led)):
            behind = at + led + clock[1]
            told = self._phrase(behind, say.IT_WAS)
            return Header(clock=clock[0]), behind + (told if ends_part(self._words, behind + told) else 0)
        if day := day_at(self._words, at):
            return Header(day=day[0]), at + day[1]
        return None

    def _type(self, at: int) -> Step | None:
        at += lower_at(self._words, at) in say.TYPE_LABELS
        for phrase in say.TYPE_PHRASES.get(lower_at(self._words, at), ()):
            behind = at + len(phrase)
            if not starts_with(self._words, at, phrase):
                continue
            if lower_at(self._words, at - 1) == "the" and say.TYPES[phrase] is not NoteType.DEBRIEF:
                return None  # "the reflection in the window"
            follows = lower_at(self._words, behind) in say.BEHIND_TYPE or behind in self._people
            if ends_part(self._words, behind) or follows:
                return Header(note_type=say.TYPES[phrase]), behind
        return None

    def _marked(self, at: int) -> Step | None:
        """`site X and Y`, `themes are X, Y and Z`, `hashtag X`."""
        at += lower_at(self._words, at) in say.MANY and lower_at(self._words, at + 1) in say.THEME_MARKERS
        marker = lower_at(self._words, at).removesuffix("'s")
        if marker in say.SITE_MARKERS and lower_at(self._words, at - 1) not in {"on", "off"}:
            return self._sites_behind(self._skip_behind_marker(at + 1), marked_surely=marker in say.SURE_SITE_MARKERS)
        if marker in say.THEME_MARKERS:
            numbered = lower_at(self._words, at + 1) in say.MANY and ends_part(self._words, at + 2)
            behind = self._skip_behind_marker(at + 1 + numbered)  # "theme one, isolation"
            themes = self._themes_behind(behind, roughly=True) or self._hedged_themes(behind)
            return themes or (self._sites_behind(behind, marked_surely=False) if marker in say.TAG_MARKERS else None)
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
        while (
            len(themes) < _LONGEST_LIST
            and (found := self._theme(at, roughly=roughly))
            and (not themes or self._item_stands(at, found[1]))
        ):
            themes.append(found[0])
            after, at = found[1], self._next_item(found[1])
            at += lower_at(self._words, at) in say.THEME_MARKERS
        return (Header(themes=tuple(themes)), after) if themes else None

    def _hedged_themes(self, at: int) -> Step | None:
        """Themes behind any words of hesitation: "theme's going to be, I don't know, trust, let's say"."""
        behind = self._skip_hedges(at)
        step = self._themes_behind(behind, roughly=False) if behind > at else None
        return step if step and self._hedged_end(step[1]) else self._themes_instead(at)

    def _hedged_end(self, at: int) -> int:
        """Where the part ends that nothing but "I'd say" or "really" is left of; 0 when something else is."""
        behind = at + (lower_at(self._words, at) in say.REALLY or self._phrase(at, say.TAILS))
        return behind if ends_part(self._words, behind) else 0

    def _themes_instead(self, at: int) -> Step | None:
        """`Theme is befriending, no, loneliness`: what is taken back need be no theme."""
        for taken_back in range(at + 1, at + _TAKEN_BACK + 1):
            if length := self._correction(taken_back) or int(lower_at(self._words, taken_back) == "no"):
                step = self._themes_behind(self._skip_fillers(taken_back + length), roughly=False)
                return step if step and ends_part(self._words, step[1]) else None
        return None

    def _next_item(self, at: int) -> int:
        """Where the next item of a list of themes stands, when one is behind hesitation only."""
        between = self._skip_between(at)
        if between < len(self._words) and not self._theme(between, roughly=False):
            hedged = self._skip_hedges(between)
            found = self._theme(hedged, roughly=False) if hedged > between else None
            if found and self._hedged_end(found[1]):
                return hedged
        return between

    def _correction(self, at: int) -> int:
        """How many words take back what was said before: "no sorry", or a "no" by itself."""
        alone = lower_at(self._words, at) == "no" and self._words[at].opens and ends_part(self._words, at + 1)
        return self._phrase(at, say.CORRECTING) or int(alone)

    def _item_stands(self, at: int, behind: int) -> bool:
        """Whether a further name belongs to the list: it ends there, or "and" led to it and no verb follows."""
        led = lower_at(self._words, at - 1) in {"and", "plus", "theme", "then"}
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
        begins = self._words[at].capital or self._skip_fillers(0) >= at
        goes_on = lower_at(self._words, at - 1) in say.PLACED and lower_at(self._words, behind) in say.ANNOUNCING
        stands = self._set_off(behind) or goes_on or (begins and self._opens_header(behind))
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
            word in say.SITE_MARKERS | say.THEME_MARKERS | say.HESITATION | say.ANNOUNCING
            or at in self._people
            or self._type(at) is not None
            or self._time(at) is not None
        )

    def _site(self, at: int, *, roughly: bool) -> tuple[Named, int] | None:
        for length in (*self._lengths(at), *((1,) if self._numbered(at) else ())):
            if site := self._known_site(at, length):
                behind = at + length
                of_it = behind < len(self._words) and not self._words[behind].opens
                return Named(site.slug, self._said(at, length)), behind + (of_it and self._is_practice(behind))
        return self._site_by_sound(at, _LIKE_SITE) if roughly else None

    def _is_practice(self, at: int) -> bool:
        """`Harbor practice`: said of any name, and part of it."""
        return self._words[at].lower in say.OF_SITES

    def _site_by_sound(self, at: int, likeness: float) -> tuple[Named, int] | None:
        """A site whose name is not quite what is said there, alone to the end of its part."""
        for length in (3, 2, 1):
            if not self._in_one_piece(at, length) or not self._set_off(at + length):
                continue
            if site := self._codebook.likely_site(self._said(at, length), likeness):
                return Named(site.slug, self._said(at, length)), at + length
        return None

    def _known_site(self, at: int, length: int) -> Site | None:
        """The site of that name; behind "site" a number is one too ("site two")."""
        said = self._said(at, length)
        if named := self._codebook.find_site(said):
            return named
        if length == 1:
            return self._codebook.find_site(f"site {said}") if self._numbered(at) else None
        return next((site for kind in say.OF_SITES if (site := self._codebook.find_site(f"{said} {kind}"))), None)

    def _numbered(self, at: int) -> bool:
        """Whether a number there is a site's."""
        before = {lower_at(self._words, at - 1), lower_at(self._words, at - 2)}
        return at < len(self._words) and not before.isdisjoint(say.SURE_SITE_MARKERS)

    def _theme(self, at: int, *, roughly: bool) -> tuple[Named, int] | None:
        for length in self._lengths(at):
            if theme := self._codebook.find_theme(self._said(at, length)):
                return Named(theme.slug, self._said(at, length)), at + length
        for length in (3, 2, 1) if roughly else ():
            if not self._in_one_piece(at, length) or not self._item_ends(at + length):
                continue
            if theme := self._codebook.likely_theme(self._said(at, length), _LIKE_THEME):
                return Named(theme.slug, self._said(at, length)), at + length
        return None

    def _lengths(self, at: int) -> Iterator[int]:
        """In how many words a name may stand there, most first."""
        lengths, key = [], ""
        for length in range(1, min(_LONGEST_NAME, len(self._words) - at) + 1):
            key += self._keys[at + length - 1]
            if not self._in_one_piece(at, length) or not self._codebook.begins_name(key):
                break
            lengths.append(length)
        yield from reversed(lengths)

    def _said(self, at: int, length: int) -> str:
        return " ".join(word.text for word in self._words[at : at + length])

    def _in_one_piece(self, at: int, length: int) -> bool:
        return at + length <= len(self._words) and not any(word.opens for word in self._words[at + 1 : at + length])

    def _skip_fillers(self, at: int) -> int:
        return self._skip(at, say.FILLERS)

    def _skip_between(self, at: int) -> int:
        return self._skip(at, say.FILLERS | say.BETWEEN)

    def _skip_hedges(self, at: int) -> int:
        return self._skip(at, say.FILLERS | say.HEDGES, say.LONGEST_HEDGE)

    def _skip(self, at: int, words: frozenset[str], at_most: int = _LONGEST_HESITATION) -> int:
        behind = at
        while behind - at < at_most and lower_at(self._words, behind) in words:
            behind += 1
        return behind

    def _skip_behind_marker(self, at: int) -> int:
        while (skipped := self._skip_fillers(at) - at or self._phrase(at, say.BEHIND_MARKER)) and at < len(self._words):
            at += skipped
        return at

    def _phrase(self, at: int, phrases: PhraseBook) -> int:
        """Length of the longest of the phrases that stands there, 0 for none."""
        alike = phrases.get(lower_at(self._words, at), ())
        return max((len(phrase) for phrase in alike if starts_with(self._words, at, phrase)), default=0)
