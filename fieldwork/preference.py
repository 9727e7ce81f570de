"""Who wants which digest, and when: one preference for each person, and one for the group."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from fieldwork.member import Role

EVERY_DAY = frozenset(range(7))  # Monday is 0
WORKING_DAYS = frozenset(range(5))
WEEKLY = frozenset({4})  # Friday, unless another day is named
USUAL_HOUR = time(20)  # where the study has said nothing either
END_OF_WORK = time(17, 30)  # when a researcher hears of their own day


class Shows(StrEnum):
    """What a digest may show."""

    QUOTES = "quotes"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """When a digest comes and what is in it."""

    on: bool = True
    at: time | None = None  # local; None is the study's own time
    days: frozenset[int] = EVERY_DAY
    sites: tuple[str, ...] = ()  # slugs; all of them when empty
    shows: Shows = Shows.QUOTES
    since: datetime | None = None  # when its time was set; an hour that had come before then is none of its

    @property
    def hour(self) -> time:
        """When it comes; the study's usual time is to be filled in before."""
        return self.at or USUAL_HOUR

    def set_at(self, now: datetime, before: "Preference | None") -> "Preference":
        """The same where it took the place of another, or of none: since now, unless it comes as that one did."""
        if before is not None and (self.on, self.hour, self.days) == (before.on, before.hour, before.days):
            return replace(self, since=before.since)
        return replace(self, since=now)

    @property
    def weekly(self) -> bool:
        """Whether it comes once a week."""
        return len(self.days) == 1


def usual(role: Role) -> Preference:
    """What somebody gets who has said nothing about it."""
    match role:
        case Role.PI:
            return Preference()
        case Role.RESEARCHER:
            return Preference(at=END_OF_WORK, days=WORKING_DAYS)
        case Role.ADMIN:
            return Preference(on=False)


GROUPS_USUAL = Preference(shows=Shows.COUNTS)
