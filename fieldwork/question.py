"""Questions as people type them, in any order and with slips of the thumb."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from fieldwork.asked_kinds import FLAGGED, FOLLOW_UP, KINDS, NO_SITE, NOT_CHECKED, STATES, TYPES, UNTAGGED, meant_by
from fieldwork.asked_left_out import left_out
from fieldwork.asked_people import asked_members, asked_mine, asked_people, asked_together, codes_together
from fieldwork.asked_roles import asked_roles
from fieldwork.asked_slips import IsWord, without_slips
from fieldwork.asked_words import IDLE, LONGEST_NAME, QUOTED, bare, free_words, in_full, without_manners
from fieldwork.codebook import Codebook, Site
from fieldwork.dates import DateRange, parse_range
from fieldwork.hashtags import hashtags
from fieldwork.note import Status
from fieldwork.part_of_day import part_meant
from fieldwork.query import Query, QueryProblem
from fieldwork.spelling import compact
from fieldwork.tags import Tags

_COUNT = "one two three four five six seven eight nine ten".split()
_NEWEST = re.compile(
    rf"\b(?:the |my |our )?(?:last|latest|newest|most recent)(?: (?P<count>[0-9]{{1,3}}|{'|'.join(_COUNT)}|few))?"
    r"(?= (?:(?:voice|text|field|typed|written|unchecked) )?(?:note|observation|debrief|memo|one|entry|entrie)"
    r"(?P<many>s)?\b)",
    re.IGNORECASE,
)
_NAMED_SITE = re.compile(r"\bsite(?:: ?| is | )([\w'-]+)", re.IGNORECASE)
_AT_A_SITE = re.compile(r"\b(?:at|in|from) (?:the )?([\w'-]+)", re.IGNORECASE)
_OF_SITES = frozenset(
    "kind kinds visit visits manager managers file files meeting meetings summary summaries description".split()
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_LIKE_A_SITE = 80  # of 100: "Hiltop" behind "at" is a mistyped site, "home" is none
_BEFORE_A_SITE = frozenset({"at", "in", "from", "site"})
_BEFORE_A_THEME = frozenset({"theme", "themes", "tag", "tagged"})
_ABOUT = frozenset({"about", "concerning", "regarding"})
_NOTES = frozenset("note notes one ones stuff memo memos debrief debriefs observation observations".split())
_BEHIND_A_THEME = frozenset("and or at in from since before after until with by last this | & not".split())
_MISTYPED = 91  # of 100: a letter more or less
FEWEST_LETTERS = 6  # of a word that may be mistyped; of a shorter one two letters may have changed places
_SWAPPED = 100  # of 100
LONGEST_SAID = 500  # characters of a question whose meaning is looked for
Item = TypeVar("Item")


class _Reader:
    """Takes what it knows out of a question, piece by piece; what is left are words."""

    def __init__(self, text: str, codebook: Codebook) -> None:
        self.rest = text
        self.codebook = codebook
        self.themes: list[str] = []
        self.bare_themes: dict[str, str] = {}  # words that name a theme without saying that they do, and its slug
        self.theme_words: tuple[str, ...] = ()
        self.sites: list[str] = []
        self.problems: list[QueryProblem] = []

    def take(self, pattern: re.Pattern[str]) -> list[str]:
        """Every match, taken out."""
        found = [next(filter(None, match.groups()), match[0]) for match in pattern.finditer(self.rest)]
        self.rest = pattern.sub(" ", self.rest)
        return found

    def take_tags(self) -> Tags:
        """Hashtags of every kind."""
        tags = Tags.of(self.rest, self.codebook)
        for tag in sorted(hashtags(self.rest), key=len, reverse=True):
            self.rest = self.rest.replace(tag if tag.startswith("#") else f"#{tag}", " ")
        self.sites += [named.slug for named in tags.sites]
        self.themes += [named.slug for named in tags.themes]
        return tags

    def take_unknown_sites(self) -> None:
        """`site foo`, `at Hiltop`: what must be a site and is none."""
        for name in [match[1] for match in _NAMED_SITE.finditer(self.rest)]:
            named = self.codebook.find_site(name) or self.codebook.find_site(f"site {name}")
            if not named and name.lower() not in IDLE | _OF_SITES:
                self._refuse(name)
        for name in [match[1] for match in _AT_A_SITE.finditer(self.rest)]:
            known = name.lower() in IDLE or self.codebook.find_site(name) or self.codebook.find_theme(name)
            likely = len(name) >= FEWEST_LETTERS and self.codebook.likely_site(name, _MISTYPED)
            if not known and not likely and self.codebook.likely_site(name, _LIKE_A_SITE):
                self._refuse(name)

    def _refuse(self, name: str) -> None:
        nearest = tuple(site.name for site in self.codebook.nearest_sites(name))
        self.problems.append(QueryProblem(term=name, nearest=nearest))
        self.rest = re.sub(rf"\b{re.escape(name)}\b", " ", self.rest, count=1)

    def take_names(self) -> None:
        """Sites and themes by their names and aliases, the longest first."""
        words = [word for word in re.split(r"\s+|(?<=\w)/(?=\w)", self.rest) if re.search(r"\w", word)]
        kept: list[str] = []
        while words:
            length = self._known_at(words, [word.lower() for word in kept[-2:]])
            kept += [] if length else words[:1]
            del words[: length or 1]
        self.rest = " ".join(kept)

    def _known_at(self, words: list[str], kept: Sequence[str]) -> int:
        """How many words the site or theme takes that stands there behind the `kept` ones, 0 for none."""
        before = kept[-1] if kept else ""
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            name = bare(words[:length])
            if length == 1 and name.lower() in IDLE:
                continue
            if site := self._site(name, before):
                self.sites.append(site.slug)
                return length
            if theme := self.codebook.find_theme(name):
                if before in _BEFORE_A_THEME or _is_what_notes_are_about(kept, words, length):
                    self.themes.append(theme.slug)
                else:
                    self.bare_themes[name.casefold()] = theme.slug
                return length
        return self._mistyped(bare(words[:1]))

    def _mistyped(self, word: str) -> int:
        """1 where it is all but a site's or a theme's name: `harbor`, `listning`."""
        if word.lower() in IDLE:
            return 0
        short = len(word) < FEWEST_LETTERS
        site = None if short else self.codebook.likely_site(word, _MISTYPED)
        theme = self.codebook.likely_theme(word, _SWAPPED if short else _MISTYPED)
        if site:
            self.sites.append(site.slug)
        elif theme:
            self.bare_themes[word.casefold()] = theme.slug
        return int(bool(site or theme))

    def _site(self, name: str, before: str) -> Site | None:
        """The site of that name; a mis-hearing that is an ordinary word ("medal") only where a site must stand."""
        site = self.codebook.find_site(name)
        if site is None or before in _BEFORE_A_SITE:
            return site
        in_full = compact(name).removeprefix("the") in {compact(said).removeprefix("the") for said in site.names}
        return site if in_full or (" " in name and not name.lower().startswith("the ")) else None

    def take_people(self, labels: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
        """Members by name, participants and researchers by code; "at LW2's practice" is a site."""
        members, self.rest = asked_members(self.rest, names)
        persons, sites, self.rest = asked_people(self.rest, self.codebook, labels)
        self.sites += sites
        return (*members, *persons)

    def take_newest(self) -> int:
        """`The last 3 notes`: 3; 0 where no number is said, for the newest come first anyway."""
        found = _NEWEST.search(self.rest)
        if found is None:
            return 0
        self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        count = (found["count"] or "").lower()
        return _COUNT.index(count) + 1 if count in _COUNT else int(count) if count.isdigit() else int(not found["many"])

    def take_free_words(self) -> tuple[str, ...]:
        """What is left; beside it, a bare "room" may be just a word, and alone it is the theme."""
        words = tuple(dict.fromkeys(free_words(self.rest)))
        if words:
            return (*self.bare_themes, *words)
        self.themes += self.bare_themes.values()
        self.theme_words = tuple(self.bare_themes)
        self.bare_themes = {}
        return ()

    def take_words(self, known: Mapping[str, Item]) -> dict[str, Item]:
        """Words of a closed list as they were typed, and what each stands for."""
        several = [name for name in known if " " in name]
        found = {words.lower(): known[words.lower()] for words in self.take(_any_of(several))} if several else {}
        for word in re.findall(r"\w+", self.rest):
            meant = meant_by(word, known)
            if meant is not None and (word.lower() in known or not self.codebook.find_theme(word)):
                found[word.lower()] = meant
                self.rest = re.sub(rf"\b{word}\b", " ", self.rest, count=1)
        return found


def _is_what_notes_are_about(kept: Sequence[str], words: Sequence[str], length: int) -> bool:
    """Whether the name that stands first is set off as a theme: "notes about trust at Riverside", "the money notes".

    What somebody worries about is no theme of a note: its words may stand where nobody put the theme.
    """
    last, behind = words[length - 1], words[length].lower() if length < len(words) else ""
    ends = not behind or last[-1] in ",;" or behind in _BEHIND_A_THEME
    about = bool(kept) and kept[-1] in _ABOUT and all(bare([word]) in IDLE | _NOTES for word in kept[:-1])
    return bare([behind]) in _NOTES or (about and ends)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def parse_query(
    text: str,
    codebook: Codebook,
    *,
    today: date,
    labels: Collection[str] = (),
    names: Mapping[str, str] = MappingProxyType({}),
    asker: str = "",
    is_word: IsWord = lambda _: True,
) -> tuple[Query, tuple[QueryProblem, ...]]:
    """Read a question; one bad term is a problem, and the rest still answers.

    `labels` are how people are called in the notes; `names` how the team calls its members, each with their label;
    `asker` is the label of whoever asks for "my notes"; what is no `is_word` may be a slip of the thumb.
    """
    text = without_manners(in_full(without_slips(text, codebook, is_word)))
    reader = _Reader(text, codebook)
    out, reader.rest = left_out(reader.rest, codebook, today=today, labels=labels)
    phrases = reader.take(QUOTED)
    tags = reader.take_tags()
    together, reader.rest = asked_together(reader.rest)
    reader.rest = codes_together(re.sub(r"(?<=\w)[?!.,;]+(?=\s|$)", " ", reader.rest))
    mine, reader.rest = asked_mine(reader.rest) if asker else (False, reader.rest)
    persons = [*([asker] if mine else []), *tags.people, *reader.take_people(labels, names)]
    newest = reader.take_newest()
    asked = reader.rest
    dates, reader.rest = parse_range(asked, today=today)
    days = dates or DateRange(first=None, last=None)
    roles, reader.rest = asked_roles(reader.rest, codebook)
    states = _states(reader, tags)
    reader.take_unknown_sites()
    reader.take_names()
    words = reader.take_free_words()
    query = replace(
        states,
        themes=_once(reader.themes),
        any_theme=len(set(reader.themes)) > 1 and bool(_OR.search(text)),
        sites=_once(reader.sites),
        left_out=out,
        people=_once(persons),
        together=together and len(set(persons)) > 1,
        roles=roles,
        first=days.first,
        last=days.last,
        part=part_meant(asked, reader.rest) if days.first and days.first == days.last else None,
        newest=0 if words else newest,
        phrases=_once(phrase.strip() for phrase in phrases if phrase.strip()),
        words=words,
        word_themes=tuple(reader.bare_themes.items()),
        theme_words=reader.theme_words,
        said=" ".join(text.split())[:LONGEST_SAID],
    )
    return query, tuple(reader.problems)


def _states(reader: _Reader, tags: Tags) -> Query:
    """What is asked of the notes' state and kind, and nothing else."""
    kinds = tuple(kind for kind, pattern in KINDS.items() if reader.take(pattern))
    typed = reader.take_words(TYPES)
    return Query(
        note_types=_once([*typed.values(), *([tags.note_type] if tags.note_type else [])]),
        type_themes=_once(theme.slug for word in typed if (theme := reader.codebook.find_theme(word))),
        follow_up=bool(reader.take(FOLLOW_UP)) or tags.follow_up,
        untagged=bool(reader.take(UNTAGGED)),
        no_site=bool(reader.take(NO_SITE)) or tags.no_site,
        flagged=bool(reader.take(FLAGGED)),
        kinds=kinds,
        statuses=_once(
            [
                *([Status.UNCHECKED] if reader.take(NOT_CHECKED) else []),
                *reader.take_words(STATES).values(),
            ]
        ),
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
