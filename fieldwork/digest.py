"""What has come in, what is new, what is silent? Composed of counts and of the notes' own sentences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from fieldwork import coverage
from fieldwork.absence import Absence
from fieldwork.codebook import Codebook
from fieldwork.follow_up import TAG
from fieldwork.night_quotes import night_quotes, unnamed
from fieldwork.note import Audience, Note, NoteNumber, Status
from fieldwork.quotation import ranked_sentences
from fieldwork.your_day import lacks_site

MOST_QUOTES = 6  # one screen of a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTag:
    """A hashtag that is no theme of the codebook, used for the first time, and in how many notes."""

    slug: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for one author, in numbers of notes."""

    label: str
    unchecked: int
    no_site: int
    failed: int
    waiting: int  # recordings whose words are still to come
    flagged: int = 0  # new notes in which something may tell who somebody is


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTime:
    """A theme at a site where no earlier note had it."""

    site: str
    theme: str
    number: NoteNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverSeen:
    """Themes that other sites have and this one has not, after so many of its notes."""

    site: str
    themes: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A site without notes for so many working days."""

    site: str
    working_days: int


_AtSite = TypeVar("_AtSite", FirstTime, NeverSeen, Quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of a note, word for word."""

    site: str  # "" for a note without one
    sentence: str
    number: NoteNumber
    unchecked: bool  # an engine's words that no person has confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A sentence that asks for something to be done, word for word, and the notes that say it."""

    sentence: str  # "" where it may tell who somebody is, or its reader wants counts
    numbers: tuple[NoteNumber, ...]
    names: bool = False  # it may tell who somebody is
    unchecked: bool = False  # an engine's words that no person has confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one person who may read these notes is told. Sites and themes are slugs."""

    day: date
    since: datetime
    count: int
    numbers: tuple[NoteNumber, ...]
    new_tags: tuple[NewTag, ...]
    waiting: tuple[Waiting, ...]
    first_times: tuple[FirstTime, ...]
    quiet: tuple[Quiet, ...]
    quotes: tuple[Quote, ...]
    follow_ups: tuple[FollowUp, ...]
    by_site: tuple[tuple[str, int], ...] = ()  # a site's slug, or "" for notes without one; in place of quotations
    never_seen: tuple[NeverSeen, ...] = ()
    themed: bool = False  # whether there is a new note with a theme, suggested ones among them
    suggested: tuple[NoteNumber, ...] = ()  # new notes with a theme that only the machine proposes
    away: tuple[Absence, ...] = ()  # the bot's absences that ended since
    only_at: tuple[str, ...] = ()  # slugs of the sites that its reader wants, none for all
    key: str = ""  # under which its buttons find it again


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDigest:
    """What the group is told: counts and numbers, never words."""

    day: date
    since: datetime
    count: int
    by_site: tuple[tuple[str, int], ...]  # a site's slug, or "" for notes without one
    quiet: tuple[Quiet, ...]
    numbers: tuple[NoteNumber, ...]
    quotes: tuple[Quote, ...] = ()  # only where a PI wants them in the group
    only_at: tuple[str, ...] = ()  # slugs of the sites that it tells of, none for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What a digest is composed of. Private and deleted notes are left out, the reader's own among them."""

    notes: Sequence[Note]
    earlier: Sequence[Note]
    codebook: Codebook
    today: date
    since: datetime
    timezone: ZoneInfo
    only_at: tuple[str, ...] = ()  # slugs of the sites that it tells of, none for all
    gone: frozenset[str] = frozenset()  # labels of authors who left: nothing waits for them

    def shared(self) -> tuple[list[Note], list[Note]]:
        """The team's new notes and its earlier ones, at every site."""
        return _shared(self.notes), _shared(self.earlier)


