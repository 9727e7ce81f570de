"""Questions as people type them, in any order and with slips of the thumb."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from fieldwork.asked_roles import asked_roles
from fieldwork.codebook import Codebook, Site
from fieldwork.dates import parse_range
from fieldwork.hashtags import hashtags
from fieldwork.note import Kind, NoteType, Status
from fieldwork.part_of_day import part_meant
from fieldwork.participants import people
from fieldwork.query import Query, QueryProblem
from fieldwork.spelling import compact
from fieldwork.tags import Tags
from fieldwork.words import lower_at, words_of

STATES = {
    "unchecked": Status.UNCHECKED,
    "unverified": Status.UNCHECKED,
    "checked": Status.CHECKED,
    "failed": Status.FAILED,
    "no speech": Status.NO_SPEECH,
}
TYPES = {note_type.value: note_type for note_type in NoteType} | {
    "debriefs": NoteType.DEBRIEF,
    "observations": NoteType.OBSERVATION,
}
IDLE = frozenset(
    (
        "a about above again all an and any anybody anyone anything are ask asked asking asks at be because been "
        "best both but by came can come comes coming compare compared comparing could did difference differences do "
        "does each else ever everything find for from get give got had has have hear heard her him his how i if in "
        "into is it its just kindly latest list many me memo memos mention mentioned mentioning more much my need "
        "needs new newest not note notes of often on one ones or our over per please pls quotation quotations quote "
        "quotes researcher researchers said say says see show since site sites so somebody someone something still "
        "summarise summary tag tagged talked tell than that the their them theme themes then "
        "there these they this those to up us versus vs want wants was we were what what's whats when where which "
        "who who's whom whose why will with would written wrote yet you your"
    ).split()
)
_PHRASE = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»')
_FOLLOW_UP = re.compile(r"\bfollow[- ]?ups?\b", re.IGNORECASE)
_NOT_CHECKED = re.compile(
    r"\b(?:not|n't|never|to be|to)(?: been| yet| be| been yet)? (?:checked|verified|confirmed|check)(?: yet)?\b",
    re.IGNORECASE,
)
_UNTAGGED = re.compile(
    r"\b(?:untagged|uncoded|not (?:yet )?(?:tagged|coded)(?: yet)?"
    r"|(?:without(?: an?y?)?|(?:with |have |has )?no) (?:theme|tag|code)s?(?: yet| on (?:it|them))?)\b",
    re.IGNORECASE,
)
_BY_BOTH = re.compile(r"\bby (\w+) (?:and|or|&) (\w+)\b", re.IGNORECASE)
_WROTE = re.compile(
    r"\b(?:did|do|has|have|had) (?!i\b)(\S+) (?:write|written|send|sent|record|recorded)\b", re.IGNORECASE
)
_SPACED_CODE = re.compile(r"\bp ([0-9]{1,2})\b(?! ?(?:am|pm)\b)")
_MINE = re.compile(
    r"\b(?:(?:only )?my (?:own )?(?=(?:[\w-]+ ){0,3}(?:notes?|debriefs?|memos?|observations?|ones|entries)\b)"
    r"|(?:by|from|of) me\b|(?:only )?mine\b"
    r"|(?:what|where|when|which(?: notes)?) (?:did|have|had) i (?:ever |already )?"
    r"(?:sa(?:y|id)|wr(?:ite|itten|ote)|sen[dt]|noted?|record(?:ed)?|dictated?|hea(?:r|rd)|se(?:e|en)|observed?)\b)",
    re.IGNORECASE,
)
_COUNT = "one two three four five six seven eight nine ten".split()
_NEWEST = re.compile(
    rf"\b(?:the |my |our )?(?:last|latest|newest|most recent)(?: (?P<count>[0-9]{{1,3}}|{'|'.join(_COUNT)}|few))?"
    r"(?= (?:(?:voice|text|field|typed|written|unchecked) )?(?:note|observation|debrief|memo|one|entry|entrie)"
    r"(?P<many>s)?\b)",
    re.IGNORECASE,
)
_FLAGGED = re.compile(r"\b(?:flagged|with (?:a )?(?:name|identifier)s?(?: in (?:it|them))?)\b", re.IGNORECASE)
_KINDS = {
    Kind.VOICE: re.compile(
        r"\b(?:voice(?: (?:notes?|memos?|messages?))?|dictated notes?|spoken notes?|recordings)\b", re.IGNORECASE
    ),
    Kind.TEXT: re.compile(r"\b(?:typed|written) notes?\b|\btext notes?\b", re.IGNORECASE),
}
_LEFT_OUT = re.compile(
    r"\b(?:but not|not|except(?: for)?|excluding|other than|apart from|without)\s+(?:at\s+|in\s+|from\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_LEFT_OUT_TAG = re.compile(
    r"(?<!\S)(?:[-\u2212]|(?:but )?not |without |except )\s?[#\uff03](?P<tag>\w[\w-]*)"
    r"|(?<!\S)[-\u2212](?P<name>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)
_NO_SITE = re.compile(r"\b(?:no site|without (?:a )?site)\b", re.IGNORECASE)
_NAMED_SITE = re.compile(r"\bsite(?:: ?| is | )([\w'-]+)", re.IGNORECASE)
_AT_A_SITE = re.compile(r"\b(?:at|in|from) (?:the )?([\w'-]+)", re.IGNORECASE)
_OF_SITES = frozenset("visit visits manager managers file files meeting meetings summary summaries description".split())
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_LIKE_A_SITE = 80  # of 100: "Hiltop" behind "at" is a mistyped site, "home" is none
_OF_SOMEBODY = frozenset({"practice", "surgery", "site", "patch"})  # "at LW2's practice"
_BEFORE_A_SITE = frozenset({"at", "in", "from", "site"})
_BEFORE_A_THEME = frozenset({"theme", "themes", "tag", "tagged"})
_MISTYPED = 91  # of 100: a letter more or less
FEWEST_LETTERS = 6  # of a word that may be mistyped; of a shorter one two letters may have changed places
_SWAPPED = 100  # of 100
LONGEST_NAME = 4  # words of an alias
LONGEST_SAID = 500  # characters of a question whose meaning is looked for
Item = TypeVar("Item")


class _Reader:
    """Takes what it knows out of a question, piece by piece; what is left are words."""

    def __init__(self, text: str, codebook: Codebook) -> None:
        self.rest = text
        self.codebook = codebook
        self.themes: list[str] = []
        self.bare_themes: dict[str, str] = {}  # words that name a theme without saying that they do, and its slug
        self.sites: list[str] = []
        self.not_sites: list[str] = []
        self.not_themes: list[str] = []
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

    def take_left_out_tags(self) -> None:
        """`-riverside`, `-#trust`, `not #trust`; a name that is neither a site nor a theme stays."""
        for match in reversed(list(_LEFT_OUT_TAG.finditer(self.rest))):
            name = match["tag"] or match["name"]
            if site := self.codebook.find_site(name):
                self.not_sites.append(site.slug)
            elif theme := self.codebook.find_theme(name):
                self.not_themes.append(theme.slug)
            else:
                continue
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"

    def take_left_out(self) -> None:
        """`not Riverside or Hilltop`, `but not trust`: sites and themes that must not be among the answers."""
        for match in reversed(list(_LEFT_OUT.finditer(self.rest))):
            before, words = self.rest[: match.start()].rstrip(), self.rest[match.end() :].split()
            themes_too = match[0].split()[0].casefold() != "not" or self._sets_apart(before)
            taken = 0
            while (length := self._left_out(words[taken:], themes_too=themes_too)) > 0:
                taken += length
                joins = words[taken : taken + 1] in (["and"], ["or"], ["nor"], ["&"])
                if not joins or not self._known(words[taken + 1 :]):
                    break
                taken += 1
            if taken:
                self.rest = " ".join([before, *words[taken:]])

    def _left_out(self, words: Sequence[str], *, themes_too: bool) -> int:
        """How many words the site or theme takes that is left out there, 0 for none."""
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            name = " ".join(words[:length]).strip(".,;:!?()'")
            if site := self.codebook.find_site(name):
                self.not_sites.append(site.slug)
                return length
            if themes_too and name.casefold() not in IDLE and (theme := self.codebook.find_theme(name)):
                self.not_themes.append(theme.slug)
                return length
        return 0

    def _known(self, words: Sequence[str]) -> bool:
        names = (" ".join(words[:length]).strip(".,;:!?()'") for length in range(1, LONGEST_NAME + 1))
        return any(self.codebook.find_site(name) or self.codebook.find_theme(name) for name in names if name)

    def _sets_apart(self, before: str) -> bool:
        """Whether a bare "not" leaves something out: "trust, not finance", not "doctors not listening"."""
        last = next((word for word in reversed(before.split()) if word.casefold() not in {"and", "but"}), "")
        return not last or last[-1] in ",;&" or self._known([last])

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
            length = self._known_at(words, kept[-1].lower() if kept else "")
            kept += [] if length else words[:1]
            del words[: length or 1]
        self.rest = " ".join(kept)

    def _known_at(self, words: list[str], before: str) -> int:
        """How many words the site or theme takes that stands there, 0 for none."""
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            name = " ".join(words[:length]).strip(".,;:!?()'")
            if length == 1 and name.lower() in IDLE:
                continue
            if site := self._site(name, before):
                self.sites.append(site.slug)
                return length
            if theme := self.codebook.find_theme(name):
                if before in _BEFORE_A_THEME:
                    self.themes.append(theme.slug)
                else:
                    self.bare_themes[name.casefold()] = theme.slug
                return length
        return self._mistyped(words[0].strip(".,;:!?()'"))

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

    def take_people(self, labels: Collection[str]) -> tuple[str, ...]:
        """Researchers by their label, participants by their code, typed or spoken ("P oh seven")."""
        known = {label.casefold(): label for label in labels}
        words = words_of(self.rest)
        persons = people(words, self.codebook)
        found: list[str] = []
        for person in reversed(persons):
            after, site = person.after, self.codebook.site_of_link_worker(person.code)
            if site and words[after - 1].lower.endswith("'s") and lower_at(words, after) in _OF_SOMEBODY:
                self.sites.append(site.slug)
                after += 1
            else:
                found.insert(0, person.code)
            self.rest = f"{self.rest[: words[person.first].start]} {self.rest[words[after - 1].end :]}"
        for word in self.rest.split():
            bare = word.strip(".,;:!?()").removesuffix("'s").casefold()
            if bare in known:
                found.append(known[bare])
                self.rest = re.sub(rf"\b{re.escape(bare)}\b(?:'s)?", " ", self.rest, flags=re.IGNORECASE)
        return tuple(dict.fromkeys(found))

    def take_members(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """`by Ben`, `Ben's notes`: their label. A name alone may be just a word ("will", "grace")."""
        found = []
        self.rest = _BY_BOTH.sub(r"by \1 by \2", self.rest)
        for name, label in names.items():
            for called in dict.fromkeys((name, name.partition(" ")[0])):
                who = re.escape(called)
                if called and self.take(
                    re.compile(rf"\b(?:written )?by {who}\b(?:'s)?|\b{who}['\u2019]s\b", re.IGNORECASE)
                ):
                    found.append(label)
        return tuple(found)

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
        words = tuple(dict.fromkeys(_free_words(self.rest)))
        if words:
            return (*self.bare_themes, *words)
        self.themes += self.bare_themes.values()
        self.bare_themes = {}
        return ()

    def take_words(self, known: Collection[str]) -> list[str]:
        """Single words of a closed list."""
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b", re.IGNORECASE)
        return [word.lower() for word in self.take(pattern)]


def parse_query(
    text: str,
    codebook: Codebook,
    *,
    today: date,
    labels: Collection[str] = (),
    names: Mapping[str, str] = MappingProxyType({}),
    asker: str = "",
) -> tuple[Query, tuple[QueryProblem, ...]]:
    """Read a question; one bad term is a problem, and the rest still answers.

    `labels` are how people are called in the notes; `names` how the team calls its members, each with their label;
    `asker` is the label of whoever asks for "my notes".
    """
    reader = _Reader(text, codebook)
    phrases = reader.take(_PHRASE)
    reader.take_left_out_tags()
    tags = reader.take_tags()
    reader.take_left_out()
    reader.rest = _SPACED_CODE.sub(r"P\1", _WROTE.sub(r"\1", re.sub(r"(?<=\w)[?!.,;]+(?=\s|$)", " ", reader.rest)))
    mine = (asker,) if asker and reader.take(_MINE) else ()
    newest = reader.take_newest()
    asked = reader.rest
    dates, reader.rest = parse_range(asked, today=today)
    one_day = dates is not None and dates.first == dates.last
    roles, reader.rest = asked_roles(reader.rest, codebook)
    states = _states(reader, tags)
    note_types, type_themes = _types(reader, tags)
    persons = (*mine, *tags.people, *reader.take_members(names), *reader.take_people(labels))
    reader.take_unknown_sites()
    reader.take_names()
    words = reader.take_free_words()
    query = replace(
        states,
        themes=_once(reader.themes),
        any_theme=len(set(reader.themes)) > 1 and bool(_OR.search(text)),
        sites=_once(reader.sites),
        not_sites=_once(reader.not_sites),
        not_themes=_once(reader.not_themes),
        people=_once(persons),
        roles=roles,
        first=dates.first if dates else None,
        last=dates.last if dates else None,
        part=part_meant(asked, reader.rest) if one_day else None,
        newest=0 if words else newest,
        note_types=_once(note_types),
        type_themes=_once(type_themes),
        phrases=_once(phrase.strip() for phrase in phrases if phrase.strip()),
        words=words,
        word_themes=tuple(reader.bare_themes.items()),
        said=" ".join(text.split())[:LONGEST_SAID],
    )
    return query, tuple(reader.problems)


def _types(reader: _Reader, tags: Tags) -> tuple[list[NoteType], list[str]]:
    """The kinds of note, and the themes that are called like one."""
    typed = reader.take_words(TYPES)
    themes = [theme.slug for word in typed if (theme := reader.codebook.find_theme(word))]
    return [TYPES[word] for word in typed] + ([tags.note_type] if tags.note_type else []), themes


def _states(reader: _Reader, tags: Tags) -> Query:
    """What is asked of the notes' state, and nothing else."""
    return Query(
        follow_up=bool(reader.take(_FOLLOW_UP)) or tags.follow_up,
        untagged=bool(reader.take(_UNTAGGED)),
        no_site=bool(reader.take(_NO_SITE)) or tags.no_site,
        flagged=bool(reader.take(_FLAGGED)),
        kinds=tuple(kind for kind, pattern in _KINDS.items() if reader.take(pattern)),
        statuses=_once(
            [
                *([Status.UNCHECKED] if reader.take(_NOT_CHECKED) else []),
                *(STATES[word] for word in reader.take_words(STATES)),
            ]
        ),
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _free_words(text: str) -> Iterator[str]:
    for word in re.findall(r"[\w'’-]+", text.casefold()):
        bare = word.strip("'’-")
        if len(bare) > 1 and bare not in IDLE:
            yield bare
