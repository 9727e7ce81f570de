"""How the study calls its sites and themes, and what its clock says; every word safe for Telegram's HTML."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fieldwork.codebook import Codebook
from fieldwork.note import Note
from handlers.replies.markup import cut, escaped

LATE = " · late, I was away"
NAME_UNITS = 40  # longer names are cut on cards and buttons
RECENT = timedelta(days=6)  # within it a weekday says which day is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The codebook's names and the study's time zone."""

    codebook: Codebook
    timezone: ZoneInfo

    def site(self, slug: str) -> str:
        """A site's name."""
        return escaped(self.plain_site(slug))

    def theme(self, slug: str) -> str:
        """A theme's short name; one that is not in the codebook as a hashtag."""
        return escaped(self.plain_theme(slug))

    def plain_site(self, slug: str) -> str:
        """A site's name as a button shows it."""
        site = self.codebook.site(slug)
        return cut(site.name if site else slug, NAME_UNITS)

    def plain_theme(self, slug: str) -> str:
        """A theme's short name as a button shows it."""
        theme = self.codebook.theme(slug)
        if theme is None:
            return cut(hashtag(slug), NAME_UNITS)
        return cut(theme.aliases[0] if theme.aliases else theme.label, NAME_UNITS)

    def local(self, moment: datetime) -> datetime:
        """That moment on the study's clock."""
        return moment.astimezone(self.timezone)

    def clock(self, moment: datetime) -> str:
        """`16:00`."""
        return f"{self.local(moment):%H:%M}"

    def day(self, moment: datetime) -> str:
        """`Thu 11 Nov`."""
        local = self.local(moment)
        return f"{local:%a} {local.day} {local:%b}"

    def when(self, note: Note) -> str:
        """`Thu 16:00`, with the date when the note is older than its message."""
        local = self.local(note.observed_at)
        if abs(note.recorded_at - note.observed_at) <= RECENT:
            return f"{local:%a %H:%M}"
        year = "" if local.year == self.local(note.recorded_at).year else f" {local.year}"
        return f"{self.day(local)}{year} {local:%H:%M}"


def hashtag(slug: str) -> str:
    """`#washing_machine`: Telegram's hashtags know no hyphen."""
    return "#" + slug.replace("-", "_")


def duration(seconds: float | None) -> str:
    """`1:12`, `1:03:20`; nothing when it is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def of_minutes(seconds: float, whole: float | None) -> str:
    """`12 of 47 min`; without the whole where nobody knows it."""
    so_far = round(seconds / 60)
    return f"{so_far} min so far" if whole is None or whole < seconds else f"{so_far} of {round(whole / 60)} min"


def counted(number: int, noun: str) -> str:
    """`1 note`, `2 notes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