def compose(
    evening: Evening, *, away: Iterable[Absence] = (), most_quotes: int = MOST_QUOTES, reader: str = ""
) -> Digest:
    """What an evening's notes bring over the earlier ones; what is new at a site is seen beside all the others.

    `away`: the absences of the bot that are known; those that ended before the evening's window are left out.
    `reader`: the label of the author whose own notes wait wherever they belong.
    """
    codebook, today, only_at = evening.codebook, evening.today, evening.only_at
    new, old = evening.shared()
    here = [note for note in new if coverage.is_at(note, only_at)]
    follow_ups = _follow_ups(here, codebook)
    return Digest(
        day=today,
        since=evening.since.astimezone(evening.timezone),
        count=len(here),
        numbers=tuple(note.number for note in here),
        new_tags=_new_tags(here, old, codebook),
        waiting=_waiting([n for n in (*old, *new) if _may_wait(n, evening, reader)], here),
        first_times=_told_at(only_at, _first_times(here, old, codebook)),
        quiet=_told_at(only_at, _quiet([*old, *new], codebook, today)),
        quotes=_quotes(here, evening, most_quotes, [asked.sentence for asked in follow_ups if asked.sentence]),
        follow_ups=follow_ups,
        by_site=_by_site(here, evening),
        themed=any(coverage.counts(note) and (note.themes or note.suggested_themes) for note in here),
        never_seen=_told_at(only_at, _never_seen(new, old, codebook, today)),
        suggested=tuple(note.number for note in here if note.suggested_themes),
        away=tuple(absence for absence in away if absence.until > evening.since),
        only_at=only_at,
    )


def _may_wait(note: Note, evening: Evening, reader: str) -> bool:
    """Whether a note that waits is to be told of: nobody knows yet of which site one without a site is."""
    ours = coverage.is_at(note, evening.only_at) or not note.sites or note.author_label == reader
    return ours and note.author_label not in evening.gone


def _told_at(only_at: tuple[str, ...], told: tuple[_AtSite, ...]) -> tuple[_AtSite, ...]:
    return tuple(one for one in told if not only_at or one.site in only_at)


def _follow_ups(notes: Iterable[Note], codebook: Codebook) -> tuple[FollowUp, ...]:
    """What is to be followed up, each sentence once; none that may tell who somebody is."""
    found: dict[tuple[str, bool], list[NoteNumber]] = {}
    for note in notes:
        if note.follow_up:
            sentence = _unnamed(note, _to_do(note), codebook)
            found.setdefault((sentence, note.status is Status.UNCHECKED), []).append(note.number)
    return tuple(
        FollowUp(sentence=sentence, numbers=tuple(numbers), names=not sentence, unchecked=unchecked)
        for (sentence, unchecked), numbers in found.items()
    )


def _unnamed(note: Note, sentence: str, codebook: Codebook) -> str:
    """The sentence, "" where it may tell who somebody is; a note that got no flag is not looked through once more."""
    if not (note.flagged or note.imported):
        return sentence
    return next(unnamed(note, [sentence], codebook), "")


def _to_do(note: Note) -> str:
    """What asks for it; where a tag does, what the note shows most."""
    return next(iter(ranked_sentences(note.text, note.telling)), TAG) if note.follow_up == TAG else note.follow_up


def _by_site(notes: Iterable[Note], evening: Evening) -> tuple[tuple[str, int], ...]:
    counts = Counter(_site(note, evening.only_at) for note in notes)
    return tuple((slug, counts[slug]) for slug in sorted(counts, key=_site_order(evening.codebook).index_of))


def compose_counts(evening: Evening) -> GroupDigest:
    """The same without a word of any note."""
    new, old = evening.shared()
    here = [note for note in new if coverage.is_at(note, evening.only_at)]
    return GroupDigest(
        day=evening.today,
        since=evening.since.astimezone(evening.timezone),
        count=len(here),
        by_site=_by_site(here, evening),
        quiet=_told_at(evening.only_at, _quiet([*old, *new], evening.codebook, evening.today)),
        numbers=tuple(note.number for note in here),
        only_at=evening.only_at,
    )


