"""How has each theme gone, week by week? Shown once there are enough notes to show anything."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook
from fieldwork.coverage import counts, is_at
from fieldwork.matrix import short_name
from fieldwork.note import Audience, Note

MOST_WEEKS = 8  # as many bars as carry a figure that can be read on a phone
FEWEST_WEEKS = 4  # with notes: fewer are no trend
FEWEST_NOTES = 5  # on a theme, in these weeks
CLEARLY = 3  # notes more or fewer in the later half: less may be chance
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A theme's notes, week by week, oldest first."""

    slug: str
    name: str
    counts: tuple[int, ...]

    @property
    def change(self) -> int:
        """How many notes more the later half of the weeks has than the earlier; the middle one counts in neither."""
        half = len(self.counts) // 2
        return sum(self.counts[-half:]) - sum(self.counts[:half])


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The themes with enough notes to show a course, over the same weeks."""

    weeks: tuple[date, ...]  # the last day of each, oldest first
    notes: tuple[int, ...]  # that count, with a theme or without, in each week
    courses: tuple[Course, ...]  # in the codebook's order, then hashtags
    too_few: tuple[Course, ...]  # themes with some notes
    only_at: tuple[str, ...] = ()  # names of the sites whose notes these are, none for all

    def __bool__(self) -> bool:
        return bool(self.courses)


def trend_of(
    notes: Iterable[Note], codebook: Codebook, *, day: date, timezone: ZoneInfo, only_at: tuple[str, ...] = ()
) -> Trend:
    """The weeks that end with `day`, at most eight and none before the first note; by the codes that people gave.

    `only_at`: slugs of the sites whose notes are counted, none for all.
    Without courses when fewer than four weeks have notes, or no theme has enough. Private notes are left out.
    """
    shared = [note for note in notes if note.audience is Audience.TEAM and counts(note) and is_at(note, only_at)]
    placed = [(_weeks_ago(note, day, timezone), note) for note in shared]
    placed = [(ago, note) for ago, note in placed if 0 <= ago < MOST_WEEKS]
    number = max((ago for ago, _ in placed), default=-1) + 1
    weeks = tuple(day - _WEEK * ago for ago in reversed(range(number)))
    every = Counter(ago for ago, _ in placed)
    by_theme = Counter((theme, ago) for ago, note in placed for theme in set(note.themes))
    courses = [
        Course(
            slug=slug,
            name=short_name(slug, codebook),
            counts=tuple(by_theme[slug, ago] for ago in reversed(range(number))),
        )
        for slug in _themes({theme for theme, _ in by_theme}, codebook)
    ]
    enough = {course.slug for course in courses if len(every) >= FEWEST_WEEKS and sum(course.counts) >= FEWEST_NOTES}
    return Trend(
        weeks=weeks,
        notes=tuple(every[ago] for ago in reversed(range(number))),
        courses=tuple(course for course in courses if course.slug in enough),
        too_few=tuple(course for course in courses if course.slug not in enough),
        only_at=tuple(site.name for site in codebook.sites if site.slug in only_at),
    )


def _weeks_ago(note: Note, day: date, timezone: ZoneInfo) -> int:
    return (day - note.observed_at.astimezone(timezone).date()).days // 7


def _themes(occurring: set[str], codebook: Codebook) -> list[str]:
    listed = [theme.slug for theme in codebook.themes if theme.slug in occurring]
    return [*listed, *sorted(occurring.difference(listed))]
