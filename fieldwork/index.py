"""The notes as questions need them: by what they carry, by their words, in order of time; all in memory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fieldwork.facets import Facet, Facets
from fieldwork.full_text import FullText, Wanted
from fieldwork.in_time import Lookup
from fieldwork.member import Member, MemberId, Role
from fieldwork.note import Audience, Note
from fieldwork.number_set import Growing, Numbers
from fieldwork.query import Query
from fieldwork.ranking import ranked
from fieldwork.terms import is_uneven, plain
from fieldwork.topics import lifts, themes_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is left to rank when everything but the free words was looked at."""

    among: Numbers | None  # the notes of which all else holds, and that may be read; None for all
    worth: dict[int, float]  # by words, 0 to 1
    whole: set[int]  # those with every word


class NoteIndex:
    """Kept up to date note by note; whoever searches sees what was put in before. For one thread at a time."""

    def __init__(self, timezone: ZoneInfo) -> None:
        self._notes: dict[int, Note] = {}
        self._facets = Facets(timezone)
        self._text = FullText()
        self._even = Growing()  # texts that were looked at for a phrase and that `plain` does not change
        self._lent = False  # whether an answer still reads `_notes`
        self._open = Growing()  # what the whole team may read
        self._written: dict[MemberId | None, Growing] = defaultdict(Growing)  # by its author, and not taken back

    def put(self, note: Note) -> bool:
        """Take in a note's newest revision; whether its words are new."""
        old = self._notes.get(note.number)
        if old is not None:
            self._facets.forget(old)
        reworded = old is None or old.text != note.text
        if reworded:
            if old is not None:
                self._text.forget(old.number, old.text)
                self._even.discard(old.number)
            self._text.put(note.number, note.text)
        self._facets.put(note)
        self._own_notes()[note.number] = note
        self._let_read(note, old)
        return reworded

    def forget(self, number: int) -> None:
        """Drop a note and every word of it."""
        note = self._own_notes().pop(number, None)
        if note is not None:
            self._facets.forget(note)
            self._text.forget(number, note.text)
            self._even.discard(number)
            self._open.discard(number)
            self._written[note.author].discard(number)

    def _own_notes(self) -> dict[int, Note]:
        """The notes, to be changed: an answer that still reads them keeps them as they were."""
        if self._lent:
            self._notes, self._lent = self._notes.copy(), False
        return self._notes

    def _let_read(self, note: Note, old: Note | None) -> None:
        """What `may_read` says, for all at once."""
        if old is not None:
            self._open.discard(note.number)
            self._written[old.author].discard(note.number)
        if not note.hidden:
            self._written[note.author].add(note.number)
            if note.audience is Audience.TEAM:
                self._open.add(note.number)

    def read(self, most: int | None = None) -> int:
        """Read the words of so many notes that wait for it, or of all; how many are left."""
        left = self._text.read(most)
        if not left:
            self._facets.work_in()
        return left

    def __len__(self) -> int:
        return len(self._notes)

    def notes(self, numbers: Sequence[int]) -> Lookup:
        """These notes, in the same order, as they are now."""
        self._lent = True
        return Lookup(numbers, self._notes)

    def writers_and_participants(self) -> set[str]:
        """How people are called in the notes."""
        return self._facets.values(Facet.AUTHOR) | self._facets.values(Facet.PERSON)

    def readable(self, reader: Member | None, *, team_only: bool = False) -> Numbers:
        """The notes that `reader` may find (`may_read`); without a reader those that the whole team may.

        `team_only` leaves out the reader's own private ones: a count in the group says nothing of them.
        """
        if reader is None:
            return self._open.numbers()
        own = self._written[reader.id].numbers() if reader.id in self._written else Numbers()
        if not reader.active:
            return Numbers()
        if reader.role is Role.ADMIN:
            return own & self._open.numbers() if team_only else own
        return self._open.numbers() if team_only else self._open.numbers() | own

    def sought(self, query: Query, readable: Numbers | None) -> Sought:
        """Everything about a question but the order of its answers; `readable` None stands for all notes."""
        among = self._with_phrases(query, _both(self._facets.answering(query), readable))
        if not query.words:
            return Sought(among=among, worth={}, whole=set())
        worth, whole = self._text.scores(self._wanted(query), among)
        return Sought(among=among, worth=worth, whole=whole)

    def found(
        self,
        query: Query,
        sought: Sought,
        likeness: Mapping[int, float] | None,
        about: Mapping[str, float] = MappingProxyType({}),
    ) -> tuple[Sequence[int], int]:
        """The notes that answer, and how many of them come first because a person said so.

        Free words go by worth and likeness, everything else newest first, those with the very hashtag
        before the others; themes that are only suggested come last. `about` says how likely each theme is what the
        question is about.
        """
        if not query.words:
            return self._in_time(query, self._facets.numbers() if sought.among is None else sought.among)
        near = likeness or {}
        lift = lifts(themes_asked(about, near, self._notes), near, self._notes)
        order = ranked(sought.worth, sought.whole, likeness, self._facets.newest_first, lift)
        if not query.themes:
            return order, len(order)
        stated = self._facets.stated(query).flags(self._facets.largest + 1)
        first = [number for number in order if stated[number]]
        return first + [number for number in order if not stated[number]], len(first)

    def stated(self, query: Query, sought: Sought) -> Numbers:
        """The notes that answer a question without free words because a person said so."""
        among = self._facets.stated(query) if query.themes else self._facets.numbers()
        return among if sought.among is None else among & sought.among

    def spread(self, facet: Facet, numbers: Numbers) -> dict[str, int]:
        """How many of these notes have each site, or each theme that a person gave."""
        counts = {value: len(numbers & self._facets.with_any(facet, [value])) for value in self._facets.values(facet)}
        return {value: counts[value] for value in sorted(counts) if counts[value]}

    def _in_time(self, query: Query, among: Numbers) -> tuple[Sequence[int], int]:
        stated = among & self._facets.stated(query) if query.themes else among
        typed = self._facets.hashtagged(query)
        groups = [part for some in (stated, among - stated) for part in (some & typed, some - typed)]
        order = self._facets.groups_newest_first(groups)
        return (order[: query.newest], min(len(stated), query.newest)) if query.newest else (order, len(stated))

    def _wanted(self, query: Query) -> Sequence[Wanted]:
        themes = dict(query.word_themes)
        return [Wanted(word=word, coded=self._coded(themes.get(word))) for word in query.words]

    def _coded(self, theme: str | None) -> Numbers:
        if theme is None:
            return Numbers()
        return self._facets.with_any(Facet.THEME, [theme]) | self._facets.with_any(Facet.SUGGESTED, [theme])

    def _with_phrases(self, query: Query, among: Numbers | None) -> Numbers | None:
        for phrase in query.phrases:
            among = self._holding(phrase, self._facets.numbers() if among is None else among)
        for phrase in query.left_out.phrases:
            among = self._facets.numbers() if among is None else among
            among -= self._holding(phrase, among)
        return among

    def _holding(self, phrase: str, among: Numbers) -> Numbers:
        """Those of these notes in which the words stand one after the other.

        To find out that `plain` would change nothing takes longer than the search itself: it is remembered.
        """
        wanted, perhaps = plain(phrase), self._text.may_hold(phrase, among)
        found = [number for number in perhaps if wanted in self._notes[number].text.casefold()]
        for number in perhaps - Numbers.of(found) - self._even.numbers():
            text = self._notes[number].text
            if not is_uneven(text):
                self._even.add(number)
            elif wanted in plain(text):
                found.append(number)
        return Numbers.of(found)


def _both(one: Numbers | None, other: Numbers | None) -> Numbers | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