@dataclass(frozen=True, slots=True)
class _SiteOrder:
    """The codebook's order of sites; others after them, none at all last."""

    slugs: tuple[str, ...]

    def index_of(self, slug: str) -> tuple[int, str]:
        if slug in self.slugs:
            return self.slugs.index(slug), ""
        return len(self.slugs) + (not slug), slug


def _site_order(codebook: Codebook) -> _SiteOrder:
    return _SiteOrder(tuple(site.slug for site in codebook.sites))


def _shared(notes: Iterable[Note]) -> list[Note]:
    team = (note for note in notes if note.audience is Audience.TEAM and not note.hidden)
    return sorted(team, key=lambda note: note.number)


def _site(note: Note, only_at: tuple[str, ...] = ()) -> str:
    """One site for each note, so that the counts add up: of the sites that are told of, where some alone are."""
    told = [slug for slug in note.sites if slug in only_at] or note.sites
    return told[0] if told else ""


def _new_tags(new: Iterable[Note], old: Iterable[Note], codebook: Codebook) -> tuple[NewTag, ...]:
    known = {slug for note in old for slug in note.themes}
    counts = Counter(slug for note in new for slug in dict.fromkeys(note.themes))
    tags = ((slug, count) for slug, count in counts.most_common() if slug not in known and not codebook.theme(slug))
    return tuple(NewTag(slug=slug, count=count) for slug, count in tags)


def _waiting(known: Iterable[Note], new: Iterable[Note]) -> tuple[Waiting, ...]:
    # Whatever still waits, however old: but imported notes came as they are and ask nobody for anything. A flag is
    # told once: nothing takes it off a note whose author decided to leave the words as they are.
    flagged = Counter(note.author_label for note in new if note.flagged and not note.imported)
    by_label: dict[str, list[Note]] = {}
    for note in known:
        if not note.imported:
            by_label.setdefault(note.author_label, []).append(note)
    lines = (_waiting_for(label, by_label[label], flagged[label]) for label in sorted(by_label))
    return tuple(
        line for line in lines if line.unchecked or line.no_site or line.failed or line.waiting or line.flagged
    )


def _waiting_for(label: str, notes: Sequence[Note], flagged: int) -> Waiting:
    statuses = Counter(note.status for note in notes)
    return Waiting(
        label=label,
        unchecked=statuses[Status.UNCHECKED],
        no_site=sum(map(lacks_site, notes)),
        failed=statuses[Status.FAILED],
        waiting=statuses[Status.WAITING],
        flagged=flagged,
    )


def _first_times(new: Iterable[Note], old: Iterable[Note], codebook: Codebook) -> tuple[FirstTime, ...]:
    found = coverage.first_times(new, old, codebook)
    return tuple(FirstTime(site=site, theme=theme, number=number) for (site, theme), number in found)


def _never_seen(new: Sequence[Note], old: Sequence[Note], codebook: Codebook, today: date) -> tuple[NeverSeen, ...]:
    found = coverage.never_seen(new, old, codebook, today)
    return tuple(NeverSeen(site=site, themes=themes, notes=count) for site, themes, count in found)


def _quiet(notes: Iterable[Note], codebook: Codebook, today: date) -> tuple[Quiet, ...]:
    silent = coverage.quiet_sites(notes, codebook, today)
    return tuple(Quiet(site=site, working_days=days) for site, days in silent)


def _quotes(notes: Sequence[Note], evening: Evening, most: int, told: Sequence[str]) -> tuple[Quote, ...]:
    """The night's quotations in the order of the sites; none that is told as to be followed up."""
    by_number, order = {note.number: note for note in notes}, _site_order(evening.codebook)
    chosen = night_quotes(notes, evening.codebook, most, told)
    quotes = (_quote(by_number[quotation.number], quotation.sentence, evening.only_at) for quotation in chosen)
    return tuple(sorted(quotes, key=lambda quote: (order.index_of(quote.site), quote.number)))


def _quote(note: Note, sentence: str, only_at: tuple[str, ...]) -> Quote:
    return Quote(
        site=_site(note, only_at), sentence=sentence, number=note.number, unchecked=note.status is Status.UNCHECKED
    )
